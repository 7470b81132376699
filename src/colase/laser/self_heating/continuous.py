"""Could it run continuously: the boundary, the margin to it, runaway, and the limit on the repetition rate.

In a steady state the rise is theta f(x) I, with theta the steady response of the stack. It lases if I
exceeds the threshold at that temperature. With an exponential law and heat that does not depend on lasing,
I/I_th(T) is largest at I = T_c/(theta f), so a continuous laser exists exactly if

    margin = T_c/(e theta f I_th) >= 1.

A pump that follows its threshold, I(t) = m I_th(T(t)), heats itself faster and faster; beyond the boundary no
temperature satisfies the balance any more after a finite time: thermal runaway.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colase.errors import InputError, PhysicsError
from colase.heat import Pieces, Train
from colase.heat.conduction import Floats

from .knots import hat_responses
from .sustained import HotLaser, stimulated
from .threshold_law import ThresholdLaw

_HOTTEST = 3000.0  # K above ambient: nothing of a laser is left


@dataclass(frozen=True, slots=True)
class Continuous:
    """The continuous-wave boundary.

    Attributes
    ----------
    margin : float
        Largest ratio of pump to threshold in any steady state; at least 1 if it can run continuously.
    best : float
        Pump irradiance of that ratio, in W/m^2.
    lowest, highest : float
        Range of pumps that lase continuously (W/m^2), zero if there is none.
    temperature : float
        Temperature at ``best``, in K.
    known : bool
        Whether the threshold law is known at that temperature.
    """

    margin: float
    best: float
    lowest: float
    highest: float
    temperature: float
    known: bool

    @property
    def possible(self) -> bool:
        """Whether some pump lases continuously."""
        return self.margin >= 1

    def describe(self) -> str:
        """Return the answer in a sentence or two."""
        if self.possible:
            said = (
                f"Could run continuously between {self.lowest * 1e-7:.3g} and {self.highest * 1e-7:.3g} "
                f"kW/cm^2; "
                f"best at {self.best * 1e-7:.3g} kW/cm^2, {self.temperature:.0f} K, {self.margin:.2f} "
                f"times threshold."
            )
        else:
            said = (
                f"Cannot run continuously: at best, at {self.best * 1e-7:.3g} kW/cm^2 and "
                f"{self.temperature:.0f} K, "
                f"the pump reaches {self.margin:.3f} of the threshold. Threshold times heat times "
                f"thermal resistance "
                f"must fall {1 / self.margin:.2f} times."
            )
        return said if self.known else said + " That is an extrapolation of the threshold law."


def steady_temperature(laser: HotLaser, irradiance: Floats, theta: float | None = None) -> Floats:
    """Return the steady temperature (K) at pump irradiances (W/m^2), with laser light taken off the heat.

    More heat means less lasing means more heat, so there may be several steady states; this is the coldest,
    the one that a laser switched on cold reaches.
    """
    theta = laser.heating.steady() if theta is None else theta
    pump = np.atleast_1d(np.asarray(irradiance, dtype=float))
    T = laser.ambient + theta * pump * laser.balance.heat(1.0)
    for _ in range(400):
        new = laser.ambient + theta * pump * laser.balance.heat(stimulated(laser.law, pump, T))
        if np.abs(new - T).max() < 1e-9 * max(1.0, float(np.abs(T).max())):
            break
        T = new
    return T


def continuous(laser: HotLaser) -> Continuous:
    """Return the continuous-wave boundary of a laser.

    Raises
    ------
    PhysicsError
        If heat cannot leave the stack, so that there is no steady state.
    """
    theta = laser.heating.steady()
    cold = laser.cold_threshold
    pump = cold * np.geomspace(1e-3, 1e3, 2401)
    T = steady_temperature(laser, pump, theta)
    ratio = pump / laser.law.irradiance(T)
    i = int(np.argmax(ratio))
    lasing = np.flatnonzero(ratio >= 1)
    lowest, highest = (float(pump[lasing[0]]), float(pump[lasing[-1]])) if lasing.size else (0.0, 0.0)
    return Continuous(
        float(ratio[i]), float(pump[i]), lowest, highest, float(T[i]), bool(T[i] <= laser.law.highest + 0.5)
    )


def exponential_margin(scale: float, theta: float, heat: float, threshold: float) -> float:
    """Return T_c/(e theta f I_th), the margin of an exponential law without feedback of laser light.

    Parameters
    ----------
    scale : float
        T_c in K.
    theta : float
        Steady rise per absorbed irradiance, in K m^2/W.
    heat : float
        Heat over incident light.
    threshold : float
        Cold threshold in W/m^2.
    """
    return float(scale / (np.e * theta * heat * threshold))


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """A pump that follows its threshold: temperature (K) at times (s), and when it ran away (inf: never)."""

    time: Floats
    temperature: Floats
    runaway: float

    def describe(self) -> str:
        """Return what happened, in a sentence."""
        if np.isfinite(self.runaway):
            return (
                f"Thermal runaway after {self.runaway:.3g} s: from {self.temperature[-1]:.0f} K on, a "
                f"pump that "
                "follows the threshold heats faster than heat leaves."
            )
        return f"No runaway within {self.time[-1]:.3g} s; {self.temperature[-1]:.0f} K at the end."


def track_threshold(laser: HotLaser, end: float, margin: float = 1.0, points: int = 200) -> Tracked:
    """Follow a pump kept at ``margin`` times the threshold of the moment, up to a time in s.

    At every time the new temperature solves T = known + w I_th(T), w the response to the last piece. Without
    a solution below 3000 K over ambient the balance is lost, and that moment is the runaway.
    """
    if not (np.isfinite(end) and end > 0 and margin > 0):
        raise InputError(f"runaway: an end at {end:g} s and a margin of {margin:g}; give positive numbers.")
    time = np.concatenate([[0.0], np.geomspace(1e-10 * end, end, points)])
    weights = hat_responses(laser.heating, time)
    share = float(laser.balance.heat(max(0.0, 1 - 1 / margin)))
    heat = np.zeros(time.size)
    T = np.full(time.size, laser.ambient)
    heat[0] = share * margin * laser.cold_threshold
    for i in range(1, time.size):
        known = laser.ambient + float(weights[i, :i] @ heat[:i])
        found = _balance(laser.law, known, float(weights[i, i]) * share * margin)
        if found is None:
            return Tracked(time[:i], T[:i], float(time[i]))
        T[i] = found
        heat[i] = share * margin * float(laser.law.irradiance(found))
    return Tracked(time, T, np.inf)


def _balance(law: ThresholdLaw, known: float, weight: float) -> float | None:
    """Return the lowest T with T = known + weight I_th(T); None if there is none."""
    from scipy.optimize import root_scalar

    def excess(T: float) -> float:
        return known + weight * min(float(law.irradiance(T)), 1e30) - T

    grid = known + np.concatenate([[0.0], np.geomspace(1e-6, _HOTTEST, 400)])
    below = np.flatnonzero([excess(float(T)) <= 0 for T in grid])
    if not below.size:
        return None
    i = int(below[0])
    return float(grid[0]) if i == 0 else root_scalar(excess, bracket=(grid[i - 1], grid[i]), xtol=1e-9).root


def highest_repetition_rate(
    laser: HotLaser, irradiance: float, pulse: Pieces, pulses: int = 10_000_000
) -> float:
    """Return the repetition rate (Hz) up to which a pulse still lases to its end, after endless pulses.

    Infinite if the pulse lases to its end even when pulses touch; zero if a single one does not.

    Raises
    ------
    InputError
        If the pump does not reach threshold.
    """
    from scipy.optimize import root_scalar

    if irradiance <= laser.cold_threshold:
        raise InputError(
            f"repetition rate: {irradiance * 1e-7:g} kW/cm^2 do not reach the threshold of "
            f"{laser.cold_threshold * 1e-7:.3g} kW/cm^2."
        )
    limit = laser.law.endured(irradiance) - laser.ambient
    heat = irradiance * float(laser.balance.heat(0.0))
    end = pulse.times[-1]

    def spare(period: float) -> float:
        train = Train(pulse, period, pulses)
        last = (pulses - 1) * period + end
        return limit - heat * float(train.rise(laser.heating, np.array([last]))[0])

    if limit - heat * float(pulse.rise(laser.heating, np.array([end]))[0]) <= 0:
        return 0.0
    shortest = pulse.duration * (1 + 1e-9)
    if spare(shortest) >= 0:
        return np.inf
    longest = max(1.0, 1e3 * pulse.duration)
    if spare(longest) < 0:
        raise PhysicsError("repetition rate: heat has not left the stack even after a second between pulses.")
    found = root_scalar(lambda u: spare(np.exp(u)), bracket=(np.log(shortest), np.log(longest)), xtol=1e-6)
    return 1 / float(np.exp(found.root))
