"""How much excitons radiate by themselves, into the modes and in all.

Stimulated cross section and spontaneous rate of a line are bound together (einstein1917; Füchtbauer and
Ladenburg). In a medium of index n the state N radiates in all

    F_N = 8 pi n^2 c integral sigma_em,N(lambda)/lambda^4 dlambda,

and into one mode what a single photon in it would stimulate (`mode_gain`). Their ratio, the share of the
radiation that a mode catches, depends on the shape of the line and not on the size of sigma_em.

Given lifetimes and quantum yields need not agree with F_N. If the measured radiative rate is the faster
one, Einstein's relation is kept as it stands. If it is slower (dark states, a thermal spread over states
that emit weakly, a cross section that counts several transitions), every mode gets its share of the
measured rate, so that no more light is emitted than there is. At equality the two rules are one.
"""

from __future__ import annotations

from math import pi

import numpy as np

from colase.constants import HC, SPEED_OF_LIGHT
from colase.gain.medium import GainMedium

from .mode_gain import Array, ModeGain


def free_rate(medium: GainMedium, index: float) -> Array:
    """Return F_N, the radiative rate that the emission lines imply, in 1/s, shape (state,)."""
    return 8 * pi * index**2 * SPEED_OF_LIGHT * _line_area(medium)


def einstein_share(gain: ModeGain, medium: GainMedium, radiative: Array) -> Array:
    """Return by what the spontaneous emission of each state must be multiplied, shape (state,).

    Parameters
    ----------
    gain : ModeGain
        Gives the emission into the modes by Einstein's relation.
    medium : GainMedium
        Gives the lines.
    radiative : ndarray, shape (state,)
        Measured radiative rate, in 1/s.
    """
    demanded = np.maximum(free_rate(medium, float(gain.index.mean())), gain.spontaneous().sum(axis=1))
    share = np.divide(radiative, demanded, out=np.ones_like(demanded), where=demanded > 0)
    return np.minimum(share, 1.0)


def photon_spectra(medium: GainMedium, wavelength: Array) -> Array:
    """Return the energy spectrum of a spontaneous photon of each state in J/m, (state, wavelength).

    Photons are distributed as sigma_em(lambda)/lambda^4.
    """
    area = _line_area(medium)[:, np.newaxis]
    here = medium.emission(wavelength) / wavelength**4
    return np.divide(here, area, out=np.zeros_like(here), where=area > 0) * HC / wavelength


def photon_energies(medium: GainMedium) -> Array:
    """Return the mean energy of a spontaneous photon of each state in J (0: none), shape (state,)."""
    area = _line_area(medium)
    mean = _line_area(medium, power=5)
    return HC * np.divide(mean, area, out=np.zeros_like(area), where=area > 0)


def _line_area(medium: GainMedium, power: int = 4) -> Array:
    """Return the integral of sigma_em/lambda^power over all wavelengths for each state, 1/m for power 4."""
    nanocrystal = medium.crystal
    line, width = nanocrystal.emission_wavelength, nanocrystal.fwhm
    most = max(len(medium.states) - 2, 1)  # lines may move with every further exciton
    half = min(6 * width + most * abs(nanocrystal.biexciton_wavelength - line), 0.8 * line)
    wide, step = np.linspace(line - half, line + half, 4001, retstep=True)
    return (medium.emission(wide) / wide**power).sum(axis=1) * step
