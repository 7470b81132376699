"""Poles and residues of the Padé approximation of the exponential that long ladders are advanced with.

    exp(x) ≈ P_7(x)/Q_8(x) = 2 Re Σ_k c_k/(x - z_k),   k = 1 ... 4

With a tridiagonal generator in the place of x each term is one solution of a tridiagonal system. All
poles lie in the right half plane, where the resolvent of a generator is bounded by 1/Re z however far the
generator is from normal; the best approximations on the half line have poles on the left and fail for
ladders of more than a dozen states.

Reference: hairer1996, section IV.3.
"""

from __future__ import annotations

from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

_ORDER = 8


@cache
def exponential_poles() -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the poles z_k in the upper half plane and their residues c_k, four each."""
    k, m = _ORDER, _ORDER - 1
    upper = [_coefficient(m, k, j) for j in range(m + 1)]
    lower = [(-1) ** j * _coefficient(k, m, j) for j in range(k + 1)]
    poles = np.roots(lower[::-1]).astype(np.complex128)
    residues = np.array(
        [
            np.polyval(upper[::-1], q) / (lower[-1] * np.prod(q - np.delete(poles, i)))
            for i, q in enumerate(poles)
        ],
        dtype=np.complex128,
    )
    above = poles.imag > 0
    return np.ascontiguousarray(poles[above]), np.ascontiguousarray(residues[above])


def _coefficient(own: int, other: int, j: int) -> float:
    """Return the coefficient of x^j in the part of degree ``own`` beside one of degree ``other``."""
    chosen = factorial(own) / (factorial(j) * factorial(own - j))
    return chosen * factorial(own + other - j) / factorial(own + other)
