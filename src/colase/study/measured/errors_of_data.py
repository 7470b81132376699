"""How sure measured light is, where the files do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from colase.quantity import Quantity, check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class DataErrors:
    """Relative standard errors of light against pump."""

    output: Annotated[float, Quantity("", "r", "of every output, or spectrum as a whole", gt=0, lt=2)] = 0.05
    within: Annotated[
        float, Quantity("", "w", "of a band against the others of its spectrum", gt=0, lt=2)
    ] = 0.03
    jitter: Annotated[float, Quantity("", "j", "of each pump value by itself", ge=0, lt=1)] = 0.0
    pump_scale: Annotated[float, Quantity("", "c", "that all pump values share", ge=0, lt=2)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)
