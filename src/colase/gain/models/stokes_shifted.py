"""The Stokes-shifted model: gain from single excitons, red of the emission line.

    g(λ) = C [ -σ_high - σ_0(λ) N_0 - σ_0(λ+Δ_XX)/2 N_X + σ_0(λ-Δ_S)/2 N_X + σ_0(λ-Δ_S+Δ_XX) N_XX ]

(kersuzan2025 eq. 5, with σ_em,X = σ_0/2 moved by the Stokes shift, eq. 4). Because emission sits to
the red of absorption, a long enough wavelength amplifies below one exciton per nanocrystal. Holds
when each state relaxes within itself much faster than it decays, and while the spectra of all states
are one shifted line. Stokes shift and width are free here although temperature ties them together:
`colase.gain.balance_warning` says by how much they disagree.

Reference: kersuzan2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.nanocrystals import Nanocrystal

from .three_states import ThreeStates, ladder_absorption


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class StokesShifted(ThreeStates):
    """Three states with absorption and emission lines apart by the Stokes shift."""

    kind: Literal["stokes-shifted"] = "stokes-shifted"

    def absorption(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return absorption cross sections in m^2, shape (state, wavelength)."""
        return ladder_absorption(nanocrystal, wavelength)
