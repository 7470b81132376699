"""The compiled loop of `kinetic_monte_carlo`, with the generator xoshiro256+ (Blackman and Vigna 2021)."""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

_U = np.uint64


@njit(cache=True, nogil=True, inline="always")
def _next(state):
    """Return a number in (0, 1] and advance the generator."""
    result = state[0] + state[3]
    shifted = state[1] << uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << uint64(45)) | (state[3] >> uint64(19))
    return (np.float64(result >> uint64(11)) + 1.0) * 1.1102230246251565e-16


@njit(cache=True, nogil=True)
def _seeded(seed):
    """Return the four words of a generator from one number (splitmix64)."""
    state = np.empty(4, np.uint64)
    x = uint64(seed)
    for i in range(4):
        x += uint64(0x9E3779B97F4A7C15)
        z = x
        z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
        state[i] = z ^ (z >> uint64(31))
    return state


@njit(cache=True, nogil=True)
def walk(decay, start, time, pump, walks, seed):
    """Return how many walks end in each state."""
    state, last = _seeded(seed), decay.size - 1
    counts = np.zeros(decay.size, np.int64)
    for _ in range(walks):
        draw, n = _next(state), 0
        while n < last and draw > start[n]:
            n += 1
        now = 0.0
        while True:
            rise = pump if n < last else 0.0
            total = rise + decay[n]
            if total <= 0.0:
                break
            now -= np.log(_next(state)) / total
            if now > time:
                break
            if rise > 0.0 and _next(state) * total <= rise:
                n += 1
            else:
                n -= 1
        counts[n] += 1
    return counts
