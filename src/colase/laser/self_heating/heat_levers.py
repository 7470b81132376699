"""What helps most against heat: every thermal input doubled and halved, and what becomes of the laser.

Doubling and halving both, because responses saturate: halving the resistance of a substrate helps less than
doubling it hurts. Elasticities are the logarithmic slopes to either side, ln(y'/y)/ln(2 or 1/2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from colase.errors import ColaseError
from colase.heat import Pieces
from colase.results import dataset, draw, variable

from .sustained import HotLaser, sustained

ZERO_CELSIUS = 273.15


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HeatLevers:
    """What doubling and halving every input does; the strongest on the duration first.

    ``data`` over ``lever`` and ``factor`` (2, 0.5): ``duration`` (s), ``temperature`` (steady, K),
    ``duration_elasticity`` and ``rise_elasticity``; scalars ``base_duration`` and ``base_temperature``.
    """

    data: xr.Dataset

    def celsius_change(self, lever: str, factor: float) -> float:
        """Return the relative change of the steady temperature in degrees Celsius, as adachi2015 counts."""
        T = float(self.data.temperature.sel(lever=lever, factor=factor)) - ZERO_CELSIUS
        return T / (float(self.data.base_temperature) - ZERO_CELSIUS) - 1

    def describe(self) -> str:
        """Return the table as text."""
        heads = f"{'':29s}{'lasing, x 2':>13s}{'x 1/2':>11s}{'steady K, x 2':>15s}{'x 1/2':>9s}"
        rows = [heads]
        for name in self.data.lever.values:
            at = self.data.sel(lever=name)
            lasing = [f"{float(at.duration.sel(factor=f)) * 1e6:.3g} us" for f in (2.0, 0.5)]
            steady = [f"{float(at.temperature.sel(factor=f)):.0f}" for f in (2.0, 0.5)]
            rows.append(f"  {name!s:27s}{lasing[0]:>13s}{lasing[1]:>11s}{steady[0]:>15s}{steady[1]:>9s}")
        base = float(self.data.base_duration) * 1e6, float(self.data.base_temperature)
        return "\n".join([f"as it is: {base[0]:.3g} us, {base[1]:.0f} K", *rows])

    def plot(self, ax=None):
        """Draw bars; return the Axes."""
        return draw("heat.heat_lever_bars", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def heat_levers(laser: HotLaser, irradiance: float, pulse: Pieces, points: int = 100) -> HeatLevers:
    """Return what doubling and halving each thermal input does to duration and steady temperature.

    The steady temperature is that of a pump at the cold threshold that is never switched off, as the
    sensitivities of adachi2015 have it.

    Parameters
    ----------
    laser : HotLaser
        The laser.
    irradiance : float
        Pump of the pulse (W/m^2), kept when the threshold changes.
    pulse : Pieces
        The pulse.
    points : int
        Points in time.
    """
    base_T, base_t = steady_at_threshold(laser), sustained(laser, irradiance, pulse, points=points).duration
    names, durations, temperatures = [], [], []
    for name, change in levers_of(laser):
        row_t, row_T = [], []
        for factor in (2.0, 0.5):
            changed = change(factor)
            row_T.append(steady_at_threshold(changed))
            try:
                row_t.append(sustained(changed, irradiance, pulse, points=points).duration)
            except ColaseError:
                row_t.append(0.0)
        names.append(name)
        durations.append(row_t)
        temperatures.append(row_T)
    t, T = np.array(durations), np.array(temperatures)
    logs = np.log([2.0, 0.5])
    tiny = 1e-15
    slope_t = np.log(np.maximum(t, tiny) / max(base_t, tiny)) / logs
    slope_T = np.log((T - laser.ambient) / (base_T - laser.ambient)) / logs
    order = np.argsort(-np.abs(slope_t).max(axis=1), kind="stable")
    axes = ("lever", "factor")
    return HeatLevers(
        dataset(
            {
                "duration": variable(axes, t[order], "s", "duration of lasing"),
                "temperature": variable(axes, T[order], "K", "steady temperature at threshold pumping"),
                "duration_elasticity": variable(axes, slope_t[order], "", "d ln(duration)/d ln(x)"),
                "rise_elasticity": variable(axes, slope_T[order], "", "d ln(steady rise)/d ln(x)"),
                "base_duration": variable((), base_t, "s", "duration of lasing as it is"),
                "base_temperature": variable((), base_T, "K", "steady temperature as it is"),
            },
            {
                "lever": variable("lever", np.array(names, dtype=object)[order], "", "what is changed"),
                "factor": variable("factor", [2.0, 0.5], "", "by which factor"),
            },
        )
    )


def steady_at_threshold(laser: HotLaser) -> float:
    """Return the steady temperature (K) under a pump at the cold threshold, without laser light."""
    return laser.ambient + laser.heating.steady() * laser.cold_threshold * float(laser.balance.heat(0.0))


def levers_of(laser: HotLaser) -> Iterator[tuple[str, Callable[[float], HotLaser]]]:
    """Yield the name of every lever and the function that multiplies it by a factor."""
    yield "threshold", lambda f: replace(laser, law=laser.law.scaled(f))
    yield "heat over incident light", lambda f: _with_heat(laser, f)
    for name, change in laser.heating.levers():
        yield name, lambda f, change=change: replace(laser, heating=change(f))


def _with_heat(laser: HotLaser, factor: float) -> HotLaser:
    heat = min(1.0, factor * float(laser.balance.heat(0.0)))
    return replace(laser, balance=replace(laser.balance, override=heat))
