"""Riccati-Bessel functions of one order, as pairs (function, derivative) that never divide by a zero.

One family serves spheres and cylinders: the order l is a whole number for a sphere and m - 1/2 for a
cylinder, where psi = sqrt(pi z/2) J_m(z) and chi = sqrt(pi z/2) Y_m(z).

    psi_l(z) = z j_l(z),   chi_l(z) = z y_l(z),   zeta_l = psi_l + i chi_l   (outgoing for exp(-i w t))
    f_{l-1} + f_{l+1} = (2l+1)/z f_l,   psi chi' - chi psi' = 1

psi is minimal in l and is built downward (Miller), chi is dominant and is built upward; both carry
their own scale, so l = 2000 neither overflows nor underflows. All recurrences have real
coefficients: a tiny imaginary part of z is carried with full relative precision.
Valid for l >= 1, or any l = m - 1/2 with m >= 0, and z != 0, real or complex with |Im z| < 300.
References: bohren1983 chapter 4; dlmf 10.2-10.23.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

BIG = 1e100
_LOG_BIG = math.log(BIG)


@njit(cache=True)
def _orders_above(l, size):
    """Return how far above order l a downward recurrence must start to reach it with 1e-17 accuracy.

    The unwanted solution dies as exp(-2 sum acosh(j/z)) above the turning point j = z.
    """
    margin = 8.0 * size ** (1 / 3) + 22.0
    if l > size:
        margin = min(margin, 21.0 / math.acosh((l + 0.5) / size) + 3.0)
    return int(max(l, size) + margin - l)


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
    for above in range(_orders_above(l, abs(z)), 0, -1):
        j = l + above
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
    low, high, first = _chi_start(l, z)
    log_scale = 0.0
    if l < first:
        return low, (l + 1) * inverse * low - high, log_scale
    for j in range(round(l - first)):
        low, high = high, (2 * (first + j) + 1) * inverse * high - low
        if abs(high) > BIG:
            low, high, log_scale = low / BIG, high / BIG, log_scale + _LOG_BIG
    return high, low - l * inverse * high, log_scale


@njit(cache=True)
def _chi_start(l, z):
    """Return chi of the two lowest orders of the family of l, and the higher of these orders."""
    if l == round(l):
        cosine = np.cos(z)
        return -cosine, -cosine / z - np.sin(z), 1.0
    _, _, low, high = _cylinder_near(z) if abs(z) < _FAR else _cylinder_far(z)
    return low, high, 0.5


_FAR = 25.0
_EULER = 0.57721566490153286


@njit(cache=True)
def _cylinder_near(z):
    """Return sqrt(pi z/2) times J_0, J_1, Y_0, Y_1, |z| below `_FAR`: Neumann's series (dlmf 10.8.3).

    pi/2 Y_0 = (ln(z/2) + gamma) J_0 - 2 sum (-1)^k J_2k / k, and Y_1 = -Y_0'.
    """
    high, low = z * 0, z * 0 + 1e-200
    even, odd, one, cosine = z * 0, z * 0, z * 0, z * 0
    size = abs(z)
    for k in range(int(0.5 * size + 3 * size ** (1 / 3) + 14.0), 0, -1):
        sign = 1.0 - 2.0 * (k % 2)
        below = 4 * k / z * low - high  # high, low, below: orders 2k + 1, 2k, 2k - 1
        odd += sign * (below - high) / k
        even += sign * low / k
        one += 2 * low
        cosine += 2 * sign * low
        high, low = below, (4 * k - 2) / z * below - low
    scale = 1 / (one + low) if abs(z.imag) < 1 else np.cos(z) / (cosine + low)
    logarithm, root = np.log(z / 2) + _EULER, scale * np.sqrt(2 * z / math.pi)
    y0, y1 = logarithm * low - 2 * even, logarithm * high - low / z + odd
    half = 0.5 * math.pi * root
    return half * low, half * high, root * y0, root * y1


@njit(cache=True)
def _cylinder_far(z):
    """Return sqrt(pi z/2) times J_0, J_1, Y_0, Y_1, |z| above `_FAR`: Hankel's series (dlmf 10.17.4)."""
    j0, y0, j1, y1 = z * 0, z * 0, z * 0, z * 0
    for order in range(2):
        p, q, term = z * 0 + 1, z * 0, z * 0 + 1
        for k in range(1, 40):
            term = term * (4 * order * order - (2 * k - 1) ** 2) / (8 * k * z)
            sign = 1.0 if k % 4 < 2 else -1.0
            if k % 2:
                q += sign * term
            else:
                p += sign * term
            if abs(term) < 1e-17:
                break
        angle = z - (0.5 * order + 0.25) * math.pi
        sine, cosine = np.sin(angle), np.cos(angle)
        if order == 0:
            j0, y0 = cosine * p - sine * q, sine * p + cosine * q
        else:
            j1, y1 = cosine * p - sine * q, sine * p + cosine * q
    return j0, j1, y0, y1


@njit(cache=True)
def _zeta_start(l, z):
    """Return zeta of the two lowest orders of the family of l, and the higher of these orders."""
    if l == round(l):
        low = -1j * np.exp(1j * z)
        return low, low * (1 / z - 1j), 1.0
    j0, j1, y0, y1 = _cylinder_near(z) if abs(z) < _FAR else _cylinder_far(z)
    return j0 + 1j * y0, j1 + 1j * y1, 0.5


@njit(cache=True)
def inner_moment(l, z, value, tail):
    """Return the integral of psi_l^2 / t^2 from 0 to z (from sum_j psi_j^2, telescoped).

    It diverges for m = 0 of a cylinder, where it has no weight; the answer is then 0.
    """
    if 2 * l + 1 == 0:
        return value * 0
    return (value * value + 2 * tail) / ((2 * l + 1) * z)


@njit(cache=True)
def outgoing(l, z):
    """Return zeta'/zeta for complex z, with the relative precision of its imaginary part.

    zeta is dominant in l and is built upward. Where it is all but i chi, the radiating part is
    added to chi'/chi by itself, -1/(chi zeta).
    """
    inverse = 1 / z
    low, high, first = _zeta_start(l, z)
    if l < first:
        return (l + 1) * inverse - high / low
    for j in range(round(l - first)):
        low, high = high, (2 * (first + j) + 1) * inverse * high - low
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
    if l == round(l):
        first, ratio = 0.0, 1 / z - 1j  # zeta_1 / zeta_0
        moment = _exponential_integral_2(-2j * z) / z
    else:
        low, high, first = _zeta_start(l, z)
        first, ratio = -0.5, high / low
        moment = 0j  # diverges; of no weight below, where 2j + 1 = 0
    for step in range(round(l - first)):
        j = first + step
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
