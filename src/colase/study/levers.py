"""Levers: by how many per cent the threshold fluence moves when an input moves by one per cent.

    S_x = d ln F_th / d ln x,

a one-sided difference over ``STEP``. Numbers of the cavity and the gain medium count. Two sorts do
not, because they have no single slope: wavelengths of lines (one per cent is a good part of a line),
and sizes of the cavity (the modes move past the gain line, and the threshold goes up and down once
a free spectral range). A sweep shows those.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from colase.results import dataset, variable

from .resonances import Modes
from .table import Table

STEP = 0.01
_SMALLEST = 0.005  # levers below this are not shown


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Levers:
    """What moves the threshold: ``data`` over ``setting``, the strongest first."""

    data: xr.Dataset

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
        rows = tuple(
            (str(path), str(meaning), f"{float(value):+.3f}")
            for path, meaning, value in zip(
                self.data.setting.values, self.data.meaning.values, self.data.sensitivity.values, strict=True
            )
        )
        return Table(("setting", "meaning", "d ln F / d ln x"), rows)

    def describe(self) -> str:
        """Return every lever, one a line."""
        return self.table().text()

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return self.table().html()


def levers(device: Device, modes: Modes, threshold: Threshold) -> Levers:
    """Return the sensitivity of the threshold fluence to every number of cavity and gain medium.

    A number whose changed value is not allowed, or with which nothing lases, is left out.

    Parameters
    ----------
    device : Device
        The device.
    modes, threshold
        Its modes and its threshold; there are no levers when nothing lases.
    """
    device = _with_enough_rungs(device, threshold)
    moved = list(_moved(device)) if threshold.lases else []
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 16)) as pool:
        jobs = [pool.submit(_fluence, changed, device, modes) for _, _, changed in moved]
        try:
            there = [job.result() for job in jobs]
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    found = [
        (path, meaning, np.log(fluence / threshold.fluence) / np.log1p(STEP))
        for (path, meaning, _), fluence in zip(moved, there, strict=True)
        if np.isfinite(fluence)
    ]
    found.sort(key=lambda row: -abs(row[2]))
    paths, meanings = (np.array([row[i] for row in found], dtype=object) for i in (0, 1))
    values = np.array([row[2] for row in found], dtype=float)
    return Levers(
        dataset(
            {
                "sensitivity": variable("setting", values, "", "d ln(threshold fluence)/d ln(x)"),
                "meaning": variable("setting", meanings, "", "meaning of the setting"),
            },
            {"setting": variable("setting", paths, "", "dotted path of the setting")},
        )
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
