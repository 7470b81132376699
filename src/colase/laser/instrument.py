"""The spectrometer that looks at the laser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from colase.quantity import Quantity, check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A Gaussian instrument response."""

    resolution: Annotated[
        float,
        Quantity("m", "Δλ_i", "full width of the instrument response", "nm", "0.05 nm", gt=0.0, lt=1e-6),
    ] = 0.1e-9

    def __post_init__(self) -> None:
        check_bounds(self)
