"""Even light with curved edges: ellipse and disc."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi
from typing import Annotated, Literal, final

import numpy as np
from scipy.special import j0, j1

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds

from .spot import FADES, LENGTH, Floats, Spot

_MOST = 20_000_000  # values of a transform over directions and wave numbers


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse(Spot):
    """Uniform light on an ellipse, given by its full axes."""

    width: Annotated[float, Quantity(symbol="w", meaning="width of the spot", example="30 um", **LENGTH)]
    height: Annotated[float, Quantity(symbol="h", meaning="height of the spot", example="50 um", **LENGTH)]
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
        return FADES / (min(self.width, self.height) / 2)

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on the edge, 0 outside."""
        return float(np.heaviside(1 - hypot(2 * x / self.width, 2 * y / self.height), 0.5))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return the average over directions of the transform seen from (x, y)."""
        kx, ky = self._directions(k, self.reach + hypot(x, y))
        plane = self._plane(kx, ky)
        return (plane * np.cos(kx * x) * np.cos(ky * y) if x or y else plane).mean(axis=1)

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the average over directions of the squared transform."""
        return (self._plane(*self._directions(k, 2 * self.reach)) ** 2).mean(axis=1) / self.area

    def _plane(self, kx: Floats, ky: Floats) -> Floats:
        """Return the two-dimensional transform, real because of the symmetry."""
        return 2 * self.area * _jinc(np.hypot(kx * self.width / 2, ky * self.height / 2))

    def _directions(self, k: Floats, reach: float) -> tuple[Floats, Floats]:
        count = max(48, int(k.max() * reach) + 24)
        if count * k.size > _MOST:
            raise InputError(
                f"heat: an ellipse of {2 * self.reach * 1e6:.4g} um is so elongated that {count} directions "
                f"and {k.size} wave numbers would be needed; give a rectangle, which may be of any length."
            )
        angle = (np.arange(count) + 0.5) / count * pi / 2
        return np.outer(k, np.cos(angle)), np.outer(k, np.sin(angle))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Disc(Spot):
    """Uniform light on a disc."""

    radius: Annotated[float, Quantity(symbol="a", meaning="radius of the spot", example="20 um", **LENGTH)]
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
        return FADES / self.radius

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on the edge, 0 outside."""
        return float(np.heaviside(self.radius - hypot(x, y), 0.5))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return 2 pi a J_1(k a)/k J_0(k r)."""
        return 2 * self.area * _jinc(k * self.radius) * j0(k * hypot(x, y))

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the squared transform over the area."""
        return 4 * self.area * _jinc(k * self.radius) ** 2


def _jinc(x: Floats) -> Floats:
    """Return J_1(x)/x, 1/2 at zero."""
    safe = np.where(x > 1e-8, x, 1.0)
    return np.where(x > 1e-8, j1(safe) / safe, 0.5)
