"""An ensemble of nanocrystals in a film: how many per volume, at which temperature, by which model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.constants import ROOM_TEMPERATURE
from colase.errors import InputError
from colase.nanocrystals import Nanocrystal, ThermalResponse, at_temperature
from colase.quantity import Quantity, check_bounds

from .base import GainModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GainMedium:
    """Nanocrystals at a density, given directly or as a packing fraction of their volume.

    ``nanocrystal`` holds at the reference temperature of ``thermal``; `crystal` is the same at the
    temperature of the film, and every cross section and rate of the medium comes from it.
    """

    nanocrystal: Nanocrystal
    model: GainModel
    packing_fraction: Annotated[
        float | None,
        Quantity("", "D", "volume share of the nanocrystals without ligands", example="0.5", gt=0.0, le=1.0),
    ] = None
    number_density: Annotated[
        float | None,
        Quantity("1/m^3", "C", "nanocrystals per volume", "1/cm^3", "2.2e18 1/cm^3", gt=0.0, lt=1e30),
    ] = None
    temperature: Annotated[
        float, Quantity("K", "T", "temperature of the film", example="295 K", gt=0.0, lt=2000.0)
    ] = ROOM_TEMPERATURE
    thermal: ThermalResponse = field(default_factory=ThermalResponse)

    def __post_init__(self) -> None:
        check_bounds(self)
        if (self.packing_fraction is None) == (self.number_density is None):
            raise InputError("gain: give either packing_fraction or number_density, one of the two.")

    @property
    def density(self) -> float:
        """Nanocrystals per volume, in 1/m^3."""
        if self.number_density is not None:
            return self.number_density
        assert self.packing_fraction is not None
        return self.packing_fraction / self.nanocrystal.volume

    @property
    def crystal(self) -> Nanocrystal:
        """The nanocrystal at the temperature of the film."""
        return at_temperature(self.nanocrystal, self.thermal, self.temperature)

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the exciton states."""
        return self.model.states

    @property
    def static(self) -> bool:
        """Whether populations follow from the pump alone, without rate equations."""
        return self.model.static_populations(self.crystal, np.zeros(1)) is not None

    def at(self, temperature: float) -> GainMedium:
        """Return the medium at another temperature, in K."""
        return replace(self, temperature=temperature)

    def absorption(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return absorption cross sections in m^2, shape (state, wavelength)."""
        return self.model.absorption(self.crystal, wavelength)

    def emission(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return stimulated-emission cross sections in m^2, shape (state, wavelength)."""
        return self.model.emission(self.crystal, wavelength)

    def decay_rates(self) -> NDArray[np.float64]:
        """Return the decay rate of each state to the one below, in 1/s, shape (state,)."""
        return self.model.decay_rates(self.crystal)

    def radiative_fractions(self) -> NDArray[np.float64]:
        """Return the share of each decay that emits a photon, shape (state,)."""
        return self.model.radiative_fractions(self.crystal)
