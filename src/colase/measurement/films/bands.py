"""Absorption edge and photoluminescence on the energy axis: places, widths, Stokes shift.

A spectrum per wavelength becomes one per energy with the Jacobian, I_E = I_lambda lambda^2/(h c), and its
variance with the square of it (absorbance is a ratio and has none). Emission is a Gaussian with a possible
linear background; the lowest transition of the absorbance is a Gaussian on a parabola, fitted over the half
width that the line and its red foot span. Peaks in nm are those of the energies: the maximum per wavelength
lies elsewhere by about w^2/E.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import ELEMENTARY_CHARGE, HC
from colase.errors import InputError
from colase.measurement.lines import noise_of

Array = NDArray[np.float64]

_MEV = 1e3 / ELEMENTARY_CHARGE
_FWHM = 2 * np.sqrt(2 * np.log(2))


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
        nm, ev = 1e9 * self.wavelength, self.energy * _MEV / 1e3
        spread = 1e9 * self.fwhm * self.wavelength**2 / HC
        return (
            f"{nm:.2f} +/- {nm * self.energy_error / self.energy:.2f} nm ({ev:.4f} eV), width "
            f"{self.fwhm * _MEV:.1f} +/- {self.fwhm_error * _MEV:.1f} meV ({spread:.1f} nm)"
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Bands:
    """Emission, and absorption where it was given."""

    emission: Band
    absorption: Band | None
    warnings: tuple[str, ...]

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
        return dataset(rows, {"band": variable("band", names, "1", "band")})

    def describe(self) -> str:
        """Return both bands and the shift between them."""
        lines = [f"Emission {self.emission.describe()}."]
        if self.absorption:
            shift, error = self.stokes_shift * _MEV, self.stokes_shift_error * _MEV
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
    line, notes = _gaussian(energy, y, s)
    if absorbance is None:
        return Bands(line, None, tuple(notes))
    lam, a = _spectrum(absorbance, "absorbance")
    edge, more = _edge(HC / lam[::-1], a[::-1], line)
    found = Bands(line, edge, tuple(notes + more))
    if found.stokes_shift < -2 * found.stokes_shift_error:
        note = "the emission lies above the absorption line: a wrong line was fitted, or the samples differ."
        return Bands(line, edge, (*found.warnings, note))
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


def _gaussian(energy: Array, y: Array, s: Array) -> tuple[Band, list[str]]:
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
            height * np.exp(-0.5 * ((t - centre) / (fwhm / _FWHM)) ** 2) + base + slope * (t - middle) / span
        )

    start = [z.max() - z.min(), energy[top], width, z.min(), 0.0]
    scale = np.abs(np.array([start[0], middle, width, start[0], start[0]]))
    found, covariance = _fitted(curve_fit, model, x, z, e, start, scale)
    residual = (z - model(x, *found)) / e
    inflate = max(1.0, float(np.sqrt(np.sum(residual**2) / max(x.size - 5, 1))))
    error = np.sqrt(np.diag(covariance)) * inflate
    notes = (
        []
        if inflate < 3
        else [f"the line is no Gaussian: residuals are {inflate:.0f} times the noise, and errors as wide."]
    )
    return Band(float(found[1]), float(error[1]), abs(float(found[2])), float(error[2])), notes


def _fitted(curve_fit, model, x: Array, z: Array, e: Array, start, scale) -> tuple[Array, Array]:
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


def _edge(energy: Array, a: Array, emission: Band) -> tuple[Band, list[str]]:
    """Fit the lowest absorption line as a Gaussian on a parabola above the emission."""
    from scipy.optimize import curve_fit
    from scipy.signal import find_peaks

    step = float(np.median(np.diff(energy)))
    even = np.arange(energy[0], energy[-1], step)
    smooth = np.interp(even, energy, a)
    size = max(3, int(emission.fwhm / 4 / step))
    kernel = np.exp(-0.5 * (np.arange(-3 * size, 3 * size + 1) / size) ** 2)
    curve = np.convolve(np.pad(smooth, 3 * size, mode="edge"), kernel / kernel.sum(), mode="valid")
    second = -np.gradient(np.gradient(curve, step), step)
    near = (even > emission.energy - 0.5 * emission.fwhm) & (even < emission.energy + 6 * emission.fwhm)
    peaks, _ = find_peaks(np.where(near, second, 0.0), height=0.15 * float(second[near].max(initial=0.0)))
    if not peaks.size:
        raise InputError(
            "no absorption line is seen near the emission; give a spectrum that reaches beyond it."
        )
    place, width = even[peaks[0]], emission.fwhm
    part = (energy > place - 1.5 * width) & (energy < place + 1.0 * width)
    x, z = energy[part], a[part]
    if x.size < 10:
        raise InputError("the absorption line spans fewer than 10 pixels.")
    noise = max(noise_of(a), 1e-5 * float(np.ptp(a)))

    def model(t: Array, height: float, centre: float, fwhm: float, *base: float) -> Array:
        u = (t - place) / width
        return height * np.exp(-0.5 * ((t - centre) / (fwhm / _FWHM)) ** 2) + np.polyval(base, u)

    start = [max(float(np.ptp(z)) / 2, noise), place, width, 0.0, 0.0, float(z.min())]
    size_ = float(np.ptp(z)) + noise
    scale = np.array([size_, place, width, size_, size_, size_])
    found, covariance = _fitted(curve_fit, model, x, z, np.full(x.size, noise), start, scale)
    inflate = max(1.0, float(np.sqrt(np.mean(((z - model(x, *found)) / noise) ** 2))))
    error = np.sqrt(np.diag(covariance)) * inflate
    notes = [] if found[0] > 0 else ["the absorption shows no line but a step; its place is rough."]
    return Band(float(found[1]), float(error[1]), abs(float(found[2])), float(error[2])), notes
