"""Which resonances lie in a range of wavenumbers, and about where: count, bracket, sample.

The phase mismatch of `phase` numbers the roots, so each (polarization, l, q) gets its own bracket and none
is missed; orders that radiate are sampled as well, for their phase may jump. Indices are taken at the
wavelength of Re k in every step.
"""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import PhysicsError

from .bracketing import bracketed
from .phase import phase_mismatch
from .resonance import Labels
from .shells import Complexes, Floats, Shells, group_index


def mismatch(shells: Shells, k: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Return the phase relative to the root of each label, and the leakage angle."""
    phase, growth = phase_mismatch(
        k * shells.outer,
        shells.order(labels.polar),
        shells.curve,
        labels.magnetic,
        shells.radii / shells.outer,
        shells.index(k).real,
        labels.match,
    )
    return phase - pi * (labels.radial - 1), growth


def guiding_boundaries(shells: Shells, k: float) -> list[int]:
    """Return the boundaries that can hold light in, the one with the largest n r first.

    These are the steps to a lower index outward. At the first, both partial solutions of a well
    confined mode are large, so they are matched there.
    """
    n = shells.index(np.array([k]))[0].real
    steps = np.flatnonzero(n[1:] < n[:-1])
    if not steps.size:
        return [shells.radii.size - 1]
    return [int(i) for i in steps[np.argsort(-(n[:-1] * shells.radii)[steps], kind="stable")]]


def numbered(shells: Shells, low: float, high: float, radial_max: int) -> tuple[Labels, Floats, Floats]:
    """Return the labels of all resonances between two wavenumbers and the phases at both ends.

    Raises
    ------
    PhysicsError
        If an index falls so steeply that n k does not grow with k: counting then fails.
    """
    _require_growth(shells, low, high)
    guide = shells.index(np.array([high]))[0, :-1].real * shells.radii
    match = guiding_boundaries(shells, 0.5 * (low + high))[0]
    families = _families(shells.lowest, max(int(guide.max() * high), 1), match)
    below = mismatch(shells, np.full(families.polar.size, low), families)[0]
    above = mismatch(shells, np.full(families.polar.size, high), families)[0]
    first = np.maximum(np.floor(below / pi).astype(int) + 2, 1)
    last = np.minimum(np.floor(above / pi).astype(int) + 1, radial_max)
    copies = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(copies.size), copies)
    radial = first[which] + np.arange(which.size) - np.repeat(np.cumsum(copies) - copies, copies)
    labels = replace(families.take(which), radial=radial)
    return labels, below[which] - pi * (radial - 1), above[which] - pi * (radial - 1)


def _families(lowest: int, highest: int, match: int) -> Labels:
    """Return every polarization and polar order between two, with radial order 1."""
    orders = np.arange(lowest, highest + 1)
    one = np.ones(2 * orders.size, dtype=np.int64)
    return Labels(np.tile(orders, 2), np.repeat([False, True], orders.size), one, one * match)


def real_roots(
    shells: Shells, low: float, high: float, radial_max: int
) -> tuple[Labels, Floats, NDArray[np.bool_]]:
    """Return labels and wavenumbers of the roots of the phase mismatch, and which stand alone.

    Numbered roots of orders that cannot radiate are complete and unique. To the others the starts
    of `leaky_starts` are added: the same resonance may come again, and only jumps are expected to be new.
    """
    labels, below, above = numbered(shells, low, high, radial_max)
    a, b = np.full(labels.polar.size, low), np.full(labels.polar.size, high)
    k = bracketed(lambda x, i: mismatch(shells, x, labels.take(i))[0], a, below, b, above, 1e-11)
    families, wavenumbers, alone = [labels], [k], [np.ones(k.size, dtype=bool)]
    for match in guiding_boundaries(shells, 0.5 * (low + high)):
        more, starts, jumps = leaky_starts(shells, low, high, radial_max, match)
        families.append(more)
        wavenumbers.append(starts)
        alone.append(jumps)
    parts = [np.concatenate([getattr(one, name) for one in families]) for name in Labels.__slots__]
    return Labels(*parts), np.concatenate(wavenumbers), np.concatenate(alone)


def leaky_starts(
    shells: Shells, low: float, high: float, radial_max: int, match: int
) -> tuple[Labels, Floats, NDArray[np.bool_]]:
    """Return where the phase of orders that radiate passes a multiple of pi, or jumps.

    The phase of a leaky wave is sampled four times per turn. It may jump by pi where the reflected
    wave vanishes (Brewster's angle, an outer layer that acts as an etalon); a resonance may hide
    there too. The last array says which starts are jumps.
    """
    index = shells.index(np.array([low, high])).real
    families = _families(shells.lowest, max(int(index[1, -1] * shells.outer * high), 1), match)
    path = float((index[1, :-1] * np.diff(shells.radii, prepend=0.0)).sum())
    grid = np.linspace(low, high, 3 + int(4 * path * (high - low) / pi))
    at_low = mismatch(shells, np.full(families.polar.size, low), families)[0]
    families = families.take(np.flatnonzero(at_low < pi * radial_max))
    count = families.polar.size
    every = families.take(np.repeat(np.arange(count), grid.size))
    phase = mismatch(shells, np.tile(grid, count), every)[0].reshape(count, grid.size)
    rest = phase - pi * np.round(phase / pi)
    step = np.diff(rest, axis=1)
    crossing = (rest[:, :-1] * rest[:, 1:] <= 0) & (np.abs(step) < pi / 2)
    jump = np.abs(np.diff(phase, axis=1)) > 0.6 * pi
    which, place = np.nonzero(crossing | jump)
    part = np.clip(-rest[which, place] / np.where(step[which, place] == 0, 1.0, step[which, place]), 0, 1)
    part = np.where(crossing[which, place], part, 0.5)
    k = grid[place] + part * (grid[1] - grid[0])
    radial = np.maximum(np.round(phase[which, place] / pi).astype(int) + 1, 1)
    kept = radial <= radial_max
    return replace(families.take(which[kept]), radial=radial[kept]), k[kept], ~crossing[which, place][kept]


def started(shells: Shells, k: Floats, labels: Labels) -> Complexes:
    """Return complex starting values: the leakage angle over the slope of the phase."""
    phase, growth = mismatch(shells, k, labels)
    step = 1e-5 * k
    slope = np.maximum((mismatch(shells, k + step, labels)[0] - phase) / step, 1e-3 / k)
    return k + 1j * np.maximum(growth / slope, -0.3 * k)


def _require_growth(shells: Shells, low: float, high: float) -> None:
    """Refuse anomalous dispersion stronger than the index itself."""
    if not shells.dispersive:
        return
    lam = 2 * pi / np.clip(np.linspace(low, high, 65), *shells.known)
    for material in shells.materials:
        group = group_index(material, lam)
        if (group <= 0).any():
            raise PhysicsError(
                f"sphere modes: the group index of {material.name} falls to {group.min():.3g} at "
                f"{lam[group.argmin()] * 1e9:.4g} nm; modes cannot be counted across an absorption line "
                "this strong. Move the window or smooth the index."
            )
