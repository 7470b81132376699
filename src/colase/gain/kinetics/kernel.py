"""The numba loop of `colase.gain.kinetics.populations`: exponentials of a birth-death generator.

A step of length h takes the generators A_1, A_2 at its two Gauss points and applies the
commutator-free Magnus product

    exp(h (a_1 A_1 + a_2 A_2)) then exp(h (a_2 A_1 + a_1 A_2)),   a_1,2 = 1/4 ± √3/6

which is of fourth order and symmetric in time (Blanes and Moan, Appl. Numer. Math. 56, 1519 (2006)).
Each factor is held as E = exp(G) - 1 and doubled by E ← 2E + E², so a slow rate beside a fast one
keeps its digits; the diagonal of E is minus the rest of its column, so probability is conserved.

Ladders of more than sixteen states use the rational approximation of `rational` in substeps that
begin at the fastest rate and grow with the time that has passed, because what is fast has died out by then.

Of every ladder only those states are advanced that a pump of so many photons can reach: without decay
the populations are a Poisson distribution, with decay fewer excitons are there.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_SHORT = 16  # states up to which the dense exponential is faster
_FIRST, _GROWTH = 2.0, 0.5  # first substep times the fastest rate; growth over the time passed
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
    change, term = np.empty(n), np.empty(n)
    parts = int(np.ceil(4 * norm))
    if parts <= n:  # cheaper than the whole matrix
        for _ in range(parts):
            term[:] = vector
            for order in range(1, _TAYLOR + 1):
                apply(birth, death, term, change)
                for i in range(n):
                    term[i] = change[i] / (order * parts)
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
def propagate_long(birth, death, poles, residues, vector):
    """Replace ``vector`` by exp(G) ``vector`` in growing substeps, one tridiagonal solution a pole."""
    n = death.size
    diagonal, solution = np.empty(n, dtype=np.complex128), np.empty(n, dtype=np.complex128)
    answer = np.empty(n)
    first = _FIRST / (2 * abs(birth) + 2 * np.abs(death).max() + _FIRST)
    done = 0.0
    while done < 1.0:
        h = max(first, _GROWTH * done)
        if done + 1.3 * h > 1.0:
            h = 1.0 - done
        answer[:] = 0.0
        for k in range(poles.size):
            for i in range(n):
                diagonal[i] = -h * ((birth if i < n - 1 else 0.0) + death[i]) - poles[k]
                solution[i] = vector[i]
            for i in range(1, n):
                factor = h * birth / diagonal[i - 1]
                diagonal[i] -= factor * h * death[i]
                solution[i] -= factor * solution[i - 1]
            solution[n - 1] /= diagonal[n - 1]
            for i in range(n - 2, -1, -1):
                solution[i] = (solution[i] - h * death[i + 1] * solution[i + 1]) / diagonal[i]
            for i in range(n):
                answer[i] += 2.0 * (residues[k] * solution[i]).real
        vector[:] = answer * (vector.sum() / answer.sum())
        done = 1.0 if h == 1.0 - done else done + h


@njit(cache=True, nogil=True)
def reachable(photons, states):
    """Return how many states a Poisson distribution with this mean reaches with more than 1e-16."""
    term, number = 1.0, 0
    while number + 1 < states and (number < photons or term > 1e-16):
        number += 1
        term *= photons / number
        if number < photons:
            term = 1.0
    return number + 1


@njit(cache=True, nogil=True)
def advance(photons, death, step, first, second, keep, start, populations, poles, residues):
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
    poles, residues : ndarray
        Rational approximation of the exponential, for long ladders.
    """
    left, right = 0.25 + np.sqrt(3.0) / 6, 0.25 - np.sqrt(3.0) / 6
    for m in range(photons.size):
        now = start[m].copy()
        n = death.size
        if now[0] == 1.0:
            n = max(reachable(photons[m], n), 2) if n > 1 else n
        alive = now[:n]
        stored = 0
        for s in range(step.size + 1):
            for _ in range(keep[s]):
                populations[m, stored] = now
                stored += 1
            if s < step.size and step[s] > 0.0:
                pump, half = photons[m] * step[s], death[:n] * (0.5 * step[s])
                early = pump * (left * first[s] + right * second[s])
                late = pump * (right * first[s] + left * second[s])
                if n > _SHORT:
                    propagate_long(early, half, poles, residues, alive)
                    propagate_long(late, half, poles, residues, alive)
                else:
                    propagate(early, half, alive)
                    propagate(late, half, alive)
