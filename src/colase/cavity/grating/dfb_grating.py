"""A film over parallel ridges: one-dimensional distributed feedback of second order, for device files.

Ridges of a low index stand on the substrate, the film fills the grooves up to a height of its own, a
cover lies on top; the grating has a length L along the light and no facets. In second order, wavelength
= n_eff period, the two waves of the film couple to each other and to light along the normal. Band edges of
the endless grating are solved from Maxwell's equations (`crystal_modes`), the finite one by coupled waves
with exactly these edges (`finite_grating`). The pumped stripe is the grating itself: light that walks out
of its ends is lost, and q_radiative holds both the ends and the normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Annotated, Literal, final

import xarray as xr

from colase.cavity.base import Cavity, Layer, ModeWindow, Progress
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

from .averaged_pump import absorbed_share
from .photonic_crystal import CrystalLayer, PhotonicCrystalSlab

_LENGTH = {"unit": "m", "shown": "nm", "lt": 1e-4}
_STRIPE = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 0.1}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DfbGrating(Cavity):
    """Modes of a second-order grating of ridges under a film; the film holds the nanocrystals.

    ``film_height`` counts from the foot of the ridges; a lower film leaves their tops in the cover.
    """

    period: Annotated[
        float, Quantity(symbol="Λ", meaning="period of the grating", example="400 nm", ge=1e-8, **_LENGTH)
    ]
    ridge_width: Annotated[
        float, Quantity(symbol="d", meaning="width of a ridge", example="150 nm", gt=0.0, **_LENGTH)
    ]
    ridge_height: Annotated[
        float, Quantity(symbol="h", meaning="height of a ridge", example="40 nm", ge=1e-9, **_LENGTH)
    ]
    film_height: Annotated[
        float,
        Quantity(
            symbol="t",
            meaning="height of the film surface above the substrate",
            example="150 nm",
            ge=1e-9,
            **_LENGTH,
        ),
    ]
    film: Annotated[Material, Quantity("", "n_f", "refractive index of the film", example="1.9")]
    ridge: Annotated[
        Material, Quantity("", "n_r", "refractive index of the ridges", example='"main/SiO2/Malitson"')
    ]
    substrate: Annotated[
        Material, Quantity("", "n_s", "refractive index of the substrate", example='"main/SiO2/Malitson"')
    ]
    cover: Annotated[Material, Quantity("", "n_c", "refractive index above the film", example="1.0")]
    length: Annotated[
        float,
        Quantity(symbol="L", meaning="length of the grating along the light", example="300 um", **_STRIPE),
    ]
    stripe_width: Annotated[
        float, Quantity(symbol="b", meaning="width of the pumped stripe", example="50 um", **_STRIPE)
    ]
    q_roughness: Annotated[
        float | None,
        Quantity("", "Q_rough", "quality factor of scattering by roughness", example="5000", gt=1.0, lt=1e30),
    ] = None
    roughness: Annotated[
        float | None,
        Quantity("m", "σ", "rms roughness of the film surface", "nm", "3 nm", gt=0.0, lt=1e-6),
    ] = None
    correlation_length: Annotated[
        float | None,
        Quantity("m", "L_c", "correlation length of the roughness", "nm", "50 nm", gt=0.0, lt=1e-4),
    ] = None
    truncation: Annotated[int, Quantity("", "N", "highest diffraction order", example="8", ge=2, le=60)] = 8
    kind: Literal["dfb-1d"] = "dfb-1d"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.ridge_width >= self.period:
            raise InputError(
                f"cavity: ridge_width {self.ridge_width * 1e9:g} nm is not less than the period "
                f"{self.period * 1e9:g} nm; give ridges with grooves between them."
            )
        if self.length < 20 * self.period:
            raise InputError(
                f"cavity: a length of {self.length * 1e6:g} um is below 20 periods; coupled waves need more."
            )
        if (self.roughness is None) != (self.correlation_length is None):
            raise InputError("cavity: give roughness and correlation_length together.")
        if self.q_roughness is not None and self.roughness is not None:
            raise InputError("cavity: give q_roughness or roughness with correlation_length, not both.")

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        methods = ("kogelnik1972", "kazarinov1985", "moharam1995", "li1997", "beyn2012")
        return (*methods, "payne1994") if self.roughness is not None else methods

    @property
    def crystal(self) -> PhotonicCrystalSlab:
        """The endless grating that is solved."""
        low, high = sorted((self.film_height, self.ridge_height))
        layers = [CrystalLayer(low, self.film, self.ridge, self.ridge_width, ridge=True)]
        if high - low > 1e-12:
            layers.append(
                CrystalLayer(high - low, self.film)
                if self.film_height > self.ridge_height
                else CrystalLayer(high - low, self.cover, self.ridge, self.ridge_width, ridge=True)
            )
        return PhotonicCrystalSlab((self.period, self.period), tuple(layers), self.substrate, self.cover)

    @property
    def flat_thickness(self) -> float:
        """Thickness of a flat film of the same volume, in m."""
        fill = self.ridge_width / self.period
        return self.film_height - fill * min(self.film_height, self.ridge_height)

    @property
    def pump_area(self) -> float:
        """Area of the pumped grating, in m^2."""
        return self.length * self.stripe_width

    @property
    def gain_volume(self) -> float:
        """Volume of the film over the grating, in m^3."""
        return self.flat_thickness * self.pump_area

    def layers(self) -> tuple[Layer, ...]:
        """Return substrate, film, ridges and cover with their heights, for drawings."""
        return (
            Layer("substrate", -inf, 0.0, self.substrate),
            Layer("film", 0.0, self.film_height, self.film),
            Layer("ridges", 0.0, self.ridge_height, self.ridge),
            Layer("cover", min(self.film_height, self.ridge_height), inf, self.cover),
        )

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every mode of the grating near its band edges, with the variables of `MODE_VARIABLES`.

        Besides: the complex band edges and the zero that belong to each mode, the coupling K L, the
        representations, Q of roughness, and ``wavelength_error`` (change of the edges from the next lower
        truncation).
        """
        from .grating_modes import grating_modes

        return grating_modes(self, window)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the film (roughness not included).

        Band edges are solved anew, so gain that differs between ridge and groove couples too.
        """
        from .grating_modes import pumped_grating

        return pumped_grating(self, modes, mode, gain_index)

    def near_field(self, modes: xr.Dataset, mode: int, plane: str = "xz", points: int = 81) -> xr.Dataset:
        """Return |E|^2 of the band edge that a mode belongs to, over two periods.

        Parameters
        ----------
        plane : {"xy", "xz"}
            Horizontal at half the height of the film, or vertical along the light.
        points : int
            Points along a side.
        """
        from .crystal_cut import crystal_cut
        from .crystal_modes import crystal_system

        one = modes.isel(mode=mode)
        edge = str(one.edge.item())
        system = crystal_system(
            self.crystal,
            self.truncation,
            str(one[f"{edge}_representation"].item()),
            interface=int(one[f"{edge}_interface"]),
        )
        return crystal_cut(system, complex(one[f"{edge}_edge"].item()), plane, self.film_height / 2, points)

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption cross section of the film over the grating, in m^2 (`averaged_pump`)."""
        return absorbed_share(self.crystal, self.film, wavelength, absorption) * self.pump_area
