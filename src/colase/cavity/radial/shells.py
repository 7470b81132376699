"""Concentric layers as the solver of round cavities wants them: boundaries, indices, group indices.

One class serves spheres and cylinders: with u = r E the radial equation of a sphere of order l, and with
u = sqrt(r) psi that of a cylinder of azimuthal number m = l + 1/2, are the same equation.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.materials import ConstantIndex, Material

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Shells:
    """Boundaries in m and materials from the inside out, the surroundings last.

    ``known`` limits the wavenumbers at which materials are asked; beyond, the index at the limit is used.
    ``cylinder`` makes the layers round in two dimensions: polar orders are then azimuthal numbers m.
    """

    radii: Floats
    materials: tuple[Material, ...]
    known: tuple[float, float] = (0.0, inf)
    cylinder: bool = False

    @property
    def outer(self) -> float:
        """Outer radius, in m."""
        return float(self.radii[-1])

    @property
    def curve(self) -> float:
        """The c of `phase`: 1/2 for a cylinder."""
        return 0.5 if self.cylinder else 0.0

    @property
    def lowest(self) -> int:
        """Lowest order that exists."""
        return 0 if self.cylinder else 1

    def order(self, polar: NDArray[np.int64]) -> Floats:
        """Return the order of the radial functions: l, or m - 1/2."""
        return np.asarray(polar - self.curve, dtype=float)

    @property
    def dispersive(self) -> bool:
        """Whether any index depends on the wavelength."""
        return not all(isinstance(m, ConstantIndex) for m in self.materials)

    def index(self, k: Floats) -> Complexes:
        """Return complex indices at real wavenumbers, shape (problem, region)."""
        lam = 2 * pi / np.clip(k, *self.known)
        return np.stack([m.index(lam) for m in self.materials], axis=-1)

    def group(self, k: Floats, index: Complexes) -> Complexes:
        """Return n + k dn/dk with the dispersion of the real part, shape (problem, region)."""
        if not self.dispersive:
            return index
        lam = 2 * pi / np.clip(k, *self.known)
        return index - index.real + np.stack([group_index(m, lam) for m in self.materials], axis=-1)


def group_index(material: Material, lam: Floats) -> Floats:
    """Return the group index, from one side only at an end of the range on which the index is known."""
    try:
        return material.group_index(lam)
    except InputError:
        group = np.empty(lam.size)
        for i, one in enumerate(lam):
            n, other = float(material.index(one).real), one * (1 + 1e-4)
            try:
                slope = (float(material.index(other).real) - n) / (other - one)
            except InputError:
                other = one * (1 - 1e-4)
                slope = (float(material.index(other).real) - n) / (other - one)
            group[i] = n - one * slope
        return group
