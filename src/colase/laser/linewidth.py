"""Width of the line of a mode, from the same photon books as its energy.

A line is broadened by the spontaneous photons that join it with random phase. With r the spontaneous
emission rate into one mode and p the photons in it,

    delta_nu = r/(2 pi p)         below threshold,   half of it above

(schawlow1958; the half by lax1967: saturation leaves noise of the phase alone). Below
threshold p = r/(omega/Q - growth), so this is the width of the cavity net of gain or absorption.
The half sets in around the photon number 1/sqrt(beta) at which saturation begins (rice1994); in
between, delta_nu is multiplied by (1 + 1/(1 + beta p^2))/2 with p at its peak: an interpolation,
continuous through threshold.

Weighted with the emission over a pulse the width is integral(r dt)/(2 pi integral(p dt)). A burst of
duration T (its energy over its peak power) cannot be narrower than about 0.44/T. Where a change of gain
changes the index too, by the ratio alpha_H, noise of the amplitude becomes noise of the phase and the width
above threshold grows by 1 + alpha_H^2 (henry1982). Chirp through a pulse and drifts of temperature are left
out: real lines can be wider.
"""

from __future__ import annotations

from math import pi

import numpy as np

from colase.constants import SPEED_OF_LIGHT

from .dynamics.rate_equations import RateEquations
from .dynamics.trajectory import Trajectory
from .mode_gain import Array

FOURIER = 0.4413
"""2 ln(2)/pi: bandwidth times duration, both at half maximum, of a Gaussian burst without chirp."""


def linewidth(
    equations: RateEquations, run: Trajectory, nanocrystals: float, henry_factor: float = 0.0
) -> Array:
    """Return the full width in frequency of every mode, weighted with its emission, in Hz, shape (mode,).

    A mode without light has the width of the cavity with the nanocrystals in their ground state.
    """
    rates = equations.rates
    joined = run.joined
    bright = (run.light > 0) & (joined > 0)
    cold = (rates.loss + rates.absorb[0]) / (2 * pi)
    width = np.where(bright, joined / (2 * pi * np.where(bright, run.light, 1.0)), cold)
    in_one = run.peak * nanocrystals / equations.degeneracy
    below = 1 / (1 + equations.beta * in_one**2)
    return width * (below + 0.5 * (1 - below) * (1 + henry_factor**2))


def fourier_width(run: Trajectory) -> Array:
    """Return the width in Hz that the duration of each burst allows, shape (mode,); 0 without light."""
    return np.divide(FOURIER * run.peak, run.light, out=np.zeros_like(run.light), where=run.light > 0)


def in_wavelength(frequency_width: Array, wavelength: Array) -> Array:
    """Return a small width in frequency (Hz) as a width in wavelength (m)."""
    return wavelength**2 / SPEED_OF_LIGHT * frequency_width


def voigt_fwhm(lorentz: Array, gauss: Array) -> Array:
    """Return the full width of a Lorentzian line seen with a Gaussian response.

    To 0.02 % (olivero1977).
    """
    return 0.5346 * lorentz + np.sqrt(0.2166 * lorentz**2 + gauss**2)
