"""The band-edge lines of one nanocrystal: four Gaussians of one width.

kersuzan2025 eq. 5 describes the band edge of a three-state ladder 0, X, XX by one line shape that
is shifted from transition to transition:

    0 → X    absorption   at λ_abs
    X → 0    emission     at λ_em                          (λ_abs moved by the Stokes shift)
    X → XX   absorption   at λ_abs - (λ_em - λ_XX)         (λ_abs moved by the X-XX shift)
    XX → X   emission     at λ_XX

The paper prints the shifts in wavelength. With ``lineshape_axis="energy"`` the same shifts are
taken in photon energy, where a Gaussian line is symmetric; the two axes agree to first order in
shift/wavelength (a few percent in a threshold, see docs/gain.md). One width serves all four lines,
so inhomogeneous broadening is inside it. A Gaussian has no Urbach tail: far to the red of both
lines the model understates absorption.

Reference: kersuzan2025.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC

from .nanocrystal import Nanocrystal

FWHM_PER_SIGMA = 2 * sqrt(2 * log(2))
"""Full width at half maximum of a Gaussian over its standard deviation."""


class BandCentres(NamedTuple):
    """Vacuum wavelengths of the four line centres, in m."""

    absorption_0: float
    emission_x: float
    absorption_x: float
    emission_xx: float


def band_centres(nanocrystal: Nanocrystal) -> BandCentres:
    """Return where the four band-edge lines sit, with shifts taken on the nanocrystal's line-shape axis."""
    absorption, emission, biexciton = (
        nanocrystal.absorption_wavelength,
        nanocrystal.emission_wavelength,
        nanocrystal.biexciton_wavelength,
    )
    if nanocrystal.lineshape_axis == "wavelength":
        absorption_x = absorption - (emission - biexciton)
    else:
        absorption_x = 1 / (1 / absorption + 1 / biexciton - 1 / emission)
    return BandCentres(absorption, emission, absorption_x, biexciton)


def energy_sigma(wavelength: float, fwhm: float) -> float:
    """Return the standard deviation, in J, of a Gaussian in photon energy.

    Exact inverse of reading the half-maximum points of an energy Gaussian on a wavelength axis:
    fwhm = hc w / (E² - w²/4), with w the full width and E = hc/λ.

    Parameters
    ----------
    wavelength : float
        Centre of the line, in m.
    fwhm : float
        Full width at half maximum on the wavelength axis, in m.
    """
    relative = fwhm / wavelength
    width = 2 * HC / wavelength * relative / (1 + sqrt(1 + relative**2))
    return width / FWHM_PER_SIGMA


def wavelength_fwhm(wavelength: float, sigma: float) -> float:
    """Return the full width on the wavelength axis of an energy Gaussian; the inverse of `energy_sigma`.

    Parameters
    ----------
    wavelength : float
        Centre of the line, in m.
    sigma : float
        Standard deviation, in J.
    """
    energy, width = HC / wavelength, sigma * FWHM_PER_SIGMA
    return HC * width / (energy**2 - width**2 / 4)


def line_shape(nanocrystal: Nanocrystal, centre: float, wavelength: ArrayLike) -> NDArray[np.float64]:
    """Return the band-edge line with its peak of 1 at ``centre``.

    Parameters
    ----------
    nanocrystal : Nanocrystal
        Gives the width (its ``fwhm``, read at the emission line) and the axis of symmetry.
    centre : float
        Vacuum wavelength of the peak, in m.
    wavelength : array_like
        Vacuum wavelengths, in m.

    Returns
    -------
    ndarray
        Dimensionless, same shape as ``wavelength``.
    """
    lam = np.asarray(wavelength, dtype=float)
    if nanocrystal.lineshape_axis == "wavelength":
        offset = (lam - centre) / (nanocrystal.fwhm / FWHM_PER_SIGMA)
    else:
        sigma = energy_sigma(nanocrystal.emission_wavelength, nanocrystal.fwhm)
        offset = HC * (1 / lam - 1 / centre) / sigma
    return np.exp(-0.5 * offset**2)
