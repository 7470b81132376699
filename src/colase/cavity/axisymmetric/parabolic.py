"""A resist body with a parabolic wall on a substrate, coated with nanocrystals (kersuzan2025)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, final

from colase.cavity.quantities import coat_index, coat_thickness
from colase.cavity.rough_face import checked_roughness
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds
from colase.shapes import Region

from .body import ACCURACY, BodyOfRevolution
from .cavity import AxisymmetricCavity
from .lithography import Exposure, body_outline, coated_outline

_LENGTH = {"unit": "m", "shown": "um", "lt": 1e-3}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Parabolic(BodyOfRevolution):
    """Whispering-gallery modes at the upper rim of a resist body whose wall leans outward.

    Its shape is given by top and base diameter, or by the exposure that wrote it. The nanocrystals
    cover top and wall with equal thickness; the substrate beside the body is taken to be bare.
    Radiation into air and substrate, absorption by every material; scattering is given.
    """

    height: Annotated[
        float, Quantity(symbol="z_0", meaning="height of the body", example="3 um", gt=1e-8, **_LENGTH)
    ]
    top_diameter: Annotated[
        float | None,
        Quantity(symbol="D_t", meaning="diameter at the top", example="20 um", gt=1e-7, **_LENGTH),
    ] = None
    base_diameter: Annotated[
        float | None,
        Quantity(symbol="D_b", meaning="diameter at the substrate", example="16 um", gt=1e-7, **_LENGTH),
    ] = None
    exposure: Annotated[
        Exposure | None, Quantity("", "", "the laser spot that wrote the body, in place of its diameters")
    ] = None
    polymer: Annotated[Material, Quantity("", "n_1", "refractive index of the resist", example="1.58")]
    coating_thickness: Annotated[float, coat_thickness("100 nm", lt=1e-3)]
    coating_index: Annotated[Material, coat_index("1.8")]
    substrate: Annotated[
        Material, Quantity("", "n_3", "refractive index of the substrate", example='"main/SiO2/Malitson"')
    ]
    surroundings: Annotated[
        Material, Quantity("", "n_4", "refractive index around the body", example="1.0")
    ] = ConstantIndex(1.0)
    kind: Literal["parabolic"] = "parabolic"

    def __post_init__(self) -> None:
        check_bounds(self)
        checked_roughness(self.q_scattering, self.roughness, self.correlation_length)
        given = (self.top_diameter is not None, self.base_diameter is not None, self.exposure is not None)
        if given not in ((True, True, False), (False, False, True)):
            raise InputError("cavity: give top_diameter and base_diameter, or exposure instead of both.")
        top, base = self.radii
        if self.coating_thickness > min(top, base):
            raise InputError(
                f"cavity: coating_thickness {self.coating_thickness * 1e9:g} nm is more than the smallest "
                f"radius of the body, {min(top, base) * 1e9:.4g} nm; give a thinner coat."
            )

    @property
    def radii(self) -> tuple[float, float]:
        """Radius at the top and at the base, in m."""
        if self.exposure is not None:
            return self.exposure.radii(self.height)
        assert self.top_diameter is not None
        assert self.base_diameter is not None
        return self.top_diameter / 2, self.base_diameter / 2

    @property
    def profile(self) -> AxisymmetricCavity:
        """Coat and body on the substrate."""
        top, base = self.radii
        coat = coated_outline(top, base, self.height, self.coating_thickness)
        return AxisymmetricCavity(
            (
                Region("coat", self.coating_index, coat),
                Region("resist", self.polymer, body_outline(top, base, self.height)),
            ),
            self.surroundings,
            self.substrate,
            accuracy=ACCURACY,
        )

    @property
    def gain_region(self) -> str:
        """The coat."""
        return "coat"
