"""The posterior of a few inputs: least squares first, then draws, and what the data cannot determine.

Residuals r(u) are functions of u, the parameters in units of what is known of them. Least squares finds the
optimum; about it every residual is expanded along the main axes of the normal posterior to second order,
r = r_0 + J w + w H w/2, which costs a few runs of the forward model, and the ensemble sampler walks on the
expansion. Some draws are then computed in full: the largest difference in ln p is reported, so that a
posterior the expansion cannot follow is not trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError
from colase.measurement.sampling import Chain, sample

from .forward import LOST

Array = NDArray[np.float64]
Residuals = Callable[[Array], Array]

_STEP = 0.7  # of a standard error, for the second differences
_CHECKED = 4
_DIFFERENCE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """Residuals to second order: value, slope (residual, axis), curvature (residual, axis, axis)."""

    value: Array
    slope: Array
    curvature: Array

    def __call__(self, w: Array) -> Array:
        """Return residuals at points (point, axis), shape (point, residual)."""
        v = np.atleast_2d(w)
        bend = np.einsum("np,rpq,nq->nr", v, self.curvature, v)
        return self.value + v @ self.slope.T + 0.5 * bend


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Optimum, covariance of the data alone and with what was known, and draws."""

    optimum: Array
    residuals: Array
    information: Array
    covariance: Array
    chain: Chain
    mismatch: float
    runs: int


def found(
    residuals: Residuals,
    known: Array,
    progress: Callable[[int, int], None] | None = None,
    seed: int = 0,
) -> Posterior:
    """Return the posterior of scaled parameters that start at zero.

    Parameters
    ----------
    residuals : callable
        From u (parameter,) to residuals of the data in standard errors.
    known : ndarray, shape (parameter,)
        Standard error of u beforehand; infinite where nothing is known.

    Raises
    ------
    ConvergenceError
        If the optimum was not reached.
    """
    from scipy.optimize import least_squares

    count, runs = known.size, [0]
    pull = np.where(np.isfinite(known), 1 / known, 0.0)

    def both(u: Array) -> Array:
        runs[0] += 1
        if progress:
            progress(runs[0], max(12 * (count + 1), runs[0] + 1))
        return np.concatenate([residuals(u), pull * u])

    start = np.zeros(count)
    slopes: Any = _slopes(both)
    fit = least_squares(both, start, jac=slopes, xtol=1e-4, ftol=1e-4, max_nfev=40)
    if fit.status <= 0 and fit.optimality > 1.0:
        raise ConvergenceError(
            "the fit of the device did not come to rest in 40 steps; start it nearer to the data, or free "
            "fewer inputs."
        )
    data = fit.fun.size - count
    seen = fit.jac[:data].T @ fit.jac[:data]
    covariance = covariance_of(seen, known)
    basis = _axes(covariance)

    def along(w: Array) -> Array:
        return both(fit.x + basis @ w)

    expansion = _expanded(along, count, fit.fun)
    chain = sample(
        lambda w: -0.5 * np.sum(expansion(w) ** 2, axis=1), np.zeros(count), np.eye(count), seed=seed
    )
    mismatch = _mismatch(along, expansion, chain)
    chain = replace(chain, draws=fit.x + chain.draws @ basis.T)
    if progress:
        progress(runs[0], runs[0])
    return Posterior(fit.x, fit.fun[:data], seen, covariance, chain, mismatch, runs[0])


def _axes(covariance: Array) -> Array:
    """Return the main axes of the normal posterior, one standard deviation long, as columns."""
    value, vector = np.linalg.eigh(covariance)
    return vector * np.sqrt(np.clip(value, 1e-18, 1.0))


def _slopes(both: Residuals) -> Callable[[Array], Array]:
    """Return the derivative by one-sided differences, wide enough for the rounding of a forward model.

    Forwards, or backwards where a step forwards leaves what a device may be (a share of one has no more).
    """

    def slopes(u: Array) -> Array:
        here = both(u)

        def along(axis: Array) -> Array:
            ahead = both(u + _DIFFERENCE * axis)
            if np.sum(np.abs(ahead) >= LOST) > np.sum(np.abs(here) >= LOST):
                return (here - both(u - _DIFFERENCE * axis)) / _DIFFERENCE
            return (ahead - here) / _DIFFERENCE

        return np.stack([along(axis) for axis in np.eye(u.size)], axis=1)

    return slopes


def information(residuals: Residuals, u: Array) -> Array:
    """Return what the data alone say about the parameters near a point: J^T J (Fisher)."""
    slopes = _slopes(residuals)(u)
    return slopes.T @ slopes


def covariance_of(information: Array, known: Array) -> Array:
    """Return the covariance with what was known; directions without information get a huge variance."""
    pull = np.where(np.isfinite(known), 1 / known, 0.0)
    value, vector = np.linalg.eigh(information + np.diag(pull**2))
    return (vector / np.maximum(value, 1e-12)) @ vector.T


def _expanded(along: Residuals, count: int, value: Array) -> Expansion:
    slope, curvature = np.zeros((value.size, count)), np.zeros((value.size, count, count))
    step, ahead = _STEP * np.eye(count), []
    for p in range(count):
        up, down = along(step[p]), along(-step[p])
        ahead.append(up)
        slope[:, p] = (up - down) / (2 * _STEP)
        curvature[:, p, p] = (up - 2 * value + down) / _STEP**2
    for p, q in combinations(range(count), 2):
        cross = (along(step[p] + step[q]) - ahead[p] - ahead[q] + value) / _STEP**2
        curvature[:, p, q] = curvature[:, q, p] = cross
    return Expansion(value, slope, curvature)


def _mismatch(along: Residuals, expansion: Expansion, chain: Chain) -> float:
    """Return the largest difference of ln p between expansion and model, over a few draws."""
    rng = np.random.default_rng(1)
    worst = 0.0
    for w in chain.draws[rng.integers(len(chain.draws), size=_CHECKED)]:
        guess, truth = float(np.sum(expansion(w) ** 2)), float(np.sum(along(w) ** 2))
        worst = max(worst, 0.5 * abs(guess - truth))
    return worst
