"""A sphere with an optional coat of nanocrystals, as written in a device file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, final

import xarray as xr

from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds

from .base import Cavity, ModeWindow

_LENGTH = {"unit": "m", "shown": "um", "lt": 1e-2}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Microsphere(Cavity):
    """Whispering-gallery modes of a coated dielectric sphere; the coat holds the nanocrystals.

    ``degeneracy`` says how many of the 2l+1 orbits of a perfect sphere take part: "all" treats
    them as one reservoir of photons, "equatorial" keeps the single orbit m = l.
    """

    core_diameter: Annotated[
        float, Quantity(symbol="D", meaning="diameter of the core", example="20 um", gt=0.0, **_LENGTH)
    ]
    core: Annotated[
        Material, Quantity("", "n_1", "refractive index of the core", example='"main/SiO2/Malitson"')
    ]
    coating_thickness: Annotated[
        float,
        Quantity(
            symbol="t", meaning="thickness of the nanocrystal coat", example="490 nm", ge=1e-9, **_LENGTH
        ),
    ]
    coating_index: Annotated[Material, Quantity("", "n_2", "refractive index of the coat", example="1.76")]
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index around the sphere", example="1.0")
    ] = ConstantIndex(1.0)
    q_scattering: Annotated[
        float, Quantity("", "Q_scat", "quality factor of surface scattering", example="4200", gt=1.0, lt=1e30)
    ]
    degeneracy: Literal["all", "equatorial"] = "all"
    kind: Literal["microsphere"] = "microsphere"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.coating_thickness > self.core_diameter / 2:
            raise InputError(
                f"cavity: coating_thickness {self.coating_thickness * 1e9:g} nm is more than the core radius "
                f"{self.core_diameter / 2 * 1e9:g} nm; give a coat thinner than that."
            )

    def modes(self, window: ModeWindow) -> xr.Dataset:
        """Return every resonance in the window with the variables of `MODE_VARIABLES`."""
        raise NotImplementedError

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the coat."""
        raise NotImplementedError

    @property
    def gain_volume(self) -> float:
        """Volume of the coat, in m^3."""
        raise NotImplementedError

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the exact (Mie) absorption cross section of the coat for a plane wave, in m^2."""
        raise NotImplementedError
