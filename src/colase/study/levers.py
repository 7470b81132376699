"""Why this threshold: what it is made of, what would lower it most, and how well it is known.

Losses of the mode that lases first, in 1/cm; where the energy of the absorbed pump goes in a pulse right at
threshold; the slope of the threshold with every number of the device (`elasticities`), beside the error or
the guess behind that number; and, from the inputs that were given with an error, an interval
(`threshold_interval`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.device.spoken import spoken
from colase.errors import ColaseError
from colase.gain import enough_rungs
from colase.laser import Threshold
from colase.laser.mode_gain import LOSSES
from colase.results import dataset, variable

from . import steps
from .elasticities import Elasticity, elasticities, without_influence
from .resonances import Modes
from .table import Table
from .threshold_interval import ThresholdInterval, threshold_interval, uncertain_inputs

NOT_SOLVED = (
    "Lengths and indices of this cavity are left out: each would take minutes (colase levers DEVICE)."
)
_SMALLEST = 0.005  # levers below this are not shown
_DARK = 1e-12
_USEFUL = "modes"
_WORDS = {
    _USEFUL: "light of the modes (useful)",
    "relaxation": "relaxation to the exciton",
    "spontaneous elsewhere": "spontaneous emission",
    "Auger": "Auger recombination",
    "passive absorption": "absorption by the cavity",
}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Levers:
    """What moves the threshold: ``data`` over ``setting``, the strongest first.

    Attributes
    ----------
    data : xarray.Dataset
        ``sensitivity`` d ln F/d ln x of every number, ``error`` (relative), ``guess``, ``local``, and
        ``swing``, by how much the error of an input moves the threshold; losses and budgets of the pump.
    interval : ThresholdInterval or None
        Thresholds drawn from uncertain inputs, where that was asked for.
    message : str
        Why there are no levers, if there are none.
    """

    data: xr.Dataset
    interval: ThresholdInterval | None = None
    message: str = ""

    def strongest(self, most: int | None = None) -> list[tuple[str, float]]:
        """Return names and slopes of the strongest levers, without those that move lines or modes."""
        shown = [
            (spoken(str(path)), float(value))
            for path, value, local in zip(
                self.data.setting.values, self.data.sensitivity.values, self.data.local.values, strict=True
            )
            if abs(value) >= _SMALLEST and not local
        ]
        return shown[:most]

    def table(self) -> Table:
        """Return every lever."""
        data = self.data
        columns = (
            data.setting,
            data.meaning,
            data.sensitivity,
            data.error,
            data.swing,
            data.guess,
            data.local,
        )
        rows = tuple(
            (
                str(path),
                str(meaning),
                f"{float(value):+.3f}{' (local)' if local else ''}",
                f"{100 * error:.2g} %" if error else "",
                f"{100 * swing:.2g} %" if error else "",
                "guess" if guess else "",
            )
            for path, meaning, value, error, swing, guess, local in zip(
                *(c.values for c in columns), strict=True
            )
        )
        heads = ("setting", "meaning", "d ln F / d ln x", "error", "moves F by", "")
        return Table(heads, rows)

    @property
    def to_measure(self) -> list[tuple[str, float]]:
        """Inputs whose stated error moves the threshold most, and by how much (relative), worst first."""
        pairs = zip(self.data.setting.values, self.data.swing.values, strict=True)
        return sorted(((str(p), float(s)) for p, s in pairs if s > 0), key=lambda x: -x[1])

    @property
    def pump_goes(self) -> list[tuple[str, float]]:
        """Where the energy of the pump ends in a pulse at threshold, the largest share first."""
        if "energy_budget" not in self.data:
            return []
        pairs = zip(self.data.energy_channel.values, self.data.energy_budget.values, strict=True)
        named = ((_WORDS.get(str(name), str(name)), float(share)) for name, share in pairs)
        return sorted(named, key=lambda x: -x[1])

    @property
    def losses(self) -> list[tuple[str, float]]:
        """Losses of the mode that lases first, in 1/m, the largest first."""
        if "loss" not in self.data:
            return []
        pairs = zip(self.data.way.values, self.data.loss.values, strict=True)
        return sorted(((str(name), float(loss)) for name, loss in pairs), key=lambda x: -x[1])

    def describe(self) -> str:
        """Return losses, where the pump goes, and every lever, one a line."""
        lines = [self.message] if self.message else []
        if self.losses:
            total = sum(loss for _, loss in self.losses)
            parts = ", ".join(f"{name} {loss / 100:.3g}" for name, loss in self.losses if loss > 1e-6 * total)
            lines.append(f"loss of the first mode {total / 100:.3g} 1/cm: {parts}")
        if self.pump_goes:
            shares = ", ".join(f"{name} {100 * x:.3g} %" for name, x in self.pump_goes if abs(x) > 5e-4)
            lines.append(f"energy of the pump at threshold: {shares}")
        if self.interval is not None:
            lines.append(self.interval.describe())
        if self.to_measure:
            worst = ", ".join(f"{p.split('.')[-1]} ({100 * s:.2g} %)" for p, s in self.to_measure[:3])
            lines.append(f"measure first (the threshold moves by): {worst}")
        if self.data.sizes["setting"]:
            lines.append(Table(*_without(self.table(), "meaning")).text())
            if self.data.local.values.any():
                lines.append(
                    "local: lines or modes move with it; the slope holds for that mode near its place."
                )
        if not self.data.attrs.get("solved", 1):
            lines.append(NOT_SOLVED)
        idle = str(self.data.attrs.get("without_influence", ""))
        if idle:
            lines.append(f"no influence on the threshold: {idle}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return self.table().html()


def _without(table: Table, heading: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return headings and rows of a table without one column."""
    gone = table.heads.index(heading)
    return (
        table.heads[:gone] + table.heads[gone + 1 :],
        tuple(row[:gone] + row[gone + 1 :] for row in table.rows),
    )


def levers(
    device: Device,
    modes: Modes | None = None,
    threshold: Threshold | None = None,
    draws: int = 0,
    progress: Callable[[int, int], None] | None = None,
    solve: bool = True,
    redraw: bool = True,
) -> Levers:
    """Return why the threshold is what it is: losses, where the pump goes, and the slope of every number.

    Parameters
    ----------
    device : Device
        The device.
    modes, threshold : optional
        Its modes and its threshold, if they are known; there are no levers when nothing lases.
    draws : int
        How often to draw the uncertain inputs for an interval on the threshold; 0 for none.
    progress : callable, optional
        Called as ``progress(done, total)`` while drawing.
    solve : bool
        Whether to look at numbers for which the cavity must be solved again.
    redraw : bool
        Whether to draw inputs of a resonator, too, which is then solved again each time.
    """
    modes = steps.modes(device) if modes is None else modes
    if threshold is None:
        threshold = laser.threshold(modes.data, device.gain, device.cavity, device.pump, verify=False)
    if not threshold.lases:
        return Levers(_table([], device), None, threshold.message)
    device = _with_enough_rungs(device, threshold)
    cold = modes.data
    if not threshold.resonant:
        cold = cold.assign_attrs(first=float(cold.wavelength[threshold.mode]))
    found = elasticities(device, cold, threshold, solve)
    redrawn = redraw or not threshold.resonant
    interval = threshold_interval(device, draws, progress, first=cold, solve=redrawn) if draws else None
    data = _with_budget(_table(found, device), device, modes, threshold)
    return Levers(data.assign_attrs(solved=int(solve)), interval)


def _table(found: list[Elasticity], device: Device) -> xr.Dataset:
    """Return slopes, with how well each input is known."""
    paths = np.array([e.path for e in found], dtype=object)
    meanings = np.array([e.meaning for e in found], dtype=object)
    values = np.array([e.slope for e in found], dtype=float)
    known = {path: error / abs(value) for path, _, value, error in uncertain_inputs(device)}
    errors = np.array([known.get(path, 0.0) for path in paths])
    guesses = np.array([path in device.guessed for path in paths], dtype=bool)
    local = np.array([e.local for e in found], dtype=bool)
    return dataset(
        {
            "sensitivity": variable("setting", values, "", "d ln(threshold fluence)/d ln(x)"),
            "meaning": variable("setting", meanings, "", "meaning of the setting"),
            "error": variable("setting", errors, "", "relative error of the setting (0: none given)"),
            "swing": variable(
                "setting", abs(values) * errors, "", "by how much that error moves the threshold"
            ),
            "guess": variable("setting", guesses, "", "whether the setting is a guess"),
            "local": variable("setting", local, "", "whether lines or modes move with the setting"),
        },
        {"setting": variable("setting", paths, "", "dotted path of the setting")},
        without_influence=", ".join(without_influence(device)),
    )


def _with_budget(data: xr.Dataset, device: Device, modes: Modes, threshold: Threshold) -> xr.Dataset:
    """Return the table with the losses of the first mode and with where the pump goes at threshold."""
    at = threshold.data.isel(mode=threshold.mode)
    loss = [float(at[f"loss_{way}"]) for way in LOSSES]
    ways = [way if threshold.resonant or way != "radiation" else "ends of the stripe" for way in LOSSES]
    data = data.assign_coords(way=variable("way", np.array(ways), "", "how light is lost")).assign(
        loss=variable("way", loss, "1/m", "loss of the first mode per length")
    )
    if device.gain.static:  # thresholds, but no lifetimes
        return data
    level = threshold.fluence if threshold.irradiance is None else threshold.irradiance
    kept = modes.data
    if not threshold.resonant:  # a guide holds no light: what is emitted at the onset leaves it
        kept = kept.isel(mode=[threshold.mode])
        kept = kept.assign(gain_confinement=_DARK * kept.gain_confinement)
    try:
        light = laser.light_curve(
            kept, device.gain, device.cavity, device.pump, device.instrument, threshold, levels=[level],
            dynamics=device.dynamics,
        ).data.isel(pump=0)  # fmt: skip
    except ColaseError:
        return data
    return data.assign_coords(channel=light.channel, energy_channel=light.energy_channel).assign(
        photon_budget=light.budget, energy_budget=light.energy_budget
    )


def _with_enough_rungs(device: Device, threshold: Threshold) -> Device:
    """Return the device with the exciton ladder that its threshold needed, so that no lever extends it."""
    medium, _ = enough_rungs(device.gain, device.pump.pulse, threshold.photons_per_nanocrystal)
    return device if medium is device.gain else devices.replace(device, {"gain.model": medium.model})
