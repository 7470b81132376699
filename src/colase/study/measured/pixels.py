"""Light on the pixels of a spectrometer: none is lost between the grid of a model and that of the pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def on_pixels(wavelength: Array, density: Array, pixels: Array) -> Array:
    """Return what falls on every pixel, the integral of a density from edge to edge.

    Parameters
    ----------
    wavelength : ndarray, shape (point,)
        Ascending, in m.
    density : ndarray, shape (spectrum, point)
        Per wavelength, such as J/m; nothing lies beyond the points.
    pixels : ndarray, shape (pixel,)
        Ascending centres in m; edges lie half-way between them.

    Returns
    -------
    ndarray, shape (spectrum, pixel)
    """
    inner = 0.5 * (pixels[1:] + pixels[:-1])
    edges = np.concatenate([[2 * pixels[0] - inner[0]], inner, [2 * pixels[-1] - inner[-1]]])
    steps = 0.5 * (density[:, 1:] + density[:, :-1]) * np.diff(wavelength)
    total = np.concatenate([np.zeros((density.shape[0], 1)), np.cumsum(steps, axis=1)], axis=1)
    return np.diff(np.stack([np.interp(edges, wavelength, row) for row in total]), axis=1)
