"""Where a pump beam meets the surface: rectangle, ellipse, disc, Gaussian or an image.

A spot is a relative intensity I(x, y), 1 at its peak, centred on the origin. Conduction needs it only as

    S(k; x, y) = Int I(x', y') J_0(k |r - r'|) d^2r',

its two-dimensional Fourier transform averaged over the direction of k and seen from the point (x, y).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FADES = 75.0
"""Wave number times distance from which an edge cannot matter."""
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

    def near(self, x: float, y: float) -> float:
        """Return the distance whose phases are left above wave numbers of FADES/reach, seen from a point."""
        return self.reach + float(np.hypot(x, y))

    @abstractmethod
    def intensity(self, x: float, y: float) -> float | None:
        """Return the relative intensity at a point in m, if it is sharply known."""

    @abstractmethod
    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return S(k; x, y) in m^2, same shape as ``k`` (1/m)."""

    @abstractmethod
    def power_spectrum(self, k: Floats) -> Floats:
        """Return the mean over direction of |I(k)|^2 divided by the area, in m^2."""
