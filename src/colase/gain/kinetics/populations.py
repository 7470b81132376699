"""How many nanocrystals hold 0, 1, 2 ... excitons under a pump.

Absorption takes state N to N+1 at the rate R(t) = photons * pulse.rate(t) whatever N is (the pump is
far above the band edge), and state N decays to N-1 at k_N:

    dP_N/dt = R P_{N-1} - (R + k_N) P_N + k_{N+1} P_{N+1}

The last state holds all higher ones: it absorbs without change. A flash shorter than every decay
gives the Poisson distribution (kersuzan2025, text before eq. 1). No laser light is included.

Reference: kersuzan2025.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln, xlogy

from colase.errors import ConvergenceError, InputError
from colase.gain.medium import GainMedium
from colase.gain.pulses.pulse import InstantPulse, Pulse
from colase.gain.pulses.pulse_series import ContinuousPulse

from .rational import exponential_poles

TOLERANCES = ((16, 1e-9), (40, 1e-7), (10_000, 1e-5))
"""States up to which, and by how much a population may still change when steps of the pulse are halved
(for more than ten photons per nanocrystal a tenth of it for each: a pulse leaves out more at its ends)."""

_INTERVALS = 48  # of the pulse, cut further at the requested times
_MOST_HALVINGS = 11
_MANY_PHOTONS = 10.0
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


def flash_populations(medium: GainMedium, photons: ArrayLike) -> NDArray[np.float64]:
    """Return the populations right after a flash, shape photons.shape + (state,).

    A Poisson distribution, unless the model has a rule of its own.

    Parameters
    ----------
    medium : GainMedium
        Says how many states there are.
    photons : array_like
        Photons absorbed per nanocrystal.
    """
    number = photon_numbers(photons)
    static = medium.model.static_populations(medium.crystal, number)
    return poisson(number, len(medium.states)) if static is None else static


def driven_populations(
    medium: GainMedium, pulse: Pulse, photons: ArrayLike, time: ArrayLike
) -> NDArray[np.float64]:
    """Return the populations at given times of a medium that one pulse excites.

    Magnus steps of fourth order through the pulse, extrapolated and halved until nothing changes by
    more than `TOLERANCES` say; the decay after it is one exact exponential.

    Parameters
    ----------
    medium : GainMedium
        Gives the decay rates of the ladder.
    pulse : Pulse
        Shape of the pump; all nanocrystals are empty before ``pulse.start``. Under a continuous one nothing
        changes with time, and ``photons`` are those absorbed within one lifetime of the first state.
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
        If a photon number is negative or above 1e9, or a value is not finite.
    ConvergenceError
        If halving the steps eleven times does not settle the populations.
    """
    number = photon_numbers(photons)
    if (number > _MOST_PHOTONS).any():
        raise InputError(
            f"photons per nanocrystal = {number.max():g}: more than {_MOST_PHOTONS:g} cannot be followed; "
            'a pulse that outlasts all lifetimes is a continuous pump, pulse = "continuous".'
        )
    t = np.asarray(time, dtype=float)
    if not np.isfinite(t).all():
        raise InputError("driven_populations: a time is not a finite number.")
    static = medium.model.static_populations(medium.crystal, number)
    if static is not None:
        return _static(static, t >= pulse.end)
    order = np.argsort(t, axis=None)
    rates = medium.decay_rates()
    if isinstance(pulse, ContinuousPulse):
        steady = steady_populations(rates, number * rates[1])
        return np.broadcast_to(
            steady.reshape(*number.shape, *(1,) * t.ndim, len(rates)), (*number.shape, *t.shape, len(rates))
        ).copy()
    populations = np.empty((number.size, t.size, len(rates)))
    populations[:, order] = _follow(rates, pulse, number.ravel(), t.ravel()[order])
    return populations.reshape(*number.shape, *t.shape, len(rates))


def _static(after: NDArray[np.float64], on: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return populations of a model without dynamics: empty until the pulse ends, then ``after``."""
    empty = np.zeros(after.shape[-1])
    empty[0] = 1.0
    shown = after.reshape(*after.shape[:-1], *(1,) * on.ndim, after.shape[-1])
    return np.where(on[..., np.newaxis], shown, empty)


def steady_populations(decay: NDArray[np.float64], pump: ArrayLike) -> NDArray[np.float64]:
    """Return the populations of a ladder under a pump that never stops, without laser light.

    Every rung is left as often upwards as it is entered from above, P_(N+1) k_(N+1) = R P_N.

    Parameters
    ----------
    decay : ndarray, shape (state,)
        Decay rate of each state to the one below, in 1/s.
    pump : array_like
        Photons absorbed per nanocrystal and second, any shape.

    Returns
    -------
    ndarray
        Shape pump.shape + (state,), summing to 1.
    """
    rate = np.asarray(pump, dtype=float)
    with np.errstate(divide="ignore"):
        steps = np.log(rate)[..., np.newaxis] - np.log(decay[1:])
    weight = np.concatenate([np.zeros((*rate.shape, 1)), np.cumsum(steps, axis=-1)], axis=-1)
    share = np.exp(weight - weight.max(axis=-1, keepdims=True))
    return share / share.sum(axis=-1, keepdims=True)


def _follow(
    rates: NDArray[np.float64], pulse: Pulse, photons: NDArray[np.float64], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return populations at the sorted times, shape (photons, times, states)."""
    if not photons.size or not times.size:
        return np.empty((photons.size, times.size, len(rates)))
    empty = poisson(np.zeros_like(photons), len(rates))
    if isinstance(pulse, InstantPulse):
        after = _march(rates, pulse, photons, times, 1, poisson(photons, len(rates)))
        after[:, times < pulse.start] = empty[:, np.newaxis]
        return after
    tolerance = next(t for most, t in TOLERANCES if len(rates) <= most)
    coarse = _march(rates, pulse, photons, times, 1, empty)
    best = np.empty_like(coarse)
    moving = np.arange(photons.size)
    for halvings in range(1, _MOST_HALVINGS + 1):
        fine = _march(rates, pulse, photons[moving], times, 2**halvings, empty[moving])
        better = (fine - coarse) / 15  # what an order of four leaves
        allowed = tolerance * np.maximum(1, photons[moving] / _MANY_PHOTONS)
        still = np.abs(better).max(axis=(1, 2)) > allowed
        best[moving] = fine + better
        moving, coarse = moving[still], fine[still]
        if not moving.size:
            return best
    raise ConvergenceError(
        f"Populations under a pulse of {pulse.end - pulse.start:.3g} s do not settle with "
        f"{photons[moving].max():g} photons per nanocrystal and lifetimes down to {1 / rates.max():.3g} s."
    )


def _march(
    rates: NDArray[np.float64],
    pulse: Pulse,
    photons: NDArray[np.float64],
    times: NDArray[np.float64],
    parts: int,
    start: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Take ``parts`` Magnus steps in each interval of the pulse and one in each interval outside."""
    from .kernel import advance  # numba costs a second to import, and only this needs it

    nodes = np.union1d(_nodes(pulse), times)
    lit = (nodes[:-1] >= pulse.start) & (nodes[1:] <= pulse.end)
    split = np.where(lit, parts, 1)
    step = np.repeat(np.minimum(np.diff(nodes), _FOREVER) / split, split)
    step[np.repeat(nodes[:-1] < pulse.start, split)] = 0.0  # nothing happens before the pulse
    within = np.concatenate([np.zeros(0), *(np.arange(n) for n in split)]) + 0.5
    middle = np.repeat(nodes[:-1], split) + within * step
    gauss = (middle + side * step / (2 * sqrt(3)) for side in (-1, 1))
    first, second = (np.where(np.repeat(lit, split), pulse.rate(t), 0.0) for t in gauss)
    keep = np.zeros(step.size + 1, dtype=np.int64)
    ends = np.concatenate([[0], np.cumsum(split)])
    np.add.at(keep, ends[np.searchsorted(nodes, times)], 1)
    populations = np.empty((photons.size, times.size, len(rates)))
    advance(photons, rates, step, first, second, keep, start, populations, *exponential_poles())
    return populations


def _nodes(pulse: Pulse) -> NDArray[np.float64]:
    """Return times that resolve every piece of a pulse and its corners."""
    even = [np.linspace(start, end, _INTERVALS + 1) for start, end in pulse.pieces]
    corners = pulse.corners
    return np.unique(np.concatenate(even if corners is None else [*even, corners]))


def photon_numbers(photons: ArrayLike) -> NDArray[np.float64]:
    """Return photon numbers as an array, refusing one that is negative or not finite."""
    number = np.asarray(photons, dtype=float)
    if not np.isfinite(number).all() or (number < 0).any():
        worst = number[~(number >= 0) | ~np.isfinite(number)].flat[0]
        raise InputError(f"photons per nanocrystal = {worst:g}: it must be a finite number, zero or more.")
    return number
