"""Shapes of a pump pulse, normalised to unit area, with time zero at the peak or the start.

``rate(t)`` is the share of the pulse arriving per second; the number of photons absorbed per
nanocrystal multiplies it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import log, pi, sqrt
from typing import Annotated, Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.quantity import Quantity, check_bounds

DURATION: dict = {"unit": "s", "shown": "ns", "gt": 1e-16, "lt": 10.0}


class Pulse(ABC):
    """A pulse shape; `start` and `end` bracket all but 1e-8 of its energy."""

    __slots__ = ()

    @property
    @abstractmethod
    def start(self) -> float:
        """Time before which nothing arrives, in s."""

    @property
    @abstractmethod
    def end(self) -> float:
        """Time after which nothing arrives, in s."""

    @abstractmethod
    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return the normalised rate in 1/s, same shape as ``time``."""

    @property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """Start and end of each stretch during which light arrives, in s."""
        return ((self.start, self.end),)

    @property
    def corners(self) -> NDArray[np.float64] | None:
        """Times between which the rate is a straight line, in s; None for a smooth pulse."""
        return None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class InstantPulse(Pulse):
    """A flash shorter than everything else: populations start as a Poisson distribution."""

    shape: Literal["instant"] = "instant"

    @property
    def start(self) -> float:
        """Zero."""
        return 0.0

    @property
    def end(self) -> float:
        """Zero."""
        return 0.0

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return zero: the energy has arrived before time zero."""
        return np.zeros(np.shape(time))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianPulse(Pulse):
    """A Gaussian in time, centred on zero."""

    fwhm: Annotated[
        float, Quantity(symbol="τ_p", meaning="full width at half maximum", example="1 ns", **DURATION)
    ]
    shape: Literal["gaussian"] = "gaussian"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def sigma(self) -> float:
        """Standard deviation, in s."""
        return self.fwhm / (2 * sqrt(2 * log(2)))

    @property
    def start(self) -> float:
        """Six standard deviations before the peak."""
        return -6 * self.sigma

    @property
    def end(self) -> float:
        """Six standard deviations after the peak."""
        return 6 * self.sigma

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return the unit-area Gaussian in 1/s."""
        x = np.asarray(time, dtype=float) / self.sigma
        return np.exp(-0.5 * x**2) / (self.sigma * sqrt(2 * pi))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SquarePulse(Pulse):
    """A constant rate from time zero to ``duration``."""

    duration: Annotated[
        float, Quantity(symbol="τ_p", meaning="length of the pulse", example="400 ns", **DURATION)
    ]
    shape: Literal["square"] = "square"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def start(self) -> float:
        """Zero."""
        return 0.0

    @property
    def end(self) -> float:
        """The duration."""
        return self.duration

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return 1/duration while the pulse is on."""
        t = np.asarray(time, dtype=float)
        return np.where((t >= 0) & (t <= self.duration), 1 / self.duration, 0.0)
