"""How far a measured number may lie from the truth: relative, shot and read noise, and pump error.

The variance of ln(y) is m^2 + s/y + (b/y)^2 + (slope j)^2 with the relative noise m, s counts of
variance a count, b read noise in the unit of y, and j the relative jitter of the pump, which the local
slope d ln y / d ln x turns into output. If m is not given, it is found from the scatter about the fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from colase.quantity import Quantity, check_bounds

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Noise of an output and of the pump that made it."""

    relative: Annotated[float, Quantity("", "m", "relative noise of the output; 0 finds it", ge=0, lt=2)] = (
        0.0
    )
    shot: Annotated[float, Quantity("", "s", "variance a unit of output", ge=0)] = 0.0
    read: Annotated[float, Quantity("", "b", "read noise in units of the output", ge=0)] = 0.0
    pump: Annotated[float, Quantity("", "j", "relative error of each pump value", ge=0, lt=1)] = 0.0
    pump_scale: Annotated[
        float, Quantity("", "c", "relative error that all pump values share (calibration)", ge=0, lt=1)
    ] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)

    def known(self, output: Array, slope: Array) -> Array:
        """Return the part of the variance of ln(output) that is known beforehand."""
        return self.relative**2 + self.shot / output + (self.read / output) ** 2 + (slope * self.pump) ** 2


def total_variance(known: Array, residuals: Array, free: int, given: bool) -> Array:
    """Return the variance of every point; an unknown relative noise makes chi-square as expected.

    Parameters
    ----------
    known : ndarray
        Variance known beforehand.
    residuals : ndarray
        Residuals of ln(output).
    free : int
        Number of fitted parameters.
    given : bool
        Whether the relative noise is known; then nothing is added, unless the scatter is clearly larger.
    """
    wanted = max(residuals.size - free, 1)
    floor = 1e-12
    chi2 = float(np.sum(residuals**2 / (known + floor)))
    if given:
        return (known + floor) * max(1.0, chi2 / wanted if chi2 > 1.5 * wanted else 1.0)
    if chi2 <= wanted:
        return known + floor if np.any(known > 0) else np.full_like(residuals, floor)
    low, high = 0.0, float(np.sum(residuals**2)) / wanted * 4 + floor
    for _ in range(60):
        middle = 0.5 * (low + high)
        if np.sum(residuals**2 / (known + middle + floor)) > wanted:
            low = middle
        else:
            high = middle
    return known + high + floor
