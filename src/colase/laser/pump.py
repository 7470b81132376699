"""The pump: wavelength, pulse, repetition rate and the fluences of a light curve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.gain.pulses.pulse import InstantPulse, Pulse
from colase.gain.pulses.pulse_series import ContinuousPulse
from colase.quantity import Quantity, check_bounds

_FLUENCE = {"unit": "J/m^2", "shown": "uJ/cm^2", "ge": 0.0, "lt": 1e9}
_IRRADIANCE = {"unit": "W/m^2", "shown": "kW/cm^2", "ge": 0.0, "lt": 1e18}


@dataclass(frozen=True, slots=True, kw_only=True)
class FluenceSweep:
    """Fluences of a light curve, evenly spaced on a logarithmic or a linear scale."""

    start: Annotated[
        float, Quantity(symbol="F_1", meaning="lowest fluence", example="0.1 uJ/cm^2", **_FLUENCE)
    ]
    stop: Annotated[
        float, Quantity(symbol="F_2", meaning="highest fluence", example="100 uJ/cm^2", **_FLUENCE)
    ]
    points: Annotated[int, Quantity("", "n", "number of fluences", example="40", ge=1, le=100_000)] = 40
    spacing: Literal["log", "linear"] = "log"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.start > self.stop or (self.spacing == "log" and self.start <= 0):
            raise InputError(
                f"pump: fluence runs from {self.start * 100:g} to {self.stop * 100:g} uJ/cm^2; "
                "from must not exceed to, and must be above zero for log spacing."
            )

    def values(self) -> NDArray[np.float64]:
        """Return the fluences in J/m^2, shape (points,)."""
        space = np.geomspace if self.spacing == "log" else np.linspace
        return space(self.start, self.stop, self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class IrradianceSweep:
    """Irradiances of a light curve under a continuous pump."""

    start: Annotated[
        float, Quantity(symbol="I_1", meaning="lowest irradiance", example="1 kW/cm^2", **_IRRADIANCE)
    ]
    stop: Annotated[
        float, Quantity(symbol="I_2", meaning="highest irradiance", example="100 kW/cm^2", **_IRRADIANCE)
    ]
    points: Annotated[int, Quantity("", "n", "number of irradiances", example="40", ge=1, le=100_000)] = 40
    spacing: Literal["log", "linear"] = "log"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.start > self.stop or (self.spacing == "log" and self.start <= 0):
            raise InputError(
                f"pump: irradiance runs from {self.start * 1e-7:g} to {self.stop * 1e-7:g} kW/cm2; "
                "from must not exceed to, and must be above zero for log spacing."
            )

    def values(self) -> NDArray[np.float64]:
        """Return the irradiances in W/m^2, shape (points,)."""
        space = np.geomspace if self.spacing == "log" else np.linspace
        return space(self.start, self.stop, self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pump:
    """Light that excites the nanocrystals. Without a sweep the light curve spans the threshold."""

    wavelength: Annotated[
        float, Quantity("m", "λ_p", "vacuum wavelength of the pump", "nm", "532 nm", gt=100e-9, lt=20e-6)
    ]
    pulse: Pulse = field(default_factory=InstantPulse)
    repetition_rate: Annotated[
        float | None, Quantity("Hz", "f", "pulses per second", example="60 Hz", gt=0.0, lt=1e12)
    ] = None
    fluence: FluenceSweep | None = None
    irradiance: IrradianceSweep | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        continuous = isinstance(self.pulse, ContinuousPulse)
        if continuous and self.fluence is not None:
            raise InputError("pump: a continuous pump has no fluence; give irradiance, in kW/cm^2.")
        if not continuous and self.irradiance is not None:
            raise InputError('pump: irradiance goes with pulse = "continuous"; give fluence for a pulse.')
