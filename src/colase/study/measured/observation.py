"""What was measured of a device, each with the forward model that predicts it.

An observation gives residuals in standard errors. Numbers that the device cannot know (how much of the light
reached the detector) are solved for on the way, in closed form; the factor by which all pump values may be
off is a parameter of the fit, with the error of the calibration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from colase import laser
from colase.device import Device
from colase.errors import InputError

from .compared import Compared, compared
from .forward import LOST, light, modes_about, pump_unit, steepness

Array = NDArray[np.float64]

_LEADING = 16  # modes that a light curve is made of


class Observation(Protocol):
    """One set of data: its name, where it came from, how sure the pump is, and its residuals."""

    @property
    def name(self) -> str:
        """What is measured, with the file."""
        ...

    @property
    def calibration(self) -> float:
        """Relative error that all pump values share; 0 without a pump."""
        ...

    def prepared(self, device: Device) -> Observation:
        """Return the observation with what must stay the same while the device changes."""
        ...

    def residuals(self, device: Device, factor: float) -> Array:
        """Return (measured - predicted)/error with all pump values times ``factor``."""
        ...

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the points beside their prediction."""
        ...


def _checked(name: str, *columns: Array) -> None:
    if any(c.ndim != 1 or c.size != columns[0].size or not np.all(np.isfinite(c)) for c in columns):
        raise InputError(f"{name}: columns of finite numbers of one length are wanted.")


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredLight:
    """Light out against pump: ln(output) is compared, the share that is detected is free.

    Attributes
    ----------
    pump, output : ndarray
        Fluence in J/m^2 (irradiance in W/m^2 of a continuous pump); output in any unit.
    relative : float
        Relative error of every output.
    calibration : float
        Relative error that all pump values share.
    jitter : float
        Relative error of each pump value by itself; it counts where the curve is steep.
    """

    name: str
    pump: Array
    output: Array
    relative: float = 0.05
    calibration: float = 0.0
    jitter: float = 0.0
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _checked(self.name, self.pump, self.output)
        if self.pump.size < 4 or np.any(self.pump <= 0) or np.any(self.output <= 0):
            raise InputError(f"{self.name}: at least four points with pump and output above zero are wanted.")
        if not 0 < self.relative < 2:
            raise InputError(f"{self.name}: the relative error {self.relative:g} lies between 0 and 2.")

    def prepared(self, device: Device) -> MeasuredLight:
        """Choose the modes that are followed: those with the lowest thresholds, by name."""
        if not device.cavity.resonant:
            return self
        modes = device.cavity.modes(device.modes)
        if not modes.sizes["mode"]:
            raise InputError(f"{self.name}: the device has no modes in its window.")
        first = laser.threshold(modes, device.gain, device.cavity, device.pump, verify=False)
        lead = np.argsort(first.data.fluence.values, kind="stable")[:_LEADING]
        return replace(self, labels=tuple(modes.label.values[np.sort(lead)].tolist()))

    def residuals(self, device: Device, factor: float) -> Array:
        """Return the residuals of the logarithm about their mean."""
        out = self._predicted(device, factor)
        return np.full(self.pump.size, LOST) if out is None else np.log(self.output / out) / self._error()

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the light with the share that is detected."""
        out = self._predicted(device, factor)
        out = np.full(self.pump.size, np.nan) if out is None else out
        axis = {"pump": (self.pump, pump_unit(device))}
        return compared("light", self.name, axis, "1", self.output, out, self.output * self._error())

    def _error(self) -> Array:
        """Return the relative error of every output."""
        return np.hypot(self.relative, self.jitter * steepness(self.pump, self.output))

    def _predicted(self, device: Device, factor: float) -> Array | None:
        """Return the light times the share that fits best; None if the device gives none."""
        levels, back = np.unique(self.pump, return_inverse=True)
        curve = light(device, levels * factor, self.labels)
        if curve is None:
            return None
        out = curve.emitted_energy.values.reshape(levels.size, -1).sum(axis=1)[back]
        if np.any(out <= 0):
            return None
        share = np.average(np.log(self.output / out), weights=self._error() ** -2)
        return out * float(np.exp(share))


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredPeaks:
    """Wavelengths of modes whose names are known.

    Attributes
    ----------
    wavelength, error : ndarray
        In m.
    labels : tuple of str
        Names as `colase modes` prints them: "TE l=164 q=1".
    reach : float
        Share of the wavelength within which modes of these names are looked for.
    """

    name: str
    wavelength: Array
    error: Array
    labels: tuple[str, ...]
    calibration: float = 0.0
    reach: float = 0.012

    def __post_init__(self) -> None:
        _checked(self.name, self.wavelength, self.error)
        if len(self.labels) != self.wavelength.size or np.any(self.error <= 0):
            raise InputError(f"{self.name}: every peak needs a name and an error above zero.")

    def prepared(self, device: Device) -> MeasuredPeaks:
        """Return itself."""
        return self

    def residuals(self, device: Device, factor: float) -> Array:
        """Return the distances from the modes of the same names."""
        distance = (self.wavelength - self._places(device)) / self.error
        return np.where(np.isfinite(distance), distance, LOST)

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the peaks beside the modes of their names."""
        axis = {"wavelength": (self.wavelength, "m")}
        return compared("peaks", self.name, axis, "m", self.wavelength, self._places(device), self.error)

    def _places(self, device: Device) -> Array:
        """Return the wavelengths of the named modes; not a number where there is none."""
        modes = modes_about(device, self.wavelength, self.reach)
        place = dict(zip(modes.label.values.tolist(), modes.wavelength.values.tolist(), strict=True))
        return np.array([place.get(label, np.nan) for label in self.labels])


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredComb:
    """The group path lambda^2/FSR of one family of modes at a wavelength, in m, with its error.

    The family is that of a polarization and a radial order.
    """

    name: str
    wavelength: float
    group_path: float
    error: float
    polarization: str = "TE"
    radial: int = 1
    calibration: float = 0.0

    def prepared(self, device: Device) -> MeasuredComb:
        """Return itself."""
        return self

    def residuals(self, device: Device, factor: float) -> Array:
        """Return the distance from the path of the family."""
        distance = (self.group_path - self._path(device)) / self.error
        return np.array([distance if np.isfinite(distance) else LOST])

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the path beside that of the family."""
        seen, path, error = (np.array([v]) for v in (self.group_path, self._path(device), self.error))
        axis = {"wavelength": (np.array([self.wavelength]), "m")}
        return compared("path", self.name, axis, "m", seen, path, error)

    def _path(self, device: Device) -> float:
        """Return the group path of the family in m; not a number if it has fewer than two modes."""
        modes = modes_about(device, np.array([self.wavelength]), 0.02)
        if "fsr" not in modes:
            raise InputError(f"{self.name}: the modes of this device are no comb of a round cavity.")
        keep = (modes.polarization.values == self.polarization) & (modes.radial.values == self.radial)
        if keep.sum() < 2:
            return np.nan
        lam, fsr = modes.wavelength.values[keep], modes.fsr.values[keep]
        return float(np.interp(self.wavelength, lam, lam**2 / fsr))


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredEmission:
    """Photoluminescence at low pump: the line of the single exciton; scale and constant offset are free.

    Photons per wavelength go as sigma_em(lambda)/lambda^4 (Fuechtbauer and Ladenburg, constant index).
    """

    name: str
    wavelength: Array
    counts: Array
    error: Array
    calibration: float = 0.0

    def __post_init__(self) -> None:
        _checked(self.name, self.wavelength, self.counts, self.error)
        if self.wavelength.size < 8 or np.any(self.error <= 0):
            raise InputError(f"{self.name}: at least eight pixels with errors above zero are wanted.")

    def prepared(self, device: Device) -> MeasuredEmission:
        """Return itself."""
        return self

    def residuals(self, device: Device, factor: float) -> Array:
        """Return the residuals of the best scale and offset."""
        return (self.counts - self._line(device)) / self.error

    def compared(self, device: Device, factor: float) -> Compared:
        """Return the counts beside the line."""
        axis = {"wavelength": (self.wavelength, "m")}
        return compared("emission", self.name, axis, "1", self.counts, self._line(device), self.error)

    def _line(self, device: Device) -> Array:
        """Return the line with the scale and offset that fit best."""
        line = device.gain.emission(self.wavelength)[1] / self.wavelength**4
        design = np.stack([line / line.max(), np.ones_like(line)], axis=1)
        solution, *_ = np.linalg.lstsq(design / self.error[:, None], self.counts / self.error, rcond=None)
        return np.asarray(design @ solution, dtype=np.float64)
