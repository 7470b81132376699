"""A flat disk as an effective index sees it: layers that guide, and a circle of their index."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal, final

from colase.cavity.base import Layer, ModeWindow
from colase.cavity.slab.effective_index import SlabIndex
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.errors import InputError
from colase.materials import Material

from .layered_cylinder import LayeredCylinder

Polarization = Literal["TE", "TM"]
_SMALLEST_CONTRAST = 1e-4


@final
@dataclass(frozen=True, slots=True)
class FlatDisk:
    """Radius and height in m, and the materials of the disk, below it, and beside and above it."""

    radius: float
    height: float
    disk: Material
    substrate: Material
    surroundings: Material

    @property
    def slab(self) -> SlabWaveguide:
        """The layers of the disk."""
        return SlabWaveguide((self.height,), (self.disk,), self.substrate, self.surroundings)

    def effective_index(self, polarization: Polarization = "TE", order: int = 0) -> SlabIndex:
        """Return the index of a guided mode of the layers, as a material for two-dimensional disks."""
        return SlabIndex(self.slab, polarization, order)

    def circle(self, polarization: Polarization = "TE", order: int = 0) -> LayeredCylinder:
        """Return the circle of effective index that is solved."""
        index = self.effective_index(polarization, order)
        return LayeredCylinder((self.radius,), (index,), self.surroundings)

    def layers(self) -> tuple[Layer, ...]:
        """Return what is below, in and above the disk, heights in m."""
        return (
            Layer("substrate", -inf, 0.0, self.substrate),
            Layer("disk", 0.0, self.height, self.disk),
            Layer("surroundings", self.height, inf, self.surroundings),
        )

    def require_guiding(self, window: ModeWindow) -> None:
        """Refuse a disk that is not denser than substrate and surroundings by 1e-4."""
        for wavelength in (window.start, window.stop):
            n = [complex(layer.index(wavelength)).real for layer in self.layers()]
            if n[1] - max(n[0], n[2]) < _SMALLEST_CONTRAST:
                raise InputError(
                    f"cavity: the disk has an index of {n[1]:.6g} at {wavelength * 1e9:.4g} nm, substrate "
                    f"and surroundings {max(n[0], n[2]):.6g}; it guides nothing. Give a disk that is denser "
                    f"by {_SMALLEST_CONTRAST:g}."
                )
