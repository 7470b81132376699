"""The numba loop of `colase.gain.populations`: exponentials of a birth-death generator.

A step of length h takes the generators A_1, A_2 at its two Gauss points and applies the
commutator-free Magnus product

    exp(h (a_1 A_1 + a_2 A_2)) then exp(h (a_2 A_1 + a_1 A_2)),   a_1,2 = 1/4 ± √3/6

which is of fourth order and symmetric in time (Blanes and Moan, Appl. Numer. Math. 56, 1519 (2006)).
Each factor is held as E = exp(G) - 1 and doubled by E ← 2E + E², so a slow rate beside a fast one
keeps its digits; the diagonal of E is minus the rest of its column, so probability is conserved.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_TAYLOR = 12  # terms of exp(x) for |x| <= 1/4: the remainder is 1e-17


@njit(cache=True, nogil=True)
def apply(birth, death, vector, change):
    """Write G v into ``change``: ``birth`` moves N to N+1, ``death[N]`` moves N to N-1."""
    n = death.size
    for i in range(n):
        value = -((birth if i < n - 1 else 0.0) + death[i]) * vector[i]
        if i > 0:
            value += birth * vector[i - 1]
        if i < n - 1:
            value += death[i + 1] * vector[i + 1]
        change[i] = value


@njit(cache=True, nogil=True)
def exponential(birth, death, scale, doublings, out):
    """Write exp(G) - 1 into ``out`` by a Taylor series of ``scale * G`` and ``doublings``."""
    n = death.size
    work, term, change = np.empty((n, n)), np.empty(n), np.empty(n)
    for j in range(n):
        term[:] = 0.0
        term[j] = 1.0
        out[:, j] = 0.0
        for order in range(1, _TAYLOR + 1):
            apply(birth, death, term, change)
            for i in range(n):
                term[i] = change[i] * scale / order
                out[i, j] += term[i]
    for _ in range(doublings):
        for j in range(n):
            off_diagonal = 0.0
            for i in range(n):
                value = 2 * out[i, j]
                for k in range(n):
                    value += out[i, k] * out[k, j]
                work[i, j] = value
                if i != j:
                    off_diagonal += value
            work[j, j] = -off_diagonal
        out[:] = work


@njit(cache=True, nogil=True)
def propagate(birth, death, vector):
    """Replace ``vector`` by exp(G) ``vector``."""
    n = death.size
    norm = 2 * abs(birth) + 2 * np.abs(death).max()
    change, term = np.empty(n), vector.copy()
    if norm <= 0.25:
        for order in range(1, _TAYLOR + 1):
            apply(birth, death, term, change)
            for i in range(n):
                term[i] = change[i] / order
                vector[i] += term[i]
        return
    scale, doublings = 1.0, 0
    while norm * scale > 0.25:
        scale *= 0.5
        doublings += 1
    factor = np.empty((n, n))
    exponential(birth, death, scale, doublings, factor)
    for i in range(n):
        change[i] = 0.0
        for j in range(n):
            change[i] += factor[i, j] * vector[j]
    vector += change


@njit(cache=True, nogil=True)
def advance(photons, death, step, first, second, keep, start, populations):
    """March every photon number through the same steps.

    Parameters
    ----------
    photons : ndarray
        Photons per nanocrystal, shape (m,).
    death : ndarray
        Decay rates in 1/s, shape (states,).
    step, first, second : ndarray
        Length of each step in s and normalised pump rate at its two Gauss points in 1/s, shape (steps,).
    keep : ndarray
        How many requested times lie at the start of each step, and at the very end, shape (steps + 1,).
    start : ndarray
        Populations before the first step, shape (m, states).
    populations : ndarray
        Filled with the answer, shape (m, keep.sum(), states).
    """
    left, right = 0.25 + np.sqrt(3.0) / 6, 0.25 - np.sqrt(3.0) / 6
    for m in range(photons.size):
        now = start[m].copy()
        stored = 0
        for s in range(step.size + 1):
            for _ in range(keep[s]):
                populations[m, stored] = now
                stored += 1
            if s < step.size and step[s] > 0.0:
                pump, half = photons[m] * step[s], death * (0.5 * step[s])
                propagate(pump * (left * first[s] + right * second[s]), half, now)
                propagate(pump * (right * first[s] + left * second[s]), half, now)
