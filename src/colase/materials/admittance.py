"""Admittances of plane waves in layers: what the light above a stack sees of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


def surface_admittance(eps: Complex, depths: ArrayLike, s2: ArrayLike, tm: bool) -> Complex:
    """Return Y seen from a face: layers of k0 times thickness ``depths``, the nearest first.

    Parameters
    ----------
    eps : ndarray of complex, shape (layer + 1,)
        n^2 of the layers and, last, of the half-space behind them.
    depths : array_like, shape (layer,)
        k0 times thickness.
    s2 : array_like
        Squares of the in-plane index, any shape.
    """
    s2 = np.atleast_1d(np.asarray(s2))
    columns = np.broadcast_to(np.asarray(eps)[:, None], (len(eps), s2.size))
    deep = np.broadcast_to(np.asarray(depths, dtype=float)[:, None], (len(eps) - 1, s2.size))
    padded = np.concatenate([columns[:1], columns])  # the face itself has no medium in front
    return downwards(padded, deep, s2, tm)[0]


def vertical_index(eps: Complex, s2: ArrayLike) -> Complex:
    """Return q = sqrt(n^2 - s^2) with Im q >= 0."""
    q: Complex = np.sqrt(np.asarray(eps - np.asarray(s2), dtype=complex))
    return np.where(np.imag(q) < 0, -q, q)


def admittance(eps: Complex, s2: ArrayLike, tm: bool) -> Complex:
    """Return eta = H/E of a wave: q (TE) or n^2/q (TM)."""
    q = vertical_index(eps, s2)
    q = np.where(q == 0, 1e-150, q)
    return eps / q if tm else q


def downwards(eps: Complex, depth: Array, s2: ArrayLike, tm: bool) -> tuple[Complex, Complex, Complex]:
    """Return Y of the whole stack, E_bottom/E_top of each layer, and Y at every face but the first.

    ``eps`` has shape (layer + 2, point), the medium of incidence first; ``depth`` (layer, point).
    """
    y = admittance(eps[-1], s2, tm)
    ratios, faces = np.empty(depth.shape, complex), np.empty(depth.shape, complex)
    for j in range(depth.shape[0] - 1, -1, -1):
        faces[j] = y
        q = vertical_index(eps[j + 1], s2)
        eta = admittance(eps[j + 1], s2, tm)
        twice = np.exp(2j * q * depth[j])  # decays
        c, s = (1 + twice) / 2, (twice - 1) / 2j  # cos and sin times exp(i delta)
        top = c - 1j * y / eta * s
        y = (y * c - 1j * eta * s) / top
        ratios[j] = np.exp(1j * q * depth[j]) / top
    return y, ratios, faces
