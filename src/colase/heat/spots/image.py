"""Light as a camera sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import final

import numpy as np
from scipy.signal import fftconvolve
from scipy.special import j0

from colase.errors import InputError

from .spot import Floats, Spot

_BLUR = 0.7  # rms width of a pixel of an image, in pixels


@final
@dataclass(frozen=True, slots=True)
class ImageSpot(Spot):
    """Light as a camera sees it: rows of relative intensities on square pixels of a given size (m).

    Each pixel is a Gaussian of rms width 0.7 pixels: flat areas stay flat to 1e-4, edges are as soft as that.
    """

    rows: tuple[tuple[float, ...], ...]
    pixel: float

    def __post_init__(self) -> None:
        values = np.asarray(self.rows, dtype=float) if len({len(r) for r in self.rows}) == 1 else np.empty(0)
        if values.ndim != 2 or not values.size or not np.isfinite(values).all() or values.min() < 0:
            raise InputError("heat: an image of a spot needs equal rows of finite, non-negative intensities.")
        if not values.max() > 0 or not (isfinite(self.pixel) and 0 < self.pixel < 1):
            raise InputError(
                f"heat: an image of a spot needs some light and a pixel size, not {self.pixel:g} m."
            )

    @property
    def area(self) -> float:
        """Sum of the pixels over the brightest one, times the area of a pixel."""
        return float(self._pixels()[2].sum()) * self.pixel**2

    @property
    def reach(self) -> float:
        """Distance of the furthest lit pixel from the middle of the image."""
        x, y, _ = self._pixels()
        return float(np.hypot(x, y).max()) + self.pixel

    @property
    def highest(self) -> float:
        """Where the transform of a pixel has fallen to exp(-36)."""
        return 8.5 / (_BLUR * self.pixel)

    @property
    def sharp(self) -> bool:
        """False: pixels are soft."""
        return False

    def intensity(self, x: float, y: float) -> None:
        """Return nothing: the transform knows better what a camera resolves."""

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return the sum over pixels."""
        px, py, values = self._pixels()
        distance = np.hypot(px - x, py - y)
        form = self.pixel**2 * np.exp(-((k * _BLUR * self.pixel) ** 2) / 2)
        return form * np.array([j0(one * distance) @ values for one in k])

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the sum over pairs of pixels, gathered by their distance, over the area."""
        distance, pairs = _autocorrelation(self.rows, self.pixel)
        form = self.pixel**4 * np.exp(-((k * _BLUR * self.pixel) ** 2))
        return form * np.array([j0(one * distance) @ pairs for one in k]) / self.area

    def _pixels(self) -> tuple[Floats, Floats, Floats]:
        return _lit(self.rows, self.pixel)


@lru_cache(maxsize=8)
def _lit(rows: tuple[tuple[float, ...], ...], pixel: float) -> tuple[Floats, Floats, Floats]:
    """Return position and relative intensity of every pixel that is lit."""
    values = np.asarray(rows, dtype=float)
    y, x = np.indices(values.shape, dtype=float)
    lit = values > 0
    middle = (values.shape[1] - 1) / 2, (values.shape[0] - 1) / 2
    return (x[lit] - middle[0]) * pixel, (middle[1] - y[lit]) * pixel, values[lit] / values.max()


@lru_cache(maxsize=8)
def _autocorrelation(rows: tuple[tuple[float, ...], ...], pixel: float) -> tuple[Floats, Floats]:
    """Return the distances between pixels (m) and, for each, the sum of products of their intensities."""
    values = np.asarray(rows, dtype=float)
    values = values / values.max()
    pairs = np.maximum(fftconvolve(values, values[::-1, ::-1]), 0.0)
    y, x = np.indices(pairs.shape)
    square = (y - values.shape[0] + 1) ** 2 + (x - values.shape[1] + 1) ** 2
    found, where = np.unique(square, return_inverse=True)
    return np.sqrt(found) * pixel, np.bincount(where.ravel(), weights=pairs.ravel()).astype(np.float64)
