"""Levers: by how many per cent the threshold fluence moves when an input moves by one per cent.

    S_x = d ln F_th / d ln x,

a one-sided difference over ``STEP``. Numbers of the cavity and the gain medium count; wavelengths
do not, because one per cent of a wavelength is wider than the lines themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.device.describe import leaves
from colase.errors import ColaseError
from colase.laser import Threshold
from colase.results import dataset, variable

from .resonances import Modes
from .table import Table

STEP = 0.01
_SMALLEST = 0.005  # levers below this are not shown


@dataclass(frozen=True, slots=True, eq=False)
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

    def __str__(self) -> str:
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
    found = list(_each(device, modes, threshold.fluence)) if threshold.lases else []
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


def _each(device: Device, modes: Modes, fluence: float) -> Iterator[tuple[str, str, float]]:
    for path, setting, value in leaves(device):
        part = path.split(".")[0]
        counts = part in ("cavity", "gain") and setting.sort == "number" and not path.endswith("wavelength")
        if not (counts and isinstance(value, float) and value):
            continue
        try:
            moved = devices.replace(device, {path: value * (1 + STEP)})
            there = _fluence(moved, None if part == "cavity" else modes)
        except ColaseError:
            continue
        if np.isfinite(there):
            yield path, setting.meaning, float(np.log(there / fluence) / np.log(1 + STEP))


def _fluence(device: Device, modes: Modes | None) -> float:
    data = device.cavity.modes(device.modes) if modes is None else modes.data
    return laser.threshold(data, device.gain, device.cavity, device.pump, verify=False).fluence
