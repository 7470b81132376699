"""Line shapes as a spectrometer pixel sees them: Lorentz, Gauss and Fano through a Gaussian response.

A cavity line of full width w_L seen with a response of full width w_G is a Voigt profile,
V = Re W(z)/(sigma sqrt(2 pi)), z = (x + i w_L/2)/(sigma sqrt 2), with Faddeeva's function W; the imaginary
part is its dispersive partner, and a Fano line against a coherent background is a sum of the two. A pixel
averages over its width: three Gauss nodes a pixel, exact to the fifth power of pixel over width, seven
where the line is narrower than a pixel.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import wofz

Array = NDArray[np.float64]
SIGMA = 2 * np.sqrt(2 * np.log(2))
"""Full width at half maximum of a Gaussian over its standard deviation."""
_NODES = {n: np.polynomial.legendre.leggauss(n) for n in (3, 7)}


def pixel_widths(wavelength: Array) -> Array:
    """Return the width of every pixel: half the distance between its neighbours."""
    return np.abs(np.gradient(wavelength))


def pixel_lines(wavelength: Array, centre: ArrayLike, lorentz: ArrayLike, gauss: ArrayLike) -> Array:
    """Return lines of unit area averaged over pixels, shape (line, pixel).

    Parameters
    ----------
    wavelength : ndarray, shape (pixel,)
    centre, lorentz, gauss : array, shape (line,)
        Centre, full widths of the Lorentzian and of the Gaussian part, all in the unit of ``wavelength``.
    """
    return pixel_profiles(wavelength, centre, lorentz, gauss)[0].real


def pixel_profiles(
    wavelength: Array, centre: ArrayLike, lorentz: ArrayLike, gauss: ArrayLike
) -> tuple[NDArray[np.complex128], ...]:
    """Return the complex profile (real part absorptive, imaginary part dispersive) and its derivatives.

    Returns
    -------
    profile, by_centre, by_lorentz, by_gauss : ndarray, shape (line, pixel)
        Averaged over pixels.
    """
    centre, lorentz, gauss = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (centre, lorentz, gauss))
    pixel = pixel_widths(wavelength)
    narrow = np.min(lorentz + gauss) < pixel.min()
    nodes, weights = _NODES[7 if narrow else 3]
    places = wavelength + 0.5 * pixel * nodes[:, None]
    sigma = np.maximum(gauss, 1e-3 * np.maximum(lorentz, 0.1 * pixel.min()))[:, None, None] / SIGMA
    root = sigma * np.sqrt(2)
    z = (places - centre[:, None, None] + 0.5j * lorentz[:, None, None]) / root
    w = wofz(z)
    slope = -2 * z * w + 2j / np.sqrt(np.pi)
    area = root * np.sqrt(np.pi)

    def mean(values: NDArray[np.complex128]) -> NDArray[np.complex128]:
        return (0.5 * weights) @ values / area[:, 0]

    return mean(w), mean(-slope / root), mean(0.5j * slope / root), mean(-(w + z * slope) / sigma) / SIGMA


def full_width(lorentz: ArrayLike, gauss: ArrayLike) -> Array:
    """Return the full width of a Voigt profile to 0.02 % (olivero1977)."""
    lorentz, gauss = np.asarray(lorentz, dtype=float), np.asarray(gauss, dtype=float)
    return 0.5346 * lorentz + np.sqrt(0.2166 * lorentz**2 + gauss**2)
