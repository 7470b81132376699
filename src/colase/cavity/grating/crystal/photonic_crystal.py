"""A slab of layers with a rectangular lattice of round pillars, holes or ridges in some of them.

Layers are stacked along z between two half-spaces and repeat along x and y. A layer is either
uniform or holds one body a cell, centred at the origin, with vertical walls: a circular cylinder, or a
ridge that runs along y without end (all bodies of a slab alike). Square cells of cylinders have the
symmetry C4v, all others C2v, and so do the modes at the Gamma point.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np

from colase.errors import InputError
from colase.materials import Material, as_material

MEMORY_LIMIT = 4e9
"""Bytes that the dense matrices of one solve may take."""


@final
@dataclass(frozen=True, slots=True)
class CrystalLayer:
    """One layer: a background and, if ``diameter`` is above zero, a cylinder of another material.

    Attributes
    ----------
    thickness : float
        In m.
    background : Material or complex
        Refractive index around the cylinder, or of the whole layer.
    pillar : Material or complex or None
        Refractive index of the cylinder (of a hole: that of what fills it).
    diameter : float
        Diameter of the cylinder, or width of the ridge, in m.
    ridge : bool
        A ridge along y in place of a cylinder.
    """

    thickness: float
    background: Material | complex
    pillar: Material | complex | None = None
    diameter: float = 0.0
    ridge: bool = False

    @property
    def patterned(self) -> bool:
        """Whether the layer holds a cylinder."""
        return self.pillar is not None and self.diameter > 0


@final
@dataclass(frozen=True, slots=True)
class PhotonicCrystalSlab:
    """Layers from the substrate up, and the two half-spaces.

    Attributes
    ----------
    period : tuple of float
        Length of the cell along x and y, in m.
    layers : tuple of CrystalLayer
        From the substrate up.
    substrate, cover : Material or complex
        Refractive index below and above.

    Raises
    ------
    InputError
        If a length is not positive or a cylinder is wider than the cell.
    """

    period: tuple[float, float]
    layers: tuple[CrystalLayer, ...]
    substrate: Material | complex
    cover: Material | complex

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(*problems)

    @property
    def square(self) -> bool:
        """Whether the cell has four equal sides and nothing in it tells x from y."""
        return self.period[0] == self.period[1] and not self.lined

    @property
    def lined(self) -> bool:
        """Whether the bodies are ridges along y."""
        return any(layer.patterned and layer.ridge for layer in self.layers)

    @property
    def cell(self) -> float:
        """Area of a cell in m^2."""
        return self.period[0] * self.period[1]

    def fill(self, layer: int) -> float:
        """Return the share of the area of a layer that its cylinder takes."""
        one = self.layers[layer]
        if one.patterned and one.ridge:
            return one.diameter / self.period[0]
        return pi * one.diameter**2 / 4 / self.cell if one.patterned else 0.0

    @property
    def materials(self) -> tuple[Material, ...]:
        """Every material: substrate, cover, then background and cylinder of each layer.

        A uniform layer counts its background twice, so positions do not depend on the pattern.
        """
        inner = [m for a in self.layers for m in (a.background, a.pillar if a.patterned else a.background)]
        return tuple(as_material(m) for m in (self.substrate, self.cover, *inner))  # type: ignore[arg-type]

    def averaged(self, eps: np.ndarray) -> np.ndarray:
        """Return eps of the laterally averaged stack, substrate to cover, from that of `materials`."""
        fills = np.array([self.fill(j) for j in range(len(self.layers))])
        inner = (1 - fills) * eps[2::2] + fills * eps[3::2]
        return np.concatenate([eps[:1], inner, eps[1:2]])


def _problems(slab: PhotonicCrystalSlab):
    """Yield a sentence for everything wrong with a slab."""
    for name, length in zip("xy", slab.period, strict=True):
        if not (np.isfinite(length) and 1e-9 <= length < 1e-3):
            yield f"crystal: period along {name} = {length:g} m; give a length between 1 nm and 1 mm."
    if len({layer.ridge for layer in slab.layers if layer.patterned}) > 1:
        yield "crystal: cylinders and ridges in one slab; give bodies of one kind."
    if not slab.layers:
        yield "crystal: there is no layer; give at least one between substrate and cover."
    for i, layer in enumerate(slab.layers):
        if not (np.isfinite(layer.thickness) and 0 < layer.thickness < 1e-3):
            yield (
                f"crystal: layer {i} is {layer.thickness:g} m thick; give a thickness between 0 and 1 mm, or "
                "leave the layer out."
            )
        room = slab.period[0] if layer.ridge else min(slab.period)
        if not 0 <= layer.diameter <= room:
            yield (
                f"crystal: the {'ridge' if layer.ridge else 'cylinder'} of layer {i} is "
                f"{layer.diameter * 1e9:g} nm wide in a cell of {room * 1e9:g} nm; give a diameter of at "
                "most the period."
            )
