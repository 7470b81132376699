"""A folder of spectra over pump as data of a device: light and spectra of all levels, and the lasing lines.

Lines are those of the brightest spectrum that is not saturated. Four or more that follow a comb like that of
the family that lases first by the device file give its group path; otherwise the strongest line is the mode
next to it among those that lase first, if only one can be meant.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase import laser
from colase.device import Device
from colase.errors import InputError
from colase.measurement import comb_of, fit_lines
from colase.results import dataset, variable

from .errors_of_data import DataErrors
from .observation import MeasuredComb, MeasuredPeaks, Observation
from .spectra import MeasuredSpectra

Array = NDArray[np.float64]
Found = tuple[tuple[Observation, ...], tuple[str, ...]]

_STRONG = 0.02  # of the strongest line, that a line must have to count
_FIRST = 1.3  # times the lowest threshold, below which a mode is among the first
_CLEAR = 0.25  # of the distance to the next mode that could be meant
_LINE_ERROR = 0.05e-9
_SAME_COMB = 0.2  # relative distance of the group path from the device's own, beyond which it is another comb
_REACH = 0.05


def of_series(device: Device, series: xr.Dataset, name: str, errors: DataErrors) -> Found:
    """Return the data in a series of spectra, and what must be said about them.

    Parameters
    ----------
    series : Dataset
        What `colase.read` of a folder returns: signal over pump and wavelength.

    Raises
    ------
    InputError
        If its pump is neither a fluence nor an irradiance, or nothing is left of it.
    """
    unit = series.pump.attrs.get("units", "")
    if unit not in ("J/m^2", "W/m^2"):
        raise InputError(f"{name}: the pump must be a fluence or an irradiance, series:uJ/cm^2={name}.")
    notes = []
    cut = series.saturated.any("wavelength").values
    good = ~cut & (series.pump.values > 0)
    if cut.any():
        notes.append(f"{name}: {int(cut.sum())} spectra with saturated pixels are left out.")
    if good.sum() < 3:
        raise InputError(
            f"{name}: {int(good.sum())} usable spectra above zero pump; at least three are wanted."
        )
    kept = series.isel(pump=good)
    signal = kept.signal.where(~kept.cosmic).interpolate_na("wavelength", fill_value="extrapolate").values
    wavelength = kept.wavelength.values
    whole = MeasuredSpectra(
        f"{name}: light and spectra", kept.pump.values, wavelength, signal,
        errors.output, errors.within, errors.jitter, errors.pump_scale,
    )  # fmt: skip
    lines, said = _lines(device, wavelength, signal[int(np.argmax(signal.sum(axis=1)))], name)
    return (whole, *lines), (*notes, *said)


def _lines(device: Device, wavelength: Array, counts: Array, name: str) -> Found:
    """Return the comb or the strongest line of a spectrum."""
    if not device.cavity.resonant:
        return (), ()
    rows = {"counts": variable(("spectrum", "wavelength"), counts[None], "1", "counts")}
    grid = {"wavelength": variable("wavelength", wavelength, "m", "vacuum wavelength")}
    d = fit_lines(dataset(rows, grid)).data
    area, error = d.area.values, d.centre_error.values
    pixel = float(np.median(np.diff(wavelength)))
    keep = (area > _STRONG * max(area.max(initial=0.0), 0.0)) & (error < pixel)
    if not keep.any():
        return (), (f"{name}: no line stands out at the highest pump; its light and spectra are used alone.",)
    centre, error, area = d.centre.values[keep], error[keep], area[keep]
    first = _first(device)
    if "fsr" in first and centre.size >= 4:
        found = comb_of(centre, error)
        own = float(first.wavelength[0] ** 2 / first.fsr[0])
        if abs(float(found.data.group_path) / own - 1) < _SAME_COMB:
            return _comb(found.data, first, name)
    strongest = int(np.argmax(area))
    return _line(float(centre[strongest]), float(error[strongest]), first, name)


def _first(device: Device) -> xr.Dataset:
    """Return the modes that lase first, the very first in front."""
    modes = device.cavity.modes(device.modes)
    needs = laser.threshold(modes, device.gain, device.cavity, device.pump, verify=False).data.fluence.values
    order = np.argsort(needs, kind="stable")
    return modes.isel(mode=order[needs[order] <= _FIRST * needs.min()])


def _comb(comb: xr.Dataset, first: xr.Dataset, name: str) -> Found:
    path = float(comb.group_path)
    error = max(float(comb.group_path_error), 1e-4 * path)
    family = str(first.polarization.values[0]), int(first.radial.values[0])
    lines = comb.sizes["line"]
    said = f"{name}: the comb of {lines} lines is taken as {family[0]}, radial order {family[1]}."
    return (MeasuredComb(f"{name}: comb", float(comb.centre), path, error, *family),), (said,)


def _line(wavelength: float, error: float, first: xr.Dataset, name: str) -> Found:
    away = np.abs(first.wavelength.values - wavelength)
    order = np.argsort(away)
    label, where = str(first.label.values[order[0]]), f"{wavelength * 1e9:.3f} nm"
    if away.size > 1 and away[order[0]] > _CLEAR * away[order[1]]:
        other = str(first.label.values[order[1]])
        return (), (
            f"{name}: the line at {where} may be {label} or {other}; its place is not used. Name it in a "
            "list of peaks (peaks=FILE), or give the device file better sizes.",
        )
    line = MeasuredPeaks(
        f"{name}: strongest line", np.array([wavelength]), np.array([max(error, _LINE_ERROR)]), (label,),
        reach=_REACH,
    )  # fmt: skip
    return (line,), (f"{name}: the strongest line, {where}, is taken as {label}.",)
