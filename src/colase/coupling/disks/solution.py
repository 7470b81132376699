"""One mode of several disks together with the system that it solves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from colase.coupling.multipole.bessel import Complexes
from colase.coupling.multipole.reduction import Root

from .system import System


@final
@dataclass(frozen=True, slots=True)
class Solution:
    """One mode with the system it solves; ``harmonic_error`` is the change with more harmonics.

    ``families`` are disk and azimuthal number of every resonance that was kept in the reduction.
    """

    system: System
    root: Root
    places: NDArray[np.int64]
    azimuthal: int
    radial: int
    harmonic_error: float
    families: tuple[tuple[int, int], ...] = ()

    @property
    def unknowns(self) -> Complexes:
        """All unknowns of the matrix: rim values of the disks, then of the holes."""
        x = np.empty(self.system.unknowns, np.complex128)
        mask = np.ones(x.size, dtype=bool)
        mask[self.places] = False
        x[self.places], x[mask] = self.root.vector, self.root.others
        return x
