"""Levers: by how many per cent the threshold fluence moves when an input moves by one per cent.

    S_x = d ln F_th / d ln x,

a one-sided difference over ``STEP``. Numbers of the cavity and the gain medium count. Two sorts do
not, because they have no single slope: wavelengths of lines (one per cent is a good part of a line),
and sizes of the cavity (the modes move past the gain line, and the threshold goes up and down once
a free spectral range). A sweep shows those.

Beside them stand what the threshold is made of: each loss of the first mode in 1/cm, and where the absorbed
pump photons and their energy go in a pulse right at threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.device.describe import leaves
from colase.errors import ColaseError
from colase.gain import enough_rungs
from colase.laser import Threshold
from colase.laser.mode_gain import LOSSES
from colase.laser.side_by_side import side_by_side
from colase.results import dataset, variable

from . import steps
from .resonances import Modes
from .table import Table
from .threshold_interval import ThresholdInterval, threshold_interval, uncertain_inputs

STEP = 0.01
_SMALLEST = 0.005  # levers below this are not shown


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Levers:
    """What moves the threshold: ``data`` over ``setting``, the strongest first.

    ``interval`` holds thresholds drawn from uncertain inputs, where that was asked for.
    """

    data: xr.Dataset
    interval: ThresholdInterval | None = None

    def strongest(self, most: int | None = None) -> list[tuple[str, float]]:
        """Return names and sensitivities of the strongest levers."""
        shown = [
            (str(path).split(".")[-1].replace("_", " "), float(value))
            for path, value in zip(self.data.setting.values, self.data.sensitivity.values, strict=True)
            if abs(value) >= _SMALLEST
        ]
        return shown[:most]

    def table(self) -> Table:
        """Return every lever."""
        data = self.data
        columns = (data.setting, data.meaning, data.sensitivity, data.error, data.guess)
        rows = tuple(
            (
                str(path),
                str(meaning),
                f"{float(value):+.3f}",
                f"{100 * error:.2g} %" if error else "",
                "guess" if guess else "",
            )
            for path, meaning, value, error, guess in zip(*(c.values for c in columns), strict=True)
        )
        return Table(("setting", "meaning", "d ln F / d ln x", "error", ""), rows)

    @property
    def pump_goes(self) -> list[tuple[str, float]]:
        """Where the energy of the pump ends in a pulse at threshold, the largest share first."""
        if "energy_budget" not in self.data:
            return []
        pairs = zip(self.data.energy_channel.values, self.data.energy_budget.values, strict=True)
        return sorted(((str(name), float(share)) for name, share in pairs), key=lambda x: -x[1])

    @property
    def losses(self) -> list[tuple[str, float]]:
        """Losses of the mode that lases first, in 1/m, the largest first."""
        if "loss" not in self.data:
            return []
        pairs = zip(self.data.way.values, self.data.loss.values, strict=True)
        return sorted(((str(name), float(loss)) for name, loss in pairs), key=lambda x: -x[1])

    def describe(self) -> str:
        """Return losses, where the pump goes, and every lever, one a line."""
        short = Table(*_without(self.table(), "meaning"))
        lines = []
        if self.losses:
            total = sum(loss for _, loss in self.losses)
            parts = ", ".join(f"{name} {loss / 100:.3g}" for name, loss in self.losses if loss > 1e-6 * total)
            lines.append(f"loss of the first mode {total / 100:.3g} 1/cm: {parts}")
        if self.pump_goes:
            shares = ", ".join(f"{name} {100 * x:.3g} %" for name, x in self.pump_goes if x > 5e-4)
            lines.append(f"energy of the pump at threshold: {shares}")
        if self.interval is not None:
            lines.append(self.interval.describe())
        return "\n".join([*lines, short.text()])

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
) -> Levers:
    """Return the sensitivity of the threshold fluence to every number of cavity and gain medium.

    A number whose changed value is not allowed, or with which nothing lases, is left out.

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
    """
    modes = steps.modes(device) if modes is None else modes
    if threshold is None:
        threshold = laser.threshold(modes.data, device.gain, device.cavity, device.pump, verify=False)
    device = _with_enough_rungs(device, threshold)
    moved = list(_moved(device)) if threshold.lases else []
    there = np.full(len(moved), np.inf)
    for number, fluence in side_by_side(lambda job: _fluence(job[2], device, modes), moved):
        there[number] = fluence
    found = [
        (path, meaning, np.log(fluence / threshold.fluence) / np.log1p(STEP))
        for (path, meaning, _), fluence in zip(moved, there, strict=True)
        if np.isfinite(fluence)
    ]
    found.sort(key=lambda row: -abs(row[2]))
    interval = threshold_interval(device, draws, progress) if draws else None
    return Levers(_with_budget(_table(found, device), device, modes, threshold), interval)


def _table(found: list[tuple[str, str, float]], device: Device) -> xr.Dataset:
    """Return slopes, with how well each input is known."""
    paths, meanings = (np.array([row[i] for row in found], dtype=object) for i in (0, 1))
    values = np.array([row[2] for row in found], dtype=float)
    known = {path: error / abs(value) for path, _, value, error in uncertain_inputs(device)}
    errors = np.array([known.get(path, 0.0) for path in paths])
    guesses = np.array([path in device.guessed for path in paths], dtype=bool)
    return dataset(
        {
            "sensitivity": variable("setting", values, "", "d ln(threshold fluence)/d ln(x)"),
            "meaning": variable("setting", meanings, "", "meaning of the setting"),
            "error": variable("setting", errors, "", "relative error of the setting (0: none given)"),
            "guess": variable("setting", guesses, "", "whether the setting is a guess"),
        },
        {"setting": variable("setting", paths, "", "dotted path of the setting")},
    )


def _with_budget(data: xr.Dataset, device: Device, modes: Modes, threshold: Threshold) -> xr.Dataset:
    """Return the table with the losses of the first mode and with where the pump goes at threshold."""
    if not threshold.lases or not device.cavity.resonant:
        return data
    at = threshold.data.isel(mode=threshold.mode)
    loss = [float(at[f"loss_{way}"]) for way in LOSSES]
    data = data.assign_coords(way=variable("way", np.array(LOSSES), "", "how light is lost")).assign(
        loss=variable("way", loss, "1/m", "loss of the first mode per length")
    )
    level = threshold.fluence if threshold.irradiance is None else threshold.irradiance
    try:
        light = laser.light_curve(
            modes.data, device.gain, device.cavity, device.pump, device.instrument, threshold, levels=[level],
            dynamics=device.dynamics,
        ).data.isel(pump=0)  # fmt: skip
    except ColaseError:  # a model without lifetimes has thresholds but no light curve
        return data
    return data.assign_coords(channel=light.channel, energy_channel=light.energy_channel).assign(
        photon_budget=light.budget, energy_budget=light.energy_budget
    )


def _with_enough_rungs(device: Device, threshold: Threshold) -> Device:
    """Return the device with the exciton ladder that its threshold needed, so that no lever extends it."""
    medium, _ = enough_rungs(device.gain, device.pump.pulse, threshold.photons_per_nanocrystal)
    return device if medium is device.gain else devices.replace(device, {"gain.model": medium.model})


def _moved(device: Device) -> Iterator[tuple[str, str, Device]]:
    """Yield path, meaning and the changed device for every number that counts."""
    at_home = device.gain.temperature == device.gain.thermal.reference_temperature
    for path, setting, value in leaves(device):
        counts = path.startswith(("cavity.", "gain.")) and not path.endswith("wavelength")
        if counts and setting.sort == "number" and isinstance(value, float) and value:
            if path.startswith("gain.thermal.") and (at_home or path.endswith("reference_temperature")):
                continue  # says nothing at its own temperature, and then the same as the temperature
            with suppress(ColaseError):
                yield path, setting.meaning, devices.replace(device, {path: value * (1 + STEP)})


def _fluence(device: Device, base: Device, modes: Modes) -> float:
    """Return the threshold of a changed device; inf where there is none to be had."""
    if device.cavity.resonator != base.cavity.resonator:
        return float("inf")
    data = modes.data if device.cavity == base.cavity else device.cavity.modes(device.modes)
    if not _same_wavelengths(data, modes.data):
        return float("inf")
    try:
        return laser.threshold(data, device.gain, device.cavity, device.pump, verify=False).fluence
    except ColaseError:
        return float("inf")


def _same_wavelengths(one: xr.Dataset, other: xr.Dataset) -> bool:
    a, b = one.wavelength.values, other.wavelength.values
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=0)
