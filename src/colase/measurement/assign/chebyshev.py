"""Interpolation of a smooth function of a few variables at Chebyshev nodes (trefethen2019)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nodes(low: float, high: float, count: int) -> Array:
    """Return Chebyshev points of an interval; the middle for one."""
    t = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return 0.5 * (low + high) + 0.5 * (high - low) * t


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Coefficients of a product of Chebyshev polynomials over a box."""

    coefficients: Array
    low: Array
    high: Array

    @classmethod
    def through(cls, values: Array, low: Array, high: Array) -> Table:
        """Return the interpolant of values at `nodes`, one axis a variable."""
        found = np.asarray(values, dtype=float)
        for axis, count in enumerate(found.shape):
            t = np.pi * (np.arange(count) + 0.5) / count
            matrix = 2 / count * np.cos(np.outer(np.arange(count), t))
            matrix[0] /= 2
            found = np.moveaxis(np.tensordot(matrix, found, axes=(1, axis)), 0, axis)
        return cls(found, np.asarray(low, dtype=float), np.asarray(high, dtype=float))

    def __call__(self, at: Array) -> Array:
        """Return the function at points, shape (..., variable)."""
        shape = at.shape[:-1]
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        t = np.where(self.high > self.low, (2 * at - self.low - self.high) / span, 0.0)
        flat = np.ascontiguousarray(t.reshape(-1, at.shape[-1]))
        padded = self.coefficients.reshape(self.coefficients.shape + (1,) * (4 - self.coefficients.ndim))
        if flat.shape[1] < 4:
            flat = np.concatenate([flat, np.zeros((flat.shape[0], 4 - flat.shape[1]))], axis=1)
        return _sum(np.ascontiguousarray(padded), flat).reshape(shape)


@njit(cache=True)
def _sum(c, at):
    """Return the sum of products at many points, four variables."""
    out = np.empty(at.shape[0])
    n0, n1, n2, n3 = c.shape
    t = np.ones((4, max(n0, n1, n2, n3) + 1))
    for p in range(at.shape[0]):
        for v in range(4):
            t[v, 1] = at[p, v]
            for j in range(2, t.shape[1]):
                t[v, j] = 2 * at[p, v] * t[v, j - 1] - t[v, j - 2]
        total = 0.0
        for i in range(n0):
            for j in range(n1):
                for k in range(n2):
                    part = 0.0
                    for m in range(n3):
                        part += c[i, j, k, m] * t[3, m]
                    total += part * t[0, i] * t[1, j] * t[2, k]
        out[p] = total
    return out
