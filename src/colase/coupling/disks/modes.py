"""From the resonances of single disks to polished modes of all together.

Resonances of the disks close to each other in wavelength form a group; their harmonics are kept in
the exact reduction and the pencil of the group gives all its modes at once. Where the disks have
mirror symmetries each class is solved alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot, pi

import numpy as np
from numpy.typing import NDArray

from colase.cavity import LayeredCylinder
from colase.coupling.arrangement.arrangement import Arrangement, NoResonanceError
from colase.coupling.arrangement.bodies import Disk
from colase.coupling.multipole.reduction import pencil, polished
from colase.materials import as_material

from .coupled_modes import CoupledModes, gathered
from .solution import Solution
from .system import System
from .truncation import truncated

Progress = Callable[[int, int], None]

_TOLERANCE = 1e-7
_LINK = 2e-3  # relative distance within which resonances count as one group
_PILLAR = 0.3  # share of the largest radius below which a disk offers no resonances of its own


@dataclass(frozen=True, slots=True)
class Family:
    """One resonance of one disk alone."""

    disk: int
    azimuthal: int
    radial: int
    k: complex


def solved(
    disks: Arrangement,
    window: tuple[float, float],
    polarization: str,
    radial_max: int | None,
    q_floor: float,
    harmonics: int | None,
    symmetry: bool,
    check: bool,
    progress: Progress,
) -> CoupledModes:
    """Return all modes of a window; see `MultiDisk.modes`."""
    families = own_resonances(disks, window, polarization, radial_max, q_floor)
    if not families:
        raise NoResonanceError(
            f"coupled disks: no disk alone has a {polarization} resonance from {window[0] * 1e9:g} to "
            f"{window[1] * 1e9:g} nm with radial order up to {radial_max} and Q above {q_floor:g}. Widen the "
            "window, or raise radial_max."
        )
    classes = symmetries(disks.disks) if symmetry else [(0, 0)]
    groups = grouped(families)
    total, done, solutions = len(groups) * len(classes), 0, []
    progress(0, total)
    for group in groups:
        for mirror, exchange in classes:
            solutions += _group(disks, group, polarization, harmonics, mirror, exchange, check)
            done += 1
            progress(done, total)
    return gathered(disks, solutions, polarization)


def own_resonances(
    disks: Arrangement, window: tuple[float, float], polarization: str, radial_max: int | None, q_floor: float
) -> list[Family]:
    """Return the resonances of every large disk alone, its holes filled, with loss or gain."""
    largest = max(d.radius for d in disks.disks)
    found, known = [], {}
    for i, disk in enumerate(disks.disks):
        if disk.radius < _PILLAR * largest:
            continue
        key = (disk.radius, disk.index)
        if key not in known:
            alone = LayeredCylinder((disk.radius,), (disk.index,), disks.outside)
            known[key] = alone.modes(window, radial_max, q_floor)
        table = known[key]
        for row in np.flatnonzero(table.polarization.values == polarization):
            one = table.isel(mode=int(row))
            found.append(Family(i, int(one.azimuthal), int(one.radial), complex(one.wavenumber.item())))
    return sorted(found, key=lambda f: f.k.real)


def grouped(families: list[Family]) -> list[list[Family]]:
    """Split resonances, sorted by wavenumber, where they are far apart or a harmonic would repeat."""
    groups = [[families[0]]]
    for one in families[1:]:
        last = groups[-1]
        near = one.k.real - last[-1].k.real < _LINK * one.k.real
        near &= one.k.real - last[0].k.real < 5 * _LINK * one.k.real
        repeats = any((f.disk, f.azimuthal) == (one.disk, one.azimuthal) for f in last)
        if near and not repeats:
            last.append(one)
        else:
            groups.append([one])
    return groups


def symmetries(disks: tuple[Disk, ...]) -> list[tuple[int, int]]:
    """Return the (mirror, exchange) classes of an arrangement; [(0, 0)] without symmetry."""
    if len(disks) < 2 or any(d.holes for d in disks):
        return [(0, 0)]
    (x, y), (u, v) = disks[0].centre, disks[1].centre
    length = hypot(u - x, v - y)
    off = [abs((d.centre[0] - x) * (v - y) - (d.centre[1] - y) * (u - x)) / length for d in disks]
    if max(off) > 1e-12 * length:
        return [(0, 0)]
    equal = len(disks) == 2 and disks[0].radius == disks[1].radius and disks[0].index == disks[1].index
    return [(m, e) for m in (1, -1) for e in ((1, -1) if equal else (0,))]


def resonant_places(system: System, group: list[Family]) -> tuple[NDArray[np.int64], list[Family]]:
    """Return where the harmonics of a group stand among the unknowns, and whose they are."""
    places, owners = [], []
    for f in group:
        if system.exchange and f.disk > 0:
            continue
        if system.mirror:
            if not (system.mirror < 0 and f.azimuthal == 0):
                places.append(system.position(f.disk, f.azimuthal))
                owners.append(f)
        else:
            for m in sorted({f.azimuthal, -f.azimuthal}):
                places.append(system.position(f.disk, m))
                owners.append(f)
    return np.array(places, dtype=np.int64), owners


def group_system(
    disks: Arrangement,
    group: list[Family],
    polarization: str,
    harmonics: int | None,
    mirror: int = 0,
    exchange: int = 0,
) -> System:
    """Return the truncated system for one group."""
    k = max(f.k.real for f in group)
    return truncated(
        disks.disks,
        as_material(disks.outside),
        polarization == "TM",
        k,
        _TOLERANCE,
        harmonics,
        mirror,
        exchange,
    )


def _group(
    disks: Arrangement,
    group: list[Family],
    polarization: str,
    harmonics: int | None,
    mirror: int,
    exchange: int,
    check: bool,
) -> list[Solution]:
    """Return the polished modes of one group in one symmetry class."""
    system = group_system(disks, group, polarization, harmonics, mirror, exchange)
    places, owners = resonant_places(system, group)
    if not places.size:
        return []
    centre = complex(np.mean([f.k.real for f in group]))
    w, _ = pencil(system.matrix, places, centre, diagonal=system.diagonal).eigen()
    roots = polished(system.matrix, places, centre + w, diagonal=system.diagonal)
    more = system.stretched(1.1) if check else None
    solutions = []
    for root in roots:
        change = np.nan
        if more is not None:
            again = pencil(more.matrix, resonant_places(more, group)[0], root.centre, diagonal=more.diagonal)
            change = float(np.abs(again.eigen()[0] - root.detuning).min() / abs(root.centre))
        owner = owners[int(np.argmax(np.abs(root.vector)))]
        kept = tuple((f.disk, f.azimuthal) for f in group)
        solutions.append(Solution(system, root, places, owner.azimuthal, owner.radial, change, kept))
    return solutions


def reference(solutions: list[Solution]) -> float:
    """Return a wavenumber in the middle, from which detunings are counted."""
    return float(np.mean([s.root.centre.real for s in solutions]))


def wavelength_of(k: complex) -> float:
    """Return the vacuum wavelength of a mode in m."""
    return 2 * pi / k.real
