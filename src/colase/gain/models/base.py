"""What a gain model is: cross sections of every exciton state for absorbing and emitting light.

The states are 0, X, XX ... (the last one holds all higher ones too). At a wavelength, state N
absorbs with ``absorption[N]`` (going to N+1) and emits stimulated light with ``emission[N]``
(going to N-1). ``absorption`` includes what does not bleach (σ_high), in every state; what the last
state absorbs is counted and changes nothing. Gain follows in `colase.gain.spectrum` as density times
the population-weighted difference. A model says nothing about the cavity.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.nanocrystals import Nanocrystal


class GainModel(ABC):
    """Interchangeable rule from a nanocrystal to its cross sections per state.

    Concrete models are frozen dataclasses with a ``kind`` tag.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def states(self) -> tuple[str, ...]:
        """Names of the states, from the empty nanocrystal upwards."""

    @property
    @abstractmethod
    def references(self) -> tuple[str, ...]:
        """Keys of references.bib."""

    @property
    def name(self) -> str:
        """What to call the model beside others: its kind, and the table it uses if it has several."""
        return str(getattr(self, "kind", type(self).__name__))

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

    def with_rungs(self, highest: int) -> Self:
        """Return the model with ``highest`` excitons in its last state, or itself if its ladder is fixed.

        The last state of a fixed ladder stands for all higher ones by definition.
        """
        return self

    def filling(self, nanocrystal: Nanocrystal) -> int:
        """Return how many excitons fill the band edge; more of them change no gain there."""
        return len(self.states) - 1

    def static_populations(
        self, nanocrystal: Nanocrystal, photons: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Return populations that follow from the pump alone, whatever its pulse, shape (..., state).

        None, the usual answer, means that they follow from the rate equations of the ladder.
        """
        return None
