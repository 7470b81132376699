"""Definitions of a threshold that need no model (`kinks`), with bootstrap intervals.

Residuals of the S-curve are redrawn, pump values within their error; an error that all pump values share
widens every interval in quadrature.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import kinks
from .found import TRAP
from .s_curve import SCurve

Array = NDArray[np.float64]


def others(
    x: Array,
    y: Array,
    width: Array | None,
    found: SCurve,
    variance: Array,
    bootstraps: int,
    level: float,
    seed: int,
) -> dict[str, tuple[float, float, float]]:
    """Return the definitions without a model, with bootstrap intervals."""
    methods = {
        "lin-lin kink": kinks.lin_lin_kink,
        "steepest log slope": kinks.steepest_log_slope,
        TRAP: kinks.log_log_break,
    }
    unique = np.concatenate([[True], np.diff(x) > 0])
    xs, ys = x[unique], y[unique]
    rng = np.random.default_rng(seed)
    scatter = np.sqrt(variance)[unique] * rng.standard_normal((bootstraps, xs.size))
    redrawn = found.output(xs) * np.exp(scatter)
    rows = {}
    for name, method in methods.items():
        rows[name] = _with_bootstrap(
            float(method(xs, ys)), method(xs, redrawn) if bootstraps else None, level
        )
    seen = np.zeros(0) if width is None else width[np.isfinite(width)]
    if seen.size and kinks.narrowing(seen) > kinks.NARROWS:
        expected = found.output(xs)  # errors relative to one curve, for the data and for what is redrawn
        value = float(kinks.relative_bend(xs, ys[None], expected)[0][0])
        drawn = kinks.relative_bend(xs, redrawn, expected)[0] if bootstraps else None
        rows["ASE onset"] = _with_bootstrap(value, drawn, level)
    return rows


def _with_bootstrap(value: float, redrawn: Array | None, level: float) -> tuple[float, float, float]:
    """Return a value with its bootstrap interval in log space: redrawn values about their own centre."""
    if redrawn is None:
        return value, 0.0, np.inf
    low, centre, high = np.quantile(np.log(redrawn), [0.5 - level / 2, 0.5, 0.5 + level / 2])
    return value, float(value * np.exp(low - centre)), float(value * np.exp(high - centre))


def scaled(
    triple: tuple[float, float, float], scale_error: float, level: float
) -> tuple[float, float, float]:
    """Widen an interval by the error that all pump values share, in quadrature."""
    if not scale_error:
        return triple
    from scipy.stats import norm

    extra = norm.ppf(0.5 + level / 2) * scale_error
    value, low, high = triple
    down = np.hypot(np.log(value / low), extra) if low > 0 else np.inf
    up = np.hypot(np.log(high / value), extra) if np.isfinite(high) else np.inf
    return value, float(value * np.exp(-down)), float(value * np.exp(up))
