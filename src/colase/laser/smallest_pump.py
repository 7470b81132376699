"""The smallest pump at which a gain that need not be monotonic reaches what a mode requires.

The gain of a mode against pump may rise and fall again (an X line that gives way to XX), so a root
finder alone could return the wrong crossing. Here the pump axis is scanned on a logarithmic grid,
the first crossing of every mode is bracketed, a peak that hides between two grid points is looked for
with a parabola through the three highest points, and each bracket is closed by the Illinois variant
of false position (dowell1971), all modes together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

Array = NDArray[np.float64]

RELATIVE = 1e-7
"""Relative accuracy asked of the smallest pump."""

_MOST_ROUNDS = 100
_EMPTY = 60.0  # e-foldings below the grid that stand for no pump at all


class GainAgainstPump(Protocol):
    """Highest gain of modes under a pump, in photons absorbed per nanocrystal."""

    def table(self, photons: Array) -> Array:
        """Return the gain of all modes at each pump, shape (pump, mode)."""
        ...

    def each(self, photons: Array, modes: NDArray[np.intp]) -> Array:
        """Return the gain of ``modes[i]`` at ``photons[i]``, shape photons.shape."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """Where the gain of each mode first reaches its requirement; arrays have shape (mode,).

    Attributes
    ----------
    photons : ndarray
        Smallest pump, inf where the gain never suffices.
    peak : ndarray
        Highest gain on the pump axis, in 1/m.
    peak_photons : ndarray
        Pump at which it is reached.
    """

    photons: Array
    peak: Array
    peak_photons: Array


def first_crossing(gain: GainAgainstPump, required: Array, photons: Array) -> Crossing:
    """Return the smallest pump at which every mode reaches its required gain.

    Parameters
    ----------
    gain : GainAgainstPump
        Gain of the modes in 1/m, negative without pump.
    required : ndarray, shape (mode,)
        What each mode needs, in 1/m, above zero; inf is allowed.
    photons : ndarray
        Increasing grid of pumps to scan, above zero.

    Raises
    ------
    ConvergenceError
        If a bracket does not close (a discontinuous gain).
    """
    x = np.log(photons)
    table = gain.table(photons)
    peak, peak_x, before = _peaks(gain, x, table)
    reached = table >= required
    first = np.where(reached.any(axis=0), reached.argmax(axis=0), len(x))
    hidden = (first == len(x)) & (peak >= required)
    low = np.where(hidden, before, np.where(first > 0, x[np.maximum(first, 1) - 1], x[0] - _EMPTY))
    high = np.where(hidden, peak_x, x[np.minimum(first, len(x) - 1)])
    lases = np.flatnonzero((first < len(x)) | hidden)
    root = np.full(len(required), np.inf)
    if lases.size:
        root[lases] = np.exp(_illinois(gain, required[lases], lases, low[lases], high[lases]))
    return Crossing(photons=root, peak=peak, peak_photons=np.exp(peak_x))


def _peaks(gain: GainAgainstPump, x: Array, table: Array) -> tuple[Array, Array, Array]:
    """Return each mode's highest gain, the log pump where it is, and the grid point before it."""
    modes = np.arange(table.shape[1])
    highest = table.argmax(axis=0)
    i = np.clip(highest, 1, len(x) - 2)
    left, mid, right = (table[i + k, modes] for k in (-1, 0, 1))
    bend = left - 2 * mid + right
    shift = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, 1.0), 0.0)
    vertex = x[i] + np.clip(shift, -1, 1) * (x[1] - x[0])
    value = gain.each(np.exp(vertex), modes)
    better = value > table[highest, modes]
    peak = np.where(better, value, table[highest, modes])
    return peak, np.where(better, vertex, x[highest]), x[i - 1]


def _illinois(gain: GainAgainstPump, required: Array, modes: NDArray[np.intp], a: Array, b: Array) -> Array:
    """Close brackets [a, b] in log pump around gain = required; gain(a) < required <= gain(b)."""
    fa = gain.each(np.exp(a), modes) - required
    fb = gain.each(np.exp(b), modes) - required
    side = np.zeros(len(a))
    for round_ in range(_MOST_ROUNDS):
        open_ = b - a > RELATIVE
        if not open_.any():
            return b
        x = 0.5 * (a + b) if round_ % 4 == 3 else b - fb * (b - a) / np.where(fb > fa, fb - fa, 1.0)
        nudge = np.minimum(0.4 * RELATIVE, 0.5 * (b - a))
        x = np.clip(x, a + nudge, b - nudge)
        f = gain.each(np.exp(x), modes) - required
        up = f >= 0
        fa, fb = np.where(up & (side > 0), 0.5 * fa, fa), np.where(~up & (side < 0), 0.5 * fb, fb)
        a, fa = np.where(up, a, x), np.where(up, fa, f)
        b, fb = np.where(up, x, b), np.where(up, f, fb)
        side = np.where(up, 1.0, -1.0)
    raise ConvergenceError(
        f"threshold: the smallest pump of {int((b - a > RELATIVE).sum())} modes did not settle in "
        f"{_MOST_ROUNDS} rounds; the gain jumps with the pump, which no model here does."
    )
