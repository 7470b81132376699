"""Coated spheres of a pair together: exact combs, coupled by exact coefficients (`spheres.coupled_combs`).

Each line of a sphere has 2l+1 orbits. Those through the gap are shared with the lines of the other sphere,
the others stay alone: two rows in the table, with the number of orbits as their degeneracy.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np
import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.cavity.sphere.layered_sphere import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.coupling.pair.body import Assembly, Lineup
from colase.coupling.spheres.coupled_combs import Coupling, coupled_lines, coupling_of_family
from colase.coupling.spheres.two_spheres import TwoSpheres
from colase.errors import InputError

from .sphere_body import CoatedSphere
from .sphere_table import mixed_lines, mode_rows, name_of, no_modes

_FAMILIES = ("TE", "TM")
_couplings: dict[tuple[object, ...], Coupling] = {}


@final
@dataclass(frozen=True, slots=True)
class SphereAssembly(Assembly):
    """The two spheres of a pair.

    Raises
    ------
    InputError
        For three spheres, or a gap that needs more orders than were allowed.
    """

    row: Lineup

    def __post_init__(self) -> None:
        if len(self.row.bodies) > 2:
            raise InputError("cavity: three spheres in a row are not solved; give two, or three disks.")

    def key(self) -> object:
        """Everything but scattering."""
        return self.row

    @property
    def bodies(self) -> tuple[CoatedSphere, ...]:
        """The spheres of the device file."""
        return tuple(b for b in self.row.bodies if isinstance(b, CoatedSphere))

    @property
    def spheres(self) -> tuple[LayeredSphere, LayeredSphere]:
        """The layers that are solved."""
        first, second = (b.sphere(self.row.surroundings) for b in self.bodies)
        return first, second

    @property
    def exact(self) -> TwoSpheres:
        """The pair for `TwoSpheres.modes`: every mode exactly, at one azimuthal number."""
        return TwoSpheres(*self.spheres, self.row.gap)

    def coupling(self, window: ModeWindow, polarization: str, radial: int = 1) -> Coupling:
        """Return the coupling of one family in the middle of a window; kept for the next time."""
        middle = 0.5 * (window.start + window.stop)
        key = (self.key(), middle, polarization, radial)
        if key not in _couplings:
            _couplings[key] = coupling_of_family(
                *self.spheres, self.row.gap, middle, polarization, radial, self.row.harmonics
            )
        return _couplings[key]

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return shared and lone orbits of every line, with the variables that the laser room reads."""
        wide = (window.start * (1 - 1e-3), window.stop * (1 + 1e-3))
        combs = [s.modes(wide, window.radial_max) for s in self.spheres]
        wanted = [p for p in _FAMILIES if self.row.polarization in ("both", p)]
        families = [(p, q) for p in wanted for q in range(1, window.radial_max + 1)]
        tell, tables = progress or (lambda done, total: None), []
        for i, (polarization, radial) in enumerate(families):
            tell(i, len(families))
            own = tuple(_family(c, polarization, radial) for c in combs)
            if all(c.sizes["mode"] for c in own):
                tables.append(self._shared(own, window, self.coupling(window, polarization, radial)))
            elif any(c.sizes["mode"] for c in own):
                tables.append(self._alone(own, (0, 0)))
        tell(len(families), len(families))
        if not tables:
            return no_modes().assign_attrs(empty="neither sphere has a resonance there; widen the window")
        both = xr.concat(tables, "mode", data_vars="minimal", coords="minimal", compat="override")
        both = both.isel(mode=np.argsort(both.wavelength.values, kind="stable"))
        inside = (both.wavelength.values >= window.start) & (both.wavelength.values <= window.stop)
        return both.isel(mode=np.flatnonzero(inside)).assign_attrs(empty="")

    def _shared(self, combs: tuple[xr.Dataset, ...], window: ModeWindow, coupling: Coupling) -> xr.Dataset:
        """Return the orbits through the gap and those beside it, for one family."""
        frequency, share = coupled_lines((combs[0], combs[1]), coupling)
        first = combs[0].sizes["mode"]
        lines = mixed_lines(combs, self.bodies)
        sides = np.stack([share[:, :first].sum(axis=1), share[:, first:].sum(axis=1)], axis=1)
        dominant = share.argmax(axis=1)
        orbits = np.minimum(coupling.orbits, 2 * lines["polar"][dominant] + 1)
        names = [name_of(lines, row, side, first) for row, side in zip(share, sides, strict=True)]
        shared = mode_rows(2 * pi * frequency / SPEED_OF_LIGHT, share, sides, orbits, names, lines)
        rest = self._alone(combs, (coupling.orbits, coupling.orbits))
        return xr.concat([shared, rest], "mode", data_vars="minimal", coords="minimal", compat="override")

    def _alone(self, combs: tuple[xr.Dataset, ...], taken: tuple[int, int]) -> xr.Dataset:
        """Return the orbits that do not feel the other sphere."""
        lines = mixed_lines(combs, self.bodies)
        count = len(lines["polar"])
        first = combs[0].sizes["mode"]
        owner = (np.arange(count) >= first).astype(int)
        orbits = 2 * lines["polar"] + 1 - np.array(taken)[owner]
        names = [f"{lines['label'][i]} of {'AB'[owner[i]]}" for i in range(count)]
        table = mode_rows(
            lines["wavenumber"], np.eye(count), np.eye(2)[owner], np.maximum(orbits, 1), names, lines
        )
        return table.isel(mode=np.flatnonzero(orbits > 0))

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of both coats.

        Every line that takes part moves exactly; the mode moves by the mean of their relative shifts,
        weighted with its shares.
        """
        one = modes.isel(mode=mode)
        k = complex(one.wavenumber.item())
        polarization, moved = str(one.polarization.item()), 0j
        taking_part = zip(self.spheres, one.share.values, one.lines.values, one.alone.values, strict=True)
        for sphere, side, polar, start in taking_part:
            if side > 1e-9:
                there = sphere.resonance(complex(start), polarization, int(polar), 1, gain_index)
                moved += side * (there / complex(start) - 1)
        return k * (1 + moved / float(one.share.values.sum()))


def _family(modes: xr.Dataset, polarization: str, radial: int) -> xr.Dataset:
    """Return the lines of one family."""
    mine = (modes.polarization.values == polarization) & (modes.radial.values == radial)
    return modes.isel(mode=np.flatnonzero(mine))
