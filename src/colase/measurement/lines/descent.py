"""Levenberg-Marquardt over centres and widths of a window, each within its bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .window import Window

Array = NDArray[np.float64]

_NARROWEST = 0.2  # pixel: a line without response cannot be narrower and still be seen by the nodes


def least_width(window: Window) -> float:
    """Return the least own width of a line, in pixels."""
    return 0.0 if window.resolution > _NARROWEST else _NARROWEST


def descend(window: Window, p: Array, fixed: int | None = None) -> Array:
    """Minimise over the nonlinear parameters by Levenberg-Marquardt, one of them held if asked."""
    centres = np.arange(p.size) < window.lines
    low = np.where(centres, window.x[0] - 1, least_width(window))
    high = np.where(centres, window.x[-1] + 1, 2 * (window.x[-1] - window.x[0]))
    free = np.arange(p.size) != (-1 if fixed is None else fixed)
    p = np.clip(p, low, high)
    damp = 1e-2
    _, residuals, jac = window.solve(p)
    chi2 = float(residuals @ residuals)
    for _ in range(40):
        normal, right = jac[:, free].T @ jac[:, free], -jac[:, free].T @ residuals
        diagonal = np.maximum(np.diag(normal), 1e-12 * np.max(np.diag(normal), initial=1e-300))
        step = np.zeros_like(p)
        step[free] = np.linalg.solve(normal + np.diag(damp * diagonal + 1e-300), right)
        limit = np.where(
            centres, 0.5 * (p[window.lines] if p.size > window.lines else 1.0) + 1.0, 0.7 * p + 0.3
        )
        trial = np.clip(p + np.clip(step, -limit, limit), low, high)
        _, new_residuals, new_jac = window.solve(trial)
        new = float(new_residuals @ new_residuals)
        if new <= chi2:
            small = np.max(np.abs(trial - p)) < 1e-5 or chi2 - new < 1e-6 * chi2
            p, residuals, jac, chi2, damp = trial, new_residuals, new_jac, new, max(damp * 0.2, 1e-10)
            if small:
                break
        else:
            damp *= 6
            if damp > 1e8:
                break
    return p
