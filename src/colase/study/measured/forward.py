"""Forward models that several kinds of data share: modes about some wavelengths, light at pump levels.

A film without mirrors gives the amplified emission of its stripe, everything else its light curve.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase import laser
from colase.cavity import ModeWindow
from colase.cavity.base import Cavity
from colase.device import Device
from colase.gain import ContinuousPulse
from colase.study.resonances import Modes
from colase.study.steps import light_curve
from colase.study.stripes import amplified_emission

Array = NDArray[np.float64]

LOST = 1e3
"""Residual of what a device cannot show at all."""

_ROOM = 0.015  # of the wavelength, by which modes may move beyond the window of the file
_REMEMBERED = 64


def modes_about(device: Device, wavelength: Array, reach: float) -> xr.Dataset:
    """Return the modes of low radial order about wavelengths, ``reach`` times the wavelength beyond."""
    low, high = float(wavelength.min()) * (1 - reach), float(wavelength.max()) * (1 + reach)
    window = ModeWindow(start=low, stop=high, radial_max=min(device.modes.radial_max, 3))
    return _solved(device.cavity, window)


def modes_in_window(device: Device) -> xr.Dataset:
    """Return the modes of the window of the file, and those a little beyond."""
    asked = device.modes
    low, high = asked.start * (1 - _ROOM), asked.stop * (1 + _ROOM)
    return _solved(device.cavity, replace(asked, start=low, stop=high))


@lru_cache(maxsize=_REMEMBERED)
def _solved(cavity: Cavity, window: ModeWindow) -> xr.Dataset:
    """Return modes; inputs of the gain leave them as they are, so they are remembered."""
    return cavity.modes(window)


def pump_unit(device: Device) -> str:
    """Return the SI unit of the pump of a device: fluence of a pulse, irradiance of a continuous one."""
    return "W/m^2" if isinstance(device.pump.pulse, ContinuousPulse) else "J/m^2"


def light(device: Device, levels: Array, labels: tuple[str, ...] = ()) -> xr.Dataset | None:
    """Return the light at ascending pump levels, over pump and wavelength; None if its modes are gone.

    Parameters
    ----------
    labels : tuple of str
        Modes that are followed; all of the window if there are none.
    """
    if not device.cavity.resonant:
        return amplified_emission(device, levels).data
    modes = modes_in_window(device)
    names = modes.label.values.tolist()
    if not names or not set(labels) <= set(names):
        return None
    few = modes.isel(mode=[names.index(n) for n in labels]) if labels else modes
    first = laser.threshold(few, device.gain, device.cavity, device.pump, verify=False)
    found = Modes(few, device.modes.start, device.modes.stop)
    return light_curve(device, found, first, levels=levels).data


def steepness(pump: Array, output: Array) -> Array:
    """Return d ln(output)/d ln(pump) of measured points, shape of ``output`` (level, ...).

    The steeper of both sides, never below zero: what an error of a pump value may make of the light.
    """
    levels, back = np.unique(pump, return_inverse=True)
    logs = np.log(output).reshape(pump.size, -1)
    mean = np.stack([logs[back == i].mean(axis=0) for i in range(levels.size)])
    slope = np.diff(mean, axis=0) / np.diff(np.log(levels))[:, None]
    steeper = np.maximum(np.concatenate([slope[:1], slope]), np.concatenate([slope, slope[-1:]]))
    return np.maximum(steeper, 0.0)[back].reshape(output.shape)
