"""Riccati-Bessel functions of one order, as pairs (function, derivative) that never divide by a zero.

    psi_l(z) = z j_l(z),   chi_l(z) = z y_l(z),   zeta_l = psi_l + i chi_l   (outgoing for exp(-i w t))
    f_{l-1} + f_{l+1} = (2l+1)/z f_l,   psi chi' - chi psi' = 1

psi is minimal in l and is built downward (Miller), chi is dominant and is built upward; both carry
their own scale, so l = 2000 neither overflows nor underflows. All recurrences have real
coefficients: a tiny imaginary part of z is carried with full relative precision.
Valid for l >= 1 and z != 0, real or complex with |Im z| < 300. Reference: bohren1983
chapter 4.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

BIG = 1e100
_LOG_BIG = math.log(BIG)


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
        if abs(low) > BIG:
            high, low, tail = high / BIG, low / BIG, tail / BIG / BIG
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
        if abs(high) > BIG:
            low, high, log_scale = low / BIG, high / BIG, log_scale + _LOG_BIG
    return high, low - l * inverse * high, log_scale


@njit(cache=True)
def inner_moment(l, z, value, tail):
    """Return the integral of psi_l^2 / t^2 from 0 to z (from sum_j psi_j^2, telescoped)."""
    return (value * value + 2 * tail) / ((2 * l + 1) * z)


@njit(cache=True)
def outgoing(l, z):
    """Return zeta'/zeta for complex z, with the relative precision of its imaginary part.

    zeta is dominant in l and is built upward. Where it is all but i chi, the radiating part is
    added to chi'/chi by itself, -1/(chi zeta).
    """
    inverse = 1 / z
    low = -1j * np.exp(1j * z)
    high = low * (inverse - 1j)
    for j in range(1, l):
        low, high = high, (2 * j + 1) * inverse * high - low
        if abs(high) > BIG:
            low, high = low / BIG, high / BIG
    c, dc, log_c = chi(l, z)
    if log_c == 0 and abs(high - 1j * c) > 1e-2 * abs(c):
        return low / high - l * inverse
    p, dp, _, _ = psi(l, z)
    faint = math.exp(-2 * log_c)
    ratio = p / ((p * dc - c * dp) * c) * faint
    return dc / c - faint / (c * c * (ratio + 1j))


@njit(cache=True)
def standing(l, z):
    """Return the two real-analytic parts of zeta'/zeta = A + i B: standing wave and radiation.

    A = (psi psi' + chi chi')/(psi^2 + chi^2),  B = 1/(psi^2 + chi^2). Deep in the evanescent region
    B is far below rounding of A, so it comes with its own scale.

    Returns
    -------
    A, B : float or complex
    log_scale : float
        The radiating part is ``B * exp(log_scale)``.
    """
    p, dp, _, _ = psi(l, z)
    c, dc, log_c = chi(l, z)
    scale = math.exp(-2 * log_c) / (p * dc - c * dp)
    p, dp = p * scale, dp * scale
    square = p * p + c * c
    return (p * dp + c * dc) / square, 1 / square, -2 * log_c


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
