"""What the data of a light curve do not bear: range, evidence, one-sided bounds, patterns of residuals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .s_curve import SCurve

Array = NDArray[np.float64]

STRONG = 5.0
_BRACKET = (0.3, 3.0)
MISFIT = 2.5
"""Times the scatter from point to point, above which what a model leaves is not noise."""
_PATTERN = 2.6


def doubts(
    x: Array,
    y: Array,
    found: SCurve,
    row: tuple[float, float, float],
    beta: tuple[float, float, float],
    evidence: float,
) -> list[str]:
    """Return a sentence for everything that the data leave open."""
    notes = []
    low, high = x[0] / found.threshold, x[-1] / found.threshold
    if evidence <= 1.0:
        return ["the data do not show a threshold; the number of the fit is not one and is not given."]
    if evidence < STRONG:
        notes.append(f"the evidence for a threshold is weak (ln K = {evidence:.1f}, strong is {STRONG:g}).")
    if high < 1.0:
        notes.append(
            "the threshold lies beyond the largest pump: it is an extrapolation, 20 to 40 % low as a rule."
        )
    if low > 1.2 * _BRACKET[0] or high < _BRACKET[1] / 1.2:
        notes.append(
            f"the data span {low:.2f} to {high:.2f} times the threshold; {_BRACKET[0]:g} to "
            f"{_BRACKET[1]:g} are needed "
            "for the stated bias and coverage."
        )
    if row[1] <= 0 or not np.isfinite(row[2]):
        notes.append("the data bound the threshold on one side only.")
    if np.sum(np.abs(np.log(x / found.threshold)) < 0.4) < 3:
        notes.append("fewer than three points lie within a factor 1.5 of the threshold.")
    if beta[0] > 0.3:
        notes.append("beta is so large that definitions of the threshold differ by more than their errors.")
    pattern = _pattern(found) or _misfit(x, y, found)
    if pattern:
        notes.append(pattern)
    return notes


def _misfit(x: Array, y: Array, found: SCurve) -> str:
    """Return a sentence if the curve leaves far more than the scatter from point to point."""
    left, scatter = float(np.sqrt(np.mean(found.residuals**2))), scatter_of(np.log(x), np.log(y))
    if scatter == 0.0 or left < MISFIT * scatter:
        return ""
    return (
        f"the S-curve leaves {100 * left:.0f} % where neighbours scatter by {100 * scatter:.1g} %: it is not "
        "the right model, and the interval is too narrow. Take one line alone (a window, without the light "
        "beside it), or believe the definitions that need no model."
    )


def scatter_of(x: Array, y: Array) -> float:
    """Return the typical error of y from what each point differs from the line through its neighbours."""
    gap = x[2:] - x[:-2]
    apart = gap > 0
    share = (x[1:-1] - x[:-2])[apart] / gap[apart]
    off = y[1:-1][apart] - (1 - share) * y[:-2][apart] - share * y[2:][apart]
    return float(1.4826 * np.median(np.abs(off) / np.sqrt(1 + (1 - share) ** 2 + share**2)))


def together(z: Array) -> bool:
    """Return whether neighbouring residuals go together more than chance allows."""
    return bool(np.any(z)) and float(np.sum(z[1:] * z[:-1]) / np.sum(z**2)) * np.sqrt(z.size) > _PATTERN


def _pattern(found: SCurve) -> str:
    """Return a sentence if neighbouring residuals share their sign more than chance allows."""
    z = found.residuals * np.sqrt(found.weights)
    if not together(z):
        return ""
    if float(np.mean(z[-3:])) < -1.5:
        return (
            "the output falls below the S-curve at the highest pumps (saturation of the laser or detector?): "
            "leave them out."
        )
    return (
        "the residuals follow a pattern: the S-curve of one mode is not the right model, and the interval is "
        "too narrow; with light from elsewhere in it, take a window about the line and what stands above its "
        "edges."
    )
