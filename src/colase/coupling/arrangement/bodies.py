"""What a set of coupled disks is made of: circular cylinders, each with circular holes if wanted.

A small cylinder beside a disk is a pillar; it is a `Disk` like any other. Two bodies must not touch:
the multipole series of touching circles does not converge.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, isfinite, sin
from typing import final

from colase.errors import InputError
from colase.materials import Material, as_material


@final
@dataclass(frozen=True, slots=True)
class Hole:
    """A circular inclusion in a disk: a hole, or any other index.

    Attributes
    ----------
    distance : float
        From the centre of the disk to the centre of the hole, in m.
    angle : float
        Direction of the hole from the centre of the disk, in rad.
    radius : float
        In m.
    index : complex, float or Material
        Refractive index inside; 1 is air.
    """

    distance: float
    angle: float
    radius: float
    index: Material | complex | float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", as_material(self.index))
        if not (isfinite(self.radius) and self.radius > 0 and isfinite(self.distance) and self.distance >= 0):
            raise InputError(
                f"hole: radius {self.radius:g} m at {self.distance:g} m from the centre; the radius must be "
                "above zero and the distance not below."
            )
        if not isfinite(self.angle):
            raise InputError(f"hole: angle {self.angle} is not a number (rad).")


@final
@dataclass(frozen=True, slots=True)
class Notch:
    """A piece cut out of a disk, of any shape; it may cross the rim. Solved by finite elements.

    Attributes
    ----------
    outline : tuple of (float, float)
        Corners in m from the centre of the disk, in order around the piece; a curve is given by many of them.
    index : complex, float or Material
        Refractive index in the piece; 1 is air.
    """

    outline: tuple[tuple[float, float], ...]
    index: Material | complex | float = 1.0

    def __post_init__(self) -> None:
        corners = tuple((float(x), float(y)) for x, y in self.outline)
        object.__setattr__(self, "outline", corners)
        object.__setattr__(self, "index", as_material(self.index))
        twice = sum(x * v - u * y for (x, y), (u, v) in zip(corners, corners[1:] + corners[:1], strict=True))
        if len(corners) < 3 or not all(isfinite(c) for p in corners for c in p) or twice == 0:
            raise InputError(
                f"notch: {len(corners)} corners that enclose an area of {abs(twice) / 2:g} "
                "m^2; give at least three "
                "corners in m, in order around the piece."
            )

    @staticmethod
    def wedge(
        radius: float,
        angle: float,
        width: float,
        depth: float,
        index: Material | complex | float = 1.0,
    ) -> Notch:
        """Return a rectangular notch in the rim of a disk of some radius, opening in a direction (rad)."""
        if not (0 < depth < radius and 0 < width < 2 * radius):
            raise InputError(
                f"notch: {width:g} m wide and {depth:g} m deep does not fit a radius of {radius:g} m."
            )
        out = 1.2 * radius
        corners = [
            (radius - depth, -width / 2),
            (out, -width / 2),
            (out, width / 2),
            (radius - depth, width / 2),
        ]
        return Notch(
            tuple((x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)) for x, y in corners),
            index,
        )


@final
@dataclass(frozen=True, slots=True)
class Disk:
    """A circular cylinder: a disk of the pair, or a pillar near one.

    Attributes
    ----------
    centre : tuple of float
        x and y in m.
    radius : float
        In m.
    index : complex, float or Material
        Refractive index (of the slab mode for a disk of finite height); Im n < 0 is gain.
    holes : tuple of Hole
        Inclusions.
    notches : tuple of Notch
        Pieces cut out; with any, `MultiDisk.modes` uses finite elements (extra ``fem``).
    """

    centre: tuple[float, float]
    radius: float
    index: Material | complex | float
    holes: tuple[Hole, ...] = ()
    notches: tuple[Notch, ...] = ()

    def __post_init__(self) -> None:
        x, y = (float(v) for v in self.centre)
        object.__setattr__(self, "centre", (x, y))
        object.__setattr__(self, "index", as_material(self.index))
        object.__setattr__(self, "holes", tuple(self.holes))
        object.__setattr__(self, "notches", tuple(self.notches))
        if not (isfinite(self.radius) and self.radius > 0 and isfinite(x) and isfinite(y)):
            raise InputError(f"disk: radius {self.radius:g} m at {self.centre}; give finite numbers in m.")
        problems = list(_hole_problems(self))
        if problems:
            raise InputError(*problems)

    def hole_centre(self, hole: Hole) -> tuple[float, float]:
        """Return where a hole sits, in m from the centre of the disk."""
        return hole.distance * cos(hole.angle), hole.distance * sin(hole.angle)


def _hole_problems(disk: Disk):
    """Yield a sentence for each hole that does not lie inside the disk, apart from the others."""
    for hole in disk.holes:
        left = disk.radius - hole.distance - hole.radius
        if left <= 0:
            yield (
                f"disk of radius {_um(disk.radius)}: a hole of radius {_um(hole.radius)} at "
                f"{_um(hole.distance)} from the centre crosses the rim. Move it inwards by more than "
                f"{-left * 1e9:.4g} nm, or describe it as a Notch, which is solved by finite elements."
            )
    for a, b in combinations(disk.holes, 2):
        apart = _distance(disk.hole_centre(a), disk.hole_centre(b)) - a.radius - b.radius
        if apart <= 0:
            yield f"disk of radius {_um(disk.radius)}: two holes overlap by {-apart * 1e9:.4g} nm."


def gap(a: Disk, b: Disk) -> float:
    """Return the distance between two rims in m."""
    return _distance(a.centre, b.centre) - a.radius - b.radius


def require_apart(disks: tuple[Disk, ...]) -> None:
    """Raise if two disks touch or overlap."""
    problems = []
    for (i, a), (j, b) in combinations(enumerate(disks), 2):
        between = gap(a, b)
        if between <= 0:
            what = "touch" if between > -1e-12 else f"overlap by {-between * 1e9:.4g} nm"
            problems.append(
                f"disks {i} and {j} {what}; the multipole series needs a gap. Move their centres further "
                f"apart than {_um(a.radius + b.radius)}."
            )
    if problems:
        raise InputError(*problems)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _um(length: float) -> str:
    return f"{length * 1e6:g} um"
