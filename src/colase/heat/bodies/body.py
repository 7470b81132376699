"""Bodies of revolution that conduct: regions of one solid each, on a base, in a gas or in vacuum.

    C dT/dt = div(k grad T) + heat,   no flux through free faces, T = 0 far away,

and between two regions that touch through a boundary resistance R the temperature jumps by R times the flux.
The base is the half-space z < 0, or a plate whose back face is cold, insulated or cooled by a fluid; without
one the plane z = 0 is a heat sink. The surroundings, if they conduct, fill what is left above it; they
conduct but do not flow, which holds for gases around bodies below a millimetre (Rayleigh number far below
one).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import final

import numpy as np

from colase.errors import InputError, PhysicsError, nearest
from colase.heat.solid import Solid
from colase.heat.stack import Face
from colase.shapes import Region

BASE, SURROUNDINGS = "substrate", "surroundings"
_TOUCH = 1e-9  # of the size of the body


@final
@dataclass(frozen=True, slots=True)
class Contact:
    """A boundary resistance (m^2 K/W) where two named parts touch."""

    first: str
    second: str
    resistance: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.resistance) and self.resistance > 0):
            raise InputError(
                f"heat: a resistance of {self.resistance:g} m^2 K/W between {self.first} and {self.second}; "
                "give a positive number, or leave the contact out where heat passes freely."
            )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HeatBody:
    """Regions (later ones lie on top of earlier ones), base, surroundings and resisting contacts.

    Attributes
    ----------
    regions : tuple of Region
        Outlines in m with a `Solid` each; all at z >= 0.
    base : Solid or None
        Fills z < 0; None makes z = 0 a heat sink.
    surroundings : Solid or None
        Around the regions above z = 0; None: nothing conducts there.
    contacts : tuple of Contact
        Where temperature jumps; the base is called "substrate".
    base_thickness : float
        Of the base in m; infinite: a half-space.
    backside : Face
        Of a base of finite thickness: fixed, insulated or convective.

    Raises
    ------
    InputError
        If a region reaches below z = 0, names repeat, or a contact names nothing.
    PhysicsError
        If heat cannot leave, because nothing touches z = 0 and nothing conducts around.
    """

    regions: tuple[Region[Solid], ...]
    base: Solid | None = None
    surroundings: Solid | None = None
    contacts: tuple[Contact, ...] = ()
    base_thickness: float = inf
    backside: Face = Face(kind="fixed")

    def __post_init__(self) -> None:
        names = self.names
        if not self.regions or len(set(names)) < len(names):
            raise InputError(f"heat: a body needs regions with names of their own, not {', '.join(names)}.")
        points = np.concatenate([region.sampled() for region in self.regions])
        if points[:, 1].min() < -_TOUCH * self.reach:
            raise InputError(
                f"heat: the body reaches down to z = {points[:, 1].min() * 1e9:.4g} nm; the base begins at "
                "z = 0, so shift the body up."
            )
        for contact in self.contacts:
            for name in (contact.first, contact.second):
                if name not in names:
                    raise InputError(
                        f'heat: a contact names "{name}".{nearest(name, names)} There is {", ".join(names)}.'
                    )
        if not self.base_thickness > 0:
            raise InputError(
                f"heat: the base is {self.base_thickness:g} m thick; give a positive thickness, or leave the "
                "base out for a heat sink at z = 0."
            )
        if self.surroundings is None and not self.contact_radius:
            raise PhysicsError(
                "heat: the body touches neither z = 0 nor a gas, so heat cannot leave and there is no steady "
                "state; give a contact, or surroundings that conduct."
            )

    @property
    def closed(self) -> bool:
        """Whether no heat can leave: an insulated plate with nothing around."""
        plate = self.base is not None and np.isfinite(self.base_thickness)
        return plate and self.backside.kind == "insulated" and self.surroundings is None

    @property
    def names(self) -> tuple[str, ...]:
        """Regions, then base and surroundings where they are."""
        around = ((BASE, self.base), (SURROUNDINGS, self.surroundings))
        return (*(r.name for r in self.regions), *(name for name, solid in around if solid is not None))

    def solid(self, name: str) -> Solid:
        """Return what a part is made of."""
        parts = {r.name: r.material for r in self.regions}
        found = {BASE: self.base, SURROUNDINGS: self.surroundings}.get(name) or parts.get(name)
        if found is None:
            raise InputError(
                f'heat: the body has no "{name}".{nearest(name, self.names)} '
                f"There is {', '.join(self.names)}."
            )
        return found

    def region(self, name: str) -> Region[Solid]:
        """Return a region by name.

        Raises
        ------
        InputError
            If there is none of this name.
        """
        for region in self.regions:
            if region.name == name:
                return region
        known = [r.name for r in self.regions]
        raise InputError(
            f'heat: the body has no region "{name}".{nearest(name, known)} There is {", ".join(known)}.'
        )

    @property
    def reach(self) -> float:
        """Distance from the origin to the furthest point of the body, in m."""
        points = np.concatenate([region.sampled() for region in self.regions])
        return float(np.hypot(*points.T).max())

    @property
    def contact_radius(self) -> float:
        """Largest radius at which the body stands on z = 0, in m; zero if it does not touch."""
        points = np.concatenate([region.sampled() for region in self.regions])
        foot = points[np.abs(points[:, 1]) < _TOUCH * self.reach]
        return float(foot[:, 0].max()) if foot.shape[0] > 1 else 0.0

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return parts between which temperature is continuous.

        Raises
        ------
        InputError
            If a resisting contact is short-circuited by parts that join it freely.
        """
        apart = {frozenset((c.first, c.second)) for c in self.contacts}
        touching = [frozenset(pair) for pair in self.touching()]
        group = {name: {name} for name in self.names}
        for pair in touching:
            if pair in apart:
                continue
            one, two = (group[name] for name in pair)
            one |= two
            for name in one:
                group[name] = one
        for contact in self.contacts:
            if contact.second in group[contact.first]:
                raise InputError(
                    f"heat: {contact.first} and {contact.second} resist each other but are joined freely by "
                    f"{', '.join(sorted(group[contact.first] - {contact.first, contact.second}))}; "
                    "give a resistance there as well."
                )
        found = {tuple(n for n in self.names if n in members) for members in group.values()}
        return tuple(sorted(found, key=lambda members: self.names.index(members[0])))

    def touching(self) -> list[tuple[str, str]]:
        """Return pairs of parts that may share a boundary: those whose outlines meet, and all with gas."""
        names = [r.name for r in self.regions]
        pairs = []
        tight = 1e-6 * self.reach
        for i, one in enumerate(self.regions):
            points = _dense(one.sampled())
            if self.base is not None and (np.abs(points[:, 1]) < tight).sum() > 2:
                pairs.append((one.name, BASE))
            if self.surroundings is not None:
                pairs.append((one.name, SURROUNDINGS))
            for other in self.regions[i + 1 :]:
                pairs += [(one.name, other.name)] * _meet(points, _dense(other.sampled()), one, other, tight)
        if self.base is not None and self.surroundings is not None:
            pairs.append((BASE, SURROUNDINGS))
        assert all(name in (*names, BASE, SURROUNDINGS) for pair in pairs for name in pair)
        return pairs


def _dense(outline: np.ndarray, pieces: int = 8) -> np.ndarray:
    """Return points on a closed polygon, several on each side."""
    share = (np.arange(pieces) / pieces)[:, None, None]
    following = np.roll(outline, -1, axis=0)
    return (outline + share * (following - outline)).reshape(-1, 2)


def _meet(a: np.ndarray, b: np.ndarray, one: Region, other: Region, tight: float) -> bool:
    """Whether two outlines touch or overlap: then the later one borders on the earlier."""
    from colase.shapes import distance

    if one.contains(b[:, 0], b[:, 1]).any() or other.contains(a[:, 0], a[:, 1]).any():
        return True
    return bool((distance(a, other.sampled()) < tight).sum() > 2)
