"""Gain spectra: density times the population-weighted cross sections.

    g(λ) = C Σ_N P_N [ σ_em,N(λ) - σ_abs,N(λ) ]

in 1/m of power gain (positive amplifies), for any gain model. kersuzan2025 eq. 5 is this sum for its
three states.

Reference: kersuzan2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.results import dataset, draw, variable

from .kinetics.populations import flash_populations, photon_numbers
from .kinetics.truncation import enough_rungs
from .medium import GainMedium
from .pulses.pulse import InstantPulse


def material_gain(medium: GainMedium, wavelength: ArrayLike, populations: ArrayLike) -> NDArray[np.float64]:
    """Return the power gain of the medium in 1/m.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals, model and density.
    wavelength : array_like
        Vacuum wavelengths in m.
    populations : array_like
        Shares of the nanocrystals in each state, shape (..., state).

    Returns
    -------
    ndarray
        Shape populations.shape[:-1] + wavelength.shape; negative where the medium absorbs.

    Raises
    ------
    InputError
        If the last axis of ``populations`` does not match the states of the model.
    """
    p = np.asarray(populations, dtype=float)
    states = medium.states
    if not p.ndim or p.shape[-1] != len(states):
        raise InputError(
            f"material_gain: populations of shape {p.shape} do not fit the {len(states)} states "
            f"{', '.join(states)} of the model; the last axis must hold one number per state."
        )
    return medium.density * np.tensordot(
        p, medium.emission(wavelength) - medium.absorption(wavelength), axes=1
    )


@dataclass(frozen=True, slots=True)
class GainSpectrum:
    """Gain right after a flash: ``data`` over pump level (``pump``) and ``wavelength``."""

    data: xr.Dataset

    def plot(self, loss: float | ArrayLike | None = None, ax: Any = None) -> Any:
        """Draw the spectra; ``loss`` in 1/m is drawn as a line. Return the matplotlib Axes."""
        return draw("gain.spectra.gain_spectra", self, loss=loss, ax=ax)

    def describe(self) -> str:
        """Return a table with the peak gain at each pump level."""
        d = self.data
        rows = [
            f"{'photons per':>12}  {'peak gain':>10}  {'at':>8}",
            f"{'nanocrystal':>12}  {'1/cm':>10}  {'nm':>8}",
        ]
        for level in range(d.sizes["pump"]):
            at = d.isel(pump=level)
            rows.append(
                f"{float(at.photons_per_nanocrystal):12.4g}  {float(at.peak_gain) / 100:10.4g}  "
                f"{float(at.peak_wavelength) * 1e9:8.2f}"
            )
        return "\n".join([*rows, *self.data.attrs["remarks"].splitlines()])

    def __str__(self) -> str:
        return self.describe()


def gain_spectrum(medium: GainMedium, wavelength: ArrayLike, photons: ArrayLike) -> GainSpectrum:
    """Return gain spectra after a flash that leaves Poisson populations.

    A ladder that is too short for the strongest flash gets more rungs, and the result says so.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals, model and density.
    wavelength : array_like
        Vacuum wavelengths in m, one dimension.
    photons : array_like
        Photons absorbed per nanocrystal, a number or one dimension.

    Raises
    ------
    InputError
        If there is no wavelength or one is not positive, or a photon number is negative.
    """
    lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
    if lam.ndim != 1 or not lam.size or not np.isfinite(lam).all() or (lam <= 0).any():
        raise InputError("gain_spectrum: wavelengths must be one row of positive finite numbers in m.")
    number = np.atleast_1d(photon_numbers(photons))
    medium, remarks = enough_rungs(medium, InstantPulse(), float(number.max(initial=0.0)))
    populations = flash_populations(medium, number)
    gain = material_gain(medium, lam, populations)
    peak = gain.argmax(axis=-1)
    info: dict[str, Any] = {
        "model": medium.model.name,
        "nanocrystal": medium.nanocrystal.name,
        "density": medium.density,
        "density_units": "1/m^3",
        "remarks": "\n".join(remarks),
    }
    return GainSpectrum(
        dataset(
            {
                "material_gain": variable(("pump", "wavelength"), gain, "1/m", "material gain"),
                "populations": variable(("pump", "state"), populations, "", "share of the nanocrystals"),
                "peak_gain": variable("pump", gain.max(axis=-1), "1/m", "largest gain in the window"),
                "peak_wavelength": variable("pump", lam[peak], "m", "wavelength of the largest gain"),
            },
            {
                "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
                "photon_energy": variable("wavelength", HC / lam, "J", "photon energy"),
                "photons_per_nanocrystal": variable("pump", number, "", "photons absorbed per nanocrystal"),
                "state": variable("state", np.array(medium.states), "", "excitons in a nanocrystal"),
            },
            **info,
        )
    )
