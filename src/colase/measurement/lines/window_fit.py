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
from .summary import WindowFit, summary_of
from .window import Window

Array = NDArray[np.float64]

SHAPES = ("lorentz", "gauss", "voigt", "fano")


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
        shot = _shot_noise(window, p, noise)
        if shot is not None:
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

    The variance is b + s (model - background); b is the scatter between neighbouring pixels where there is
    least light, s makes chi-square what it should be.
    """
    linear, residuals, _ = window.solve(p)
    model = linear @ window.basis(p)[0]
    light = np.maximum(model - linear[-2:] @ window.floor, 0.0)
    dark = light <= np.quantile(light, 0.4)
    quiet = max(float(np.mean(residuals[dark] ** 2)), noise**2) + 1e-12 * float(np.mean(residuals**2))
    free = max(window.x.size - p.size - linear.size, 1)
    if float(np.sum(residuals**2)) / free < 1.3 * quiet or not light.max() > 0:
        return None
    low, high = 0.0, float(np.max(residuals**2)) / max(float(light.max()), 1e-300) * 100
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (
            (middle, high) if np.sum(residuals**2 / (quiet + middle * light)) > free else (low, middle)
        )
    return 1 / (quiet + high * light)
