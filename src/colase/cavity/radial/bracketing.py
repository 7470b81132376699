"""Many bracketed roots at once: safeguarded secant steps in lockstep."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

from .shells import Floats


def bracketed(
    f: Callable[[Floats, NDArray[np.int64]], Floats],
    a: Floats,
    fa: Floats,
    b: Floats,
    fb: Floats,
    rtol: float,
) -> Floats:
    """Return roots of many functions with f(a) <= 0 <= f(b), by safeguarded secant steps in lockstep.

    Illinois steps, with a bisection whenever two steps have not halved the bracket.

    Parameters
    ----------
    f : callable
        Function of (values, indices of the problems).
    rtol : float
        Stop when the bracket or the last step is smaller than this share of the root.
    """
    a, fa, b, fb = a.copy(), fa.copy(), b.copy(), fb.copy()
    root = 0.5 * (a + b)
    side = np.zeros(a.size, dtype=int)
    open_, width = np.arange(a.size), np.abs(b - a)
    for turn in range(200):
        x, y, fx, fy = a[open_], b[open_], fa[open_], fb[open_]
        c = np.where(fy > fx, y - fy * (y - x) / np.where(fy > fx, fy - fx, 1.0), 0.5 * (x + y))
        slow = (turn % 3 == 2) & (np.abs(y - x) > 0.5 * width[open_])
        c = np.clip(np.where(slow, 0.5 * (x + y), c), np.minimum(x, y), np.maximum(x, y))
        if turn % 3 == 2:
            width[open_] = np.abs(y - x)
        fc = f(c, open_)
        moved = np.abs(c - root[open_])
        root[open_] = c
        left = fc < 0
        halve_b = left & (side[open_] < 0)
        halve_a = ~left & (side[open_] > 0)
        a[open_], fa[open_] = np.where(left, c, x), np.where(left, fc, np.where(halve_a, 0.5 * fx, fx))
        b[open_], fb[open_] = np.where(left, y, c), np.where(left, np.where(halve_b, 0.5 * fy, fy), fc)
        side[open_] = np.where(left, -1, 1)
        done = (np.minimum(moved, np.abs(b - a)[open_]) < rtol * np.abs(c)) | (fc == 0)
        open_ = open_[~done]
        if not open_.size:
            return root
    raise ConvergenceError("sphere modes: bracketed root search did not close in 200 steps.")
