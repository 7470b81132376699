"""Where a pump beam meets the surface: rectangle, ellipse, disc, Gaussian or an image.

A spot is a relative intensity I(x, y), 1 at its peak, centred on the origin. Conduction needs it only as

    S(k; x, y) = Int I(x', y') J_0(k |r - r'|) d^2r',

its two-dimensional Fourier transform averaged over the direction of k and seen from the point (x, y).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, isfinite, pi
from typing import Annotated, Literal, final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive, j0, j1

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds

Floats = NDArray[np.float64]
_BLUR = 0.7  # rms width of a pixel of an image, in pixels
_LENGTH = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 1.0}


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


class _Separable(Spot):
    """A spot symmetric about both axes, known by its transform over (k_x, k_y)."""

    __slots__ = ()

    @abstractmethod
    def _plane(self, kx: Floats, ky: Floats) -> Floats:
        """Return the two-dimensional transform, real because of the symmetry."""

    def _directions(self, k: Floats, reach: float) -> tuple[Floats, Floats]:
        count = max(48, int(k.max() * reach) + 24)
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


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle(_Separable):
    """Uniform light on a rectangle."""

    width: Annotated[float, Quantity(symbol="w", meaning="width of the spot", example="30 um", **_LENGTH)]
    height: Annotated[float, Quantity(symbol="h", meaning="height of the spot", example="50 um", **_LENGTH)]
    shape: Literal["rectangle"] = "rectangle"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def reach(self) -> float:
        """Half of the diagonal."""
        return hypot(self.width, self.height) / 2

    @property
    def highest(self) -> float:
        """75 over the distance to the nearest edge."""
        return 75 / (min(self.width, self.height) / 2)

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on an edge, 0 outside."""
        return float(np.heaviside(self.width / 2 - abs(x), 0.5) * np.heaviside(self.height / 2 - abs(y), 0.5))

    def _plane(self, kx: Floats, ky: Floats) -> Floats:
        return self.area * np.sinc(kx * (self.width / 2 / pi)) * np.sinc(ky * (self.height / 2 / pi))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse(_Separable):
    """Uniform light on an ellipse, given by its full axes."""

    width: Annotated[float, Quantity(symbol="w", meaning="width of the spot", example="30 um", **_LENGTH)]
    height: Annotated[float, Quantity(symbol="h", meaning="height of the spot", example="50 um", **_LENGTH)]
    shape: Literal["ellipse"] = "ellipse"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def area(self) -> float:
        """pi/4 times both axes."""
        return pi / 4 * self.width * self.height

    @property
    def reach(self) -> float:
        """Half of the long axis."""
        return max(self.width, self.height) / 2

    @property
    def highest(self) -> float:
        """75 over half of the short axis."""
        return 75 / (min(self.width, self.height) / 2)

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on the edge, 0 outside."""
        return float(np.heaviside(1 - hypot(2 * x / self.width, 2 * y / self.height), 0.5))

    def _plane(self, kx: Floats, ky: Floats) -> Floats:
        return 2 * self.area * _jinc(np.hypot(kx * self.width / 2, ky * self.height / 2))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Disc(Spot):
    """Uniform light on a disc."""

    radius: Annotated[float, Quantity(symbol="a", meaning="radius of the spot", example="20 um", **_LENGTH)]
    shape: Literal["disc"] = "disc"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def area(self) -> float:
        """Pi a^2."""
        return pi * self.radius**2

    @property
    def reach(self) -> float:
        """The radius."""
        return self.radius

    @property
    def highest(self) -> float:
        """75/a."""
        return 75 / self.radius

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on the edge, 0 outside."""
        return float(np.heaviside(self.radius - hypot(x, y), 0.5))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return 2 pi a J_1(k a)/k J_0(k r)."""
        return 2 * self.area * _jinc(k * self.radius) * j0(k * hypot(x, y))

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the squared transform over the area."""
        return 4 * self.area * _jinc(k * self.radius) ** 2


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianSpot(Spot):
    """I = exp(-2 x^2/w_x^2 - 2 y^2/w_y^2), by the radii at which the intensity is 1/e^2."""

    radius: Annotated[
        float, Quantity(symbol="w", meaning="1/e^2 radius of the spot", example="10 um", **_LENGTH)
    ]
    radius_y: Annotated[
        float | None, Quantity(symbol="w_y", meaning="1/e^2 radius along y, if elliptical", **_LENGTH)
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
        """Refuse: pairs of pixels are too many."""
        raise InputError("heat: the mean over the spot is not available for an image; ask for a point.")

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


def _jinc(x: Floats) -> Floats:
    """Return J_1(x)/x, 1/2 at zero."""
    safe = np.where(x > 1e-8, x, 1.0)
    return np.where(x > 1e-8, j1(safe) / safe, 0.5)


def _elliptic(k: Floats, p: float, q: float) -> Floats:
    """Return the mean over directions of exp(-p k_x^2 - q k_y^2)."""
    return np.exp(-(k**2) * min(p, q)) * ive(0, k**2 * abs(p - q) / 2)


SPOTS = (Rectangle, Ellipse, Disc, GaussianSpot)
"""Every shape a device file may name; add a new one here."""
