"""A sphere with a coat of nanocrystals as one of a pair; solved exactly alone, coupled by the exact pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, final

import xarray as xr

from colase.cavity import LayeredSphere, Microsphere
from colase.cavity.base import ModeWindow
from colase.cavity.quantities import CORE_INDEX, coat_index, coat_thickness, core_size
from colase.coupling.pair.body import Body
from colase.materials import ConstantIndex, Material
from colase.quantity import check_bounds


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CoatedSphere(Body):
    """A coated dielectric sphere; the coat holds the nanocrystals."""

    references: ClassVar[tuple[str, ...]] = ("bohren1983", "lai1990", "duan2022")

    core_diameter: Annotated[float, core_size("48 um")]
    core: Annotated[Material, CORE_INDEX]
    coating_thickness: Annotated[float, coat_thickness("490 nm")]
    coating_index: Annotated[Material, coat_index("1.76")]
    kind: Literal["coated-sphere"] = "coated-sphere"

    def __post_init__(self) -> None:
        check_bounds(self)
        self.microsphere(ConstantIndex(1.0))

    def microsphere(self, surroundings: Material) -> Microsphere:
        """Return the same sphere as a cavity of its own, without scattering."""
        return Microsphere(
            core_diameter=self.core_diameter,
            core=self.core,
            coating_thickness=self.coating_thickness,
            coating_index=self.coating_index,
            surroundings=surroundings,
            q_scattering=1e29,
        )

    def sphere(self, surroundings: Material) -> LayeredSphere:
        """Return the layers that are solved."""
        return self.microsphere(surroundings).sphere

    @property
    def outer_radius(self) -> float:
        """Core and coat."""
        return self.core_diameter / 2 + self.coating_thickness

    @property
    def gain_volume(self) -> float:
        """Volume of the coat."""
        return self.microsphere(ConstantIndex(1.0)).gain_volume

    def gain_material(self) -> Material:
        """Return the coat."""
        return self.coating_index

    def pump_cross_section(self, wavelength: float, absorption: float, surroundings: Material) -> float:
        """Return the exact (Mie) absorption cross section of the coat of this sphere alone, in m^2."""
        return self.microsphere(surroundings).pump_cross_section(wavelength, absorption)

    def alone(self, window: ModeWindow, surroundings: Material) -> xr.Dataset:
        """Return the resonances of the sphere without its neighbour."""
        return self.sphere(surroundings).modes(window)
