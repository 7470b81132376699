"""The collapse of a linewidth as a threshold, with its interval and what the data leave open.

The threshold is where the width is the geometric mean of its two branches (`collapse`). The interval is that
of the profile likelihood: every centre at which D stays below

    D_least + N ln(1 + t^2/nu),

Student's t with nu = N - 7 degrees of freedom, as the scatter comes from the data. A collapse inside one
step of the pump leaves D flat over the step: the interval is the step, the threshold its middle. An end that
reaches an end of the data is open, as one branch was not seen. Whether there is a collapse at all is decided
against a width that goes as one power of the pump, by the Bayesian information criterion (schwarz1978).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .branches import Curve, doubts_of
from .collapse import LEAST_SCATTER, Widths
from .collapse_profile import profile
from .kinks import NARROWS

Array = NDArray[np.float64]

_FREE, _FREE_POWER = 7, 2
FEWEST = _FREE + 1
_EDGE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Collapse:
    """Threshold and interval in the unit of the pump, nan if there is none; fitted width (point,); doubts."""

    threshold: float
    low: float
    high: float
    model: Array
    notes: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Whether the data show a collapse."""
        return bool(np.isfinite(self.threshold))


def fit_collapse(pump: Array, width: Array, jitter: float = 0.0, level: float = 0.95) -> Collapse:
    """Find where a linewidth collapses.

    Parameters
    ----------
    pump : ndarray, shape (point,)
        Ascending, above zero.
    width : ndarray, shape (point,)
        Above zero in any unit, nan where it is not known.
    jitter : float
        Relative error of every pump value.
    level : float
        Probability that the interval should hold.
    """
    seen = np.isfinite(width)
    widths = Widths(np.log(pump[seen]), np.log(width[seen]), jitter)
    missing = [] if np.all(seen) else [f"linewidth: missing at {np.sum(~seen)} of {width.size} pump levels."]
    excuse = _too_little(widths)
    if excuse:
        return _none(width, [*missing, excuse])
    rise = _rise(widths.x.size, level)
    found = profile(widths, rise)
    evidence, slope = _evidence(widths, float(found.deviance.min()))
    if evidence <= 1.0:
        excuse = f"linewidth: pump^{slope:+.1f} throughout is as likely as a collapse, none is given."
        return _none(width, [*missing, excuse])
    low, high = found.within(rise)
    centre, breadth, roundness = found.lowest
    excuse = _one_branch(widths, low, high, centre)
    if excuse:
        return _none(width, [*missing, excuse])
    middle = found.mean(rise) if np.isfinite(high - low) else centre
    best = Curve(widths, centre, breadth, roundness)
    notes = [*missing, *doubts_of(best, low, high)]
    at, low, high = (float(np.exp(v)) for v in (middle, low, high))
    return Collapse(at, low, high, np.exp(best.log_width(np.log(pump))), tuple(notes))


def _none(width: Array, notes: list[str]) -> Collapse:
    return Collapse(np.nan, 0.0, np.inf, np.full(width.shape, np.nan), tuple(notes))


def _too_little(widths: Widths) -> str:
    """Return a sentence if the widths are too few or do not narrow at all."""
    count = np.unique(widths.x).size
    if count < FEWEST:
        return f"linewidth: known at {count} pump levels; a collapse needs at least {FEWEST}."
    threes = np.median(np.lib.stride_tricks.sliding_window_view(widths.y, 3), axis=1)
    if np.max(np.maximum.accumulate(threes) - threes) < np.log(NARROWS):
        return f"linewidth: it does not narrow {NARROWS:g} times, there is no collapse."
    return ""


def _rise(points: int, level: float) -> float:
    """Return the rise of D that bounds an interval."""
    from scipy.stats import t

    free = max(points - _FREE, 1)
    return float(points * np.log1p(t.ppf(0.5 + level / 2, free) ** 2 / free))


def _evidence(widths: Widths, least: float) -> tuple[float, float]:
    """Return ln K of a collapse against a power law, and the slope of the power law."""
    count = widths.x.size
    slope, start = np.polyfit(widths.x, widths.y, 1)
    scatter2 = np.mean((widths.y - slope * widths.x - start) ** 2) + LEAST_SCATTER**2
    price = 0.5 * (_FREE - _FREE_POWER) * np.log(count)
    return 0.5 * (count * (np.log(scatter2) + 1) - least) - price, float(slope)


def _one_branch(widths: Widths, low: float, high: float, centre: float) -> str:
    """Return a sentence if the data hold one branch only and so bound the collapse at best on one side."""
    first, last = widths.x[0], widths.x[-1]
    if np.isinf(low) and np.isinf(high):
        return "linewidth: it narrows, but its branches are too little seen to say where it collapses."
    if np.isfinite(low) and centre > last - _EDGE:
        bound = f"above {np.exp(low - last):.2g} times the largest pump"
        return f"linewidth: it still falls at the largest pump; it collapses {bound}, no number is given."
    if np.isfinite(high) and centre < first + _EDGE:
        bound = f"below {np.exp(high - first):.2g} times the smallest pump"
        return f"linewidth: it falls from the smallest pump on; it collapses {bound}, no number is given."
    return ""
