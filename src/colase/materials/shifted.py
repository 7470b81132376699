"""A material whose index is raised: what a pumped or perturbed layer is to a solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .index import Material


@dataclass(frozen=True, slots=True)
class Shifted(Material):
    """A material whose index is raised by a constant complex amount."""

    base: Material
    shift: complex

    @property
    def name(self) -> str:
        """Name of the material underneath."""
        return self.base.name

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return the shifted index."""
        return self.base.index(wavelength) + self.shift

    def group_index(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return the group index, shifted alike."""
        return self.base.group_index(wavelength) + self.shift.real
