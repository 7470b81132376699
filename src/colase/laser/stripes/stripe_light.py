"""Light of a stripe at fixed populations: two beams through its slices, at once.

Within a slice gain G and source S are constant, so that the beam grows by exp(G) + S expm1(G)/G exactly, and
what the beam gains is what the nanocrystals lose.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from colase.laser.dynamics.row_products import FAST


class Slices(NamedTuple):
    """Coefficients of a stripe. Cross sections over the mode area, rates in 1/s, gain in 1/m."""

    share: np.ndarray  # (slice, layer) pump over its mean
    weight: np.ndarray  # (layer,) share of the nanocrystals
    decay: np.ndarray  # (state,)
    absorb: np.ndarray  # (state, bin) confinement x cross section x density: absorption per length
    emit: np.ndarray  # (state, bin)
    seed: np.ndarray  # (state, bin) spontaneous photons into the beam per length and second
    lost: np.ndarray  # (bin,) loss of the guide and of higher states per length
    length: float  # of a slice, in m
    crystals: float  # nanocrystals per length


@njit(cache=True, nogil=True, inline="always")
def _growth(g):
    """Return expm1(g)/g and its mean over the slice, (expm1(g)/g - 1)/g."""
    if abs(g) < 0.02:
        third = 1 / 6 + g * (1 / 24 + g * (1 / 120 + g * (1 / 720 + g * (1 / 5040 + g / 40320))))
        return 1 + g * (0.5 + g * third), 0.5 + g * third
    e = (np.exp(g) - 1) / g
    return e, (e - 1) / g


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def shine(slices, p, entering, inside, ends, gain, source):
    """Write the mean photon flux in every slice (both directions) and what leaves at both ends, in 1/s.

    ``entering`` (bin,) is the flux that is sent into the near end.
    """
    count, layers, states = p.shape
    bins = slices.lost.size
    dz = slices.length
    for z in range(count):
        for j in range(bins):
            gain[z, j] = -slices.lost[j]
            source[z, j] = 0.0
        for x in range(layers):
            for n in range(states):
                held = slices.weight[x] * p[z, x, n]
                for j in range(bins):
                    gain[z, j] += held * (slices.emit[n, j] - slices.absorb[n, j])
                    source[z, j] += held * slices.seed[n, j]
    inside[:, :] = 0.0
    first, second = np.empty((count, bins)), np.empty((count, bins))
    for z in range(count):
        for j in range(bins):
            first[z, j], second[z, j] = _growth(gain[z, j] * dz)
    beam = np.empty(bins)
    for way in range(2):
        for j in range(bins):
            beam[j] = entering[j] if way == 0 else 0.0
        for k in range(count):
            z = k if way == 0 else count - 1 - k
            for j in range(bins):
                s = source[z, j] * dz
                inside[z, j] += beam[j] * first[z, j] + s * second[z, j]
                beam[j] += (beam[j] * gain[z, j] * dz + s) * first[z, j]
        ends[way] = beam
