"""Draws from a posterior by an ensemble of walkers whose moves do not care about scales or correlations.

The walk is that of emcee (foremanmackey2013) with the stretch move of goodman2010. Draws count only when the
chain is many times longer than its integrated autocorrelation time (Sokal's window): `sample` goes on until
it is fifty times as long, or says that it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

Array = NDArray[np.float64]

_ENOUGH = 50.0  # autocorrelation times that a chain must be long
_BURN = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Draws after the walk-in, shape (draw, parameter), and how trustworthy they are.

    Attributes
    ----------
    autocorrelation : float
        Longest integrated autocorrelation time of a parameter, in steps.
    acceptance : float
        Share of the moves that were taken.
    length : int
        Steps of every walker after the walk-in.
    """

    draws: Array
    autocorrelation: float
    acceptance: float
    length: int

    @property
    def converged(self) -> bool:
        """Whether every walker went far more steps than its memory lasts."""
        return self.length >= _ENOUGH * self.autocorrelation and 0.1 < self.acceptance < 0.95

    @property
    def independent(self) -> float:
        """Number of independent draws along one walker: length over autocorrelation time."""
        return self.length / self.autocorrelation


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

    Raises
    ------
    InputError
        For too few walkers, or a density that is not finite near its centre.
    """
    import emcee

    d = centre.size
    walkers = walkers or max(32, 8 * d)
    if walkers < 2 * d or walkers % 2:
        raise InputError(
            f"{walkers} walkers: an even number of at least {2 * d} is needed for {d} parameters."
        )
    here = _start(log_probability, centre, covariance, walkers, np.random.default_rng(seed))
    walk = emcee.EnsembleSampler(walkers, d, log_probability, vectorize=True)
    state = emcee.State(here, random_state=np.random.RandomState(seed).get_state())
    steps = 0
    while True:
        state = walk.run_mcmc(state, max(1000, steps // 2), skip_initial_state_check=True)
        chain = np.asarray(walk.get_chain())
        steps = len(chain)
        tau = max(autocorrelation_time(chain[:, :, i]) for i in range(d))
        burn = min(int(_BURN * tau) + 1, steps // 2)
        if steps - burn >= _ENOUGH * tau or steps >= longest:
            break
    kept = chain[burn :: max(1, int(tau / 2))].reshape(-1, d)
    return Chain(kept, tau, float(np.mean(walk.acceptance_fraction)), steps - burn)


def _start(
    log_probability: Callable[[Array], Array],
    centre: Array,
    covariance: Array,
    walkers: int,
    rng: np.random.Generator,
) -> Array:
    """Return where the walkers begin, shape (walker, parameter); the density is finite at all of them."""
    factor = np.linalg.cholesky(covariance + 1e-12 * np.diag(np.diag(covariance)))
    here = centre + rng.standard_normal((walkers, centre.size)) @ factor.T
    for _ in range(20):  # walkers that stand where nothing is start nearer to the centre
        lost = ~np.isfinite(log_probability(here))
        if not np.any(lost):
            return here
        here[lost] = centre + 0.5 * (here[lost] - centre)
    raise InputError("the density is not finite near its centre; the draws cannot start.")


def autocorrelation_time(path: Array, window: int = 5) -> float:
    """Return the integrated autocorrelation time of walkers, shape (step, walker), in steps, at least one."""
    from emcee.autocorr import integrated_time

    if not np.any(np.ptp(path, axis=0)):
        return float(len(path))
    return float(max(integrated_time(path[:, :, None], c=window, tol=0, has_walkers=True)[0], 1.0))
