"""The purely electronic model: no Stokes shift, so an exciton alone cannot amplify on balance.

The picture that kersuzan2025 calls the simple atomic-like one: 0 absorbs, X is transparent, XX
emits. Absorption and emission of a transition are one and the same line. Here the absorption line
is moved onto the measured emission line, because emission is where a laser works; X → XX then
absorbs exactly where XX → X emits. Everything else (coefficients, width, lifetimes, σ_high) is as in
`StokesShifted`, so that the two models differ by the Stokes shift alone.

X is transparent at every wavelength when the X-XX shift is zero. With a shift it absorbs on one
side of the line and emits as much on the other: the integral over the line stays zero.

Reference: kersuzan2025.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.nanocrystals import Nanocrystal

from .three_states import ThreeStates, ladder_absorption


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Electronic(ThreeStates):
    """Three states with absorption and emission on one line."""

    kind: Literal["electronic"] = "electronic"

    def absorption(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return absorption cross sections in m^2, shape (state, wavelength)."""
        return ladder_absorption(_without_stokes_shift(nanocrystal), wavelength)


def _without_stokes_shift(nanocrystal: Nanocrystal) -> Nanocrystal:
    """Return the nanocrystal with its absorption line on its emission line."""
    return replace(nanocrystal, absorption_wavelength=nanocrystal.emission_wavelength)
