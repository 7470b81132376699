"""Gaussian light, round or elliptical, by the radii at which the intensity is 1/e^2."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi
from typing import Annotated, Literal, final

import numpy as np
from scipy.special import ive, j0

from colase.quantity import Quantity, check_bounds

from .spot import LENGTH, Floats, Spot


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianSpot(Spot):
    """I = exp(-2 x^2/w_x^2 - 2 y^2/w_y^2), by the radii at which the intensity is 1/e^2."""

    radius: Annotated[
        float, Quantity(symbol="w", meaning="1/e^2 radius of the spot", example="10 um", **LENGTH)
    ]
    radius_y: Annotated[
        float | None, Quantity(symbol="w_y", meaning="1/e^2 radius along y, if elliptical", **LENGTH)
    ] = None
    shape: Literal["gaussian"] = "gaussian"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def _radii(self) -> tuple[float, float]:
        return self.radius, self.radius if self.radius_y is None else self.radius_y

    @property
    def area(self) -> float:
        """Pi w_x w_y/2."""
        wx, wy = self._radii
        return pi / 2 * wx * wy

    @property
    def reach(self) -> float:
        """The longer radius."""
        return max(self._radii)

    @property
    def highest(self) -> float:
        """Where the transform has fallen to exp(-36)."""
        return 17 / min(self._radii)

    @property
    def sharp(self) -> bool:
        """False: the transform ends by itself."""
        return False

    def intensity(self, x: float, y: float) -> float:
        """Return the Gaussian."""
        wx, wy = self._radii
        return float(np.exp(-2 * (x / wx) ** 2 - 2 * (y / wy) ** 2))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return the transform, in closed form at the centre and for a round spot."""
        wx, wy = self._radii
        if wx == wy:
            return self.area * np.exp(-(k**2) * wx**2 / 8) * j0(k * hypot(x, y))
        if not x and not y:
            return self.area * _elliptic(k, wx**2 / 8, wy**2 / 8)
        angle = (np.arange(360) + 0.5) / 360 * pi / 2
        kx, ky = np.outer(k, np.cos(angle)), np.outer(k, np.sin(angle))
        plane = np.exp(-((kx * wx) ** 2 + (ky * wy) ** 2) / 8)
        return self.area * (plane * np.cos(kx * x) * np.cos(ky * y)).mean(axis=1)

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the squared transform over the area."""
        wx, wy = self._radii
        return self.area * _elliptic(k, wx**2 / 4, wy**2 / 4)


def _elliptic(k: Floats, p: float, q: float) -> Floats:
    """Return the mean over directions of exp(-p k_x^2 - q k_y^2)."""
    return np.exp(-(k**2) * min(p, q)) * ive(0, k**2 * abs(p - q) / 2)
