"""Where a pump beam meets the surface: rectangle, ellipse, disc, Gaussian or an image.

A spot is a relative intensity I(x, y), 1 at its peak, centred on the origin. Conduction needs it only as

    S(k; x, y) = Int I(x', y') J_0(k |r - r'|) d^2r',

its two-dimensional Fourier transform averaged over the direction of k and seen from the point (x, y).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import hypot, pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

Floats = NDArray[np.float64]
_MOST = 20_000_000  # values of a transform over directions and wave numbers
LENGTH = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 1.0}


class Spot(ABC):
    """Relative intensity of a beam on the surface."""

    __slots__ = ()

    @property
    @abstractmethod
    def area(self) -> float:
        """Power over peak irradiance, in m^2."""

    @property
    @abstractmethod
    def reach(self) -> float:
        """Distance from the centre within which the light lies, in m."""

    @property
    @abstractmethod
    def highest(self) -> float:
        """Wave number in 1/m beyond which the spot has nothing to say at its centre."""

    @property
    def sharp(self) -> bool:
        """Whether the spot has edges, so that its transform must be cut off softly."""
        return True

    @abstractmethod
    def intensity(self, x: float, y: float) -> float | None:
        """Return the relative intensity at a point in m, if it is sharply known."""

    @abstractmethod
    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return S(k; x, y) in m^2, same shape as ``k`` (1/m)."""

    @abstractmethod
    def power_spectrum(self, k: Floats) -> Floats:
        """Return the mean over direction of |I(k)|^2 divided by the area, in m^2."""


class Separable(Spot):
    """A spot symmetric about both axes, known by its transform over (k_x, k_y)."""

    __slots__ = ()

    @abstractmethod
    def _plane(self, kx: Floats, ky: Floats) -> Floats:
        """Return the two-dimensional transform, real because of the symmetry."""

    def _directions(self, k: Floats, reach: float) -> tuple[Floats, Floats]:
        count = max(48, int(k.max() * reach) + 24)
        if count * k.size > _MOST:
            raise InputError(
                f"heat: a spot of {2 * self.reach * 1e6:.4g} um is so elongated that {count} directions and "
                f"{k.size} wave numbers would be needed; give a shorter one. Ends farther from the centre "
                "than heat travels change nothing there."
            )
        angle = (np.arange(count) + 0.5) / count * pi / 2
        return np.outer(k, np.cos(angle)), np.outer(k, np.sin(angle))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return the average over directions of the transform seen from (x, y)."""
        kx, ky = self._directions(k, self.reach + hypot(x, y))
        plane = self._plane(kx, ky)
        return (plane * np.cos(kx * x) * np.cos(ky * y) if x or y else plane).mean(axis=1)

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the average over directions of the squared transform."""
        return (self._plane(*self._directions(k, 2 * self.reach)) ** 2).mean(axis=1) / self.area
