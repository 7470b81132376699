"""A band of a film: energy and width with errors, the curve it was fitted to, a fit in scaled parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.constants import ELEMENTARY_CHARGE, HC
from colase.errors import InputError
from colase.results import dataset, draw, variable

Array = NDArray[np.float64]

MEV = 1e3 / ELEMENTARY_CHARGE
FWHM = 2 * np.sqrt(2 * np.log(2))


@dataclass(frozen=True, slots=True)
class Band:
    """A line: energy and full width in J with their standard errors."""

    energy: float
    energy_error: float
    fwhm: float
    fwhm_error: float

    @property
    def wavelength(self) -> float:
        """Wavelength of the energy, in m."""
        return HC / self.energy

    def describe(self) -> str:
        """Return place and width in nm and meV."""
        nm, ev = 1e9 * self.wavelength, self.energy * MEV / 1e3
        spread = 1e9 * self.fwhm * self.wavelength**2 / HC
        return (
            f"{nm:.2f} +/- {nm * self.energy_error / self.energy:.2f} nm ({ev:.4f} eV), width "
            f"{self.fwhm * MEV:.1f} +/- {self.fwhm_error * MEV:.1f} meV ({spread:.1f} nm)"
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BandCurve:
    """A spectrum over ``photon_energy`` (J) with the fit of its line, not a number outside of its reach."""

    data: xr.Dataset

    def plot(self, ax: Any = None) -> Any:
        """Draw the spectrum and the fit."""
        return draw("measurement.films.band", self, ax=ax)


def band_curve(energy: Array, value: Array, model: Array, meaning: str) -> BandCurve:
    """Return a spectrum over photon energy (J) with the model of its line."""
    rows = {
        "spectrum": variable("photon_energy", value, "1", meaning),
        "model": variable("photon_energy", model, "1", "fit"),
    }
    return BandCurve(
        dataset(rows, {"photon_energy": variable("photon_energy", energy, "J", "photon energy")})
    )


def fitted(curve_fit, model, x: Array, z: Array, e: Array, start, scale) -> tuple[Array, Array]:
    """Fit in parameters of order one."""

    def scaled(t: Array, *p: float) -> Array:
        return model(t, *(np.array(p) * scale))

    try:
        found, covariance = curve_fit(
            scaled, x, z, np.array(start) / scale, sigma=e, absolute_sigma=True, maxfev=4000
        )
    except RuntimeError:
        raise InputError("no line can be fitted to this spectrum.") from None
    return found * scale, covariance * np.outer(scale, scale)
