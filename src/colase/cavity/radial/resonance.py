"""What a resonance of a round cavity is called, and what is known of it once its root has converged."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from .shells import Complexes, Floats


@dataclass(frozen=True, slots=True)
class Labels:
    """Which resonances: polar order, TM or not, radial order, matching boundary; all (problem,)."""

    polar: NDArray[np.int64]
    magnetic: NDArray[np.bool_]
    radial: NDArray[np.int64]
    match: NDArray[np.int64]

    def take(self, which: NDArray) -> Labels:
        """Return a selection."""
        return Labels(self.polar[which], self.magnetic[which], self.radial[which], self.match[which])

    def name(self, i: int, cylinder: bool = False) -> str:
        """Return the label of one resonance, such as "TE l=164 q=1", or "TM m=236 q=1" of a cylinder."""
        kind = "TM" if self.magnetic[i] != cylinder else "TE"
        return f"{kind} {'m' if cylinder else 'l'}={self.polar[i]} q={self.radial[i]}"


@dataclass(frozen=True, slots=True)
class Resonances:
    """Converged roots: wavenumbers in 1/m, residuals, ln(1/Q) of a faint leak, field integrals."""

    k: Complexes
    residual: Floats
    log_loss: Floats
    sums: Complexes
    index: Complexes
    group: Complexes
    converged: NDArray[np.bool_]


def merged(modes: Resonances, where: NDArray, fresh: Resonances) -> Resonances:
    """Return the resonances with some of them replaced."""
    parts = {name: getattr(modes, name).copy() for name in Resonances.__slots__}
    for name, values in parts.items():
        values[where] = getattr(fresh, name)
    return Resonances(**parts)


def selected(modes: Resonances, which: NDArray) -> Resonances:
    """Return some of the resonances."""
    return Resonances(*(getattr(modes, name)[which] for name in Resonances.__slots__))


def faint_rate(modes: Resonances) -> Floats:
    """Return 1/Q of radiation that was left out of the equation because it lies below rounding."""
    return np.exp(np.maximum(modes.log_loss, -745.0)) * np.isfinite(modes.log_loss)


def log_q(modes: Resonances) -> Floats:
    """Return log10 of the quality factor of lossless resonances (inf for a gaining root)."""
    rate = -2 * modes.k.imag / modes.k.real
    seen = np.log(np.maximum(rate, 1e-300))
    return np.where(np.isfinite(modes.log_loss), -modes.log_loss, -seen) / log(10)
