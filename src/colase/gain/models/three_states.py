"""The three-state ladder 0, X, XX that the built-in gain models share.

Coefficients of kersuzan2025 eq. 5, in units of the peak absorption cross section σ_0 and of the
unit-peak lines of `colase.nanocrystals.bands`:

    state   absorbs              emits
    0       1   at 0 → X         0
    X       1/2 at X → XX        1/2 at X → 0
    XX      0                    1   at XX → X

They follow from a twofold degenerate band edge: an exciton has blocked one of two electron and one
of two hole states. σ_high, the absorption into higher states, is added to every state and does not
bleach. Other tables (a fourfold valence band, a platelet that holds many excitons at one energy) and
more rungs are those of `colase.gain.models.ladder`.

Reference: kersuzan2025.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.nanocrystals import Nanocrystal, band_centres, line_shape

from .base import GainModel


class ThreeStates(GainModel):
    """Emission and lifetimes of 0, X and XX; a concrete model says where they absorb."""

    __slots__ = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Return 0, X and XX."""
        return ("0", "X", "XX")

    @property
    def references(self) -> tuple[str, ...]:
        """Return the paper whose equation 5 the table is."""
        return ("kersuzan2025",)

    def emission(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return stimulated-emission cross sections in m^2, shape (state, wavelength)."""
        at = band_centres(nanocrystal)
        x = 0.5 * line_shape(nanocrystal, at.emission_x, wavelength)
        xx = line_shape(nanocrystal, at.emission_xx, wavelength)
        return nanocrystal.sigma_abs * np.stack([np.zeros_like(x), x, xx])

    def decay_rates(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the decay rates of 0 (none), X and XX in 1/s, all channels together."""
        return np.array([0.0, 1 / nanocrystal.tau_x, 1 / nanocrystal.tau_xx])

    def radiative_fractions(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the emission quantum yields of 0 (none), X and XX."""
        return np.array([0.0, nanocrystal.quantum_yield_x, nanocrystal.quantum_yield_xx])


def ladder_absorption(nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
    """Return absorption cross sections of 0, X and XX in m^2, shape (state, wavelength)."""
    at = band_centres(nanocrystal)
    ground = line_shape(nanocrystal, at.absorption_0, wavelength)
    x = 0.5 * line_shape(nanocrystal, at.absorption_x, wavelength)
    return nanocrystal.sigma_abs * np.stack([ground, x, np.zeros_like(x)]) + nanocrystal.sigma_high
