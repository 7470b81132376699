"""The [heat] section of a device: what conducts, how it is pumped for long, how its threshold minds.

Films conduct as layers, spheres and other bodies of revolution in their own shape; ``film_thickness`` given
for one of those replaces it by an even film. What is left out is computed: the absorbed share from the
cavity at the pump wavelength, or from a multilayer of the indices given here; the dark share from the decay
rates at that pump; the light that leaves from the escape cone and from the losses of the mode; the threshold
from the modes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from colase.errors import InputError
from colase.heat import Face, Rectangle, Spot
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
    substrate: str
    irradiance: Annotated[
        float, Quantity(symbol="I", meaning="pump at the peak", example="88 kW/cm^2", **_IRRADIANCE)
    ]
    duration: Annotated[
        float,
        Quantity("s", "τ", "length of the long pulse", "us", "2.5 us", gt=1e-10, lt=1e6),
    ]
    film_thickness: Annotated[
        float | None,
        Quantity(
            symbol="d",
            meaning="thickness, if not that of the cavity",
            shown="nm",
            example="120 nm",
            **_LENGTH,
        ),
    ] = None
    core: str | None = None
    surroundings: str | None = None
    contact_radius: Annotated[
        float | None,
        Quantity(
            symbol="a", meaning="radius on which a sphere stands", shown="nm", example="200 nm", **_LENGTH
        ),
    ] = None
    spot: Spot = Rectangle(width=30e-6, height=50e-6)
    seen: Literal["mode", "centre", "mean"] = "mode"
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
    backside: Literal["fixed", "insulated", "convective"] = "fixed"
    backside_transfer: Annotated[
        float,
        Quantity("W/(m^2*K)", "h", "of a convective backside", example="10 W/(m^2*K)", ge=0.0, lt=1e12),
    ] = 0.0
    sample_width: Annotated[
        float | None,
        Quantity(symbol="W", meaning="width of the sample", shown="mm", example="10 mm", **_LENGTH),
    ] = None
    film_index: Annotated[
        Material | None, Quantity("", "n", "refractive index of the film at the pump", example="1.97")
    ] = None
    substrate_index: Annotated[
        Material | None, Quantity("", "n_s", "refractive index of the substrate", example="1.38")
    ] = None
    angle: Annotated[
        float, Quantity("rad", "θ", "angle of incidence of the pump", example="0.3 rad", ge=0.0, lt=1.57)
    ] = 0.0
    polarization: Literal["TE", "TM", "mean"] = "mean"
    back_face: Literal["none", "reflects"] = "none"
    absorbed: Annotated[
        float | None, Quantity(symbol="A", meaning="absorbed share of the pump", example="0.25", **_SHARE)
    ] = None
    escape: Annotated[
        float | None,
        Quantity(symbol="e", meaning="share of spontaneous light that leaves", example="0.3", **_SHARE),
    ] = None
    outcoupling: Annotated[
        float | None,
        Quantity(symbol="u", meaning="share of laser light that leaves", example="0.5", **_SHARE),
    ] = None
    heat_fraction: Annotated[
        float | None,
        Quantity(symbol="f", meaning="heat over incident light, set by hand", example="0.17", **_SHARE),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.substrate_thickness is None and (self.backside != "fixed" or self.backside_transfer):
            raise InputError(
                f'heat: backside = "{self.backside}" needs a substrate_thickness; without one the substrate '
                "is a half-space and has no backside."
            )
        self.back  # noqa: B018  (refuses a transfer that does not fit)
        wide = self.sample_width
        if wide is not None and 2 * self.spot.reach > wide:
            raise InputError(
                f"heat: the spot is {2 * self.spot.reach * 1e6:.4g} um across and larger than the sample, "
                f"sample_width = {wide * 1e6:.4g} um; light beside the sample warms nothing. Give a smaller "
                "spot with the same irradiance."
            )

    @property
    def back(self) -> Face:
        """The back face of a substrate of finite thickness."""
        return Face(kind=self.backside, transfer=self.backside_transfer)
