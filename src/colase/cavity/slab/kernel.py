"""Layer-by-layer propagation of the field of a slab waveguide.

With xi = k0 x, u = E_y (TE) or H_y (TM) and p = 1 (TE) or n^2 (TM),

    du/dxi = p v,      dv/dxi = -(n^2 - N^2)/p u,

N being the effective index. A guided mode decays on both sides: v = +gamma/p u on the left and
-gamma/p u on the right, gamma = sqrt(N^2 - n^2). The Pruefer angle tan(phi) = -v/u crosses pi/2 +
j pi upwards at every zero of u and falls with N at the right side, so mode m is the only N at which
phi - arctan(gamma/p) reaches m pi: the modes can be counted and bisected without missing one.
"""

from __future__ import annotations

from math import atan, ceil, copysign, cos, exp, pi, sin, sqrt

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def _cross_layer(u, v, q2, p, depth):
    """Carry real (u, v) through a layer with q2 = n^2 - N^2, up to a positive factor."""
    if q2 > 0:
        q = sqrt(q2)
        c, s = cos(q * depth), sin(q * depth)
        return c * u + p * s / q * v, c * v - q / p * s * u
    if q2 < 0:
        g = sqrt(-q2)
        decay = exp(-2 * g * depth)
        c, s = (1 + decay) / 2, (1 - decay) / 2
        return c * u + p * s / g * v, c * v + g / p * s * u
    return u + p * depth * v, v


@numba.njit(cache=True, nogil=True)
def mismatch(neff2, depth, eps, tm):
    """Return the Pruefer angle at the right side minus the one a guided mode has there.

    Parameters
    ----------
    neff2 : float
        Square of the trial effective index, above both outer ``eps``.
    depth : ndarray, shape (layer,)
        k0 times the thickness of each inner layer, left to right.
    eps : ndarray, shape (layer + 2,)
        Real n^2 of the left side, the layers and the right side.
    tm : bool
        TM instead of TE.
    """
    p_left = eps[0] if tm else 1.0
    phi = -atan(sqrt(max(neff2 - eps[0], 0.0)) / p_left)
    for j in range(depth.size):
        p = eps[j + 1] if tm else 1.0
        q2 = eps[j + 1] - neff2
        u, v = cos(phi), -sin(phi)
        turn = ceil(phi / pi - 0.5)
        if q2 > 0:
            q = sqrt(q2)
            # the angle scaled by p/q advances by q per unit depth and shares the zeros of u
            scaled = phi if u == 0 else atan(-v / u * p / q) + pi * turn
            scaled += q * depth[j]
            turn = ceil(scaled / pi - 0.5)
            phi = atan(np.tan(scaled) * q / p) + pi * turn
        else:
            u1, v1 = _cross_layer(u, v, q2, p, depth[j])
            if u * u1 < 0 or u == 0:
                turn += 1
            # a zero of u right at the interface belongs to the layer behind it
            phi = (atan(-v1 / u1) if u1 != 0 else copysign(pi / 2, -v1 * u)) + pi * turn
    p_right = eps[-1] if tm else 1.0
    return phi - atan(sqrt(max(neff2 - eps[-1], 0.0)) / p_right)


@numba.njit(cache=True, nogil=True)
def guided_orders(depth, eps, tm):
    """Return how many guided modes a real slab has."""
    low, high = max(eps[0], eps[-1]), eps[1:-1].max()
    if high <= low:
        return 0
    d = mismatch(low, depth, eps, tm)
    return 0 if d <= 0 else ceil(d / pi)


@numba.njit(cache=True, nogil=True)
def guided_root(order, depth, eps, tm):
    """Return N^2 of one guided mode by bisection of the angle down to rounding."""
    low, high = max(eps[0], eps[-1]), eps[1:-1].max()
    while True:
        middle = 0.5 * (low + high)
        if middle <= low or middle >= high:
            return middle
        if mismatch(middle, depth, eps, tm) > order * pi:
            low = middle
        else:
            high = middle


@numba.njit(cache=True, nogil=True)
def guided_roots(order, depth, eps, tm):
    """Return N^2 of many independent problems; NaN where the order is not guided.

    Parameters
    ----------
    order, tm : ndarray, shape (problem,)
    depth : ndarray, shape (problem, layer)
    eps : ndarray, shape (problem, layer + 2)
    """
    found = np.full(order.size, np.nan)
    for i in range(order.size):
        if order[i] < guided_orders(depth[i], eps[i], tm[i]):
            found[i] = guided_root(order[i], depth[i], eps[i], tm[i])
    return found
