"""Pulses of more than one hump: a train of Gaussians, a measured trace, and a pump that never stops."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi, sqrt
from typing import Annotated, Literal, Self, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds

from .pulse import DURATION, Pulse

_MOST_SAMPLES = 100_000


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class PulseTrain(Pulse):
    """``count`` equal Gaussians, one every ``period``, the first centred on time zero."""

    fwhm: Annotated[
        float, Quantity(symbol="τ_p", meaning="full width at half maximum", example="5 ps", **DURATION)
    ]
    period: Annotated[
        float, Quantity(symbol="T_p", meaning="from one pulse to the next", example="12.5 ns", **DURATION)
    ]
    count: Annotated[int, Quantity("", "N_p", "number of pulses", example="10", ge=1, le=10_000)]
    shape: Literal["train"] = "train"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.count > 1 and self.period < 12 * self.sigma:
            raise InputError(
                f"pump: pulses of {self.fwhm * 1e9:g} ns every {self.period * 1e9:g} ns overlap; "
                f"the period must be at least {12 * self.sigma * 1e9:.3g} ns."
            )

    @property
    def sigma(self) -> float:
        """Standard deviation of one pulse, in s."""
        return self.fwhm / (2 * sqrt(2 * log(2)))

    @property
    def centres(self) -> NDArray[np.float64]:
        """Times of the peaks, in s."""
        return self.period * np.arange(self.count, dtype=float)

    @property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """Six standard deviations to either side of each peak, in s."""
        return tuple((float(t) - 6 * self.sigma, float(t) + 6 * self.sigma) for t in self.centres)

    @property
    def start(self) -> float:
        """Six standard deviations before the first peak."""
        return -6 * self.sigma

    @property
    def end(self) -> float:
        """Six standard deviations after the last peak."""
        return (self.count - 1) * self.period + 6 * self.sigma

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return the unit-area train in 1/s."""
        t = np.asarray(time, dtype=float)
        nearest = np.clip(np.rint(t / self.period), 0, self.count - 1) * self.period
        x = (t - nearest) / self.sigma
        return np.exp(-0.5 * x**2) / (self.count * self.sigma * sqrt(2 * pi))


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TracePulse(Pulse):
    """A measured trace: power at even times over ``duration``, straight lines between the samples.

    ``power`` is a row of numbers in any unit, separated by blanks or commas.
    """

    duration: Annotated[
        float, Quantity(symbol="τ_p", meaning="time from first to last sample", example="20 ns", **DURATION)
    ]
    power: str
    shape: Literal["trace"] = "trace"

    def __post_init__(self) -> None:
        check_bounds(self)
        samples = self.samples
        if not 2 <= samples.size <= _MOST_SAMPLES or not np.isfinite(samples).all() or (samples < 0).any():
            raise InputError(
                f"pump: a trace needs 2 to {_MOST_SAMPLES} finite powers of at least zero; it has "
                f"{samples.size}" + (f", the lowest {samples.min():g}." if samples.size else ".")
            )
        if not samples.any():
            raise InputError("pump: the trace is dark; at least one power must be above zero.")

    @classmethod
    def from_table(cls, time: ArrayLike, power: ArrayLike, samples: int = 1001) -> Self:
        """Return the trace of a table of times in s (increasing, any spacing) and powers."""
        t, p = np.asarray(time, dtype=float), np.asarray(power, dtype=float)
        if t.ndim != 1 or t.shape != p.shape or t.size < 2 or not (np.diff(t) > 0).all():
            raise InputError("pump: a trace needs two equal columns, times that increase and powers.")
        even = np.interp(np.linspace(t[0], t[-1], samples), t, p)
        return cls(duration=float(t[-1] - t[0]), power=" ".join(f"{x:.9g}" for x in even))

    @property
    def samples(self) -> NDArray[np.float64]:
        """The powers as numbers.

        Raises
        ------
        InputError
            If a word is no number.
        """
        try:
            return np.array(self.power.replace(",", " ").split(), dtype=float)
        except ValueError:
            raise InputError("pump: the powers of a trace must be numbers.") from None

    @property
    def corners(self) -> NDArray[np.float64]:
        """Times of the samples, in s, from zero."""
        return np.linspace(0.0, self.duration, self.samples.size)

    @property
    def start(self) -> float:
        """Zero."""
        return 0.0

    @property
    def end(self) -> float:
        """The duration."""
        return self.duration

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return the unit-area trace in 1/s."""
        samples, times = self.samples, self.corners
        area = np.trapezoid(samples, times)
        return np.interp(np.asarray(time, dtype=float), times, samples / area, left=0.0, right=0.0)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousPulse(Pulse):
    """A pump that never stops: the laser is looked at in its steady state."""

    shape: Literal["continuous"] = "continuous"

    @property
    def start(self) -> float:
        """Zero."""
        return 0.0

    @property
    def end(self) -> float:
        """Zero: no moment is special."""
        return 0.0

    def rate(self, time: ArrayLike) -> NDArray[np.float64]:
        """Return one: the pump is counted in photons per second."""
        return np.ones(np.shape(time))
