"""The compiled loop of `spectra` for the far wings of lines, where a Voigt profile costs too much."""

from math import pi

from numba import njit


@njit(cache=True, nogil=True)
def add_wings(wavelength, centre, energy, gamma, variance, first, last, out):
    """Add the Lorentzian wings, Gaussian-corrected to first order, outside [first, last)."""
    for i in range(wavelength.size):
        if first <= i < last:
            continue
        x2 = (wavelength[i] - centre) ** 2
        for j in range(energy.size):
            g2 = gamma[j] * gamma[j]
            q = 1.0 / (x2 + g2)
            out[j, i] += energy[j] * gamma[j] / pi * q * (1 + variance[j] * (3 * x2 - g2) * q * q)
