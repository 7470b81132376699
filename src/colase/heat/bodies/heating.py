"""Temperature of a body of revolution under light, by finite elements: what `Heating` is to layers.

Light of irradiance I falls on the body from above; the power that becomes heat is I times the area it
covers, pi R^2 of the lit part or that of a narrower spot, and all responses are per that irradiance. The
heat is made in one region, evenly or by absorption from its top down. Every answer comes from two meshes;
what they differ by is `error`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import exp, isfinite, pi
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError, PhysicsError
from colase.heat.conduction import Conduction, Floats
from colase.heat.solid import Solid
from colase.heat.sources import BeerLambert, Uniform
from colase.heat.spots import Disc, GaussianSpot
from colase.shapes import UM, fem

from .body import BASE, SURROUNDINGS, HeatBody
from .reduced import Seen
from .solved import Grid, Solved, heat_density, modes_seen, solve
from .views import BodyView, PartMean

MESHES: tuple[Grid, Grid] = ((2.5, 2), (1.6, 3))
"""The check and the answer: largest triangle over the width of a region, order of the polynomials."""


@final
@dataclass(frozen=True, slots=True)
class BodyHeating(Conduction):
    """A body, the region that gets warm, and where one looks.

    Attributes
    ----------
    body : HeatBody
        What conducts.
    heated : str
        Region in which heat is made.
    profile : Uniform or BeerLambert
        Even, or falling from the highest point of the region down.
    spot : Disc, GaussianSpot or None
        Round light centred on the axis; None: even light on the whole region.
    view : BodyView or None
        None: the mean of the heated region.
    meshes : tuple of (float, int)
        Largest triangle over the width of a region, and order, of two meshes; the last gives the answer.

    Raises
    ------
    InputError
        If a region does not exist, or a spot is not round or larger than what it lights.
    """

    body: HeatBody
    heated: str
    profile: Uniform | BeerLambert = Uniform()
    spot: Disc | GaussianSpot | None = None
    view: BodyView | None = None
    meshes: tuple[Grid, Grid] = MESHES

    def __post_init__(self) -> None:
        rim = self.rim
        self.body.groups()
        if self.view is not None:
            self.body.region(self.view.region)
        if isinstance(self.spot, GaussianSpot) and self.spot.radius_y is not None:
            raise InputError("heat: a body of revolution needs a round spot; leave out radius_y.")
        if isinstance(self.spot, Disc) and self.spot.radius > rim * (1 + 1e-9):
            raise InputError(
                f"heat: a spot of radius {self.spot.radius * 1e6:g} um is larger than {self.heated}, whose "
                f"radius is {rim * 1e6:.4g} um; light beside it warms nothing. Leave the spot out for even "
                "light."
            )

    @property
    def rim(self) -> float:
        """Largest radius of the heated region, in m."""
        return float(self.body.region(self.heated).sampled()[:, 0].max())

    @property
    def area(self) -> float:
        """Power on the region over the peak irradiance, in m^2."""
        if isinstance(self.spot, Disc):
            return self.spot.area
        if self.spot is None:
            return pi * self.rim**2
        return self.spot.area * (1 - exp(-2 * (self.rim / self.spot.radius) ** 2))

    def step(self, time: ArrayLike) -> Floats:
        """Return H(t) in K m^2/W."""
        return self._seen(self._fine).step(time)

    def ramp(self, time: ArrayLike) -> Floats:
        """Return the integral of the step response, in K s m^2/W."""
        return self._seen(self._fine).ramp(time)

    def impulse(self, time: ArrayLike) -> Floats:
        """Return the rise after a flash of unit fluence, in K m^2/J."""
        return self._seen(self._fine).impulse(time)

    def steady(self) -> float:
        """Return the rise after endless time, in K m^2/W.

        Raises
        ------
        PhysicsError
            If heat cannot leave, so that there is no steady state.
        """
        if self.body.closed:
            raise PhysicsError(
                "heat: the backside is insulated and nothing conducts around the body, so heat cannot leave "
                "and there is no steady state; the temperature rises for ever. Give a backside that is fixed "
                "or convective, or surroundings that conduct."
            )
        return self._seen(self._fine).steady()

    def modulated(self, frequency: ArrayLike) -> NDArray[np.complexfloating]:
        """Return the complex amplitude under modulation, in K m^2/W."""
        return self._seen(self._fine).modulated(frequency)

    def error(self, time: ArrayLike) -> Floats:
        """Return the relative difference of the step response on the two meshes."""
        check = solve(self.body, self.heated, self.profile, self.spot, self.meshes[0])
        coarse = self._seen(check).step(time)
        fine = self.step(time)
        return np.abs(coarse - fine) / np.maximum(np.abs(fine), 1e-300)

    def peak(self, time: ArrayLike) -> Floats:
        """Return the highest step response of any point of the heated region, in K m^2/W.

        Polynomials overshoot where heat ends abruptly; no point gets warmer than its own heat makes it, so
        early on that is the bound.
        """
        r, z = self._inside(24)
        most = self._densest() / self.body.solid(self.heated).heat_capacity
        found = self.at(self.heated, r, z, time).max(axis=-1)
        return np.minimum(found, most * np.maximum(np.asarray(time, dtype=float), 0.0))

    def _densest(self) -> float:
        """Return the highest heat per volume over irradiance, in 1/m."""
        ngs, forms = fem().ngs, self._fine.forms
        density = heat_density(self.body, self.heated, self.profile, self.spot)
        part = forms.made.mesh.Materials(self.heated)
        whole = ngs.Integrate(
            density * 2 * pi * ngs.x * ngs.dx(definedon=part, bonus_intorder=6), forms.made.mesh
        )
        return self.area * UM**3 / whole

    def at(self, region: str, r: ArrayLike, z: ArrayLike, time: ArrayLike) -> Floats:
        """Return the step response at points (m) of a part, shape (time, point)."""
        solved = self._fine
        points = np.atleast_1d(np.asarray(r, dtype=float)), np.atleast_1d(np.asarray(z, dtype=float))
        views = solved.forms.points(region, *points, solved.decays.fields)
        return self.area * solved.decays.step(views, np.asarray(time, dtype=float))

    def seen_at(self, region: str, r: Floats, z: Floats) -> Iterator[Conduction]:
        """Yield what each of many points (m) of a part sees; the points are looked up together."""
        solved = self._fine
        for row in solved.forms.points(region, r, z, solved.decays.fields):
            yield Seen(solved.decays, row * self.area)

    def levers(self) -> Iterator[tuple[str, Callable[[float], BodyHeating]]]:
        """Yield conductivities, capacities, resistances and the thickness of the base, to be multiplied."""
        for name in self.body.names:
            for quantity in ("conductivity", "heat_capacity"):
                yield f"{name}: {quantity.replace('_', ' ')}", partial(self._scaled, name, quantity)
        if self.body.base is not None and isfinite(self.body.base_thickness):
            yield f"{BASE}: thickness", self._thicker
        for number, contact in enumerate(self.body.contacts):
            yield f"{contact.first} | {contact.second}: resistance", partial(self._resisting, number)

    def _scaled(self, name: str, quantity: str, factor: float) -> BodyHeating:
        old = self.body.solid(name)
        solid = replace(old, **{quantity: getattr(old, quantity) * factor})
        if quantity == "conductivity":
            solid = replace(solid, lateral_conductivity=old.along * factor)
        return replace(self, body=_with_solid(self.body, name, solid))

    def _thicker(self, factor: float) -> BodyHeating:
        body = replace(self.body, base_thickness=self.body.base_thickness * factor)
        return replace(self, body=body)

    def _resisting(self, number: int, factor: float) -> BodyHeating:
        contacts = list(self.body.contacts)
        contacts[number] = replace(contacts[number], resistance=contacts[number].resistance * factor)
        return replace(self, body=replace(self.body, contacts=tuple(contacts)))

    @property
    def _fine(self) -> Solved:
        return solve(self.body, self.heated, self.profile, self.spot, self.meshes[1])

    def _seen(self, solved: Solved) -> Seen:
        return Seen(solved.decays, self.area * modes_seen(solved, self.view or PartMean(self.heated)))

    def _inside(self, count: int) -> tuple[Floats, Floats]:
        """Return points of a grid that lie in the visible part of the heated region."""
        region = self.body.region(self.heated)
        over = self.body.regions[self.body.regions.index(region) + 1 :]
        outline = region.sampled()
        r, z = (
            np.linspace(low, high, count * 4)[1:-1]
            for low, high in zip(outline.min(axis=0), outline.max(axis=0), strict=True)
        )
        R, Z = (a.ravel() for a in np.meshgrid(r, z))
        keep = region.contains(R, Z)
        for other in over:
            keep &= ~other.contains(R, Z)
        return R[keep], Z[keep]


def _with_solid(body: HeatBody, name: str, solid: Solid) -> HeatBody:
    """Return the body with another solid in one part."""
    if name in (BASE, SURROUNDINGS) and name not in {r.name for r in body.regions}:
        return replace(body, **{"base" if name == BASE else "surroundings": solid})
    return replace(
        body, regions=tuple(replace(r, material=solid) if r.name == name else r for r in body.regions)
    )
