"""The lowest absorption line of a film: a Gaussian on a parabola, over the line and its red foot.

What stands on the blue side of the line is no parabola, so that the reach of the fit moves place and width;
how far other reaches move them is part of their errors.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.measurement.lines import noise_of

from .band import FWHM, Band, BandCurve, band_curve, fitted

Array = NDArray[np.float64]

_REACHES = ((1.5, 1.0), (1.2, 0.8), (1.8, 1.2))  # widths to the red and blue of the line: fitted, and varied


def absorption_edge(energy: Array, a: Array, emission: Band) -> tuple[Band, list[str], BandCurve]:
    """Fit the lowest absorption line above the emission; what the reach of the fit changes is an error."""
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
    place = float(even[peaks[0]])
    fits = [_line_on_parabola(energy, a, place, emission.fwhm, reach) for reach in _REACHES]
    one, rough, model = fits[0]
    off = {n: max(abs(getattr(f[0], n) - getattr(one, n)) for f in fits) for n in ("energy", "fwhm")}
    errors = [np.hypot(getattr(one, f"{name}_error"), off[name]) for name in off]
    notes = ["the absorption shows no line but a step; its place is rough."] if rough else []
    band = Band(one.energy, float(errors[0]), one.fwhm, float(errors[1]))
    return band, notes, band_curve(energy, a, model, "absorbance")


def _line_on_parabola(
    energy: Array, a: Array, place: float, width: float, reach: tuple[float, float]
) -> tuple[Band, bool, Array]:
    """Fit a Gaussian on a parabola over ``reach`` widths about ``place``; say if it is a step instead."""
    from scipy.optimize import curve_fit

    part = (energy > place - reach[0] * width) & (energy < place + reach[1] * width)
    x, z = energy[part], a[part]
    if x.size < 10:
        raise InputError("the absorption line spans fewer than 10 pixels.")
    noise = max(noise_of(a), 1e-5 * float(np.ptp(a)))

    def model(t: Array, height: float, centre: float, fwhm: float, *base: float) -> Array:
        u = (t - place) / width
        return height * np.exp(-0.5 * ((t - centre) / (fwhm / FWHM)) ** 2) + np.polyval(base, u)

    start = [max(float(np.ptp(z)) / 2, noise), place, width, 0.0, 0.0, float(z.min())]
    size_ = float(np.ptp(z)) + noise
    scale = np.array([size_, place, width, size_, size_, size_])
    found, covariance = fitted(curve_fit, model, x, z, np.full(x.size, noise), start, scale)
    inflate = max(1.0, float(np.sqrt(np.mean(((z - model(x, *found)) / noise) ** 2))))
    error = np.sqrt(np.diag(covariance)) * inflate
    drawn = np.where(part, model(energy, *found), np.nan)
    return Band(float(found[1]), float(error[1]), abs(float(found[2])), float(error[2])), found[0] <= 0, drawn
