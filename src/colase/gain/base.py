"""What a gain model is: cross sections of every exciton state for absorbing and emitting light.

The states are 0, X, XX ... (the last one holds all higher ones too). At a wavelength, state N
absorbs with ``absorption[N]`` (going to N+1) and emits stimulated light with ``emission[N]``
(going to N-1). ``absorption`` includes what does not bleach (σ_high), in every state; what the last
state absorbs is counted and changes nothing. Gain follows in `colase.gain.spectrum` as density times
the population-weighted difference. A model says nothing about the cavity.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.nanocrystals import Nanocrystal


class GainModel(ABC):
    """Interchangeable rule from a nanocrystal to its cross sections per state.

    Concrete models are frozen dataclasses with a ``kind`` tag, ``references`` (keys of
    references.bib) and the names of their ``states``.
    """

    __slots__ = ()

    states: ClassVar[tuple[str, ...]]
    references: ClassVar[tuple[str, ...]]

    @abstractmethod
    def absorption(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return absorption cross sections in m^2, shape (state, wavelength)."""

    @abstractmethod
    def emission(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return stimulated-emission cross sections in m^2, shape (state, wavelength)."""

    @abstractmethod
    def decay_rates(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the total decay rate of each state to the one below, in 1/s, shape (state,)."""

    @abstractmethod
    def radiative_fractions(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the share of each decay that emits a photon, shape (state,)."""
