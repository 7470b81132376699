"""Exact steps through a homogeneous layer: Taylor series of the radial equation.

    r^2 u'' = (L - K r^2) u,   L = l(l+1) or m^2 - 1/4,   K = (n k)^2

With r = r0 (1 + t) the coefficients of u(t) follow a five-term recurrence. A step advances the
phase by about one radian, so at most one zero of u lies inside a step, and some twenty terms
reach rounding. Valid for any real or complex K; lengths in units of the outer radius.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

TERMS = 48
BIG = 1e100
_GAUSS_X, _GAUSS_W = np.polynomial.legendre.leggauss(10)


@njit(cache=True)
def series(a, u, slope, L, kappa, reach):
    """Fill ``a`` with Taylor coefficients of u(t); return how many are needed up to ``reach``.

    ``slope`` is du/dt = r0 u', ``kappa`` is K r0^2.
    """
    a[0], a[1] = u, slope
    a[2] = 0.5 * (L - kappa) * a[0]
    a[3] = ((L - kappa) * a[1] - 4 * a[2] - 2 * kappa * a[0]) / 6
    size = abs(a[0]) + abs(a[1]) * reach
    power = reach * reach * reach
    for j in range(2, TERMS - 2):
        a[j + 2] = (
            (L - kappa - j * (j - 1)) * a[j]
            - 2 * (j + 1) * j * a[j + 1]
            - 2 * kappa * a[j - 1]
            - kappa * a[j - 2]
        ) / ((j + 2) * (j + 1))
        power *= reach
        if (abs(a[j + 2]) * reach + abs(a[j + 1])) * power < 1e-18 * size and j > 3:
            return j + 3
    return TERMS


@njit(cache=True)
def evaluate(a, terms, t):
    """Return u and du/dt of the series at t."""
    value, slope = a[terms - 1], a[terms - 1] * 0
    for j in range(terms - 2, -1, -1):
        slope = slope * t + value
        value = value * t + a[j]
    return value, slope


@njit(cache=True)
def stride(r, stop, L, K):
    """Return K r^2, the next step t on the way from r to ``stop``, and whether it is the last.

    The phase (or the exponent) grows by about one over a step.
    """
    kappa = K * r * r
    size = 1.1 / math.sqrt(abs(L - kappa) + abs(L) ** (2 / 3) + 10.0)
    left = stop / r - 1
    last = abs(left) <= size
    return kappa, left if last else math.copysign(size, left), last


@njit(cache=True)
def cross(u, du, start, stop, L, K):
    """Carry a real pair (u, u') through a layer and count the zeros of u; the pair may be rescaled."""
    a = np.empty(TERMS)
    nodes = 0
    r = start
    while r != stop:
        kappa, t, last = stride(r, stop, L, K)
        terms = series(a, u, du * r, L, kappa, abs(t))
        new, slope = evaluate(a, terms, t)
        if (new > 0) != (u > 0):
            nodes += 1
        u, du = new, slope / r
        r = stop if last else r * (1 + t)
        if abs(u) > BIG:
            u, du = u / BIG, du / BIG
    return u, du, nodes


@njit(cache=True)
def cross_integrals(u, du, start, stop, L, K, conjugate):
    """Carry (u, u') through a layer and integrate u^2, or |u|^2 with ``conjugate``.

    Returns
    -------
    u, du : complex
        The pair at ``stop``, rescaled.
    square : complex
        Integral of u^2 dr.
    curl : complex
        Integral of (u'^2 + L u^2/r^2) dr.
    moment : complex
        Integral of u^2/r^2 dr.
    shrink : float
        Factor by which the pair was multiplied on the way (the integrals already contain its square).
    """
    a = np.empty(TERMS, dtype=np.complex128)
    square, curl, moment, shrink = 0j, 0j, 0j, 1.0
    r = start
    while r != stop:
        kappa, t, last = stride(r, stop, L, K)
        terms = series(a, u, du * r, L, kappa, abs(t))
        for g in range(_GAUSS_X.size):
            s = 0.5 * t * (1 + _GAUSS_X[g])
            value, slope = evaluate(a, terms, s)
            weight = 0.5 * abs(t) * r * _GAUSS_W[g]
            twin, twin_slope = (value.conjugate(), slope.conjugate()) if conjugate else (value, slope)
            density = value * twin / (r * (1 + s)) ** 2
            square += weight * value * twin
            moment += weight * density
            curl += weight * (slope * twin_slope / (r * r) + L * density)
        u, slope = evaluate(a, terms, t)
        du = slope / r
        r = stop if last else r * (1 + t)
        size = abs(u) + abs(du) / (1 + math.sqrt(abs(L)))
        if size > BIG:
            u, du, shrink = u / size, du / size, shrink / size
            square, curl, moment = square / size / size, curl / size / size, moment / size / size
    return u, du, square, curl, moment, shrink
