"""How long a laser lasts under its own heat: temperature feeds gain, gain feeds heat.

A pump of irradiance I p(t) lases while it is above the threshold of the moment. The share of excitations
that end in stimulated emission is taken as that of a clamped gain,

    x(t) = 1 - I_th(T(t))/(I p(t))   while positive,

laser light that leaves does not heat, and the heat so found gives the temperature again,

    T(t) = T_0 + Int H'(t - t') I p(t') f(x(t')) dt'.

Both are repeated until temperature stands still: an explicit fixed point, whose changes are kept. Times are
long against excitons' lives and the build-up of light (nanoseconds), for which threshold is a state and not
an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import xarray as xr

from colase.constants import ROOM_TEMPERATURE
from colase.errors import ConvergenceError, InputError
from colase.heat import Conduction, Pieces
from colase.heat.conduction import Floats
from colase.results import dataset, draw, variable

from .heat_balance import HeatBalance
from .knots import hat_responses, knots, powers
from .threshold_law import ThresholdLaw

TOLERANCE = 1e-6  # K
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HotLaser:
    """A laser as heat sees it: what conducts, what warms it, and how its threshold minds."""

    heating: Conduction
    balance: HeatBalance
    law: ThresholdLaw
    ambient: float = ROOM_TEMPERATURE

    @property
    def cold_threshold(self) -> float:
        """Threshold irradiance at ambient temperature, in W/m^2."""
        return float(self.law.irradiance(self.ambient))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sustained:
    """What a pulse does to a laser.

    Attributes
    ----------
    data : Dataset
        Over ``time``: ``temperature``, ``pump`` (W/m^2), ``threshold``, ``stimulated`` (share of
        excitations), ``output`` (laser light, W/m^2), ``heat`` (W/m^2); over ``iteration``: ``change`` (K).
    started, ended : float
        First and last moment of lasing, in s; NaN-free: both are inf if the pump never reaches threshold.
    survived : bool
        Whether lasing ends because the pulse does.
    """

    data: xr.Dataset
    laser: HotLaser
    started: float
    ended: float
    survived: bool

    @property
    def duration(self) -> float:
        """How long it lases, in s."""
        return self.ended - self.started if np.isfinite(self.started) else 0.0

    @property
    def lases(self) -> bool:
        """Whether it lases at all."""
        return bool(np.isfinite(self.started))

    @property
    def message(self) -> str:
        """One sentence."""
        hottest = float(self.data.temperature.max())
        if not self.lases:
            ratio = float((self.data.threshold / self.data.pump.where(self.data.pump > 0)).min())
            return f"Never lases: the pump would have to be {ratio:.2f} times as strong."
        at_end = float(np.interp(self.ended, self.data.time, self.data.temperature))
        said = f"Lases for {_time(self.duration)}"
        said += (
            f", to the end of the pulse, and reaches {hottest:.0f} K."
            if self.survived
            else f"; then {at_end:.0f} K have raised the threshold to the pump."
        )
        if hottest > self.laser.law.highest + 0.5:
            said += f" The threshold law is known up to {self.laser.law.highest:.0f} K only."
        return said

    def describe(self) -> str:
        """Return the sentence, the heat balance and the convergence."""
        changes = self.data.change.values
        steps = f"fixed point: {changes.size} rounds, last change {changes[-1]:.1e} K"
        return f"{self.message}\n{self.laser.balance.describe()}\n{steps}"

    def plot(self, ax=None):
        """Draw temperature, pump, threshold and output against time; return the Axes."""
        return draw("heat.lasing_under_heat", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def sustained(
    laser: HotLaser, irradiance: float, drive: Pieces, end: float | None = None, points: int = 160
) -> Sustained:
    """Follow a laser through a pulse.

    Parameters
    ----------
    laser : HotLaser
        The laser.
    irradiance : float
        Incident pump at the peak of pulse and spot, in W/m^2.
    drive : Pieces
        Pulse shape.
    end : float, optional
        Until when to look, in s; the end of the pulse if left out.
    points : int
        Times between which heat follows straight lines.

    Raises
    ------
    InputError
        If the irradiance is not positive.
    ConvergenceError
        If the fixed point does not settle to 1e-6 K.
    """
    if not (np.isfinite(irradiance) and irradiance > 0):
        raise InputError(f"sustained: a pump of {irradiance:g} W/m^2; give a positive irradiance.")
    time = knots(drive, end if end is not None else drive.times[-1], points)
    pump = irradiance * powers(drive, time)
    weights = hat_responses(laser.heating, time)
    temperature, changes = settle(laser, pump, weights)
    return _result(laser, drive, time, pump, temperature, changes)


def settle(laser: HotLaser, pump: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return temperature and the change of every round of the fixed point."""
    temperature = laser.ambient + weights @ (pump * laser.balance.heat(0.0))
    changes: list[float] = []
    relax = 1.0
    for _ in range(_MOST):
        heat = pump * laser.balance.heat(stimulated(laser.law, pump, temperature))
        new = laser.ambient + weights @ heat
        changes.append(float(np.abs(new - temperature).max()))
        if changes[-1] < TOLERANCE:
            return new, np.array(changes)
        relax = relax / 2 if len(changes) > 1 and changes[-1] > 0.9 * changes[-2] else relax
        temperature = temperature + relax * (new - temperature)
    raise ConvergenceError(
        f"sustained: temperature still changes by {changes[-1]:.1e} K after {_MOST} rounds; use more "
        f"points in time."
    )


def stimulated(law: ThresholdLaw, pump: Floats, temperature: Floats) -> Floats:
    """Return the share of excitations that end in stimulated emission."""
    ratio = np.divide(law.irradiance(temperature), pump, out=np.full(pump.shape, inf), where=pump > 0)
    return np.clip(1 - ratio, 0.0, 1.0)


def _result(
    laser: HotLaser, drive: Pieces, time: Floats, pump: Floats, temperature: Floats, changes: Floats
) -> Sustained:
    threshold = laser.law.irradiance(temperature)
    share = stimulated(laser.law, pump, temperature)
    started, ended = _interval(time, pump - np.minimum(threshold, 1e3 * pump.max()))
    data = dataset(
        {
            "temperature": variable("time", temperature, "K", "temperature"),
            "pump": variable("time", pump, "W/m^2", "incident pump"),
            "threshold": variable("time", threshold, "W/m^2", "threshold at this temperature"),
            "stimulated": variable("time", share, "", "share of excitations that end in laser light"),
            "output": variable("time", pump * laser.balance.laser_light(share), "W/m^2", "laser light"),
            "heat": variable("time", pump * laser.balance.heat(share), "W/m^2", "heat"),
            "change": variable("iteration", changes, "K", "change of temperature in this round"),
        },
        {"time": variable("time", time, "s", "time")},
    )
    survived = bool(ended >= _last_light(drive, started, time, pump, laser))
    return Sustained(data, laser, started, ended, survived)


def _last_light(drive: Pieces, started: float, time: Floats, pump: Floats, laser: HotLaser) -> float:
    """Return when the pump falls below the cold threshold for the last time, less the grid's own error."""
    if not np.isfinite(started):
        return inf
    above = np.flatnonzero(pump > laser.cold_threshold)
    return float(time[above[-1]]) - 1e-9 * drive.duration if above.size else inf


def _interval(time: Floats, excess: Floats) -> tuple[float, float]:
    """Return when a quantity first becomes positive and when it first ceases to be, by straight lines."""
    above = np.flatnonzero(excess > 0)
    if not above.size:
        return inf, inf
    first = above[0]
    started = time[0] if first == 0 else _crossing(time, excess, first - 1)
    gone = np.flatnonzero(excess[first:] <= 0)
    return started, time[-1] if not gone.size else _crossing(time, excess, first + gone[0] - 1)


def _crossing(time: Floats, excess: Floats, i: int) -> float:
    a, b = excess[i], excess[i + 1]
    return float(time[i] + (time[i + 1] - time[i]) * a / (a - b))


def _time(seconds: float) -> str:
    """Return a time with a unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e12:.3g} ps"


def lasing_durations(
    laser: HotLaser, irradiances: Sequence[float] | Floats, drive: Pieces, points: int = 100
) -> Floats:
    """Return how long it lases (s) at several pump irradiances; the response to heat is computed once."""
    time = knots(drive, drive.times[-1], points)
    weights = hat_responses(laser.heating, time)
    found = []
    for irradiance in np.asarray(irradiances, dtype=float):
        pump = irradiance * powers(drive, time)
        temperature, changes = settle(laser, pump, weights)
        found.append(_result(laser, drive, time, pump, temperature, changes).duration)
    return np.array(found)
