"""Riccati-Bessel functions of one order, as pairs (function, derivative) that never divide by a zero.

    psi_l(z) = z j_l(z),   chi_l(z) = z y_l(z),   zeta_l = psi_l + i chi_l   (outgoing for exp(-i w t))
    f_{l-1} + f_{l+1} = (2l+1)/z f_l,   psi chi' - chi psi' = 1

psi is minimal in l and is built downward (Miller), chi is dominant and is built upward; both carry
their own scale, so l = 2000 neither overflows nor underflows. All recurrences have real
coefficients: a tiny imaginary part of z is carried with full relative precision.
Valid for l >= 1 and z != 0, real or complex with |Im z| < 300. Reference: dlmf 10.47-10.51.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

_BIG = 1e100
_LOG_BIG = math.log(_BIG)


@njit(cache=True)
def _start_order(l, size):
    """Return the order from which downward recurrence reaches order l with 1e-17 accuracy.

    The unwanted solution dies as exp(-2 sum acosh(j/z)) above the turning point j = z.
    """
    margin = 8.0 * size ** (1 / 3) + 22.0
    if l > size:
        margin = min(margin, 21.0 / math.acosh((l + 0.5) / size) + 3.0)
    return int(max(l, size) + margin)


@njit(cache=True)
def psi(l, z):
    """Return psi_l, its derivative, its zeros in (0, Re z) and the sum of higher squares.

    Values are scaled by a common unknown factor. Zeros are counted by the sign changes of
    psi_l, psi_{l+1}, ... at z, which equal the zeros below z because zeros of neighbouring orders
    interlace. The tail is sum_{j>l} psi_j^2, for `inner_moment`.
    """
    high, low = z * 0, z * 0 + 1.0
    tail = z * 0
    inverse = 1 / z
    nodes = 0
    for j in range(_start_order(l, abs(z)), l, -1):
        tail += low * low
        new = (2 * j + 1) * inverse * low - high
        if (new.real > 0) != (low.real > 0):
            nodes += 1
        high, low = low, new
        if abs(low) > _BIG:
            high, low, tail = high / _BIG, low / _BIG, tail / _BIG / _BIG
    scale = 1 / (abs(low) + abs(high))
    high, low = high * scale, low * scale
    return low, (l + 1) * inverse * low - high, nodes, tail * scale * scale


@njit(cache=True)
def chi(l, z):
    """Return chi_l, its derivative and the logarithm of the factor both must be multiplied by."""
    inverse = 1 / z
    cosine = np.cos(z)
    low, high = -cosine, -cosine * inverse - np.sin(z)
    log_scale = 0.0
    for j in range(1, l):
        low, high = high, (2 * j + 1) * inverse * high - low
        if abs(high) > _BIG:
            low, high, log_scale = low / _BIG, high / _BIG, log_scale + _LOG_BIG
    return high, low - l * inverse * high, log_scale


@njit(cache=True)
def inner_moment(l, z, value, tail):
    """Return the integral of psi_l^2 / t^2 from 0 to z (from sum_j psi_j^2, telescoped)."""
    return (value * value + 2 * tail) / ((2 * l + 1) * z)


@njit(cache=True)
def outgoing(l, z):
    """Return the logarithmic derivative of zeta_l split into a smooth and a radiating part.

    zeta'/zeta = chi'/chi - 1/(chi zeta): the second term is the radiation. Deep in the
    evanescent region it is far below rounding of the first, so it is returned by itself.

    Returns
    -------
    smooth : complex
        chi'/chi, or all of zeta'/zeta where psi and chi are comparable.
    leak : complex
        -1/(chi zeta) without its scale, or zero.
    log_scale : float
        The leak is ``leak * exp(log_scale)``.
    """
    p, dp, _, _ = psi(l, z)
    c, dc, log_c = chi(l, z)
    wronskian = p * dc - c * dp
    ratio = p / (wronskian * c) * math.exp(-2 * log_c) if abs(c) > 0 else p * 0 + 1.0
    if abs(ratio) > 1e-2 or abs(c) < 1e-30:
        p, dp = p / wronskian, dp / wronskian
        c, dc = c * math.exp(log_c), dc * math.exp(log_c)
        p, dp = p * math.exp(-log_c), dp * math.exp(-log_c)
        return (dp + 1j * dc) / (p + 1j * c), 0j, 0.0
    return dc / c + 0j, -1 / (c * c * (ratio + 1j)), -2 * log_c


@njit(cache=True)
def outgoing_real(l, z):
    """Return real and imaginary part of zeta'/zeta for real z, both free of cancellation."""
    p, dp, _, _ = psi(l, z)
    c, dc, log_c = chi(l, z)
    scale = 1 / (p * dc - c * dp)
    p, dp = p * scale * math.exp(-2 * log_c), dp * scale * math.exp(-2 * log_c)
    square = p * p + c * c
    return (p * dp + c * dc) / square, math.exp(-2 * log_c) / square


@njit(cache=True)
def outer_moment(l, z):
    """Return the integral of zeta_l^2 / t^2 from z outward, divided by zeta_l(z)^2.

    The path goes to +i infinity, where zeta vanishes (regularised norm of a leaky state).
    (2l+3) Z_{l+1} = (2l+1) Z_l + (zeta_l^2 + zeta_{l+1}^2)/z, started from the exponential integral.
    """
    ratio = 1 / z - 1j  # zeta_1 / zeta_0
    moment = _exponential_integral_2(-2j * z) / z
    for j in range(l):
        inverse = 1 / (ratio * ratio)
        moment = ((2 * j + 1) * moment * inverse + (1 + inverse) / z) / (2 * j + 3)
        ratio = (2 * j + 3) / z - 1 / ratio
    return moment


@njit(cache=True)
def _exponential_integral_2(z):
    """Return e^z E_2(z) from its continued fraction (modified Lentz), for |z| of order 1 or more."""
    b = z + 2.0
    c = 1e30 + 0j
    d = 1 / b
    h = d
    for i in range(1, 500):
        a = -i * (i + 1.0)
        b += 2.0
        d = 1 / (a * d + b)
        c = b + a / c
        step = c * d
        h *= step
        if abs(step - 1) < 1e-16:
            break
    return h
