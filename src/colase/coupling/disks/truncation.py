"""How many harmonics every disk, tail and hole needs for a tolerance of the field."""

from __future__ import annotations

from math import hypot, pi

from colase.coupling.arrangement.bodies import Disk
from colase.coupling.multipole.harmonics import fading, needed
from colase.materials import Material, as_material

from .system import SMALL, System


def truncated(
    disks: tuple[Disk, ...],
    outside: Material,
    electric: bool,
    k: float,
    tolerance: float,
    harmonics: int | None = None,
    mirror: int = 0,
    exchange: int = 0,
) -> System:
    """Return the system with as many harmonics as a tolerance (of the field) asks for.

    ``harmonics`` overrides the number kept for every large disk.
    """
    lam = 2 * pi / k
    n = [abs(complex(as_material(d.index).index(lam))) for d in disks]
    n0 = abs(complex(outside.index(lam)))
    size = [k * d.radius * max(a, n0) for d, a in zip(disks, n, strict=True)]
    small = [s < SMALL for s in size]
    orders, tails, holes = [], [], []
    for i, d in enumerate(disks):
        kept, tail = needed(size[i], 3.0, tolerance), 0
        for j, other in enumerate(disks):
            if i == j:
                continue
            distance = hypot(d.centre[0] - other.centre[0], d.centre[1] - other.centre[1])
            order = needed(size[i], fading(d.radius, other.radius, distance), tolerance)
            if small[j] and not small[i] and not mirror:
                tail = max(tail, order)
            else:
                kept = max(kept, order)
        few = []
        for hole in d.holes:
            tail = max(tail, needed(size[i], fading(d.radius, hole.radius, hole.distance), tolerance))
            inner = k * hole.radius * max(n[i], abs(complex(as_material(hole.index).index(lam))))
            eta = fading(hole.radius, d.radius, hole.distance)
            few.append(needed(inner, eta, tolerance) if inner > 0 else 1)
        if harmonics is not None and not small[i]:
            kept = harmonics
        orders.append(kept)
        tails.append(max(tail, kept))
        holes.append(tuple(few))
    return System(disks, outside, electric, tuple(orders), tuple(tails), tuple(holes), mirror, exchange)
