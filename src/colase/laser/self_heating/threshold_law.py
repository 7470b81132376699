"""Pump irradiance at threshold against temperature: a measured law, or a table from the gain model.

adachi2015 measured a threshold 1.7 times higher at 60 C than at 22 C (text on figure 4). As an exponential,

    I_th(T) = I_th(T_0) exp[(T - T_0)/71.6 K],

which is known between 295 and 333 K; beyond, it is extrapolated, and results say so.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Annotated, final

import numpy as np
from numpy.typing import ArrayLike

from colase.constants import ROOM_TEMPERATURE
from colase.errors import InputError
from colase.heat.conduction import Floats
from colase.quantity import Quantity, check_bounds

MEASURED_SCALE = 71.6  # K: 38 K over ln 1.7


class ThresholdLaw(ABC):
    """Threshold irradiance of the incident pump (W/m^2) as a function of temperature (K)."""

    __slots__ = ()

    highest: float

    @abstractmethod
    def irradiance(self, temperature: ArrayLike) -> Floats:
        """Return the threshold; infinite where nothing lases any more."""

    @abstractmethod
    def scaled(self, factor: float) -> ThresholdLaw:
        """Return the law with every threshold multiplied."""

    @abstractmethod
    def endured(self, irradiance: float) -> float:
        """Return the highest temperature at which an irradiance still reaches threshold (0 if at none)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ExponentialLaw(ThresholdLaw):
    """I_th exp[(T - T_0)/T_c]."""

    threshold: Annotated[
        float,
        Quantity("W/m^2", "I_th", "threshold at T_0", "kW/cm^2", "51 kW/cm^2", gt=0.0, lt=1e20),
    ]
    scale: Annotated[
        float, Quantity("K", "T_c", "heating that raises the threshold e times", example="71.6 K", gt=0.0)
    ] = MEASURED_SCALE
    reference: Annotated[
        float, Quantity("K", "T_0", "temperature of that threshold", example="295 K", gt=0.0, lt=2000.0)
    ] = ROOM_TEMPERATURE
    highest: float = 333.0

    def __post_init__(self) -> None:
        check_bounds(self)

    def irradiance(self, temperature: ArrayLike) -> Floats:
        """Return the exponential."""
        rise = np.asarray(temperature, dtype=float) - self.reference
        return self.threshold * np.exp(np.minimum(rise / self.scale, 600.0))

    def scaled(self, factor: float) -> ExponentialLaw:
        """Return the law with another threshold."""
        return replace(self, threshold=self.threshold * factor)

    def endured(self, irradiance: float) -> float:
        """Return T_0 + T_c ln(I/I_th)."""
        if irradiance <= 0:
            return 0.0
        return max(0.0, self.reference + self.scale * float(np.log(irradiance / self.threshold)))


@final
@dataclass(frozen=True, slots=True)
class TabulatedLaw(ThresholdLaw):
    """Thresholds (W/m^2) at rising temperatures (K), from a gain model or a measurement.

    Infinite where nothing lases. Between the points the logarithm is interpolated; outside them the law is
    not known.
    """

    temperatures: tuple[float, ...]
    thresholds: tuple[float, ...]

    def __post_init__(self) -> None:
        T, I = np.asarray(self.temperatures), np.asarray(self.thresholds)
        if (
            T.size != I.size
            or T.size < 2
            or (np.diff(T) <= 0).any()
            or not (I > 0).all()
            or not np.isfinite(T).all()
        ):
            raise InputError(
                "threshold law: give two or more rising temperatures and a positive threshold for each."
            )
        if not np.isfinite(I[0]):
            raise InputError("threshold law: nothing lases at the lowest temperature of the table.")

    @property
    def highest(self) -> float:  # type: ignore[override]
        """Last temperature of the table."""
        return self.temperatures[-1]

    def irradiance(self, temperature: ArrayLike) -> Floats:
        """Return the interpolated threshold.

        Raises
        ------
        InputError
            Below the lowest temperature of the table.
        """
        T = np.asarray(temperature, dtype=float)
        if (self.temperatures[0] - 1e-6 > T).any():
            raise InputError(
                f"threshold law: {float(T.min()):.1f} K lies below the table, which starts at "
                f"{self.temperatures[0]:g} K."
            )
        logs = np.log(np.minimum(self.thresholds, 1e300))
        found = np.exp(np.interp(T, self.temperatures, logs))
        return np.where(self.temperatures[-1] < T, np.inf, np.where(found > 1e200, np.inf, found))

    def scaled(self, factor: float) -> TabulatedLaw:
        """Return the table with other thresholds."""
        return TabulatedLaw(self.temperatures, tuple(factor * value for value in self.thresholds))

    def endured(self, irradiance: float) -> float:
        """Return the last crossing of the table with the irradiance."""
        T = np.linspace(self.temperatures[0], self.temperatures[-1], 4001)
        below = self.irradiance(T) <= irradiance
        return float(T[below][-1]) if below.any() else 0.0
