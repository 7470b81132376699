"""From the best parameters of a window to its lines with errors, and to bounds of hidden widths.

Where chi-square does not rise by 3.84 between the best width and zero the line is resolution-limited; its
width is below the value at which chi-square has risen by 2.71 (95 %, one-sided). Where no response is known
the pixel takes its place (the least width is a fifth of one), and whether a line is limited and its bound
both follow from the standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .descent import descend, least_width
from .shapes import pixel_profiles
from .window import Window

Array = NDArray[np.float64]

_TWO_SIDED, _ONE_SIDED = 3.84, 2.71
LEAST_FREE = 0.1  # share of a pixel that the fit leaves free, at least


@dataclass(frozen=True, slots=True, eq=False)
class WindowFit:
    """Lines of one window; arrays over ``line``, lengths in the unit of the axis.

    ``lorentz_limit`` is the one-sided 95 % bound of the width (Lorentzian, of a Gaussian line its own) of a
    resolution-limited line, else infinite.
    """

    centre: Array
    centre_error: Array
    lorentz: Array
    lorentz_error: Array
    gauss: Array
    height: Array
    area: Array
    area_error: Array
    fano: Array
    limited: NDArray[np.bool_]
    lorentz_limit: Array
    model: Array
    chi2: float
    free: int
    weights: Array


def summary_of(window: Window, p: Array, origin: float, unit: float) -> WindowFit:
    """Return lines, errors and bounds at the best nonlinear parameters ``p``."""
    linear, res, _ = window.solve(p)
    n, k = window.lines, p.size + linear.size
    free = max(res.size - k, 1)
    chi2 = float(res @ res)
    scale = max(chi2 / free, 1e-300)
    errors = np.sqrt(np.maximum(np.diag(_covariance(window, p, linear, res, scale)), 0.0))
    lorentz, gauss = window.widths(p)
    index = np.full(n, n) if window.shared else np.arange(n, 2 * n)
    width_error = errors[index]
    limited, limit = np.zeros(n, dtype=bool), np.full(n, np.inf)
    own = np.abs(p[index])
    for i in np.flatnonzero((own < 3 * width_error) | (own < 0.3 * max(window.resolution, 1.0))):
        limited[i], limit[i] = _limit(window, p, int(index[i]), chi2, scale, float(width_error[i]))
    profile = pixel_profiles(window.x, p[:n], lorentz, gauss)[0].real
    fano = np.full(n, np.inf)
    if window.shape == "fano":
        ratio = linear[:n] / np.where(linear[n : 2 * n] == 0, 1e-300, linear[n : 2 * n])
        fano = ratio + np.where(ratio < 0, -1, 1) * np.sqrt(ratio**2 + 1)  # (q^2 - 1)/(2q) = a/d
    return WindowFit(
        origin + p[:n] * unit, errors[:n] * unit, lorentz * unit, width_error * unit, gauss * unit,
        linear[:n] * profile.max(axis=1), linear[:n] * unit, errors[p.size : p.size + n] * unit, fano,
        limited, limit * unit, linear @ window.basis(p)[0], chi2, k, window.weights,
    )  # fmt: skip


def _covariance(window: Window, p: Array, linear: Array, residuals: Array, scale: float) -> Array:
    """Return the covariance of nonlinear, then linear parameters.

    Every pixel counts with its own residual over one minus its leverage (mackinnon1985, HC3), since weights
    that were found from few bright pixels are too sure of themselves.
    """
    root = np.sqrt(window.weights)
    functions, derivatives = window.basis(p)
    jac = np.vstack([*(linear @ d for d in derivatives), functions]) * root
    size = np.linalg.norm(jac, axis=1)
    size = np.maximum(size, 1e-12 * size.max())
    scaled = jac / size[:, None]
    if window.prior:
        scaled = np.column_stack([scaled, window.prior * np.eye(len(scaled))[p.size - 1] / size])
    inverse = np.linalg.pinv(scaled @ scaled.T, rcond=1e-12)
    leverage = np.sum((inverse @ scaled) * scaled, axis=0)
    variance = (residuals / np.maximum(1 - leverage, LEAST_FREE)) ** 2
    if window.prior:
        variance[-1] = scale
    return inverse @ (scaled * variance) @ scaled.T @ inverse / np.outer(size, size)


def _limit(
    window: Window, p: Array, index: int, chi2: float, scale: float, error: float
) -> tuple[bool, float]:
    """Return whether a width of zero is allowed, and the one-sided bound if so."""

    def rise(width: float) -> float:
        held = p.copy()
        held[index] = width
        return (float(np.sum(window.solve(descend(window, held, index))[1] ** 2)) - chi2) / scale

    if not window.resolution:
        hidden = bool(p[index] - least_width(window) < _TWO_SIDED**0.5 * error)
        return hidden, float(p[index] + _ONE_SIDED**0.5 * error) if hidden else np.inf
    if rise(least_width(window)) > _TWO_SIDED:
        return False, np.inf
    low = high = max(p[index], 0.05)
    for _ in range(30):
        high *= 1.5
        if rise(high) > _ONE_SIDED:
            break
    for _ in range(10):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rise(middle) < _ONE_SIDED else (low, middle)
    return True, high
