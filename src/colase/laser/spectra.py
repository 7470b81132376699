"""Emitted spectra as the spectrometer shows them, in J/m: lines of the modes on the broad background.

Each mode is a Lorentzian of its `linewidth`, seen with the Gaussian response of the instrument (a
Voigt profile) and carrying the energy that leaves the mode by scattering and radiation. The
background is the spontaneous emission into no tracked mode; its photons have the spectrum of the
emission lines, one for each exciton state (`spontaneous`).
All light is counted, in every direction: nothing is said about the share that an instrument collects.

Beyond twenty times its Gaussian part a profile is the Lorentzian with its first correction,
L + (s^2/2) L'' (relative error 1e-5 there).
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from scipy.special import voigt_profile

from .mode_gain import Array

POINTS_PER_RESOLUTION = 5
MOST_POINTS = 20_001
_NEAR = 20.0
_FWHM_PER_SIGMA = 2 * sqrt(2 * log(2))


def wavelength_grid(lines: Array, brightest: float, resolution: float) -> Array:
    """Return even wavelengths in m across all lines, at least five to a resolution element.

    Where that would be more than 20001, the window is narrowed around the ``brightest`` line, never the
    resolution lowered.
    """
    step = resolution / POINTS_PER_RESOLUTION
    pad = min(max(30 * resolution, 2e-3 * brightest), 0.1 * brightest)
    low, high = lines.min() - pad, lines.max() + pad
    half = 0.5 * (MOST_POINTS - 1) * step
    if high - low > 2 * half:
        centre = min(max(brightest, low + half), high - half)
        low, high = centre - half, centre + half
    return np.linspace(low, high, max(int(np.ceil((high - low) / step)) + 1, 2))


def lines_spectrum(wavelength: Array, centre: Array, energy: Array, lorentz: Array, gauss: Array) -> Array:
    """Return the spectra of all lines together, in J/m.

    Parameters
    ----------
    wavelength : ndarray, shape (wavelength,)
        Even grid in m.
    centre : ndarray, shape (mode,)
        Line centres in m.
    energy, lorentz, gauss : ndarray, shape (pump, mode)
        Energy of each line in J, full widths of its Lorentzian and Gaussian part in m.

    Returns
    -------
    ndarray, shape (pump, wavelength)
    """
    from .line_wings import add_wings

    out = np.zeros((len(energy), len(wavelength)))
    step = wavelength[1] - wavelength[0]
    for m, line in enumerate(centre):
        if not energy[:, m].any():
            continue
        reach = _NEAR * gauss[:, m].max()
        first, last = np.clip(
            np.ceil((np.array([line - reach, line + reach]) - wavelength[0]) / step).astype(int),
            0,
            len(wavelength),
        )
        sigma, gamma = gauss[:, m] / _FWHM_PER_SIGMA, 0.5 * lorentz[:, m]
        near = wavelength[np.newaxis, first:last] - line
        out[:, first:last] += energy[:, m, np.newaxis] * voigt_profile(
            near, sigma[:, np.newaxis], gamma[:, np.newaxis]
        )
        add_wings(wavelength, line, energy[:, m], gamma, sigma**2, first, last, out)
    return out
