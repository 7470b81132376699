"""A flat disk of a nanocrystal film as one of a pair; solved in two dimensions with its slab index.

The height enters through the guided mode of film, substrate and cover (`SlabIndex`); everything along
the plane is exact (`MultiDisk`). With ``vertical = "none"`` the disk is an endless cylinder of the film's
own index, as in two-dimensional simulations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, pi, sqrt
from typing import Annotated, ClassVar, Literal, final

import numpy as np
import xarray as xr

from colase.cavity import LayeredCylinder
from colase.cavity.base import ModeWindow
from colase.cavity.slab.effective_index import SlabIndex
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.coupling.arrangement.bodies import Disk, Hole, Notch
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds

from .body import Body

_LENGTH = {"unit": "m", "shown": "um", "lt": 1e-3}
POLARIZATIONS: tuple[Literal["TE", "TM"], ...] = ("TE", "TM")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DiskBody(Body):
    """A disk of a nanocrystal film, with a round hole or a notch in its rim as its defect if wanted.

    A notch needs finite elements (extra ``fem``), which reach to disks of about ten wavelengths across.
    """

    references: ClassVar[tuple[str, ...]] = ("lafalce2019",)

    diameter: Annotated[
        float, Quantity(symbol="D", meaning="diameter of the disk", example="26 um", gt=1e-7, **_LENGTH)
    ]
    height: Annotated[
        float, Quantity(symbol="h", meaning="height of the disk", example="500 nm", ge=1e-8, **_LENGTH)
    ]
    index: Annotated[Material, Quantity("", "n_1", "refractive index of the film", example="1.86")]
    substrate: Annotated[Material, Quantity("", "n_2", "refractive index below the disk", example="1.34")] = (
        ConstantIndex(1.0)
    )
    vertical: Literal["slab", "none"] = "slab"
    hole_diameter: Annotated[
        float | None, Quantity("m", "d", "diameter of a hole in the disk", "nm", "80 nm", gt=0.0, lt=1e-4)
    ] = None
    hole_depth: Annotated[
        float, Quantity("m", "s", "centre of the hole below the rim", "nm", "300 nm", gt=0.0, lt=1e-3)
    ] = 300e-9
    hole_angle: Annotated[
        float, Quantity("rad", "φ", "direction of the hole from the line of centres", "deg", "40 deg")
    ] = 0.0
    hole_index: Annotated[
        Material, Quantity("", "n_h", "refractive index in the hole and the notch", example="1.0")
    ] = ConstantIndex(1.0)
    notch_width: Annotated[
        float | None,
        Quantity("m", "w", "width of a rectangular notch in the rim", "nm", "100 nm", gt=0.0, lt=1e-4),
    ] = None
    notch_depth: Annotated[
        float, Quantity("m", "s_w", "depth of the notch below the rim", "nm", "100 nm", gt=0.0, lt=1e-4)
    ] = 100e-9
    notch_angle: Annotated[
        float, Quantity("rad", "φ_w", "direction of the notch from the line of centres", "deg", "40 deg")
    ] = 0.0
    kind: Literal["disk"] = "disk"

    def __post_init__(self) -> None:
        check_bounds(self)
        self.disk("TE")

    @property
    def outer_radius(self) -> float:
        """Half the diameter."""
        return self.diameter / 2

    @property
    def gain_volume(self) -> float:
        """Area times height; hole and notch are taken out."""
        hole = pi * ((self.hole_diameter or 0.0) / 2) ** 2
        return (pi * self.outer_radius**2 - hole - self._notched_area) * self.height

    @property
    def _notched_area(self) -> float:
        """Area in m^2 between the floor of the notch and the rim."""
        if self.notch_width is None:
            return 0.0
        radius, half = self.outer_radius, 0.5 * self.notch_width
        cap = radius**2 * asin(half / radius) - half * sqrt(radius**2 - half**2)
        return self.notch_width * (self.notch_depth - radius + sqrt(radius**2 - half**2)) + cap

    @property
    def spoilt(self) -> bool:
        """Whether there is a hole or a notch."""
        return self.hole_diameter is not None or self.notch_width is not None

    def gain_material(self) -> Material:
        """Return the film."""
        return self.index

    def with_film(self, film: Material) -> DiskBody:
        """Return the same disk of another film."""
        return replace(self, index=film)

    def in_plane_index(self, polarization: Literal["TE", "TM"], cover: Material) -> Material:
        """Return the index in two dimensions: of the slab mode, or of the film itself."""
        if self.vertical == "none":
            return self.index
        return SlabIndex(SlabWaveguide((self.height,), (self.index,), self.substrate, cover), polarization)

    def disk(
        self,
        polarization: Literal["TE", "TM"],
        cover: Material | None = None,
        centre: tuple[float, float] = (0.0, 0.0),
        index: Material | None = None,
    ) -> Disk:
        """Return the circle that is solved; its index is `in_plane_index` unless given."""
        inside = index or self.in_plane_index(polarization, cover or ConstantIndex(1.0))
        holes: tuple[Hole, ...] = ()
        if self.hole_diameter is not None:
            distance = self.outer_radius - self.hole_depth
            if distance < 0:
                raise InputError(
                    f"hole_depth {self.hole_depth * 1e9:g} nm is more than the radius of the disk, "
                    f"{self.outer_radius * 1e6:g} um."
                )
            holes = (Hole(distance, self.hole_angle, self.hole_diameter / 2, self.hole_index),)
        notches: tuple[Notch, ...] = ()
        if self.notch_width is not None:
            notches = (
                Notch.wedge(
                    self.outer_radius, self.notch_angle, self.notch_width, self.notch_depth, self.hole_index
                ),
            )
        return Disk(centre, self.outer_radius, inside, holes, notches)

    def pump_cross_section(self, wavelength: float, absorption: float, surroundings: Material) -> float:
        """Return area x transmission of the upper face x share absorbed on one way through, in m^2."""
        n, n0 = (complex(m.index(wavelength)).real for m in (self.index, surroundings))
        passed = 1 - ((n - n0) / (n + n0)) ** 2
        return self.gain_volume / self.height * passed * -np.expm1(-absorption * self.height)

    def alone(self, window: ModeWindow, surroundings: Material) -> xr.Dataset:
        """Return the resonances of the disk without its neighbours and defects; both polarisations."""
        found: list[xr.Dataset] = []
        for polarization in POLARIZATIONS:
            inside = self.in_plane_index(polarization, surroundings)
            cylinder = LayeredCylinder((self.outer_radius,), (inside,), surroundings)
            modes = cylinder.modes((window.start, window.stop), window.radial_max)
            found.append(modes.sel(mode=modes.polarization.values == polarization))
        both = xr.concat(found, "mode", data_vars="minimal", coords="minimal", compat="override")
        return both.isel(mode=np.argsort(both.wavelength.values, kind="stable"))
