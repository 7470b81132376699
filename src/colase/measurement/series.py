"""Spectra at several pump levels, as one array over pump and wavelength, corrected for the bench.

    signal = (counts - dark) 10^OD / (exposure accumulations response)

in counts a second. A neutral-density filter of optical density OD stands before the detector; the
attenuation of the pump belongs into the pump values. Nothing is repaired by default: saturated pixels and
cosmic rays are flagged. A cosmic ray is a spike of one or two pixels, far above the noise, that neither
neighbour in the series has at that place; a laser line that has just appeared is in one neighbour at least,
unless it is in one spectrum only, which is why flags are flags.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.results import dataset, variable

from .lines import noise_of

Array = NDArray[np.float64]

_SPIKE, _SHARE, _SHARE_AT_END = 12.0, 0.3, 0.03
PUMP_UNITS = ("J/m^2", "W/m^2", "J", "W", "")


def build_series(
    spectra: Sequence[xr.Dataset],
    pump: ArrayLike,
    *,
    pump_unit: str = "J/m^2",
    pump_error: float = 0.0,
    dark: xr.Dataset | ArrayLike | float | None = None,
    optical_density: ArrayLike = 0.0,
    response: xr.DataArray | None = None,
    saturation: float | None = None,
) -> xr.Dataset:
    """Join spectra and pump levels.

    Parameters
    ----------
    spectra : sequence of Dataset
        One spectrum each (several of one file are averaged), all on one wavelength axis.
    pump : array, shape (spectrum,)
        Pump in SI units.
    pump_error : float
        Relative standard error of each pump value.
    dark : Dataset, array or float, optional
        Dark counts for the same exposure; a dark spectrum stored in a file is used where none is given.
    optical_density : float or array, shape (spectrum,)
        Of filters before the detector.
    response : DataArray, optional
        Relative spectral response over ``wavelength``; interpolated, never extrapolated.
    saturation : float, optional
        Largest count of the detector; that of the files if left out.

    Returns
    -------
    Dataset
        signal, saturated and cosmic over (pump, wavelength), sorted by pump.
    """
    level = np.asarray(pump, dtype=float)
    if not spectra or level.shape != (len(spectra),) or not np.all(np.isfinite(level)):
        raise InputError(f"{len(spectra)} spectra need as many finite pump levels, not {level.size}.")
    if pump_unit not in PUMP_UNITS:
        raise InputError(f'pump_unit = "{pump_unit}" is not one of {", ".join(PUMP_UNITS[:-1])}.')
    if np.any(level < 0):
        raise InputError("a pump level is below zero.")
    wavelength = _shared_axis(spectra)
    density = np.broadcast_to(np.asarray(optical_density, dtype=float), level.shape)
    if np.any((density < 0) | (density > 12)):
        raise InputError("an optical density lies between 0 and 12.")
    raw = np.stack([s.counts.mean("spectrum").values for s in spectra])
    ceiling = [saturation if saturation is not None else s.attrs.get("saturation", np.inf) for s in spectra]
    saturated = np.stack([_saturated(s.counts.values, c) for s, c in zip(spectra, ceiling, strict=True)])
    exposures = [(s.attrs.get("exposure"), s.attrs.get("accumulations", 1.0)) for s in spectra]
    known = [e is not None for e, _ in exposures]
    if any(known) and not all(known):
        raise InputError(
            f"{known.count(False)} of {len(known)} spectra carry no exposure: they cannot be compared "
            "with the others."
        )
    time = np.array([e * n if e is not None else 1.0 for e, n in exposures])
    order = np.argsort(level, kind="stable")
    signal = np.stack([r - _dark(s, dark, wavelength) for r, s in zip(raw, spectra, strict=True)])
    signal *= (10**density / time)[:, None] / _response(response, wavelength)
    rows = {
        "signal": variable(
            ("pump", "wavelength"), signal[order], "1/s" if all(known) else "1", "corrected counts"
        ),
        "saturated": variable(
            ("pump", "wavelength"), saturated[order], "1", "pixel at the ceiling of the detector"
        ),
        "cosmic": variable(
            ("pump", "wavelength"), cosmic_rays(signal[order]), "1", "spike of a cosmic ray, probably"
        ),
        "pump_error": variable("pump", pump_error * level[order], pump_unit, "standard error of the pump"),
        "file": variable(
            "pump", np.array([str(s.attrs.get("file", "")) for s in spectra])[order], "1", "file"
        ),
    }
    coords = {
        "pump": variable("pump", level[order], pump_unit, "pump"),
        "wavelength": variable("wavelength", wavelength, "m", "vacuum wavelength"),
        "photon_energy": variable("wavelength", HC / wavelength, "J", "photon energy"),
    }
    shared = {
        k: spectra[0].attrs[k] for k in ("resolution", "calibration", "instrument") if k in spectra[0].attrs
    }
    return dataset(rows, coords, **shared)


def _shared_axis(spectra: Sequence[xr.Dataset]) -> Array:
    for s in spectra:
        if "wavelength" not in s.coords:
            raise InputError(
                f"{s.attrs.get('file', 'a spectrum')}: it has no wavelength axis; read it with excitation=..."
            )
    first = spectra[0].wavelength.values
    for s in spectra[1:]:
        same = s.sizes["wavelength"] == first.size and np.allclose(
            s.wavelength.values, first, rtol=1e-7, atol=0
        )
        if not same:
            raise InputError(
                f"{s.attrs.get('file', 'a spectrum')}: its wavelength axis differs from that of "
                f"{spectra[0].attrs.get('file', 'the first')}."
            )
    return first


def _saturated(counts: Array, ceiling: float) -> NDArray[np.bool_]:
    """Flag pixels within 2 % of the ceiling, or three neighbours or more at the very same maximum."""
    over = counts >= 0.98 * ceiling
    top = counts == counts.max(axis=-1, keepdims=True)
    run = top & (np.roll(top, 1, -1) | np.roll(top, -1, -1))
    flat = np.where((run.sum(axis=-1, keepdims=True) >= 3), run, False)
    return np.any(over | flat, axis=0)


def _dark(spectrum: xr.Dataset, dark: xr.Dataset | ArrayLike | float | None, wavelength: Array) -> Array:
    if dark is None:
        return spectrum["dark"].values if "dark" in spectrum else np.zeros_like(wavelength)
    if isinstance(dark, xr.Dataset):
        one, other = dark.attrs.get("exposure"), spectrum.attrs.get("exposure")
        if one is not None and other is not None and not np.isclose(one, other, rtol=1e-3):
            name = spectrum.attrs.get("file", "a spectrum")
            raise InputError(f"the dark spectrum was exposed for {one:g} s and {name} for {other:g} s.")
        values = dark.counts.mean("spectrum").values
    else:
        values = np.asarray(dark, dtype=float)
        values = np.full_like(wavelength, values) if values.ndim == 0 else values
    if values.shape != wavelength.shape:
        raise InputError(f"the dark spectrum has {values.size} pixels and the spectra {wavelength.size}.")
    return values


def _response(response: xr.DataArray | None, wavelength: Array) -> Array:
    if response is None:
        return np.ones_like(wavelength)
    at = response.sortby("wavelength")
    if at.wavelength[0] > wavelength[0] or at.wavelength[-1] < wavelength[-1]:
        raise InputError("the spectral response does not cover the spectra.")
    values = np.interp(wavelength, at.wavelength.values, at.values)
    if not np.all(values > 0):
        raise InputError("the spectral response must be above zero everywhere.")
    return values


def cosmic_rays(signal: Array) -> NDArray[np.bool_]:
    """Return flags of spikes that no neighbouring spectrum shares, shape of ``signal`` (spectrum, pixel)."""
    from scipy.ndimage import maximum_filter1d, median_filter

    excess = signal - median_filter(signal, size=(1, 7), mode="nearest")
    flags = np.zeros(signal.shape, dtype=bool)
    count = signal.shape[0]
    if count < 2:
        return flags
    near = maximum_filter1d(excess, 3, axis=1)
    for i in range(count):
        others = [j for j in (i - 1, i + 1) if 0 <= j < count]
        noise = max(noise_of(signal[i]), 1e-12 * float(np.ptp(signal[i])))
        share = _SHARE if len(others) == 2 else _SHARE_AT_END
        alone = np.all([near[j] < share * excess[i] for j in others], axis=0)
        flags[i] = (excess[i] > _SPIKE * noise) & alone
    return flags


def integrated(
    series: xr.Dataset, window: tuple[float, float] | None = None, baseline: bool = False
) -> xr.Dataset:
    """Return the output and the width at half maximum against pump, flagged pixels left out.

    Parameters
    ----------
    window : (float, float), optional
        Wavelengths in m.
    baseline : bool
        Take away the straight line through the medians of the outer tenths of the window: what is left is the
        light of a line above the luminescence beside it.
    """
    part = series
    if window is not None:
        part = series.sel(wavelength=slice(min(window), max(window)))
        if part.sizes["wavelength"] < 3:
            raise InputError(
                f"the window {min(window) * 1e9:g} to {max(window) * 1e9:g} nm holds fewer than 3 pixels."
            )
    x = part.wavelength.values
    good = part.signal.where(~part.cosmic).interpolate_na("wavelength", fill_value="extrapolate").values
    if baseline:
        good = good - _baseline(x, good)
    area = np.trapezoid(good, x, axis=1)
    rows = {
        "output": variable("pump", area, "m/s", "signal integrated over wavelength"),
        "linewidth": variable(
            "pump",
            np.array([_half_width(x, row) for row in good]),
            "m",
            "full width at half maximum of the strongest feature",
        ),
        "any_saturated": variable(
            "pump", part.saturated.any("wavelength").values, "1", "whether a pixel was saturated"
        ),
    }
    unit = series.pump.attrs["units"]
    return dataset(rows, {"pump": variable("pump", series.pump.values, unit, "pump")})


def _baseline(x: Array, rows: Array) -> Array:
    """Return straight lines through the medians of the outer tenths, shape of ``rows`` (spectrum, pixel)."""
    outer = max(x.size // 10, 1)
    left, right = (np.median(rows[:, part], axis=1) for part in (slice(None, outer), slice(-outer, None)))
    low, high = x[:outer].mean(), x[-outer:].mean()
    return left[:, None] + (right - left)[:, None] * (x - low) / (high - low)


def _half_width(x: Array, y: Array) -> float:
    top = int(np.argmax(y))
    half = 0.5 * (y[top] + float(np.quantile(y, 0.05)))
    left, right = top, top
    while left > 0 and y[left] > half:
        left -= 1
    while right < y.size - 1 and y[right] > half:
        right += 1
    low = (
        x[left] + (half - y[left]) / (y[left + 1] - y[left]) * (x[left + 1] - x[left])
        if y[left] < half
        else x[left]
    )
    high = (
        x[right] - (half - y[right]) / (y[right - 1] - y[right]) * (x[right] - x[right - 1])
        if y[right] < half
        else x[right]
    )
    return float(max(high - low, x[1] - x[0]))
