"""How many nanocrystals hold 0, 1, 2 ... excitons under a pump.

Absorption takes state N to N+1 at the rate R(t) = photons * pulse.rate(t) whatever N is (the pump is
far above the band edge), and state N decays to N-1 at k_N:

    dP_N/dt = R P_{N-1} - (R + k_N) P_N + k_{N+1} P_{N+1}

The last state holds all higher ones: it absorbs without change. A flash shorter than every decay
gives the Poisson distribution (kersuzan2025, text before eq. 1). No laser light is included.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln, xlogy

from colase.errors import ConvergenceError, InputError

from .medium import GainMedium
from .pulse import InstantPulse, Pulse

TOLERANCE = 1e-9
"""Largest change of a population when the steps of the pulse are halved."""

_FIRST_STEPS = 48
_MOST_STEPS = 12_288
_MOST_PHOTONS = 1e9
_FOREVER = 1e6  # s: longer than any lifetime a nanocrystal may have


def poisson(mean: ArrayLike, states: int) -> NDArray[np.float64]:
    """Return the Poisson distribution, its last state holding all higher numbers.

    Parameters
    ----------
    mean : array_like
        Photons absorbed per nanocrystal, zero or more.
    states : int
        Number of states; the last one is P(N >= states - 1).

    Returns
    -------
    ndarray
        Populations, shape mean.shape + (states,), summing to 1.

    Raises
    ------
    InputError
        If a mean is negative or not finite, or ``states`` is below 1.
    """
    m = photon_numbers(mean)[..., np.newaxis]
    if states < 1:
        raise InputError(f"poisson: {states} states were asked for; at least 1 is needed.")
    if states == 1:
        return np.ones_like(m)
    number = np.arange(states - 1)
    exact = np.exp(xlogy(number, m) - m - gammaln(number + 1))
    return np.concatenate([exact, gammainc(states - 1, m)], axis=-1)


def driven_populations(
    medium: GainMedium, pulse: Pulse, photons: ArrayLike, time: ArrayLike
) -> NDArray[np.float64]:
    """Return the populations at given times of a medium that one pulse excites.

    Magnus steps of fourth order through the pulse, extrapolated and halved until nothing changes by
    more than 1e-9; the decay after it is one exact exponential.

    Parameters
    ----------
    medium : GainMedium
        Gives the decay rates of the ladder.
    pulse : Pulse
        Shape of the pump; all nanocrystals are empty before ``pulse.start``.
    photons : array_like
        Photons absorbed per nanocrystal over the whole pulse.
    time : array_like
        Times in s, any shape and order. At the time of an instant pulse the answer is that after it.

    Returns
    -------
    ndarray
        Populations, shape photons.shape + time.shape + (states,), summing to 1.

    Raises
    ------
    InputError
        If a photon number is negative, or a value is not finite.
    ConvergenceError
        If the steps needed to follow the pulse are more than 12288.
    """
    number = photon_numbers(photons)
    if (number > _MOST_PHOTONS).any():
        raise InputError(
            f"photons per nanocrystal = {number.max():g}: more than {_MOST_PHOTONS:g} cannot be followed."
        )
    t = np.asarray(time, dtype=float)
    if not np.isfinite(t).all():
        raise InputError("driven_populations: a time is not a finite number.")
    order = np.argsort(t, axis=None)
    rates = medium.model.decay_rates(medium.nanocrystal)
    populations = np.empty((number.size, t.size, len(rates)))
    populations[:, order] = _follow(rates, pulse, number.ravel(), t.ravel()[order])
    return populations.reshape(*number.shape, *t.shape, len(rates))


def _follow(
    rates: NDArray[np.float64], pulse: Pulse, photons: NDArray[np.float64], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Halve the steps until the extrapolated populations at the (sorted) times stand still."""
    if not photons.size or not times.size:
        return np.empty((photons.size, times.size, len(rates)))
    if isinstance(pulse, InstantPulse):
        start = poisson(photons, len(rates))
        return _march(rates, pulse, photons, times, start, 1)
    start = poisson(np.zeros_like(photons), len(rates))
    steps = _FIRST_STEPS
    coarse, best = _march(rates, pulse, photons, times, start, steps), None
    while steps < _MOST_STEPS:
        steps *= 2
        fine = _march(rates, pulse, photons, times, start, steps)
        last, best = best, fine + (fine - coarse) / 15
        if last is not None and np.abs(best - last).max() < TOLERANCE:
            return best
        coarse = fine
    raise ConvergenceError(
        f"Populations under the pulse still change by more than {TOLERANCE:g} with {steps} steps: the ladder "
        f"decays in {1 / rates.max():.3g} s, too fast beside a pulse of {pulse.end - pulse.start:.3g} s."
    )


def _march(
    rates: NDArray[np.float64],
    pulse: Pulse,
    photons: NDArray[np.float64],
    times: NDArray[np.float64],
    start: NDArray[np.float64],
    steps: int,
) -> NDArray[np.float64]:
    """Return populations at the sorted times with ``steps`` steps, at least, through the pulse."""
    from .kernel import advance  # numba is worth its import only here

    inside = np.linspace(pulse.start, pulse.end, steps + 1)
    nodes = np.union1d(inside, times)
    nodes = np.concatenate([nodes[nodes < pulse.start], nodes[nodes >= pulse.start]])
    step = np.minimum(np.diff(nodes), _FOREVER)
    middle, half = (nodes[:-1] + nodes[1:]) / 2, np.diff(nodes) / (2 * sqrt(3))
    on = (middle > pulse.start) & (middle < pulse.end)
    first, second = (np.where(on, pulse.rate(middle + s * half), 0.0) for s in (-1, 1))
    before = nodes[:-1] < pulse.start  # the first state is empty and stays so
    keep = np.bincount(np.searchsorted(nodes, times), minlength=nodes.size)
    populations = np.empty((photons.size, times.size, len(rates)))
    populations[:, 0] = start
    advance(photons, rates, np.where(before, 0.0, step), first, second, keep, populations)
    return populations


def photon_numbers(photons: ArrayLike) -> NDArray[np.float64]:
    """Return photon numbers as an array, refusing one that is negative or not finite."""
    number = np.asarray(photons, dtype=float)
    if not np.isfinite(number).all() or (number < 0).any():
        worst = number[~(number >= 0) | ~np.isfinite(number)].flat[0]
        raise InputError(f"photons per nanocrystal = {worst:g}: it must be a finite number, zero or more.")
    return number
