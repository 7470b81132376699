"""Single nanocrystals one by one: the ladder as a random walk, to check the populations it has on average.

Every nanocrystal starts with a Poisson number of excitons, loses them one at a time after waiting times drawn
from exponential distributions (Gillespie), and may be pumped meanwhile. The share of walks that end with n
excitons is P_n up to sqrt(P (1 - P)/walks); nothing is shared with the integrators, so agreement means
something. Without laser light: nanocrystals that see each other's light are no longer alone.

Reference: gillespie1977.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.laser.side_by_side import side_by_side

_MOST_WALKS = 10**10
_MOST_EVENTS = 3e10  # minutes on all cores


def kinetic_monte_carlo(
    decay: ArrayLike, photons: float, time: float, walks: int, pump: float = 0.0, seed: int = 0
) -> NDArray[np.int64]:
    """Return how many of many nanocrystals hold 0, 1, 2 ... excitons at a time after a flash.

    Parameters
    ----------
    decay : array_like, shape (state,)
        Decay rate of each state to the one below in 1/s, the first zero. The last state holds all higher
        ones.
    photons : float
        Mean number of excitons right after the flash.
    time : float
        When to look, in s.
    walks : int
        Number of nanocrystals.
    pump : float
        Photons absorbed per nanocrystal and second from the flash on.
    seed : int
        Start of the random numbers; the answer depends on it alone, not on the number of cores.

    Raises
    ------
    InputError
        If a rate is negative, a number makes no sense, or the walks would take hours.
    """
    rates = np.ascontiguousarray(decay, dtype=float)
    if rates.ndim != 1 or rates.size < 2 or not np.isfinite(rates).all() or (rates < 0).any() or rates[0]:
        raise InputError(
            "kinetic Monte Carlo: decay rates must be a row of finite numbers of at least zero, the "
            "first zero."
        )
    numbers = {"photons": photons, "time": time, "pump": pump}
    wrong = [f"{name} = {value:g}" for name, value in numbers.items() if not 0 <= value < np.inf]
    if wrong or not 1 <= walks <= _MOST_WALKS:
        raise InputError(
            f"kinetic Monte Carlo: {', '.join(wrong) or f'{walks} walks'}; numbers must be finite and "
            f"at least zero, walks between 1 and {_MOST_WALKS:.0e}."
        )
    events = walks * (min(photons, rates.size) + 2 * pump * time + 1)
    if events > _MOST_EVENTS:
        raise InputError(
            f"kinetic Monte Carlo: {walks} walks of {pump * time:.3g} absorbed photons each are "
            f"{events:.1g} events, more than {_MOST_EVENTS:.0e}; take fewer walks, less pump or less time."
        )
    from .walk_kernel import walk

    parts = max(min(64, walks // 50_000), 1)
    start = _poisson_ladder(photons, rates.size)
    jobs = [(walks // parts + (i < walks % parts), seed * 1_000_003 + i + 1) for i in range(parts)]
    total = np.zeros(rates.size, dtype=np.int64)
    for _, counts in side_by_side(lambda job: walk(rates, start, time, pump, *job), jobs):
        total += counts
    return total


def _poisson_ladder(mean: float, states: int) -> NDArray[np.float64]:
    """Return the cumulated Poisson distribution over the states, for drawing from it."""
    from colase.gain import poisson

    return np.minimum(np.cumsum(poisson(mean, states)), 1.0)
