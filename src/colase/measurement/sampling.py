"""Draws from a posterior by an ensemble of walkers whose moves do not care about scales or correlations.

The stretch move of goodman2010: walker x_k looks at another one, x_j, and proposes

    y = x_j + z (x_k - x_j),   p(z) ~ 1/sqrt(z) on [1/a, a], a = 2,

accepted with probability min[1, z^(d-1) p(y)/p(x_k)],

half of the walkers at a time against the other half. Draws count only when the chain is many times longer
than its autocorrelation time (Sokal's window); `sample` goes on until it is, or says that it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

Array = NDArray[np.float64]

_STRETCH = 2.0
_ENOUGH = 50.0  # autocorrelation times that a chain must be long
_BURN = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Draws after the walk-in, shape (draw, parameter), and how trustworthy they are."""

    draws: Array
    autocorrelation: float
    acceptance: float
    length: int

    @property
    def converged(self) -> bool:
        """Whether every walker went far more steps than its memory lasts."""
        return self.length >= _ENOUGH * self.autocorrelation and 0.1 < self.acceptance < 0.95


def sample(
    log_probability: Callable[[Array], Array],
    centre: Array,
    covariance: Array,
    walkers: int = 0,
    longest: int = 20_000,
    seed: int = 0,
) -> Chain:
    """Draw from a density.

    Parameters
    ----------
    log_probability : callable
        From points (walker, parameter) to their log density, up to a constant; -inf where there is none.
    centre, covariance : ndarray
        Where the walkers start: a first idea of the density.
    walkers : int
        At least twice the number of parameters; eight times, and 32, if left out.
    longest : int
        Steps after which the walk ends in any case.
    """
    d = centre.size
    walkers = walkers or max(32, 8 * d + 8 * d % 2)
    if walkers < 2 * d or walkers % 2:
        raise InputError(
            f"{walkers} walkers: an even number of at least {2 * d} is needed for {d} parameters."
        )
    rng = np.random.default_rng(seed)
    factor = np.linalg.cholesky(covariance + 1e-12 * np.diag(np.diag(covariance)))
    here = centre + rng.standard_normal((walkers, d)) @ factor.T
    height = log_probability(here)
    for _ in range(20):  # walkers that stand where nothing is start nearer to the centre
        lost = ~np.isfinite(height)
        if not np.any(lost):
            break
        here[lost] = centre + 0.5 * (here[lost] - centre)
        height[lost] = log_probability(here[lost])
    if not np.all(np.isfinite(height)):
        raise InputError("the density is not finite near its centre; the draws cannot start.")
    path, accepted, steps = [], 0, 0
    while True:
        for _ in range(max(1000, steps // 2)):
            accepted += _move(log_probability, here, height, rng)
            path.append(here.copy())
        steps = len(path)
        chain = np.stack(path)
        tau = float(max(autocorrelation_time(chain[:, :, i]) for i in range(d)))
        burn = min(int(_BURN * tau) + 1, steps // 2)
        if steps - burn >= _ENOUGH * tau or steps >= longest:
            break
    kept = chain[burn :: max(1, int(tau / 2))].reshape(-1, d)
    return Chain(kept, tau, accepted / (steps * walkers), steps - burn)


def _move(
    log_probability: Callable[[Array], Array], here: Array, height: Array, rng: np.random.Generator
) -> int:
    """Move both halves of the walkers once, in place; return how many moves were accepted."""
    walkers, d = here.shape
    half, accepted = walkers // 2, 0
    for first in (0, half):
        mine, other = slice(first, first + half), slice(half - first, 2 * half - first)
        z = ((_STRETCH - 1) * rng.random(half) + 1) ** 2 / _STRETCH
        partner = here[other][rng.integers(half, size=half)]
        proposed = partner + z[:, None] * (here[mine] - partner)
        there = log_probability(proposed)
        with np.errstate(invalid="ignore"):
            gain = (d - 1) * np.log(z) + there - height[mine]
        taken = np.isfinite(there) & (np.log(rng.random(half)) < gain)
        here[mine] = np.where(taken[:, None], proposed, here[mine])
        height[mine] = np.where(taken, there, height[mine])
        accepted += int(taken.sum())
    return accepted


def autocorrelation_time(path: Array, window: float = 5.0) -> float:
    """Return the integrated autocorrelation time of walkers, shape (step, walker), in steps."""
    steps = path.shape[0]
    centred = path - path.mean(axis=0)
    spectrum = np.fft.rfft(centred, n=2 * steps, axis=0)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, axis=0)[:steps].mean(axis=1)
    if correlation[0] <= 0:
        return float(steps)
    tau = 2 * np.cumsum(correlation / correlation[0]) - 1
    inside = np.arange(steps) >= window * tau
    return float(max(tau[np.argmax(inside)] if np.any(inside) else tau[-1], 1.0))
