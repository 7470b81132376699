"""Definitions of a threshold that need no model (`kinks`), with bootstrap intervals.

Residuals of the S-curve are redrawn, linewidths about their running median, pump values within their error;
an error that all pump values share widens every interval in quadrature.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colase.measurement.noise import Noise

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
    noise: Noise,
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
    if width is not None and kinks.narrowing(width) > kinks.NARROWS:
        drawn = kinks.relative_bend(xs, redrawn)[0] if bootstraps else None
        rows["ASE onset"] = _with_bootstrap(float(kinks.relative_bend(xs, ys[None])[0][0]), drawn, level)
        value = float(kinks.linewidth_collapse(xs, width[unique]))
        if np.isfinite(value):
            rows["linewidth collapse"] = _with_bootstrap(
                value, _redrawn_collapse(xs, width[unique], noise, bootstraps, rng), level
            )
    order = ("lin-lin kink", "steepest log slope", "linewidth collapse", "ASE onset", TRAP)
    return {name: rows[name] for name in order if name in rows}


def _redrawn_collapse(
    x: Array, width: Array, noise: Noise, bootstraps: int, rng: np.random.Generator
) -> Array | None:
    """Redraw linewidths about a running median by their own scatter, and pump values within their error."""
    if not bootstraps:
        return None
    log = np.log(width)
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(log, 1, mode="edge"), 3), axis=1)
    spread = 1.4826 * np.median(np.abs(log - smooth)) + 1e-6
    places = kinks.linewidth_collapse(x, np.exp(smooth + spread * rng.standard_normal((bootstraps, x.size))))
    places = places[np.isfinite(places)]
    step = np.median(np.diff(np.log(x)))  # within a step of the pump nothing was seen
    moved = noise.pump * rng.standard_normal(places.size) + step * (rng.random(places.size) - 0.5)
    return places * np.exp(moved) if places.size > 10 else None


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
