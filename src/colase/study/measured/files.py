"""Files of measured data as observations of a device: "light:uJ/cm^2=curve.csv", "peaks=peaks.csv" ..."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from colase.device import Device
from colase.errors import InputError, nearest
from colase.measurement import Assignments, assign_modes, comb_of, read, read_table
from colase.measurement.readers.peaks import read_peaks
from colase.units import convert

from .cavity import round_cavity
from .observations import MeasuredComb, MeasuredEmission, MeasuredLight, MeasuredPeaks, Observation

KINDS = ("light", "peaks", "comb", "emission")
_PEAK_ERROR = 0.05e-9
_SURE = 0.9


def observation(
    device: Device, text: str, relative: float = 0.05, calibration: float = 0.0
) -> tuple[Observation, tuple[str, ...]]:
    """Return one set of data and what must be said about it.

    Parameters
    ----------
    text : str
        KIND=FILE or KIND:UNIT=FILE; light (pump, output), peaks (wavelength, error, polarization), comb
        (the same list) or emission (a spectrum at low pump).
    relative, calibration : float
        Relative error of every output of a light curve, and that all its pump values share.

    Raises
    ------
    InputError
        If it is none of these, or the file cannot be used.
    """
    kind, equals, file = text.partition("=")
    kind, _, unit = kind.strip().partition(":")
    if not equals or kind not in KINDS:
        hint = nearest(kind, KINDS)
        raise InputError(f'--data "{text}": write KIND=FILE with one of {", ".join(KINDS)}.{hint}')
    path = Path(file.strip())
    if kind == "light":
        return _light(path, unit or "uJ/cm^2", relative, calibration), ()
    if kind == "emission":
        return _emission(path), ()
    lam, error, names = read_peaks(path, _PEAK_ERROR)
    if kind == "comb":
        found = comb_of(lam, error).data
        path_error = max(float(found.group_path_error), 1e-4 * float(found.group_path))
        polarization = names[0] or "TE"
        return (
            MeasuredComb(path.name, float(found.centre), float(found.group_path), path_error, polarization),
            () if names[0] else (f"{path.name}: no polarization stands there; the comb is taken as TE.",),
        )
    return _peaks(device, path, lam, error, names)


def _light(path: Path, unit: str, relative: float, calibration: float) -> MeasuredLight:
    values, _ = read_table(path)
    if values.shape[1] < 2:
        raise InputError(f"{path.name}: pump and output are wanted, in two columns.")
    try:
        pump = convert(values[:, 0], unit, "J/m^2")
    except InputError:
        pump = convert(values[:, 0], unit, "W/m^2")
    good = (pump > 0) & (values[:, 1] > 0)
    return MeasuredLight(path.name, pump[good], values[good, 1], relative, calibration)


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
