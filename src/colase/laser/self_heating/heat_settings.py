"""The [heat] section of a device: what conducts, how it is pumped for long, how its threshold minds.

A film of nanocrystals on a substrate; conduction in other shapes of cavity is approximated by the film that
warms it. What is left out is computed: the absorbed share from the multilayer at the pump wavelength, the
dark share from the decay rates at that pump, the threshold from the modes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from colase.errors import InputError
from colase.heat import Rectangle, Spot
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

from .threshold_law import MEASURED_SCALE

_SHARE = {"unit": "", "ge": 0.0, "le": 1.0}
_LENGTH = {"unit": "m", "gt": 0.0, "lt": 1.0}
_IRRADIANCE = {"unit": "W/m^2", "shown": "kW/cm^2", "gt": 0.0, "lt": 1e20}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSettings:
    """Film, substrate, spot and long pulse of a laser that warms itself."""

    film: str
    film_thickness: Annotated[
        float,
        Quantity(symbol="d", meaning="thickness of the film", shown="nm", example="120 nm", **_LENGTH),
    ]
    substrate: str
    irradiance: Annotated[
        float, Quantity(symbol="I", meaning="pump at the peak", example="88 kW/cm^2", **_IRRADIANCE)
    ]
    duration: Annotated[
        float,
        Quantity("s", "τ", "length of the long pulse", "us", "2.5 us", gt=1e-10, lt=1e6),
    ]
    spot: Spot = Rectangle(width=30e-6, height=50e-6)
    threshold: Annotated[
        float | None,
        Quantity(symbol="I_th", meaning="measured threshold when cold", example="52 kW/cm^2", **_IRRADIANCE),
    ] = None
    threshold_scale: Annotated[
        float,
        Quantity("K", "T_c", "heating that raises the threshold e times", example="71.6 K", gt=0.0, lt=1e6),
    ] = MEASURED_SCALE
    law: Literal["measured", "model"] = "measured"
    boundary_resistance: Annotated[
        float,
        Quantity("m^2*K/W", "R", "between film and substrate", example="2e-8 m^2*K/W", ge=0.0, lt=1.0),
    ] = 0.0
    substrate_thickness: Annotated[
        float | None,
        Quantity(symbol="D", meaning="thickness, if not a half-space", shown="mm", example="1 mm", **_LENGTH),
    ] = None
    film_index: Annotated[
        Material | None, Quantity("", "n", "refractive index of the film at the pump", example="1.97")
    ] = None
    substrate_index: Annotated[
        Material | None, Quantity("", "n_s", "refractive index of the substrate", example="1.38")
    ] = None
    absorbed: Annotated[
        float | None, Quantity(symbol="A", meaning="absorbed share of the pump", example="0.25", **_SHARE)
    ] = None
    escape: Annotated[
        float, Quantity(symbol="e", meaning="share of spontaneous light that leaves", example="0.3", **_SHARE)
    ] = 0.0
    outcoupling: Annotated[
        float, Quantity(symbol="u", meaning="share of laser light that leaves", example="0.5", **_SHARE)
    ] = 0.0
    heat_fraction: Annotated[
        float | None,
        Quantity(symbol="f", meaning="heat over incident light, set by hand", example="0.17", **_SHARE),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.absorbed is None and self.heat_fraction is None and self.film_index is None:
            raise InputError("heat: give film_index, from which absorbed follows, or absorbed itself.")
