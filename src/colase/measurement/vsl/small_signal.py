"""The exponential formula y = A (e^{gL} - 1)/g for every cut-off of the stripe length.

Background and zero are those of the joint fit. Past saturation the formula is too low and its formal error
shrinks as the bias grows, so that it is shown for every cut-off and never alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .model import stripe_output
from .problem import StripeProblem

Array = NDArray[np.float64]


def small_signal_of(problem: StripeProblem, p: Array) -> tuple[Array, Array, Array]:
    """Return cut-offs and, for each, gain and error of the exponential formula.

    Background and zero are those of the joint fit.
    """
    _, _, b = problem.projected(p)
    zero = float(p[-1]) * problem.zero_error if problem.zero_error else 0.0
    x, y = np.maximum(problem.length - zero, 0.0), problem.output - b
    counts = [n for n in range(5, x.size) if n % max(1, x.size // 20) == 0] + [x.size]
    rows = [_exponential(x[:n], y[:n], problem.weights[:n]) for n in counts if x[n - 1] > 0]
    cutoffs = np.array([problem.length[n - 1] for n in counts if x[n - 1] > 0])
    return cutoffs, np.array([r[0] for r in rows]), np.array([r[1] for r in rows])


def _exponential(x: Array, y: Array, w: Array) -> tuple[float, float]:
    """Return gain and error of y = A (e^{gL} - 1)/g by a scan that zooms in three times."""
    low, high = -4 / x[-1], 60 / x[-1]
    gains, best = np.zeros(1), 0
    for _ in range(4):
        gains = np.linspace(low, high, 65)
        f = stripe_output(x, gains[:, None])
        chi2 = np.sum(w * y**2) - np.sum(w * f * y, axis=1) ** 2 / np.sum(w * f * f, axis=1)
        best = int(np.clip(np.argmin(chi2), 1, 63))
        low, high = gains[best - 1], gains[best + 1]
    h = 1e-3 / x[-1]
    f = stripe_output(x, gains[best] + h * np.array([[-1.0], [0.0], [1.0]]))
    three = -(np.sum(w * f * y, axis=1) ** 2) / np.sum(w * f * f, axis=1)
    bend = (three[0] - 2 * three[1] + three[2]) / h**2
    return float(gains[best]), float(np.sqrt(2 / bend)) if bend > 0 else np.inf
