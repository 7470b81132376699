"""One window of a spectrum: lines on a sloping background through a known response, with honest widths.

Centre and width enter nonlinearly; heights (and the dispersive part of a Fano line) and the background
enter linearly and are projected out at every step. The residuals' own scatter sets the errors.

A Lorentzian width that the response hides cannot be given, only bounded: where chi-square does not rise by
3.84 between the best width and zero, the line is **resolution-limited** and the width is below the value at
which chi-square has risen by 2.71 (95 %, one-sided), the quality factor above lambda over that. The
response may give way within its own error.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .descent import descend
from .shapes import pixel_widths
from .summary import LEAST_FREE, WindowFit, summary_of
from .window import Window

Array = NDArray[np.float64]

SHAPES = ("lorentz", "gauss", "voigt", "fano")

_ROUNDS = 2
_GROWTH = np.geomspace(1e-2, 1e5, 71)  # of the variance from the dark to the top of the light
_WORTH = 2.0  # rise of -2 ln(likelihood), per parameter


def fit_window(
    x: Array,
    y: Array,
    centres: Array,
    width: float,
    *,
    resolution: float = 0.0,
    resolution_error: float = 0.0,
    shape: str = "lorentz",
    shared: bool = False,
    weights: Array | None = None,
    noise: float = 0.0,
) -> WindowFit:
    """Fit lines to a window.

    Parameters
    ----------
    x, y : ndarray, shape (pixel,)
        Wavelength and counts.
    centres : ndarray, shape (line,)
        First guesses.
    width : float
        First guess of the full width seen.
    resolution, resolution_error : float
        Full width of the instrument response and its standard error.
    shape : {"lorentz", "gauss", "voigt", "fano"}
        "voigt" has a further Gaussian width of its own, shared by all lines.
    shared : bool
        One width for all lines.
    weights : ndarray, optional
        One over the variance of the counts, up to a common factor; found from the residuals if left out.
    noise : float
        Standard deviation of the noise without light, if more is known of it than this window tells.
    """
    origin, unit = float(x.mean()), float(np.median(pixel_widths(x)))
    order = np.sort(np.asarray(centres, dtype=float))
    window = Window(
        (x - origin) / unit,
        y,
        np.ones_like(y) if weights is None else weights,
        resolution / unit,
        shape,
        shared,
        order.size,
    )
    guess = np.sqrt(max((width / unit) ** 2 - window.resolution**2, (0.25 * width / unit) ** 2))
    count = 1 if shared else order.size
    p = np.concatenate(
        [(order - origin) / unit, np.full(count, guess), [0.5 * guess] if shape == "voigt" else []]
    )
    p = descend(window, p)
    if weights is None:
        for _ in range(_ROUNDS):
            shot = _shot_noise(window, p, noise)
            if shot is None:
                break
            window = replace(window, weights=shot)
            p = descend(window, p)
    if resolution_error and resolution and shape in ("lorentz", "fano"):
        linear, residuals, _ = window.solve(p)
        scale = float(residuals @ residuals) / max(x.size - p.size - linear.size, 1)
        window = replace(window, prior=np.sqrt(scale) * unit / resolution_error)
        p = descend(window, np.append(p, window.resolution))
    return summary_of(window, p, origin, unit)


def _shot_noise(window: Window, p: Array, noise: float) -> Array | None:
    """Return weights for a noise that grows with the light, or None where the scatter does not ask for it.

    The variance is b + s (model - background), b at least ``noise`` squared, with b and s of largest
    likelihood of the residuals (b follows from s/b, which is scanned). A pixel that the fit follows has a
    smaller residual than its noise, by the square root of one minus its leverage.
    """
    linear, _, _ = window.solve(p)
    functions, derivatives = window.basis(p)
    count = len(window.floor)
    light = np.maximum(linear[:-count] @ functions[:-count], 0.0)
    if not light.max() > 0:
        return None
    jac = np.vstack([functions, *(linear @ d for d in derivatives)]) * np.sqrt(window.weights)
    leverage = np.sum(np.linalg.qr((jac / np.linalg.norm(jac, axis=1, keepdims=True)).T)[0] ** 2, axis=1)
    square = (window.y - linear @ functions) ** 2 / np.maximum(1 - leverage, LEAST_FREE)
    spread = 1 + np.append(0.0, _GROWTH)[:, None] * light / light.max()
    dark = np.maximum(np.mean(square / spread, axis=1, keepdims=True), noise**2)
    variance = np.maximum(dark * spread, 1e-12 * float(np.mean(square)) + 1e-300)
    cost = np.sum(np.log(variance) + square / variance, axis=1)
    best = int(np.argmin(cost))
    return None if cost[0] - cost[best] < _WORTH else 1 / variance[best]
