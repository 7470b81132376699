"""What one body of a pair answers: its size, its nanocrystals, how it takes up pump light.

A kind of body (disk, coated sphere) is one file with a frozen dataclass of `Body`, and one entry in
`colase.coupling.BODIES`. How several of them act together is the business of its `Assembly`, which solves
Maxwell's equations for all at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.materials import Material

if TYPE_CHECKING:
    from .pair import Pair


class Body(ABC):
    """One body of a pair. Concrete bodies are frozen dataclasses with a ``kind`` tag."""

    __slots__ = ()

    @property
    @abstractmethod
    def outer_radius(self) -> float:
        """Radius in m, everything included."""

    @property
    @abstractmethod
    def gain_volume(self) -> float:
        """Volume that holds nanocrystals, in m^3."""

    @abstractmethod
    def pump_cross_section(self, wavelength: float, absorption: float, surroundings: Material) -> float:
        """Return the absorption cross section of the nanocrystals of this body alone, in m^2."""

    @abstractmethod
    def alone(self, window: ModeWindow, surroundings: Material) -> xr.Dataset:
        """Return the modes of this body alone: at least wavelength, polarization, radial, label."""

    @abstractmethod
    def gain_material(self) -> Material:
        """Return the index of what holds the nanocrystals."""

    @classmethod
    @abstractmethod
    def assembly(cls, pair: Pair) -> Assembly:
        """Return the solver of a pair whose bodies are all of this kind."""


class Assembly(ABC):
    """Several bodies of one kind solved together."""

    @abstractmethod
    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return the coupled modes of a window with the variables of `colase.cavity.MODE_VARIABLES`.

        ``q_scattering`` and ``q_factor`` are added by the pair. More variables are welcome; ``share`` over
        (mode, body) says where the light is.
        """

    @abstractmethod
    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index wherever nanocrystals are; return k in 1/m."""

    @abstractmethod
    def key(self) -> object:
        """Return what fixes the modes, to tell two pairs apart without solving them."""
