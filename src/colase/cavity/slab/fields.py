"""Fields of a slab mode at every interface, their mismatch, and integrals over each layer.

Complex N^2 and n^2. Notation of `kernel`: xi = k0 x, du/dxi = p v, dv/dxi = -(n^2 - N^2)/p u.
Within a layer (du/dxi)^2 + q^2 u^2 is constant, q^2 = n^2 - N^2, so the integrals are closed:

    Int u^2 dxi = [C d - (u du/dxi)|]/(2 q^2),    Int (du/dxi)^2 dxi = [C d + (u du/dxi)|]/2.
"""

from __future__ import annotations

from math import exp, sqrt

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def _cross(u, v, q2, p, depth):
    """Carry (u, v) through a layer, both divided by the growth exp(|Im q| d); return also 1/growth."""
    q = np.sqrt(q2 + 0j)
    growth = abs(q.imag) * depth
    forward, backward = np.exp(1j * q * depth - growth), np.exp(-1j * q * depth - growth)
    c = (forward + backward) / 2
    s = (forward - backward) / (2j * q) if abs(q) * depth > 1e-7 else depth * exp(-growth) + 0j
    return c * u + p * s * v, c * v - q2 / p * s * u, exp(-growth)


@numba.njit(cache=True, nogil=True)
def boundary_fields(neff2, depth, eps, tm, meet):
    """Return (u, v) at every interface and the mismatch of the halves grown from both sides.

    The halves meet at interface ``meet``, where they are made to agree in the larger of u and v.
    The mismatch is their Wronskian divided by their norms.

    Returns
    -------
    u, v : ndarray of complex, shape (layer + 1,)
    mismatch : complex
    """
    count = depth.size
    u, v = np.empty(count + 1, np.complex128), np.empty(count + 1, np.complex128)
    p = eps if tm else np.ones_like(eps)
    u[0], v[0] = 1.0, np.sqrt(neff2 - eps[0]) / p[0]
    for j in range(meet):
        u[j + 1], v[j + 1], shrink = _cross(u[j], v[j], eps[j + 1] - neff2, p[j + 1], depth[j])
        u[: j + 1] *= shrink
        v[: j + 1] *= shrink
    left_u, left_v = u[meet], v[meet]
    u[count], v[count] = 1.0, -np.sqrt(neff2 - eps[-1]) / p[-1]
    for j in range(count - 1, meet - 1, -1):
        u[j], minus_v, shrink = _cross(u[j + 1], -v[j + 1], eps[j + 1] - neff2, p[j + 1], depth[j])
        v[j] = -minus_v
        u[j + 1 :] *= shrink
        v[j + 1 :] *= shrink
    norms = sqrt((abs(left_u) ** 2 + abs(left_v) ** 2) * (abs(u[meet]) ** 2 + abs(v[meet]) ** 2))
    wronskian = (left_u * v[meet] - left_v * u[meet]) / norms
    join = u[meet] / left_u if abs(left_u) > abs(left_v) else v[meet] / left_v
    u[:meet] *= join
    v[:meet] *= join
    return u, v, wronskian


@numba.njit(cache=True, nogil=True)
def meeting_interface(neff2, depth, eps, tm):
    """Return the interface at which the halves of a mode agree best: where the mode is strong.

    Of two coupled cores one may be almost dark, and there a mismatch says nothing.
    """
    best, smallest = 0, np.inf
    for meet in range(depth.size + 1):
        mismatch = abs(boundary_fields(neff2 + 0j, depth, eps.real + 0j, tm, meet)[2])
        if mismatch < smallest:
            best, smallest = meet, mismatch
    return best


@numba.njit(cache=True, nogil=True)
def polish(neff2, depth, eps, tm, meet):
    """Refine N^2 of a slab with complex indices by the secant rule; return it and its mismatch."""
    a, b = neff2 + 0j, neff2 * (1 + 1e-7j) + 1e-9
    fa, fb = boundary_fields(a, depth, eps, tm, meet)[2], boundary_fields(b, depth, eps, tm, meet)[2]
    best, smallest = (a, abs(fa)) if abs(fa) <= abs(fb) else (b, abs(fb))
    for _ in range(60):
        if fa == fb:
            break
        step = fb * (b - a) / (fb - fa)
        a, fa, b = b, fb, b - step
        fb = boundary_fields(b, depth, eps, tm, meet)[2]
        if abs(fb) < smallest:
            best, smallest = b, abs(fb)
        if abs(step) <= 1e-15 * abs(b):
            break
    return best, smallest


@numba.njit(cache=True, nogil=True)
def followed(neff2, depth, eps, tm, meet):
    """Follow N^2 from the slab without Im n^2 to the slab as it is; return it and its mismatch.

    Im n^2 grows in steps of at most 0.05; a step on which N^2 moves further than any layer's n^2 is halved.
    """
    most = np.abs(eps.imag).max()
    share, step, w, off = 0.0, min(1.0, 0.05 / most), neff2 + 0j, 1.0
    while share < 1:
        to = min(1.0, share + step)
        found, off = polish(w, depth, eps.real + 1j * to * eps.imag, tm, meet)
        if off < 1e-6 and abs(found - w) < 1.5 * most * (to - share) + 1e-7 * abs(w):
            share, w = to, found
        elif step > 1e-3:
            step /= 2
        else:
            return found, 1.0
    return w, off


@numba.njit(cache=True, nogil=True)
def rounding(neff2, depth, eps, tm, meet):
    """Return by how much the mismatch changes when N^2 is off by the last bits of its number.

    From the slope, and from those bits themselves: close to cut-off sqrt(N^2 - n^2) has no slope.
    """
    bits, step = 4 * 2.2e-16 * abs(neff2), 1e-12 * abs(neff2)
    most = 0.0
    for by in (step, bits):
        high = boundary_fields(neff2 + by, depth, eps, tm, meet)[2]
        low = boundary_fields(neff2 - by, depth, eps, tm, meet)[2]
        most = max(most, bits * abs(high - low) / (2 * by))
    return most


@numba.njit(cache=True, nogil=True)
def layer_integrals(neff2, depth, eps, tm, meet):
    """Return Int u^2 and Int (du/dxi)^2 over left side, every layer and right side, unconjugated.

    Returns
    -------
    square, slope : ndarray of complex, shape (layer + 2,)
    """
    u, v, _ = boundary_fields(neff2, depth, eps, tm, meet)
    count = depth.size
    square, slope = np.empty(count + 2, np.complex128), np.empty(count + 2, np.complex128)
    for side, edge in ((0, 0), (count + 1, count)):
        gamma = np.sqrt(neff2 - eps[side])
        if abs(gamma) < 1e-12:  # at cut-off the field reaches to infinity
            gamma = 1e-12 + 0j
        square[side], slope[side] = u[edge] ** 2 / (2 * gamma), gamma * u[edge] ** 2 / 2
    for j in range(count):
        p = eps[j + 1] if tm else 1.0 + 0j
        q2, d = eps[j + 1] - neff2, depth[j]
        du0, du1 = p * v[j], p * v[j + 1]
        constant = ((du0**2 + q2 * u[j] ** 2) + (du1**2 + q2 * u[j + 1] ** 2)) / 2
        rise = u[j + 1] * du1 - u[j] * du0
        slope[j + 1] = (constant * d + rise) / 2
        if abs(q2) * d * d > 1e-4:
            square[j + 1] = (constant * d - rise) / (2 * q2)
        else:  # nearly straight: Simpson's rule is exact to (q d)^4
            middle, _, shrink = _cross(u[j], v[j], q2, p, d / 2)
            square[j + 1] = d / 6 * (u[j] ** 2 + 4 * (middle / shrink) ** 2 + u[j + 1] ** 2)
    return square, slope


@numba.njit(cache=True, nogil=True)
def solve_fields(roots, depth, eps, tm):
    """Refine and integrate many guided modes, starting from N^2 of the slabs without Im n^2.

    Parameters
    ----------
    roots, tm : ndarray, shape (mode,)
    depth : ndarray, shape (mode, layer)
    eps : ndarray of complex, shape (mode, layer + 2)

    Returns
    -------
    neff2 : ndarray of complex, shape (mode,)
    mismatch, excused : ndarray, shape (mode,)
        Mismatch of the halves, and how much of it the rounding of N^2 explains.
    square, slope : ndarray of complex, shape (mode, layer + 2)
    """
    neff2, mismatch, excused = roots + 0j, np.empty(roots.size), np.empty(roots.size)
    square, slope = np.empty(eps.shape, np.complex128), np.empty(eps.shape, np.complex128)
    for i in range(roots.size):
        meet = meeting_interface(roots[i], depth[i], eps[i], tm[i])
        if np.abs(eps[i].imag).max() > 0:
            neff2[i], mismatch[i] = followed(roots[i], depth[i], eps[i], tm[i], meet)
        else:
            mismatch[i] = abs(boundary_fields(neff2[i], depth[i], eps[i], tm[i], meet)[2])
        excused[i] = rounding(neff2[i], depth[i], eps[i], tm[i], meet)
        square[i], slope[i] = layer_integrals(neff2[i], depth[i], eps[i], tm[i], meet)
    return neff2, mismatch, excused, square, slope
