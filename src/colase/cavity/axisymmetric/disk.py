"""A disk made of a nanocrystal film, on a substrate, on a pedestal or free, solved in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, final

from colase.cavity.quantities import SUBSTRATE
from colase.cavity.rough_face import checked_roughness
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds
from colase.shapes import Curve, Region, polygon

from .body import ACCURACY, BodyOfRevolution
from .cavity import AxisymmetricCavity
from .lithography import body_outline

_LENGTH = {"unit": "m", "shown": "um", "lt": 1e-3}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AxisymmetricDisk(BodyOfRevolution):
    """Whispering-gallery modes of a disk of nanocrystals, with its height, wall and support.

    Without a substrate the disk hangs free and both mirror parities are solved on half of it.
    """

    disk_diameter: Annotated[
        float, Quantity(symbol="D", meaning="diameter of the disk", example="4 um", gt=1e-7, **_LENGTH)
    ]
    height: Annotated[
        float, Quantity(symbol="h", meaning="height of the disk", example="150 nm", ge=1e-8, **_LENGTH)
    ]
    disk: Annotated[Material, Quantity("", "n_1", "refractive index of the disk", example="1.9")]
    substrate: Annotated[Material | None, SUBSTRATE] = None
    pedestal_diameter: Annotated[
        float | None,
        Quantity(symbol="D_p", meaning="diameter of the pedestal", example="2 um", gt=1e-8, **_LENGTH),
    ] = None
    pedestal_height: Annotated[
        float | None,
        Quantity(symbol="h_p", meaning="height of the pedestal", example="1 um", ge=1e-8, **_LENGTH),
    ] = None
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index around the disk", example="1.0")
    ] = ConstantIndex(1.0)
    kind: Literal["axisymmetric-disk"] = "axisymmetric-disk"

    def __post_init__(self) -> None:
        check_bounds(self)
        checked_roughness(self.q_scattering, self.roughness, self.correlation_length)
        pedestal = (self.pedestal_diameter, self.pedestal_height)
        if (pedestal[0] is None) != (pedestal[1] is None):
            raise InputError("cavity: a pedestal needs pedestal_diameter and pedestal_height.")
        if pedestal[0] is not None and self.substrate is None:
            raise InputError("cavity: a pedestal is made of the substrate; give substrate as well.")
        if pedestal[0] is not None and pedestal[0] >= self.disk_diameter:
            raise InputError(
                f"cavity: pedestal_diameter {pedestal[0] * 1e6:g} um must be below the diameter of the disk, "
                f"{self.disk_diameter * 1e6:g} um."
            )

    @property
    def profile(self) -> AxisymmetricCavity:
        """Disk and pedestal on the substrate, or the disk alone about z = 0."""
        R, h = self.disk_diameter / 2, self.height
        if self.substrate is None:
            outline = (Curve(((0.0, -h / 2), (R, -h / 2), (R, h / 2), (0.0, h / 2), (0.0, -h / 2))),)
            regions = (Region("disk", self.disk, outline),)
            return AxisymmetricCavity(regions, self.surroundings, mirror=True, accuracy=ACCURACY)
        if self.pedestal_diameter is None or self.pedestal_height is None:
            regions = (Region("disk", self.disk, body_outline(R, R, h)),)
            return AxisymmetricCavity(regions, self.surroundings, self.substrate, accuracy=ACCURACY)
        r, foot = self.pedestal_diameter / 2, self.pedestal_height
        regions = (
            Region("pedestal", self.substrate, polygon((0.0, 0.0), (r, 0.0), (r, foot), (0.0, foot))),
            Region("disk", self.disk, polygon((0.0, foot), (R, foot), (R, foot + h), (0.0, foot + h))),
        )
        return AxisymmetricCavity(regions, self.surroundings, self.substrate, accuracy=ACCURACY)

    @property
    def gain_region(self) -> str:
        """The disk."""
        return "disk"
