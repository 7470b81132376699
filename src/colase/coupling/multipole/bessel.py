"""Bessel functions of all orders 0 to M at once, each a mantissa times exp(log), for complex argument.

    J_m(z) = a_m exp(L_m),   J_m'(z) = b_m exp(L_m),   H_m(z) = h_m exp(G_m)   (first kind, outgoing)

J is minimal above m = |z| and runs downward, H is dominant and runs upward, so m = 3000 neither
underflows nor overflows and every ratio keeps its digits; below the real axis the upward run of H
loses a factor exp(2 |Im z|), so |Im z| < 8 leaves nine digits, far more than any resonance needs.
H_0 and H_1 come from scipy, whose scaled function of high order answers 0 below the real axis.
Reference: dlmf 10.6, 10.74.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import hankel1e

Complexes = NDArray[np.complex128]
Floats = NDArray[np.float64]

_BIG = 1e120
_LOG_BIG = math.log(_BIG)


@njit(cache=True)
def upward(orders, z, zero, one):
    """Return mantissas and logarithms of H_0 to H_orders from the first two."""
    h, log = np.empty(orders + 1, np.complex128), np.zeros(orders + 1)
    scale, low, high = 0.0, zero, one
    for m in range(orders + 1):
        size = abs(low)
        h[m], log[m] = low / size, scale + math.log(size)
        low, high = high, 2 * (m + 1) / z * high - low
        if abs(high) > _BIG:
            low, high, scale = low / _BIG, high / _BIG, scale + _LOG_BIG
    return h, log


def hankel(orders: int, z: complex) -> tuple[Complexes, Floats]:
    """Return mantissas (of size one) and logarithms of H_m(z), m = 0 to ``orders``."""
    z = complex(z)
    factor = np.exp(1j * z.real)
    zero, one = complex(hankel1e(0, z)) * factor, complex(hankel1e(1, z)) * factor
    h, log = upward(orders, z, zero, one)
    return h, log - z.imag


@njit(cache=True)
def downward(orders, z, zero, one):
    """Return a, b, L of J_0 to J_orders; ``zero`` and ``one`` are H_0 and H_1 times exp(Im z) (Im z >= 0)."""
    size = abs(z)
    start = int(max(orders, size) + 8 * size ** (1 / 3) + 24)
    value, slope = np.empty(orders + 1, np.complex128), np.empty(orders + 1, np.complex128)
    log = np.zeros(orders + 1)
    high, low, scale = 0j, 1 + 0j, 0.0
    for m in range(start, -1, -1):
        if m <= orders:
            value[m], slope[m], log[m] = low, m / z * low - high, scale
        if m == 0:
            break
        high, low = low, 2 * m / z * low - high
        if abs(low) > _BIG:
            high, low, scale = high / _BIG, low / _BIG, scale + _LOG_BIG
    wronskian = (high * zero - low * one) * math.pi * z / 2j
    shift = -math.log(abs(wronskian)) - scale + z.imag
    turn = abs(wronskian) / wronskian
    for m in range(orders + 1):
        norm = abs(value[m]) + abs(slope[m])
        value[m], slope[m] = value[m] / norm * turn, slope[m] / norm * turn
        log[m] += math.log(norm) + shift
    return value, slope, log


def bessel(orders: int, z: complex) -> tuple[Complexes, Complexes, Floats]:
    """Return a, b and L with J_m(z) = a exp(L), J_m'(z) = b exp(L) and |a| + |b| = 1."""
    z = complex(z)
    if z.imag < 0:
        a, b, log = bessel(orders, z.conjugate())
        return a.conj(), b.conj(), log
    factor = np.exp(1j * z.real)
    return downward(orders, z, complex(hankel1e(0, z)) * factor, complex(hankel1e(1, z)) * factor)


def hankel_slope(h: Complexes, log: Floats, z: complex) -> Complexes:
    """Return H_m'/H_m for all orders of `hankel` but the last."""
    m = np.arange(h.size - 1)
    return m / z - h[1:] / h[:-1] * np.exp(log[1:] - log[:-1])
