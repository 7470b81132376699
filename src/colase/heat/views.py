"""From where temperature is looked at across the surface: a point, the mean over the spot, a probe beam."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from colase.errors import InputError

from .spots import Floats, Spot


class View(ABC):
    """A weight over the surface, of integral one."""

    __slots__ = ()

    @abstractmethod
    def spectrum(self, spot: Spot, k: Floats) -> Floats:
        """Return the transform of the spot as seen by this view, in m^2."""

    @abstractmethod
    def local(self, spot: Spot) -> float | None:
        """Return the relative intensity seen, which multiplies the response at large k, if known."""

    def highest(self, spot: Spot) -> float:
        """Return the wave number up to which the spot matters, in 1/m."""
        return spot.highest

    def reach(self, spot: Spot) -> float:
        """Return the largest distance that sets an oscillation in k, in m."""
        return spot.reach

    def near(self, spot: Spot) -> float:
        """Return the largest distance that still does so above wave numbers of FADES/reach, in m."""
        return spot.near(0.0, 0.0)


@final
@dataclass(frozen=True, slots=True)
class Point(View):
    """A point on the surface; the centre of the spot unless said otherwise (m)."""

    x: float = 0.0
    y: float = 0.0

    def spectrum(self, spot: Spot, k: Floats) -> Floats:
        """Return S(k; x, y)."""
        return spot.transform(k, self.x, self.y)

    def local(self, spot: Spot) -> float | None:
        """Return the intensity at the point."""
        return spot.intensity(self.x, self.y)

    def reach(self, spot: Spot) -> float:
        """Return the distance to the furthest light."""
        return spot.reach + float(np.hypot(self.x, self.y))

    def near(self, spot: Spot) -> float:
        """Return the same for large wave numbers."""
        return spot.near(self.x, self.y)


@final
@dataclass(frozen=True, slots=True)
class SpotMean(View):
    """The mean over the pumped area, weighted with the pump: what the pumped gain feels on average."""

    def spectrum(self, spot: Spot, k: Floats) -> Floats:
        """Return the power spectrum."""
        return spot.power_spectrum(k)

    def local(self, spot: Spot) -> float | None:
        """Return 1 for a spot with edges, which is flat inside."""
        return 1.0 if spot.sharp else None

    def reach(self, spot: Spot) -> float:
        """Return twice the reach: pairs of points."""
        return 2 * spot.reach

    def near(self, spot: Spot) -> float:
        """Return the same for large wave numbers."""
        return 2 * spot.near(0.0, 0.0)


@final
@dataclass(frozen=True, slots=True)
class Probe(View):
    """A Gaussian probe beam on the centre, by its 1/e^2 radius (m)."""

    radius: float

    def __post_init__(self) -> None:
        if not 0 < self.radius < 1:
            raise InputError(f"heat: a probe beam of radius {self.radius:g} m; give a positive radius.")

    def spectrum(self, spot: Spot, k: Floats) -> Floats:
        """Return the product of both transforms."""
        return spot.transform(k, 0.0, 0.0) * np.exp(-(k**2) * self.radius**2 / 8)

    def local(self, spot: Spot) -> float | None:
        """Return nothing: the probe ends the transform by itself."""
        return None

    def highest(self, spot: Spot) -> float:
        """Return where the probe or the spot has ended the transform."""
        return min(spot.highest, 17 / self.radius)
