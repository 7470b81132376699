"""Value and interval of the gain of a stripe.

The value is the average over both models (with saturation and without), each by its evidence. The interval
is that of the profile of chi-square over saturation and zero (`profile`), which holds both models, widened
by redrawn data where these scatter more.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .problem import StripeProblem
from .profile import NO_SATURATION, profile_interval

Array = NDArray[np.float64]

FEWEST_REDRAWN = 20


def gain_error(problem: StripeProblem, p: Array) -> float:
    """Return the standard error of the gain from the curvature of chi-square."""
    rows = []
    for i in range(p.size):
        step = np.zeros_like(p)
        step[i] = 1e-4 * max(1.0, abs(p[i]))
        rows.append((problem.residuals(p + step) - problem.residuals(p - step)) / (2 * step[i]))
    jac = np.array(rows).T
    return float(np.sqrt(np.linalg.pinv(jac.T @ jac, rcond=1e-12)[0, 0])) / problem.longest


def redrawn_error(problem: StripeProblem, p: Array, bootstraps: int, seed: int) -> float:
    """Return the scatter of the gain over redrawn data (points and zero); 0 for too few of them."""
    from scipy.optimize import least_squares

    if bootstraps < FEWEST_REDRAWN:
        return 0.0
    rng = np.random.default_rng(seed)
    model, sigma = problem.projected(p)[0], 1 / np.sqrt(problem.weights)
    drawn = []
    for _ in range(bootstraps):
        shift = problem.zero_error * rng.standard_normal()
        noisy = model + sigma * rng.standard_normal(model.shape)
        again = replace(problem, output=noisy, length=np.maximum(problem.length + shift, 0.0))
        found = least_squares(again.residuals, p, x_scale="jac", xtol=1e-6, ftol=1e-6, max_nfev=20)
        drawn.append(found.x[0] / again.longest)
    gain, reach = float(p[0]) / problem.longest, 6 * gain_error(problem, p)
    return float(np.std(np.clip(drawn, gain - reach, gain + reach)))


def gain_of(
    plain: tuple[StripeProblem, Array],
    rich: tuple[StripeProblem, Array],
    evidence: float,
    redrawn: float,
    level: float,
) -> tuple[float, float, float]:
    """Return the gain averaged over both models by their evidence, and its interval, in 1/m."""
    from scipy.stats import t

    problem, p = rich
    share = float(1 / (1 + np.exp(-np.clip(evidence, -50, 50))))
    gain = float((1 - share) * plain[1][0] + share * p[0]) / problem.longest
    student = float(t.ppf(0.5 + level / 2, max(problem.length.size - problem.free, 1)))
    limit = np.insert(plain[1], 1, NO_SATURATION)
    low, high = profile_interval(problem, [p, limit], gain_error(*plain) * problem.longest, student)
    return gain, min(float(low), gain - student * redrawn), max(float(high), gain + student * redrawn)
