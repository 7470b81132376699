"""Power against time: any pulse as straight pieces, a step without end, or a train of pulses.

Powers are relative to the peak, so an irradiance multiplies them. With straight pieces the rise follows
exactly from the step and ramp responses,

    T(t) = sum_i dP_i H(t - t_i) + sum_i dP'_i R(t - t_i),

dP_i and dP'_i being jumps and changes of slope. Long after the pulse, where these terms cancel, it is the
integral of P times the impulse response instead.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

from .conduction import Conduction, Floats

_LATE = 2.0  # durations after the end from which the impulse response is integrated
_RECENT = 32  # pulses of a train that are counted one by one
_X, _W = np.polynomial.legendre.leggauss(6)


class Drive(ABC):
    """Relative absorbed power against time."""

    __slots__ = ()

    @abstractmethod
    def power(self, time: ArrayLike) -> Floats:
        """Return the relative power at times in s."""

    @abstractmethod
    def rise(self, heating: Conduction, time: ArrayLike) -> Floats:
        """Return the temperature rise per peak absorbed irradiance, in K m^2/W."""


@final
@dataclass(frozen=True, slots=True)
class Constant(Drive):
    """Switched on at time zero and never off."""

    def power(self, time: ArrayLike) -> Floats:
        """Return 1 from time zero on."""
        return np.where(np.asarray(time, dtype=float) >= 0, 1.0, 0.0)

    def rise(self, heating: Conduction, time: ArrayLike) -> Floats:
        """Return the step response."""
        return heating.step(time)


@final
@dataclass(frozen=True, slots=True)
class Pieces(Drive):
    """Straight lines between knots; nothing before the first and after the last.

    Two knots at the same time make a jump.

    Raises
    ------
    InputError
        If times fall, or a power is negative or not a number, or there is no energy.
    """

    times: tuple[float, ...]
    powers: tuple[float, ...]

    def __post_init__(self) -> None:
        t, p = np.asarray(self.times, dtype=float), np.asarray(self.powers, dtype=float)
        if t.size != p.size or t.size < 2 or not (np.isfinite(t).all() and np.isfinite(p).all()):
            raise InputError("heat: a pulse needs two or more finite times and as many powers.")
        if (np.diff(t) < 0).any() or (p < 0).any() or self.energy <= 0:
            raise InputError(
                "heat: the times of a pulse must rise, its powers not be negative, and some energy come "
                "of it."
            )

    @property
    def energy(self) -> float:
        """Integral of the relative power, in s."""
        return float(np.trapezoid(self.powers, self.times))

    @property
    def duration(self) -> float:
        """From the first knot to the last, in s."""
        return self.times[-1] - self.times[0]

    def power(self, time: ArrayLike) -> Floats:
        """Return the straight lines."""
        return np.interp(np.asarray(time, dtype=float), self.times, self.powers, left=0.0, right=0.0)

    def rise(self, heating: Conduction, time: ArrayLike) -> Floats:
        """Return the sum over jumps and changes of slope, or the integral when the pulse is long over."""
        t = np.asarray(time, dtype=float)
        if not np.isfinite(t).all():
            raise InputError(
                "heat: times must be finite numbers; for endless heating ask for the steady state."
            )
        out = np.empty(t.shape)
        late = t > self.times[-1] + _LATE * self.duration
        out[~late] = self._pieces(heating, t[~late])
        out[late] = self._late(heating, t[late])
        return out

    def _pieces(self, heating: Conduction, t: Floats) -> Floats:
        at, jumps, bends = _kinks(self.times, self.powers)
        lag = t[:, None] - at
        return heating.step(lag) @ jumps + heating.ramp(lag) @ bends

    def _late(self, heating: Conduction, t: Floats) -> Floats:
        knots, powers = np.asarray(self.times), np.asarray(self.powers)
        half, middle = np.diff(knots) / 2, (knots[1:] + knots[:-1]) / 2
        at = (middle[:, None] + half[:, None] * _X).ravel()
        slope = np.divide(np.diff(powers), 2 * half, out=np.zeros_like(half), where=half > 0)
        level = (powers[1:] + powers[:-1]) / 2
        p = (level[:, None] + (slope * half)[:, None] * _X).ravel()
        return (heating.impulse(t[:, None] - at) * (p * (half[:, None] * _W).ravel())).sum(axis=1)


@final
@dataclass(frozen=True, slots=True)
class Train(Drive):
    """The same pulse again and again, ``period`` (s) apart, ``count`` times."""

    pulse: Pieces
    period: float
    count: int

    def __post_init__(self) -> None:
        if not (np.isfinite(self.period) and self.period >= self.pulse.duration and self.count >= 1):
            raise InputError(
                f"heat: {self.count} pulses {self.period:g} s apart that last {self.pulse.duration:g} s "
                f"each; "
                "give at least one, and a period no shorter than the pulse."
            )

    def power(self, time: ArrayLike) -> Floats:
        """Return the pulse that is on."""
        t = np.asarray(time, dtype=float) - self.pulse.times[0]
        number = np.clip(np.floor(t / self.period), 0, self.count - 1)
        return self.pulse.power(t - number * self.period + self.pulse.times[0])

    def rise(self, heating: Conduction, time: ArrayLike) -> Floats:
        """Return the sum of the recent pulses, and of older ones as mean power."""
        t = np.asarray(time, dtype=float)
        start = self.pulse.times[0]
        begun = np.clip(np.floor((t - start) / self.period).astype(np.int64) + 1, 0, self.count)
        out = np.zeros(t.shape)
        for back in range(_RECENT):
            number = begun - 1 - back
            there = number >= 0
            out[there] += self.pulse.rise(heating, t[there] - number[there] * self.period)
        older = begun > _RECENT
        if older.any():
            middle = self.pulse.times[0] + self.pulse.duration / 2
            first = t[older] - middle + self.period / 2
            last = first - (begun[older] - _RECENT) * self.period
            mean = self.pulse.energy / self.period
            out[older] += mean * (heating.step(first) - heating.step(last))
        return out


def square(duration: float, rise_time: float = 0.0) -> Pieces:
    """Return a flat pulse from time zero, with straight flanks of a given length (s) if wanted."""
    if not (np.isfinite(duration) and duration > 0 and 0 <= rise_time <= duration):
        raise InputError(
            f"heat: a pulse of {duration:g} s with flanks of {rise_time:g} s; give a positive length and "
            f"flanks "
            "no longer than it. For a pulse without end use Constant()."
        )
    return Pieces((0.0, rise_time, duration, duration + rise_time), (0.0, 1.0, 1.0, 0.0))


def gaussian(fwhm: float, knots: int = 201) -> Pieces:
    """Return a Gaussian of given full width at half maximum (s), centred on time zero."""
    if not (np.isfinite(fwhm) and fwhm > 0):
        raise InputError(f"heat: a pulse of {fwhm:g} s; give a positive width.")
    sigma = fwhm / (2 * sqrt(2 * log(2)))
    t = np.linspace(-5 * sigma, 5 * sigma, knots)
    return sampled(t, np.exp(-0.5 * (t / sigma) ** 2))


def sampled(time: Sequence[float] | NDArray, power: Sequence[float] | NDArray) -> Pieces:
    """Return a measured pulse, relative to its highest power."""
    p = np.asarray(power, dtype=float)
    top = float(p.max()) if p.size and np.isfinite(p).all() else 0.0
    if not top > 0:
        raise InputError("heat: a measured pulse needs finite powers, some of them above zero.")
    return Pieces(tuple(map(float, time)), tuple(map(float, p / top)))


def _kinks(times: Sequence[float], powers: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """Return the times at which power or slope change, and by how much."""
    t, p = np.asarray(times, dtype=float), np.asarray(powers, dtype=float)
    at = np.unique(t)
    before, after = np.zeros(at.size), np.zeros(at.size)
    left, right = np.searchsorted(t, at, "left"), np.searchsorted(t, at, "right") - 1
    before[1:], after[:-1] = p[left[1:]], p[right[:-1]]
    slope = np.concatenate([[0.0], (before[1:] - after[:-1]) / np.diff(at), [0.0]])
    return at, after - before, np.diff(slope)
