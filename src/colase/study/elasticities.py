"""How much the threshold minds each number of a device: S_x = d ln F_th/d ln x, mode by mode.

The mode that lases first is followed while one input changes a little: by one per cent, or by two parts in
ten thousand where the change moves lines or modes (wavelengths, lengths and indices of a cavity); such a
slope holds only as long as the mode stays near its place on the gain line, and is called local. Of a film the
wavelength with the lowest onset is taken each time. Numbers that belong to neither cavity, gain medium nor
pump pulse have no influence on the threshold and are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.device.describe import Setting, leaves
from colase.errors import ColaseError
from colase.laser import Threshold
from colase.laser.side_by_side import side_by_side
from colase.materials import ConstantIndex

STEP, LOCAL_STEP = 0.01, 2e-4
_COUNTED = ("cavity.", "gain.", "pump.")
_NUMERICAL = ("cavity.sample_spacing",)
_NO_INFLUENCE = ("pump.repetition_rate", "pump.fluence.", "pump.irradiance.", *_NUMERICAL)
_SCATTERING = "cavity.q_scattering"
_NEAR = 2e-3  # of the wavelength: window in which a mode is looked for again
_NEAR_FILM = 15e-9  # m


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Slope of the threshold fluence with one input; ``local`` where lines or modes move with it."""

    path: str
    meaning: str
    slope: float
    local: bool


@dataclass(frozen=True, slots=True)
class _Job:
    path: str
    meaning: str
    device: Device
    step: float


def elasticities(
    device: Device, modes: xr.Dataset, threshold: Threshold, solve: bool = True
) -> list[Elasticity]:
    """Return the slope of the threshold with every number of cavity, gain medium and pump, largest first.

    A number whose changed value is not allowed, or with which the mode is gone, is left out; without
    ``solve`` also every number for which the cavity would have to be solved again.
    """
    if not threshold.lases:
        return []
    first = modes.isel(mode=[threshold.mode]) if threshold.resonant else modes
    jobs = [job for job in _jobs(device) if solve or not _solved_again(job, device, first)]
    same = _fluence(device, first)
    again = any(_solved_again(job, device, first) for job in jobs)
    solved = _fluence(device, _again(device, first)) if again else same
    slopes = np.full(len(jobs), np.inf)

    def one(job: _Job) -> float:
        moved = _solved_again(job, device, first)
        with suppress(ColaseError):
            if moved:
                changed = _again(job.device, first)
            else:
                changed = _rougher(first, job.step) if job.path == _SCATTERING else first
            fluence = _fluence(job.device, changed)
            return float(np.log(fluence / (solved if moved else same)) / np.log1p(job.step))
        return float("inf")

    for number, slope in side_by_side(one, jobs):
        slopes[number] = slope
    found = [
        Elasticity(job.path, job.meaning, float(slope), job.step == LOCAL_STEP)
        for job, slope in zip(jobs, slopes, strict=True)
        if np.isfinite(slope)
    ]
    return sorted(found, key=lambda e: -abs(e.slope))


def without_influence(device: Device) -> tuple[str, ...]:
    """Return what the threshold does not depend on: paths, and whole sections as "[stripe]"."""
    idle = [
        path
        for path, setting, value in leaves(device)
        if setting.sort == "number" and isinstance(value, float) and not _counts(path)
    ]
    named = (p if p.startswith("pump.") else f"[{p.partition('.')[0]}]" for p in idle if p not in _NUMERICAL)
    return tuple(dict.fromkeys(named))


def near(device: Device, modes: xr.Dataset) -> Device:
    """Return a device that looks for modes only around some it has already."""
    lam, window = modes.wavelength.values, device.modes
    if device.cavity.resonant:
        low, high = lam.min() * (1 - _NEAR), lam.max() * (1 + _NEAR)
        highest = int(modes.radial.max()) if "radial" in modes else window.radial_max
        return replace(device, modes=replace(window, start=low, stop=high, radial_max=max(highest, 1)))
    best = float(modes.attrs.get("first", lam.mean()))
    low, high = max(window.start, best - _NEAR_FILM), min(window.stop, best + _NEAR_FILM)
    return replace(device, modes=replace(window, start=low, stop=high))


def _jobs(device: Device) -> Iterator[_Job]:
    at_home = device.gain.temperature == device.gain.thermal.reference_temperature
    for path, setting, value in leaves(device):
        if not _counts(path):
            continue
        if path.startswith("gain.thermal.") and (at_home or path.endswith("reference_temperature")):
            continue  # says nothing at its own temperature, and then the same as the temperature
        step = _step(path, setting)
        changed = _changed(value, setting, step)
        if changed is not None:
            with suppress(ColaseError):
                yield _Job(path, setting.meaning, devices.replace(device, {path: changed}), step)


def _counts(path: str) -> bool:
    return path.startswith(_COUNTED) and not path.startswith(_NO_INFLUENCE)


def _step(path: str, setting: Setting) -> float:
    """Return the relative change of an input: small where lines or modes move with it."""
    length = setting.quantity is not None and setting.quantity.unit == "m"
    moves_line = path.endswith("wavelength") and not path.startswith("pump.")
    moves_mode = path.startswith("cavity.") and (length or setting.sort == "material")
    return LOCAL_STEP if moves_line or moves_mode else STEP


def _changed(value: object, setting: Setting, step: float) -> float | complex | None:
    """Return the changed value; None if there is no number to change."""
    if setting.sort == "number" and isinstance(value, float) and value:
        return value * (1 + step)
    if setting.sort == "material" and isinstance(value, ConstantIndex):
        n = complex(value.index(1e-6))
        return complex(n.real * (1 + step), n.imag) if n.imag else n.real * (1 + step)
    return None


def _solved_again(job: _Job, device: Device, modes: xr.Dataset) -> bool:
    """Whether the modes of a changed device are not those that are known, or follow from them."""
    given = getattr(device.cavity, "q_scattering", None)
    if job.path == _SCATTERING and given is not None and np.allclose(modes.q_scattering, given):
        return False
    return job.device.cavity != device.cavity


def _rougher(modes: xr.Dataset, step: float) -> xr.Dataset:
    """Return the modes with another quality factor of scattering."""
    scattering = modes.q_scattering * (1 + step)
    total = 1 / (1 / modes.q_radiative + 1 / modes.q_absorption + 1 / scattering)
    return modes.assign(q_scattering=scattering, q_factor=total)


def _again(device: Device, first: xr.Dataset) -> xr.Dataset:
    """Return the modes that were followed, solved again for this device."""
    narrow = near(device, first)
    found = narrow.cavity.modes(narrow.modes)
    if not device.cavity.resonant:
        return found
    named = np.flatnonzero(found.label.values == first.label.values[0])
    if not named.size:
        return found.isel(mode=[])
    distance = abs(found.wavelength.values[named] - float(first.wavelength[0]))
    return found.isel(mode=[int(named[distance.argmin()])])


def _fluence(device: Device, modes: xr.Dataset) -> float:
    """Return the threshold of a device in these modes in J/m^2; inf where there is none."""
    if not modes.sizes["mode"]:
        return float("inf")
    return laser.threshold(modes, device.gain, device.cavity, device.pump, verify=False).fluence
