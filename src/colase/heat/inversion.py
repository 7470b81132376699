"""From the Laplace variable back to time, for many times at once.

    f(t) = (1/2 pi i) Int e^(s t) F(s) ds  on a parabola  s = mu (1 + i u)^2,

by the midpoint rule, for all times of one decade with the same few nodes. The error falls as
exp(-2 pi N/sqrt(8 L + 1)) for N nodes and times t_1/L to t_1 (weideman2007): 1e-12 for N = 40, L = 10,
relative to the largest value of the decade. It holds for functions whose singularities lie on the negative
real axis, as those of conduction do.
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complexfloating]

NODES = 40
SPAN = 10.0


def contour(longest: float) -> tuple[Complex, Complex]:
    """Return nodes s (1/s) and weights w for times from ``longest``/10 to ``longest``.

    f(t) = Re sum_j w_j exp(s_j t) F(s_j).
    """
    root = sqrt(8 * SPAN + 1)
    h, mu = root / NODES, pi * NODES / (4 * root * longest)
    u = (np.arange(NODES) + 0.5) * h
    side = np.asarray(1 + 1j * u, dtype=np.complex128)
    return mu * side**2, 2 * h * mu / pi * side


def decades(time: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the exponent n of the decade 10^(n-1) < t <= 10^n of positive times."""
    return np.ceil(np.log10(time) - 1e-12).astype(np.int64)
