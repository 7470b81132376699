"""The [stripe] and [cuvette] sections of a device: a pumped stripe of a film, and dispersions in a cuvette.

A stripe experiment varies the pump at one length, or the length at one pump (shaklee1971). In a cuvette the
concentration is varied, until amplified emission no longer shows (kersuzan2025, figure 1c).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.laser.pump import FluenceSweep
from colase.quantity import Quantity, check_bounds

_LENGTH = {"unit": "m", "shown": "um", "gt": 1e-9, "lt": 1.0}
_DENSITY = {"unit": "1/m^3", "shown": "1/cm^3", "gt": 0.0, "lt": 1e30}

Spacing = Literal["log", "linear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthSweep:
    """Lengths of a variable stripe, evenly spaced on a logarithmic or a linear scale."""

    start: Annotated[float, Quantity(symbol="L_1", meaning="shortest stripe", example="10 um", **_LENGTH)]
    stop: Annotated[float, Quantity(symbol="L_2", meaning="longest stripe", example="1000 um", **_LENGTH)]
    points: Annotated[int, Quantity("", "n", "number of lengths", example="20", ge=2, le=10_000)] = 20
    spacing: Spacing = "log"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.start >= self.stop:
            raise InputError(
                f"stripe: lengths run from {self.start * 1e6:g} to {self.stop * 1e6:g} um; "
                "from must be below to."
            )

    def values(self) -> NDArray[np.float64]:
        """Return the lengths in m, shape (points,)."""
        return _between(self.start, self.stop, self.points, self.spacing)


@dataclass(frozen=True, slots=True, kw_only=True)
class DensitySweep:
    """Concentrations of a dispersion, evenly spaced on a logarithmic or a linear scale."""

    start: Annotated[float, Quantity(symbol="C_1", meaning="most dilute", example="1e14 1/cm^3", **_DENSITY)]
    stop: Annotated[float, Quantity(symbol="C_2", meaning="densest", example="1e17 1/cm^3", **_DENSITY)]
    points: Annotated[int, Quantity("", "n", "number of concentrations", example="9", ge=2, le=1000)] = 9
    spacing: Spacing = "log"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.start >= self.stop:
            raise InputError(
                f"cuvette: concentrations run from {self.start * 1e-6:g} to {self.stop * 1e-6:g} 1/cm^3; "
                "from must be below to."
            )

    def values(self) -> NDArray[np.float64]:
        """Return the concentrations in 1/m^3, shape (points,)."""
        return _between(self.start, self.stop, self.points, self.spacing)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeSettings:
    """How a film is pumped along a stripe, and what is varied. What is left out follows from the film."""

    length: Annotated[
        float | None, Quantity(symbol="L", meaning="length of the stripe", example="1000 um", **_LENGTH)
    ] = None
    width: Annotated[
        float, Quantity(symbol="w", meaning="width of the stripe", example="10 um", **_LENGTH)
    ] = 10e-6
    edge: Annotated[
        float,
        Quantity("m", "e", "length over which the pump fades at both ends", "um", "10 um", ge=0.0, lt=1.0),
    ] = 0.0
    depths: Annotated[int, Quantity("", "", "depths with a pump of their own", example="4", ge=1, le=64)] = 1
    numerical_aperture: Annotated[
        float, Quantity("", "NA", "aperture that collects light at the end", example="0.2", gt=0.0, lt=1.5)
    ] = 0.2
    fluence: FluenceSweep | None = None
    lengths: LengthSweep | None = None
    length_fluence: Annotated[
        float | None,
        Quantity(
            "J/m^2", "F_L", "fluence at which the length is varied", "uJ/cm^2", "200 uJ/cm^2", gt=0.0, lt=1e9
        ),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CuvetteSettings:
    """A cuvette pumped along a stripe behind its wall, with the nanocrystals of the device in a liquid."""

    length: Annotated[
        float, Quantity(symbol="L", meaning="length of the pumped stripe", example="3000 um", **_LENGTH)
    ]
    width: Annotated[
        float, Quantity(symbol="w", meaning="height of the pumped stripe", example="50 um", **_LENGTH)
    ]
    index: Annotated[
        float, Quantity("", "n", "refractive index of the liquid", example="1.49", gt=0.5, lt=10.0)
    ]
    concentration: DensitySweep
    numerical_aperture: Annotated[
        float, Quantity("", "NA", "aperture that collects light at the end", example="0.2", gt=0.0, lt=1.5)
    ] = 0.2
    fluence: FluenceSweep | None = None

    def __post_init__(self) -> None:
        check_bounds(self)


def _between(start: float, stop: float, points: int, spacing: Spacing) -> NDArray[np.float64]:
    return (np.geomspace if spacing == "log" else np.linspace)(start, stop, points)
