"""The [transient] section of a device: pump and probe of a transient-absorption experiment on its film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds

_TIME = {"unit": "s", "shown": "ps", "gt": 0.0, "lt": 1.0}
_FLUENCE = {"unit": "J/m^2", "shown": "uJ/cm^2", "gt": 0.0, "lt": 1e9}
_WAVELENGTH = {"unit": "m", "shown": "nm", "gt": 100e-9, "lt": 20e-6}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransientSettings:
    """Fluences of a short pump, delays of the probe, and the band over which its signal is averaged."""

    lowest: Annotated[
        float | None,
        Quantity(symbol="F_1", meaning="lowest fluence of the pump", example="4 uJ/cm^2", **_FLUENCE),
    ] = None
    highest: Annotated[
        float | None,
        Quantity(symbol="F_2", meaning="highest fluence of the pump", example="100 uJ/cm^2", **_FLUENCE),
    ] = None
    points: Annotated[int, Quantity("", "n", "number of fluences", example="6", ge=1, le=1000)] = 6
    longest: Annotated[
        float, Quantity(symbol="t_2", meaning="longest delay of the probe", example="3000 ps", **_TIME)
    ] = 3e-9
    first: Annotated[
        float, Quantity(symbol="t_1", meaning="first delay of the probe", example="1 ps", **_TIME)
    ] = 1e-12
    thickness: Annotated[
        float | None, Quantity("m", "d", "thickness of the film", "nm", "120 nm", gt=1e-10, lt=1.0)
    ] = None
    pump_wavelength: Annotated[
        float | None,
        Quantity(symbol="λ_p", meaning="wavelength of the pump", example="400 nm", **_WAVELENGTH),
    ] = None
    sigma_pump: Annotated[
        float | None,
        Quantity(
            "m^2", "σ_p", "absorption cross section at that pump", "cm^2", "3e-14 cm^2", gt=0.0, lt=1e-12
        ),
    ] = None
    band: Annotated[
        float | None,
        Quantity(
            "m", "Δλ", "width of the band around the first absorption line", "nm", "25 nm", gt=0.0, lt=1e-6
        ),
    ] = None
    spot: Annotated[
        float,
        Quantity("m", "D", "pumped length along which light is amplified", "um", "100 um", gt=1e-9, lt=1.0),
    ] = 100e-6
    emission: Literal["followed", "left out"] = "followed"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.first >= self.longest:
            raise InputError(
                f"transient: delays run from {self.first * 1e12:g} to {self.longest * 1e12:g} ps; "
                "first must be below longest."
            )
        if (self.lowest is None) != (self.highest is None) or (
            self.lowest is not None and self.highest is not None and self.lowest > self.highest
        ):
            raise InputError("transient: give lowest and highest fluence together, lowest first, or neither.")
        if (self.pump_wavelength is None) != (self.sigma_pump is None):
            raise InputError(
                "transient: a pump of its own needs both pump_wavelength and sigma_pump at that wavelength."
            )

    def delays(self) -> NDArray[np.float64]:
        """Return the delays in s, from the first to the longest, evenly on a logarithmic scale."""
        return np.geomspace(self.first, self.longest, 60)
