"""One line or two of one width, and what the splitting means.

Two lines are said only if they describe the window better than one by the Bayesian information criterion
(ln K above 5); two lines fitted to one never coincide, so that always fitting two would bias

    phi = 2 |lambda_1 - lambda_2| / FSR          (lafalce2019 eq. 1)

upward.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase.errors import InputError

from .shapes import pixel_widths
from .spectrum import spectrum_of
from .window_fit import fit_window

_STRONG = 5.0


@dataclass(frozen=True, slots=True)
class Doublet:
    """One line or two: centres (m), shared width (m), ln of the Bayes factor of two against one."""

    centres: tuple[float, ...]
    width: float
    separation: float
    separation_error: float
    log_evidence: float

    @property
    def split(self) -> bool:
        """Whether the data ask for two lines."""
        return self.log_evidence > _STRONG

    def describe(self) -> str:
        """Return one sentence."""
        if not self.split:
            return f"One line at {self.centres[0] * 1e9:.3f} nm (ln K = {self.log_evidence:.1f} for two)."
        gap = f"{self.separation * 1e9:.3f} +/- {self.separation_error * 1e9:.3f} nm"
        return f"Two lines {gap} apart (ln K = {self.log_evidence:.1f})."


def fit_doublet(
    data: xr.Dataset | xr.DataArray,
    window: tuple[float, float],
    which: int = 0,
    *,
    resolution: float | None = None,
) -> Doublet:
    """Decide between one and two lines of shared width in a window.

    Parameters
    ----------
    window : (float, float)
        Wavelengths in m.
    """
    x, y = spectrum_of(data, which)
    part = (x >= window[0]) & (x <= window[1])
    if part.sum() < 9:
        raise InputError(
            f"the window {window[0] * 1e9:g} to {window[1] * 1e9:g} nm holds {part.sum()} pixels; at "
            "least 9 are needed."
        )
    x, y = x[part], y[part]
    known = float(data.attrs.get("resolution", 0.0) if resolution is None else resolution)
    top = x[int(np.argmax(y))]
    half = np.ptp(x[y > y.min() + 0.5 * np.ptp(y)]) + float(np.median(pixel_widths(x)))
    one = fit_window(x, y, np.array([top]), half, resolution=known)
    starts = ([-0.25, 0.25], [-0.4, 0.4], [-0.5, 0.1], [-0.1, 0.5])
    two = min(
        (
            fit_window(x, y, one.centre + half * np.array(s), 0.6 * half, resolution=known, shared=True)
            for s in starts
        ),
        key=lambda f: f.chi2 - float(np.sum(np.log(f.weights))),
    )
    same = {"resolution": known, "weights": two.weights}
    one = fit_window(x, y, one.centre, half, **same)
    two = fit_window(x, y, two.centre, float(two.lorentz[0]) + known, shared=True, **same)
    n = x.size
    evidence = 0.5 * n * float(np.log(one.chi2 / two.chi2)) - 0.5 * (two.free - one.free) * float(np.log(n))
    gap = float(np.ptp(two.centre))
    if np.any(two.height <= 0):
        evidence = min(evidence, 0.0)
    if evidence <= _STRONG:
        return Doublet((float(one.centre[0]),), float(one.lorentz[0]), 0.0, gap, evidence)
    error = float(np.hypot(*two.centre_error))
    return Doublet(tuple(float(c) for c in two.centre), float(two.lorentz[0]), gap, error, evidence)


def phi(doublet: Doublet, fsr: float) -> float:
    """Return the splitting over half the free spectral range, lafalce2019 eq. 1; 0 for one line."""
    return 2 * doublet.separation / fsr
