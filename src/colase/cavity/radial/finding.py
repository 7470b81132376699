"""Every resonance in a window, once: roots of the phase made complex, doubles told apart, none missed."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

from .counting import mismatch, real_roots, started
from .polishing import polished
from .resonance import Labels, Resonances, log_q, merged, selected
from .shells import Complexes, Shells

_SHIFTS = (1 - 0.02j, 1 + 0.02j, 1.02, 0.98, 1.04 - 0.05j, 0.96 - 0.05j)  # other starts for a leaky root


def solved(
    shells: Shells, start: float, stop: float, radial_max: int, q_floor: float
) -> tuple[Labels, Resonances, Resonances]:
    """Return labels, lossless and actual resonances between two wavelengths, sorted by wavelength."""
    low, high = 2 * pi / stop, 2 * pi / start
    labels, cold = found(replace(shells, known=(low, high)), low, high, radial_max, q_floor)
    inside = (cold.k.real >= low) & (cold.k.real <= high) & (log_q(cold) >= np.log10(q_floor))
    order = np.flatnonzero(inside)[np.argsort(-cold.k.real[inside])]
    labels, cold = labels.take(order), selected(cold, order)
    lossy = bool(np.any(shells.index(np.array([low, high])).imag)) or shells.dispersive
    warm = polished(shells, cold.k, labels, lossless=False) if lossy and order.size else cold
    _require(shells, labels, warm, np.ones(order.size, dtype=bool))
    return labels, cold, warm


def found(
    shells: Shells, low: float, high: float, radial_max: int, q_floor: float
) -> tuple[Labels, Resonances]:
    """Return labels and lossless resonances between two wavenumbers, and a little beyond.

    A leaky resonance may sit beside the root of its real phase, hence the margin; there the index
    of the nearest end of the window is used, so that no material is asked beyond it.
    """
    beyond = min(0.25 / q_floor, 0.1)
    low, high = low * (1 - beyond), high * (1 + beyond)
    labels, k, alone = real_roots(shells, low, high, radial_max)
    radiates = labels.polar < shells.index(np.array([high]))[0, -1].real * high * shells.outer
    start = started(shells, k, labels)
    modes = polished(shells, start, labels, lossless=True)
    seen = modes.converged.copy()
    for i, shift in enumerate(_SHIFTS):
        doubtful = _doubtful(labels, modes, start, radiates, alone)
        again = np.flatnonzero(doubtful & (alone | (i < 2)))
        if not again.size:
            break
        few = labels.take(again)
        modes = merged(modes, again, polished(shells, start[again] * shift, few, lossless=True))
        seen |= modes.converged
    lost = ~seen & ~radiates
    keep = ~_doubtful(labels, modes, start, radiates, alone) | lost
    labels, modes = labels.take(keep), selected(modes, keep)
    _require(shells, labels, modes, log_q(modes) >= np.log10(q_floor))
    labels = renumbered(shells, labels, modes)
    low_orders = labels.radial <= radial_max
    return labels.take(low_orders), selected(modes, low_orders)


def _doubtful(
    labels: Labels,
    modes: Resonances,
    start: Complexes,
    radiates: NDArray[np.bool_],
    alone: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark roots that did not converge or repeat another root of their family.

    Of repeated roots the one that started closest stays, those that stand alone before the others.
    Only families with a propagating wave outside can repeat; the others are numbered exactly.
    """
    order = np.lexsort((modes.k.real, labels.polar, labels.magnetic))
    k = modes.k[order]
    apart = np.abs(np.diff(k)) > 1e-9 * np.abs(k[1:])
    apart |= (np.diff(labels.polar[order]) != 0) | (np.diff(labels.magnetic[order].astype(int)) != 0)
    apart |= ~radiates[order[1:]]
    root = np.zeros(k.size, dtype=int)
    root[order[1:]] = np.cumsum(apart)
    best = np.lexsort((np.abs(modes.k - start), ~alone, root))
    doubtful = ~modes.converged
    doubtful[best[1:][np.diff(root[best]) == 0]] = True
    return doubtful


def renumbered(shells: Shells, labels: Labels, modes: Resonances) -> Labels:
    """Return labels that fit where leaky roots ended up, without repetition.

    A root more than half a turn from its number takes the number of its phase; of two with one
    number, the later gets the next free one.
    """
    turns = np.round(mismatch(shells, modes.k.real, labels)[0] / pi).astype(int)
    leaky = modes.k.imag < -1e-6 * modes.k.real
    radial = np.where(leaky, np.maximum(labels.radial + turns, 1), labels.radial)
    taken: set[tuple[bool, int, int]] = set()
    for i, (tm, l) in enumerate(zip(labels.magnetic.tolist(), labels.polar.tolist(), strict=True)):
        while (tm, l, int(radial[i])) in taken:
            radial[i] += 1
        taken.add((tm, l, int(radial[i])))
    return replace(labels, radial=radial)


def _require(shells: Shells, labels: Labels, modes: Resonances, wanted: NDArray[np.bool_]) -> None:
    """Raise if a wanted resonance did not converge."""
    bad = np.flatnonzero(wanted & ~modes.converged)
    if bad.size:
        names = ", ".join(labels.name(i, shells.cylinder) for i in bad[:3]) + (" ..." if bad.size > 3 else "")
        raise ConvergenceError(
            f"modes: {bad.size} of {labels.polar.size} resonances did not converge ({names}; "
            f"largest residual {modes.residual[bad].max():.1e}). Raise q_floor to leave out leaky modes."
        )
