"""An ensemble of nanocrystals in a film: how many per volume, at which temperature, by which model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.constants import ROOM_TEMPERATURE
from colase.errors import InputError
from colase.materials.packing import DENSEST_SPHERES, density_from_spacing
from colase.nanocrystals import Nanocrystal, Nanoplatelet, ThermalResponse, at_temperature
from colase.quantity import Quantity, check_bounds

from .models.base import GainModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GainMedium:
    """Nanocrystals at a density, given directly, as a packing fraction, or by their spacing.

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
    spacing: Annotated[
        float | None,
        Quantity(
            "m",
            "d",
            "distance of neighbouring centres; packing_fraction then is that of touching spheres",
            "nm",
            "8.0 nm",
            gt=0.5e-9,
            lt=1e-6,
        ),
    ] = None
    temperature: Annotated[
        float, Quantity("K", "T", "temperature of the film", example="295 K", gt=0.0, lt=2000.0)
    ] = ROOM_TEMPERATURE
    thermal: ThermalResponse = field(default_factory=ThermalResponse)

    def __post_init__(self) -> None:
        check_bounds(self)
        if (self.packing_fraction is None) == (self.number_density is None):
            raise InputError("gain: give either packing_fraction or number_density, one of the two.")
        if self.spacing is not None and self.packing_fraction is None:
            raise InputError(
                "gain: spacing needs packing_fraction (0.6 for a random film), not number_density."
            )

    @property
    def density(self) -> float:
        """Nanocrystals per volume, in 1/m^3."""
        if self.number_density is not None:
            return self.number_density
        assert self.packing_fraction is not None
        if self.spacing is not None:
            return density_from_spacing(self.spacing, self.packing_fraction)
        return self.packing_fraction / self.nanocrystal.volume

    @property
    def packing_remarks(self) -> tuple[str, ...]:
        """Remarks on a density that nanocrystals of this size and shape hardly reach."""
        share = self.density * self.nanocrystal.volume
        touching = self.packing_fraction if self.spacing is not None else None
        if share > 1:
            return (
                f"{self.density * 1e-6:.4g} nanocrystals per cm3 of {self.nanocrystal.volume * 1e27:.4g} nm3 "
                f"would fill {share:.2f} of the film: density or size is wrong.",
            )
        spheres = touching if touching is not None else share
        if spheres > DENSEST_SPHERES and (
            touching is not None or not isinstance(self.nanocrystal, Nanoplatelet)
        ):
            return (
                f"A packing of {spheres:.2f} is above {DENSEST_SPHERES} of the densest crystal of spheres; "
                "films of dots reach 0.6 to 0.64.",
            )
        return ()

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
        """Return the decay rate of each state to the one below, in 1/s, shape (state,).

        Raises
        ------
        InputError
            If the model gives a rate that is negative or no number, or an excited state that never decays.
        """
        rates = self.model.decay_rates(self.crystal)
        wrong = ~np.isfinite(rates) | (rates < 0)
        wrong[1:] |= rates[1:] == 0
        if wrong.any():
            n = int(np.argmax(wrong))
            raise InputError(
                f"gain model {self.model.name}: the state {self.states[n]} decays at {rates[n]:g} 1/s; it "
                "must be a finite number, above zero for every state with excitons."
            )
        return rates

    def radiative_fractions(self) -> NDArray[np.float64]:
        """Return the share of each decay that emits a photon, shape (state,)."""
        return self.model.radiative_fractions(self.crystal)
