"""What one body of a pair answers: its size, its nanocrystals, how it takes up pump light.

A kind of body (disk, coated sphere) is one file with a frozen dataclass of `Body`. How several of them in a
row act together is the business of an `Assembly`, which solves Maxwell's equations for all at once. Both
meet in one entry of `colase.coupling.pair.solvers`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal, final

import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.materials import Material


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


@final
@dataclass(frozen=True, slots=True)
class Lineup:
    """Bodies of one kind in a row along x, rim to rim at one gap: what an assembly solves.

    Attributes
    ----------
    bodies : tuple of Body
        From left to right, the centre of the first at 0.
    gap : float
        Between neighbouring rims, in m.
    surroundings : Material
        Around all of them.
    polarization : {"both", "TE", "TM"}
        Which modes are wanted.
    harmonics : int or None
        Kept for each body; None for what the gap needs.
    """

    bodies: tuple[Body, ...]
    gap: float
    surroundings: Material
    polarization: Literal["both", "TE", "TM"] = "both"
    harmonics: int | None = None

    @property
    def centres(self) -> tuple[float, ...]:
        """Position of every body along x in m."""
        x = [0.0]
        for a, b in zip(self.bodies, self.bodies[1:], strict=False):
            x.append(x[-1] + a.outer_radius + self.gap + b.outer_radius)
        return tuple(x)


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
