"""A film between passive layers on a substrate: what is solved when a device file describes a film."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.cavity.base import Layer
from colase.materials import Material

from .curves import cutoff_thickness
from .waveguide import SlabWaveguide

Passive = tuple[str, float, Material]
"""Name, thickness in m and material of a passive layer."""


@final
@dataclass(frozen=True, slots=True)
class FilmStack:
    """The film, its substrate and cover, and passive layers under and over it, all from the substrate up.

    Only the real part of the index of the film guides; passive layers, substrate and cover keep their own.
    """

    thickness: float
    film: Material
    substrate: Material
    cover: Material
    under: tuple[Passive, ...] = ()
    over: tuple[Passive, ...] = ()

    @property
    def film_layer(self) -> int:
        """Number of the film among the layers, 0 next to the substrate."""
        return len(self.under)

    @property
    def slab(self) -> SlabWaveguide:
        """The layers that are solved."""
        return self.slab_with(_RealIndex(self.film))

    def slab_with(self, film: Material | complex) -> SlabWaveguide:
        """Return the layers with another index of the film."""
        thicknesses = (*(t for _, t, _ in self.under), self.thickness, *(t for _, t, _ in self.over))
        indices = (*(m for _, _, m in self.under), film, *(m for _, _, m in self.over))
        return SlabWaveguide(thicknesses, indices, self.substrate, self.cover)

    def layers(self) -> tuple[Layer, ...]:
        """Return the stack from the substrate up, heights in m above the substrate, for drawings."""
        found, height = [Layer("substrate", -inf, 0.0, self.substrate)], 0.0
        for name, thickness, material in (*self.under, ("film", self.thickness, self.film), *self.over):
            found.append(Layer(name, height, height + thickness, material))
            height += thickness
        return (*found, Layer("cover", height, inf, self.cover))

    def cutoff(self, wavelength: float, polarization: str = "TE", order: int = 0) -> float:
        """Return the thickness in m of the film below which a mode is not guided."""
        return cutoff_thickness(self.slab, self.film_layer, wavelength, polarization, order)


@dataclass(frozen=True, slots=True)
class _RealIndex(Material):
    """The real part of an index."""

    of: Material

    @property
    def name(self) -> str:
        return f"real part of {self.of.name}"

    @property
    def known(self) -> tuple[float, float]:
        return self.of.known

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        return self.of.index(wavelength).real.astype(np.complex128)
