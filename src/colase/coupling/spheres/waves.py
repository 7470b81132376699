"""Radial and angular functions of all orders 0 to L at once, scaled so that l = 1000 keeps its digits.

    psi_l(z) = z j_l(z) = a_l exp(s_l),   psi_l'(z) = b_l exp(s_l),   |a_l| + |b_l| = 1
    xi_l(z) = z h_l(z) (first kind, outgoing for exp(-i w t)),   t_l = xi_l(z)/xi_l(z_0)

psi is minimal above l = |z| and runs downward, xi is dominant and runs upward, as ratios of
neighbouring orders; t_l <= 1 outside the radius of z_0, so it needs no scale. P_l^m is orthonormal on
(-1, 1). Valid for complex z with |Im z| << 1. Reference: dlmf 10.51, 14.10.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Complexes = NDArray[np.complex128]
Floats = NDArray[np.float64]

_BIG = 1e100
_LOG_BIG = math.log(_BIG)


@njit(cache=True)
def regular(orders, z):
    """Return a, b and s of psi_0 to psi_orders at complex z."""
    size = abs(z)
    start = int(max(orders, size) + 8 * size ** (1 / 3) + 30)
    a, b = np.empty(orders + 1, np.complex128), np.empty(orders + 1, np.complex128)
    s = np.empty(orders + 1)
    high, low, scale = 0j, 1 + 0j, 0.0
    for l in range(start, -1, -1):
        if l <= orders:
            a[l], b[l], s[l] = low, (l + 1) / z * low - high, scale
        below = (2 * l + 1) / z * low - high
        high, low = low, below  # at the end: psi_0 and psi_-1 = cos z
        if abs(low) > _BIG:
            high, low, scale = high / _BIG, low / _BIG, scale + _LOG_BIG
    sine, cosine = np.sin(z), np.cos(z)
    factor = sine / high if abs(sine) > abs(cosine) else cosine / low
    turn, shift = factor / abs(factor), math.log(abs(factor)) - scale
    for l in range(orders + 1):
        norm = abs(a[l]) + abs(b[l])
        a[l], b[l] = a[l] / norm * turn, b[l] / norm * turn
        s[l] += math.log(norm) + shift
    return a, b, s


@njit(cache=True)
def outgoing(orders, z):
    """Return ln xi_l (complex) and xi_l'/xi_l of orders 0 to ``orders`` at complex z."""
    log, slope = np.empty(orders + 1, np.complex128), np.empty(orders + 1, np.complex128)
    total = 1j * z - 0.5j * math.pi
    ratio = 1 / z - 1j  # xi_1 / xi_0
    for l in range(orders + 1):
        log[l], slope[l] = total, (l + 1) / z - ratio
        total += np.log(ratio)
        ratio = (2 * l + 3) / z - 1 / ratio
    return log, slope


@njit(cache=True)
def outgoing_relative(orders, z, z0):
    """Return xi_l(z_i)/xi_l(z0) and xi_l'(z_i)/xi_l(z0), shape (order, point), for |z_i| >= |z0|."""
    value, slope = (
        np.empty((orders + 1, z.size), np.complex128),
        np.empty((orders + 1, z.size), np.complex128),
    )
    inverse = np.empty(orders + 1, np.complex128)
    ratio = 1 / z0 - 1j
    for l in range(orders + 1):
        inverse[l] = 1 / ratio
        ratio = (2 * l + 3) / z0 - inverse[l]
    for i in range(z.size):
        t, ratio, step = np.exp(1j * (z[i] - z0)), 1 / z[i] - 1j, 1 / z[i]
        for l in range(orders + 1):
            value[l, i], slope[l, i] = t, t * ((l + 1) * step - ratio)
            t *= ratio * inverse[l]
            ratio = (2 * l + 3) * step - 1 / ratio
    return value, slope


@njit(cache=True)
def legendre(orders, m, cosine, sine):
    """Return orthonormal P_l^m and sin(theta) dP_l^m/dtheta, shape (order, point); zero below l = m."""
    points = cosine.size
    P, D = np.zeros((orders + 1, points)), np.zeros((orders + 1, points))
    for i in range(points):
        x, low, high = cosine[i], 0.0, math.sqrt(0.5)
        for j in range(1, m + 1):
            high *= -math.sqrt((2 * j + 1) / (2.0 * j)) * sine[i]
        for l in range(m, orders + 1):
            P[l, i] = high
            D[l, i] = (
                l * x * high - math.sqrt((2 * l + 1.0) / (2 * l - 1.0) * (l - m) * (l + m)) * low
                if l
                else 0.0
            )
            up = math.sqrt((4.0 * (l + 1) ** 2 - 1) / ((l + 1.0) ** 2 - m * m))
            back = math.sqrt((l * l - m * m) / (4.0 * l * l - 1)) if l else 0.0
            low, high = high, up * (x * high - back * low)
    return P, D
