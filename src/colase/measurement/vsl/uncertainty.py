"""Intervals of the gain of a stripe.

The curvature of chi-square with Student's factor, widened by redrawn data where these scatter more; then
the average over both models (with saturation and without), each by its evidence, so that the doubt about
the model is part of the interval.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .problem import StripeProblem

Array = NDArray[np.float64]


def gain_error(problem: StripeProblem, p: Array) -> float:
    """Return the standard error of the gain from the curvature of chi-square."""
    rows = []
    for i in range(p.size):
        step = np.zeros_like(p)
        step[i] = 1e-4 * max(1.0, abs(p[i]))
        rows.append((problem.residuals(p + step) - problem.residuals(p - step)) / (2 * step[i]))
    jac = np.array(rows).T
    return float(np.sqrt(np.linalg.pinv(jac.T @ jac, rcond=1e-12)[0, 0])) / problem.longest


def _student(problem: StripeProblem, level: float) -> float:
    from scipy.stats import t

    return float(t.ppf(0.5 + level / 2, max(problem.length.size - problem.free, 1)))


def interval_of(
    problem: StripeProblem, p: Array, error: float, bootstraps: int, level: float, seed: int
) -> tuple[float, float]:
    """Return the interval of one model: of redrawn data, but never narrower than the curvature allows."""
    from scipy.optimize import least_squares

    gain, factor = float(p[0]) / problem.longest, _student(problem, level)
    if bootstraps < 20:
        return gain - factor * error, gain + factor * error
    rng = np.random.default_rng(seed)
    model, sigma = problem.projected(p)[0], 1 / np.sqrt(problem.weights)
    drawn = []
    for _ in range(bootstraps):
        shift = problem.zero_error * rng.standard_normal()
        noisy = model + sigma * rng.standard_normal(model.shape)
        again = replace(problem, output=noisy, length=np.maximum(problem.length + shift, 0.0))
        found = least_squares(again.residuals, p, x_scale="jac", xtol=1e-6, ftol=1e-6, max_nfev=20)
        drawn.append(found.x[0] / again.longest)
    half = factor * max(float(np.std(np.clip(drawn, gain - 6 * error, gain + 6 * error))), error)
    return gain - half, gain + half


def averaged(
    plain: tuple[StripeProblem, Array],
    rich: tuple[StripeProblem, Array],
    evidence: float,
    ends: tuple[float, float],
    level: float,
) -> tuple[float, float, float]:
    """Return the gain averaged over both models by their evidence, with an interval that counts the doubt."""
    share = float(1 / (1 + np.exp(-np.clip(evidence, -50, 50))))
    weights = np.array([1 - share, share])
    gains = np.array([float(p[0]) / m.longest for m, p in (plain, rich)])
    chosen = int(share > 0.5)
    factor = _student((plain, rich)[chosen][0], level)
    errors = np.array([min(gain_error(m, p), abs(float(p[0])) / m.longest + 1.0) for m, p in (plain, rich)])
    errors[chosen] = 0.5 * (ends[1] - ends[0]) / factor
    gain = float(weights @ gains)
    half = factor * float(np.sqrt(weights @ (errors**2 + (gains - gain) ** 2)))
    return gain, gain - half, gain + half
