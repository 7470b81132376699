"""The best parameters of a stripe, and the evidence for saturation.

Least squares from the best point of a coarse grid; the weights follow from the fit and are renewed three
times, and a second grid about each solution leaves the valleys that outputs of stripes shorter than the
zero make. Saturation is judged by the Bayesian information criterion.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from colase.measurement.noise import Noise, total_variance

from .problem import LARGEST_REACH, StripeProblem

Array = NDArray[np.float64]

_FIRST_NOISE = 0.1


def fitted(problem: StripeProblem, noise: Noise, zeros: Array) -> tuple[StripeProblem, Array]:
    """Fit from a scan of starts; weights follow from the fit and are renewed three times."""
    from scipy.optimize import least_squares

    y = problem.output
    guess = np.maximum(np.abs(y), 0.02 * np.abs(y).max())
    problem = replace(problem, weights=1 / (_FIRST_NOISE * guess) ** 2)
    p = _start(problem, zeros)
    for _ in range(3):
        low = np.array(
            [-20.0, *([np.log(1e-4)] if problem.saturable else []), *([-6.0] if problem.zero_error else [])]
        )
        high = np.array(
            [LARGEST_REACH, *([45.0] if problem.saturable else []), *([6.0] if problem.zero_error else [])]
        )
        p = least_squares(
            problem.residuals,
            np.clip(p, low + 1e-6, high - 1e-6),
            bounds=(low, high),
            x_scale="jac",
            xtol=1e-10,
            ftol=1e-10,
        ).x
        model, emission, slope = problem.parts(p)
        known = (
            noise.known(emission, np.zeros_like(emission)) + (slope * problem.length_error / emission) ** 2
        )
        variance = total_variance(known, (y - model) / emission, problem.free, noise.relative > 0)
        problem = replace(problem, weights=1 / (variance * emission**2))
        p = _rescanned(problem, p)
    return problem, p


def _start(problem: StripeProblem, zeros: Array) -> Array:
    """Return the best of a coarse grid of gains, saturations and zeros."""
    axes = [np.array([-3.0, -1.0, 0.3, 1.0, 2.0, 3.0, 4.0, 5.0, 6.5, 8.0, *np.geomspace(10.0, 290.0, 16)])]
    if problem.saturable:
        axes.append(np.array([-2.0, 0.0, 1.5, 3.0, 4.5, 6.0, 8.0, 11.0, 15.0]))
    if problem.zero_error:
        axes.append(zeros)
    trial = np.stack([a.ravel() for a in np.meshgrid(*axes, indexing="ij")], axis=-1)
    return trial[int(np.argmin(np.sum(problem.residuals(trial) ** 2, axis=-1)))]


def _rescanned(problem: StripeProblem, p: Array) -> Array:
    """Return better parameters if another zero and gain of a grid fit better than where the descent stopped.

    Outputs of stripes shorter than the zero make valleys that a descent does not leave.
    """
    if not problem.zero_error:
        return p
    trial = np.broadcast_to(p, (17, 9, p.size)).copy()
    trial[..., -1] = np.linspace(-2, 2, 17)[:, None]
    trial[..., 0] *= np.linspace(0.7, 1.3, 9)
    trial = np.concatenate([p[None], trial.reshape(-1, p.size)])
    return trial[int(np.argmin(np.sum(problem.residuals(trial) ** 2, axis=-1)))]


def evidence_of(plain: tuple[StripeProblem, Array], rich: tuple[StripeProblem, Array], noise: Noise) -> float:
    """Return ln K of saturation: both models judged with the weights of the richer one."""
    n = plain[0].length.size
    weights = rich[0].weights
    chi2 = [float(np.sum(replace(m, weights=weights).residuals(p) ** 2)) for m, p in (plain, rich)]
    if noise.relative > 0:
        return 0.5 * (chi2[0] - chi2[1]) - 0.5 * float(np.log(n))
    return 0.5 * n * float(np.log((chi2[0] + 1e-12) / (chi2[1] + 1e-12))) - 0.5 * float(np.log(n))
