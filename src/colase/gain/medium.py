"""An ensemble of nanocrystals in a film: how many per volume, at which temperature, by which model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from colase.constants import ROOM_TEMPERATURE
from colase.errors import InputError
from colase.nanocrystals import Nanocrystal
from colase.quantity import Quantity, check_bounds

from .base import GainModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GainMedium:
    """Nanocrystals at a density, given directly or as a packing fraction of their volume."""

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
