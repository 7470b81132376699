"""Spectra against pump: how much light there is at every level, and how it is spread over wavelength.

Lines are far narrower than what is known of a device, so spectra are compared in overlapping bands, not pixel
by pixel (where lines lie is told by peaks and combs). With y the measured and m the predicted photons,

    d_ij = ln y_ij - ln m_ij - c,   cov(d_i) = diag(w^2 + e_ij^2) + r^2 1 1^T + j^2 s_i s_i^T,

of level i and bands j: r is the error of a spectrum as a whole, w that of a band against the others (spectral
response), e the noise of the pixels, j the error of each pump value, which moves all bands of a spectrum
together by their slopes s = d ln y/d ln pump. c, the share that is detected, is solved for. The sum over
bands is the light curve, their ratios are the spectra; both are in d with what they have in common.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from colase.device import Device
from colase.device import replace as changed
from colase.errors import InputError
from colase.measurement.lines import noise_of

from .compared import Compared, compared
from .forward import LOST, light, pump_unit, steepness
from .pixels import on_pixels

Array = NDArray[np.float64]

_BANDS = 12
_FINE = 20.0  # steps of resolution across a band
_MARGIN = 2e-3  # of the wavelength, beyond the outermost modes
_SEEN = 3.0  # times its noise, a band counts
_LEAST_SHARE = 1e-3  # of the photons of a level, below which a band says nothing that a model knows


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """Weights of the pixels in every band, ln of the light in the bands that count, and their whitening.

    ``labels`` are the modes of the window of the file: those beyond would take gain away without being seen.
    """

    weights: Array
    logs: Array
    used: NDArray[np.bool_]
    white: tuple[Array, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSpectra:
    """Spectra at several pump levels, fitted with the light curve that they make.

    Attributes
    ----------
    pump : ndarray, shape (level,)
        In J/m^2 (W/m^2 of a continuous pump).
    wavelength : ndarray, shape (pixel,)
        Ascending, in m.
    signal : ndarray, shape (level, pixel)
        Photons (counts a second) in any unit that all levels share; background removed.
    relative, within, jitter, calibration : float
        Relative errors: of a spectrum as a whole, of a band against the others of its spectrum, of each pump
        value, and of all pump values together.
    """

    name: str
    pump: Array
    wavelength: Array
    signal: Array
    relative: float = 0.05
    within: float = 0.03
    jitter: float = 0.0
    calibration: float = 0.0
    bands: _Bands | None = None

    def __post_init__(self) -> None:
        if self.signal.shape != (self.pump.size, self.wavelength.size) or not np.all(
            np.isfinite(self.signal)
        ):
            raise InputError(f"{self.name}: finite counts over pump and wavelength are wanted.")
        if self.pump.size < 3 or np.any(self.pump <= 0):
            raise InputError(f"{self.name}: at least three pump levels above zero are wanted.")
        if np.any(np.diff(self.wavelength) <= 0) or self.wavelength.size < 4 * _BANDS:
            raise InputError(f"{self.name}: at least {4 * _BANDS} pixels in ascending order are wanted.")
        if not (0 < self.relative < 2 and 0 < self.within < 2 and self.jitter >= 0):
            raise InputError(f"{self.name}: relative errors lie between 0 and 2.")

    def prepared(self, device: Device) -> MeasuredSpectra:
        """Choose the bands, where the device has modes, and the errors of the light in them."""
        modes = device.cavity.modes(device.modes) if device.cavity.resonant else None
        low, high = self._range(None if modes is None else modes.wavelength.values)
        weights = _hann(self.wavelength, low, high)
        light_in = self.signal @ weights.T
        noise = np.array([noise_of(row) for row in self.signal])[:, None] * np.sqrt((weights**2).sum(axis=1))
        least = np.maximum(_SEEN * noise, _LEAST_SHARE * light_in.max(axis=1, keepdims=True))
        used = light_in > least
        if used.sum() < 4:
            raise InputError(f"{self.name}: no light stands above the noise where the device has modes.")
        safe = np.where(used, light_in, 1.0)
        slope = np.where(used, steepness(self.pump, np.where(used, light_in, least)), 0.0)
        spread = np.hypot(self.within, noise / safe)
        white = tuple(
            _whitening(spread[i, u], self.relative, self.jitter * slope[i, u]) for i, u in enumerate(used)
        )
        labels = () if modes is None else tuple(modes.label.values.tolist())
        return replace(self, bands=_Bands(weights, np.log(safe), used, white, labels))

    def residuals(self, device: Device, factor: float) -> Array:
        """Return the residuals of ln(photons) in all bands, uncorrelated, the detected share solved for."""
        bands = self._prepared(device)
        model = self._light(device, factor, bands)
        if model is None:
            return np.full(int(bands.used.sum()), LOST)
        distance, one = _whitened(bands, model)
        return distance - one * (one @ distance) / (one @ one)

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the light in every band and level, with the share that is detected."""
        bands = self._prepared(device)
        model = self._light(device, factor, bands)
        if model is None:
            model = np.full(bands.logs.shape, np.nan)
        else:
            distance, one = _whitened(bands, model)
            model = model * np.exp((one @ distance) / (one @ one))
        centre = (bands.weights @ self.wavelength) / bands.weights.sum(axis=1)
        level, band = np.nonzero(bands.used)
        axis = {
            "wavelength": (centre[band], "m"),
            "pump": (self.pump[level], pump_unit(device)),
        }
        seen = np.exp(bands.logs[bands.used])
        error = seen * np.hypot(self.relative, self.within)
        return compared("spectra", self.name, axis, "1", seen, model[bands.used], error)

    def _prepared(self, device: Device) -> _Bands:
        bands = self.bands or self.prepared(device).bands
        assert bands is not None
        return bands

    def _light(self, device: Device, factor: float, bands: _Bands) -> Array | None:
        """Return the predicted photons in every band at every level; None if one has none."""
        seen = _photons(device, self.pump * factor, self.wavelength, bands.labels)
        model = None if seen is None else seen @ bands.weights.T
        return None if model is None or np.any(model[bands.used] <= 0) else model

    def _range(self, modes: Array | None) -> tuple[float, float]:
        """Return where both the spectra and the modes of the device are."""
        low, high = self.wavelength[[0, -1]]
        if modes is not None:
            if not modes.size:
                raise InputError(f"{self.name}: the device has no modes in its window.")
            low = max(low, modes.min() * (1 - _MARGIN))
            high = min(high, modes.max() * (1 + _MARGIN))
        if not high > low:
            raise InputError(
                f"{self.name}: spectra from {low * 1e9:.4g} nm on "
                "hold none of the modes of the device; change modes.from and modes.to."
            )
        return float(low), float(high)


def _hann(x: Array, low: float, high: float) -> Array:
    """Return smooth overlapping weights of sum one between low and high, shape (band, pixel)."""
    step = (high - low) / (_BANDS - 1)
    centres = low + step * np.arange(_BANDS)
    away = np.abs(x - centres[:, None]) / step
    inside = (away < 1) & (x >= low) & (x <= high)
    return np.where(inside, np.cos(0.5 * np.pi * np.minimum(away, 1)) ** 2, 0.0)


def _whitened(bands: _Bands, model: Array) -> tuple[Array, Array]:
    """Return ln(measured/predicted) of all bands, uncorrelated, and what a common factor e makes of it."""
    parts, ones = [], []
    for i, (used, white) in enumerate(zip(bands.used, bands.white, strict=True)):
        parts.append(white @ (bands.logs[i, used] - np.log(model[i, used])))
        ones.append(white.sum(axis=1))
    return np.concatenate(parts), np.concatenate(ones)


def _whitening(spread: Array, whole: float, pump: Array) -> Array:
    """Return L^-1 of the covariance L L^T of the bands of one spectrum."""
    if not spread.size:
        return np.zeros((0, 0))
    covariance = np.diag(spread**2) + whole**2 + np.outer(pump, pump)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance)), dtype=np.float64)


def _photons(device: Device, pump: Array, pixels: Array, labels: tuple[str, ...]) -> Array | None:
    """Return photons on every pixel at every pump level, up to a factor; None without modes."""
    levels, back = np.unique(pump, return_inverse=True)
    step = float(pixels[-1] - pixels[0]) / (_BANDS * _FINE)
    seen = changed(device, {"instrument.resolution": max(step, device.instrument.resolution)})
    curve = light(seen, levels, labels)
    if curve is None:
        return None
    energy = on_pixels(curve.wavelength.values, curve.spectrum.values, pixels)
    return (energy * pixels)[back]
