"""Absorption edge and photoluminescence on the energy axis: places, widths, Stokes shift.

A spectrum per wavelength becomes one per energy with the Jacobian, I_E = I_lambda lambda^2/(h c), and its
variance with the square of it (absorbance is a ratio and has none). Emission is a Gaussian with a possible
linear background; the lowest transition of the absorbance is a Gaussian on a parabola, fitted over the half
width that the line and its red foot span, and how far another reach moves it is part of its error. Peaks in
nm are those of the energies: the maximum per wavelength lies elsewhere by about w^2/E.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.measurement.lines import noise_of

from .band import FWHM, MEV, Band, BandCurve, band_curve, fitted
from .edge import absorption_edge

Array = NDArray[np.float64]

_PATTERN = 2.0  # residuals over their scatter from point to point, above which they are no noise


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Bands:
    """Emission, and absorption where it was given, with the curves they were fitted to."""

    emission: Band
    absorption: Band | None
    warnings: tuple[str, ...]
    emission_curve: BandCurve
    absorption_curve: BandCurve | None = None

    @property
    def parts(self) -> dict[str, BandCurve]:
        """What stands on the page beside the emission: the absorption."""
        return {"absorption": self.absorption_curve} if self.absorption_curve else {}

    def plot(self, ax: Any = None) -> Any:
        """Draw the emission over energy with its fit."""
        return self.emission_curve.plot(ax)

    @property
    def stokes_shift(self) -> float:
        """Energy of the absorption line minus that of the emission, in J; not a number without absorption."""
        return self.absorption.energy - self.emission.energy if self.absorption else float("nan")

    @property
    def stokes_shift_error(self) -> float:
        """Its standard error, in J."""
        a = self.absorption
        return float(np.hypot(a.energy_error, self.emission.energy_error)) if a else float("nan")

    @property
    def data(self) -> xr.Dataset:
        """Numbers as a Dataset."""
        from colase.results import dataset, variable

        bands = [b for b in (self.emission, self.absorption) if b is not None]
        rows = {
            name: variable("band", np.array([getattr(b, name) for b in bands]), "J", text)
            for name, text in (
                ("energy", "photon energy"),
                ("energy_error", "standard error of the energy"),
                ("fwhm", "full width at half maximum"),
                ("fwhm_error", "standard error of the width"),
            )
        }
        names = np.array(["emission", "absorption"][: len(bands)])
        rows["stokes_shift"] = variable((), self.stokes_shift, "J", "Stokes shift")
        found = dataset(rows, {"band": variable("band", names, "1", "band")})
        return found.merge(self.emission_curve.data, combine_attrs="drop_conflicts")

    def describe(self) -> str:
        """Return both bands and the shift between them."""
        lines = [f"Emission {self.emission.describe()}."]
        if self.absorption:
            shift, error = self.stokes_shift * MEV, self.stokes_shift_error * MEV
            apart = 1e9 * (self.emission.wavelength - self.absorption.wavelength)
            lines.append(f"Absorption {self.absorption.describe()}.")
            lines.append(f"Stokes shift {shift:.1f} +/- {error:.1f} meV ({apart:.2f} nm).")
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def __repr__(self) -> str:
        return self.describe()


def per_energy(wavelength: ArrayLike, counts: ArrayLike, error: ArrayLike) -> tuple[Array, Array, Array]:
    """Return energy (J, ascending), counts per J and their error from counts per m of wavelength."""
    lam = np.asarray(wavelength, dtype=float)
    jacobian = lam**2 / HC
    order = np.argsort(-lam)
    y, s = np.asarray(counts, dtype=float) * jacobian, np.broadcast_to(error, lam.shape) * jacobian
    return HC / lam[order], y[order], s[order]


def fit_bands(
    emission: tuple[ArrayLike, ArrayLike], absorbance: tuple[ArrayLike, ArrayLike] | None = None
) -> Bands:
    """Fit photoluminescence and, if given, the lowest absorption line.

    Parameters
    ----------
    emission : (wavelength, counts)
        In m, and counts per wavelength.
    absorbance : (wavelength, absorbance), optional
        In m, and decadic absorbance.
    """
    lam, counts = _spectrum(emission, "emission")
    noise = max(noise_of(counts), 1e-6 * float(np.ptp(counts)))
    energy, y, s = per_energy(lam, counts, noise)
    line, notes, curve = _gaussian(energy, y, s)
    if absorbance is None:
        return Bands(line, None, tuple(notes), curve)
    lam, a = _spectrum(absorbance, "absorbance")
    edge, more, above = absorption_edge(HC / lam[::-1], a[::-1], line)
    found = Bands(line, edge, tuple(notes + more), curve, above)
    if found.stokes_shift < -2 * found.stokes_shift_error:
        note = "the emission lies above the absorption line: a wrong line was fitted, or the samples differ."
        return replace(found, warnings=(*found.warnings, note))
    return found


def _spectrum(pair: tuple[ArrayLike, ArrayLike], name: str) -> tuple[Array, Array]:
    x, y = (np.asarray(v, dtype=float) for v in pair)
    if (
        x.ndim != 1
        or x.shape != y.shape
        or x.size < 12
        or not (np.isfinite(x).all() and np.isfinite(y).all())
    ):
        raise InputError(f"{name}: at least 12 finite wavelengths and values of one length are wanted.")
    if x.min() < 1e-8 or x.max() > 1e-4:
        raise InputError(f"{name}: wavelengths are wanted in m, for example 655e-9.")
    order = np.argsort(x)
    if np.any(np.diff(x[order]) <= 0):
        raise InputError(f"{name}: a wavelength comes twice.")
    return x[order], y[order]


def _gaussian(energy: Array, y: Array, s: Array) -> tuple[Band, list[str], BandCurve]:
    from scipy.optimize import curve_fit

    top = int(np.argmax(y))
    above = energy[y > y.min() + 0.5 * (y[top] - y.min())]
    width = max(float(np.ptp(above)), float(np.diff(energy).max()))
    near = np.abs(energy - energy[top]) < 1.2 * width
    x, z, e = energy[near], y[near], s[near]
    if x.size < 6:
        raise InputError("the emission line spans fewer than 6 pixels; no width can be fitted.")
    middle, span = x.mean(), np.ptp(x)

    def model(t: Array, height: float, centre: float, fwhm: float, base: float, slope: float) -> Array:
        return (
            height * np.exp(-0.5 * ((t - centre) / (fwhm / FWHM)) ** 2) + base + slope * (t - middle) / span
        )

    start = [z.max() - z.min(), energy[top], width, z.min(), 0.0]
    scale = np.abs(np.array([start[0], middle, width, start[0], start[0]]))
    found, covariance = fitted(curve_fit, model, x, z, e, start, scale)
    residual = (z - model(x, *found)) / e
    inflate = max(1.0, float(np.sqrt(np.sum(residual**2) / max(x.size - 5, 1))))
    error = np.sqrt(np.diag(covariance)) * inflate
    steps = float(np.sqrt(np.mean(np.diff(residual) ** 2) / 2))  # what is left of noise of any strength
    pattern = inflate / max(steps, 1e-300) if inflate > 3 else 1.0
    notes = (
        []
        if pattern < _PATTERN
        else [
            f"the line is no Gaussian: residuals are {pattern:.1f} times their scatter from point to point; "
            "its width is that of the best Gaussian."
        ]
    )
    error = error * max(1.0, pattern)
    drawn = np.where(near, model(energy, *found), np.nan)
    band = Band(float(found[1]), float(error[1]), abs(float(found[2])), float(error[2]))
    return band, notes, band_curve(energy, y / y.max(), drawn / y.max(), "emission per energy, largest 1")
