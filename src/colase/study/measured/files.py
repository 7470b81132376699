"""Files of measured data as observations of a device: "light:uJ/cm^2=curve.csv", "series=folder" ..."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from colase.device import Device
from colase.errors import InputError, nearest
from colase.measurement import Assignments, assign_modes, comb_of, read, read_table
from colase.measurement.readers.peaks import read_peaks
from colase.units import convert

from .cavity import round_cavity
from .errors_of_data import DataErrors
from .folders import of_series
from .observation import MeasuredComb, MeasuredEmission, MeasuredLight, MeasuredPeaks, Observation

KINDS = ("light", "series", "peaks", "comb", "emission")
_PEAK_ERROR = 0.05e-9
_SURE = 0.9
_A_LIST = 60  # rows, that a list of peaks may have; a spectrum has more
_PUMP = ("pump", "fluence", "irradiance", "power", "energy")

Found = tuple[tuple[Observation, ...], tuple[str, ...]]


def data_of(device: Device, text: str, errors: DataErrors | None = None, **reading: Any) -> Found:
    """Return the data of a file or folder, and what must be said about them.

    Parameters
    ----------
    text : str
        KIND=PATH or KIND:UNIT=PATH; light (pump, output), series (a folder of spectra against pump), peaks
        (wavelength, error, polarization), comb (the same list) or emission (a spectrum at low pump). Without
        KIND a folder is a series, and a table is told by the head of its first column and its length.
    errors : DataErrors, optional
        Of light against pump.
    **reading
        How a folder becomes a series: pattern or pump_table, dark ... of `colase.read`.

    Raises
    ------
    InputError
        If it is none of these, or the file cannot be used.
    """
    kind, unit, path = told(text)
    errors = errors or DataErrors()
    if kind == "series":
        scale, si = _pump_unit(unit or "uJ/cm^2")
        series = read(path, scale=scale, pump_unit=si, **reading)
        return of_series(device, series, path.name, errors)
    if kind == "light":
        return (_light(path, unit or _unit_in_head(path), errors),), ()
    if kind == "emission":
        return (_emission(path),), ()
    lam, error, names = read_peaks(path, _PEAK_ERROR)
    if kind == "peaks":
        found, notes = _peaks(device, path, lam, error, names)
        return (found,), notes
    comb = comb_of(lam, error).data
    path_error = max(float(comb.group_path_error), 1e-4 * float(comb.group_path))
    return (
        (MeasuredComb(path.name, float(comb.centre), float(comb.group_path), path_error, names[0] or "TE"),),
        () if names[0] else (f"{path.name}: no polarization stands there; the comb is taken as TE.",),
    )


def told(text: str) -> tuple[str, str, Path]:
    """Return kind, unit ("" for the usual one) and path of one --data."""
    kind, equals, file = text.partition("=")
    kind, _, unit = kind.strip().partition(":")
    if equals and kind in KINDS:
        return kind, unit, Path(file.strip())
    if Path(text).exists():
        return _guessed(Path(text)), "", Path(text)
    hint = nearest(kind, KINDS)
    raise InputError(f'--data "{text}": write KIND=PATH with one of {", ".join(KINDS)}.{hint}')


def _guessed(path: Path) -> str:
    """Tell what a file holds from its columns."""
    if path.is_dir():
        return "series"
    try:
        values, heads = read_table(path)
    except InputError:
        return "emission"  # an instrument's own format
    first = heads[0].lower() if heads else ""
    if any(word in first for word in _PUMP):
        return "light"
    if "wave" in first or "nm" in first:
        return "emission" if len(values) > _A_LIST else "peaks"
    raise InputError(
        f"{path.name}: its first column does not say what it is; write KIND={path.name} with one of "
        f"{', '.join(KINDS)}."
    )


def _unit_in_head(path: Path) -> str:
    """Return the unit in the brackets of the first head, uJ/cm^2 without one."""
    heads = read_table(path)[1]
    inside = re.search(r"[(\[]([^)\]]+)[)\]]", heads[0]) if heads else None
    return re.sub(r"(?<=m)([23])", r"^\1", inside[1]) if inside else "uJ/cm^2"


def _pump_unit(unit: str) -> tuple[float, str]:
    """Return the factor to SI and the SI unit of a fluence or an irradiance."""
    try:
        return float(convert(1.0, unit, "J/m^2")), "J/m^2"
    except InputError:
        return float(convert(1.0, unit, "W/m^2")), "W/m^2"


def _light(path: Path, unit: str, errors: DataErrors) -> MeasuredLight:
    values, _ = read_table(path)
    if values.shape[1] < 2:
        raise InputError(f"{path.name}: pump and output are wanted, in two columns.")
    good = (values[:, 0] > 0) & (values[:, 1] > 0)
    pump, output = values[good, 0] * _pump_unit(unit)[0], values[good, 1]
    return MeasuredLight(path.name, pump, output, errors.output, errors.pump_scale, errors.jitter)


def _emission(path: Path) -> MeasuredEmission:
    from colase.measurement.lines import noise_of, spectrum_of

    x, y = spectrum_of(read(path))
    noise = max(noise_of(y), 1e-3 * float(np.ptp(y)))
    few = slice(None, None, max(1, x.size // 400))  # neighbouring pixels say the same about a broad line
    return MeasuredEmission(path.name, x[few], y[few], np.full(x[few].size, noise))


def _peaks(
    device: Device, path: Path, lam: list[float], error: list[float], names: list[str]
) -> tuple[MeasuredPeaks, tuple[str, ...]]:
    """Name the peaks from what the device file knows, and say how sure that is."""
    radial = min(device.modes.radial_max, 2)
    found = assign_modes(lam, round_cavity(device), error, polarization=names, radial_max=1)
    if not bool(found.data.acceptable.any()) and radial > 1:
        found = assign_modes(lam, round_cavity(device), error, polarization=names, radial_max=radial)
    if not bool(found.data.acceptable.any()):
        raise InputError(f"{path.name}: {found.warnings[0]}")
    order = np.argsort(lam)
    one = found.data.isel(assignment=0)
    labels = tuple(
        f"{p} l={l} q={q}"
        for p, l, q in zip(one.polarization.values, one.order.values, one.radial.values, strict=True)
    )
    data = MeasuredPeaks(path.name, np.array(lam)[order], np.array(error)[order], labels)
    return data, _doubt(path, found)


def _doubt(path: Path, found: Assignments) -> tuple[str, ...]:
    share = float(found.data.weight[0])
    if share >= _SURE:
        return ()
    return (
        f"{path.name}: the names of the peaks are not sure ({share:.0%} for those used, "
        f"{found.data.sizes['assignment']} others are possible); fitted size and index hold for them only.",
    )
