"""Inversions of the ladder 0, X, XX right after a flash, in closed form.

With N photons absorbed per nanocrystal and Poisson populations (XX holding all higher numbers):

    P_X - P_0  = e^-N (N - 1)         above zero for N > 1, at most e^-2 (at N = 2)
    P_XX - P_X = 1 - e^-N (1 + 2N)    above zero for N > 1.25643, up to 1

(kersuzan2025, text before eq. 1). As XX emits twice as strongly, the largest gain of XX → X is 2 e²,
about 15, times that of X → 0. This hangs on lumping: with P_2 alone the ratio would be 1.2.

Reference: kersuzan2025.
"""

from __future__ import annotations

from math import e, exp

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import lambertw

from .populations import photon_numbers

BIEXCITON_INVERSION = float(-lambertw(-exp(-0.5) / 2, -1).real - 0.5)
"""Photons per nanocrystal at which P_XX = P_X: the root 1.25643 of e^N = 1 + 2N."""

GAIN_RATIO = 2 * e**2
"""Largest gain of XX → X over the largest of X → 0, both at the peak of their lines."""


def inversion_x(photons: ArrayLike) -> NDArray[np.float64]:
    """Return P_X - P_0 after ``photons`` per nanocrystal, same shape."""
    number = photon_numbers(photons)
    return np.exp(-number) * (number - 1)


def inversion_xx(photons: ArrayLike) -> NDArray[np.float64]:
    """Return P_XX - P_X after ``photons`` per nanocrystal, same shape."""
    number = photon_numbers(photons)
    return -np.expm1(-number) - 2 * number * np.exp(-number)


def transparency_photons(stokes_shift: float, sigma: float, offset: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return the photons per nanocrystal that make single excitons balance the ground state.

    N = 2 exp[-Δ_S (Δ_S + 2 d) / 2 s²]: the Gaussian absorption of 0 against the emission of X at the
    distance d to the red of the emission peak, X → XX and XX → X left out.

    Parameters
    ----------
    stokes_shift : float
        Emission peak minus absorption peak on the wavelength axis, in m (or, towards lower energy, in J).
    sigma : float
        Standard deviation of the line, in the same unit.
    offset : array_like
        Distances d, in the same unit.
    """
    d = np.asarray(offset, dtype=float)
    return 2 * np.exp(-stokes_shift * (stokes_shift + 2 * d) / (2 * sigma**2))
