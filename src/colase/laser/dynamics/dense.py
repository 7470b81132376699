"""A small dense system, without pivoting: the systems of `elimination` have a dominant diagonal."""

from __future__ import annotations

import numpy as np
from numba import njit

from .row_products import COUNTED, FAST, KERNEL


@njit(**COUNTED)
def multiply(a, b, out):
    """Write A B^T; the library makes arrays on the way, and nothing here inherits how its caller counts."""
    np.dot(a, b.T, out)


@njit(**KERNEL, fastmath=FAST, error_model="numpy", forceinline=True)
def decompose(a):
    """Replace a matrix by its LU decomposition (unit lower triangle, no pivoting, inverse pivots)."""
    n = a.shape[0]
    for k in range(n):
        pivot = 1.0 / a[k, k]
        a[k, k] = pivot
        for i in range(k + 1, n):
            share = a[i, k] * pivot
            a[i, k] = share
            for j in range(k + 1, n):
                a[i, j] -= share * a[k, j]


@njit(**KERNEL, fastmath=FAST, error_model="numpy", forceinline=True)
def substitute(a, y):
    """Solve a decomposed system in place."""
    n = a.shape[0]
    for i in range(n):
        total = y[i]
        for j in range(i):
            total -= a[i, j] * y[j]
        y[i] = total
    for i in range(n - 1, -1, -1):
        total = y[i]
        for j in range(i + 1, n):
            total -= a[i, j] * y[j]
        y[i] = total * a[i, i]
