"""Where one looks in a body: the mean of a part, a point, or the mean over an optical mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from colase.errors import InputError


@final
@dataclass(frozen=True, slots=True)
class PartMean:
    """The mean over the volume of a region."""

    region: str


@final
@dataclass(frozen=True, slots=True)
class BodyPoint:
    """One point (m) of a region."""

    region: str
    r: float
    z: float


@final
@dataclass(frozen=True, slots=True)
class ModeMean:
    """The mean over points (m) of a region, weighted with the intensity of an optical mode times volume.

    Weights are not negative; they are normalised to the sum 1.
    """

    region: str
    r: tuple[float, ...]
    z: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        w = np.asarray(self.weights, dtype=float)
        if not (len(self.r) == len(self.z) == w.size > 0) or not np.isfinite(w).all() or (w < 0).any():
            raise InputError("heat: a mode needs as many points as finite, non-negative weights.")
        if not w.sum() > 0:
            raise InputError(f"heat: the mode has no light in {self.region}.")


BodyView = PartMean | BodyPoint | ModeMean
