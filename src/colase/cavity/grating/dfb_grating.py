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
from typing import Annotated, Literal, final

import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.cavity.quantities import CORRELATION_LENGTH, Q_ROUGHNESS, require_one_loss, rms_roughness
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

from .patterned.patterned_cavity import PatternedCavity
from .patterned.patterned_film import FILM_HEIGHT, Bodies

_LENGTH = {"unit": "m", "shown": "nm", "lt": 1e-4}
_STRIPE = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 0.1}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DfbGrating(PatternedCavity):
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
    film_height: Annotated[float, FILM_HEIGHT]
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
    q_roughness: Annotated[float | None, Q_ROUGHNESS] = None
    roughness: Annotated[float | None, rms_roughness("the film surface")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
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
        require_one_loss("q_roughness", self.q_roughness, self.roughness, self.correlation_length)

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        methods = ("kogelnik1972", "kazarinov1985", "moharam1995", "li1997", "beyn2012")
        return (*methods, "payne1994") if self.roughness is not None else methods

    @property
    def bodies(self) -> Bodies:
        """The ridges."""
        return Bodies("ridges", self.ridge_width, self.ridge_height, self.ridge)

    @property
    def pump_area(self) -> float:
        """Area of the pumped grating, in m^2."""
        return self.length * self.stripe_width

    @property
    def pumped(self) -> float:
        """Pumped area, in m^2."""
        return self.pump_area

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every mode of the grating near its band edges, with the variables of `MODE_VARIABLES`.

        Besides: the complex band edges and the zero that belong to each mode, the coupling K L, the
        representations, Q of roughness, and ``wavelength_error`` (change of the edges from the next lower
        truncation).
        """
        from .grating_modes import grating_modes

        modes = grating_modes(self.patterned, self.length, self.stripe_width, window)
        return modes.assign_attrs(cavity=self.kind)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the film (roughness not included).

        Band edges are solved anew, so gain that differs between ridge and groove couples too.
        """
        from .grating_modes import pumped_grating

        return pumped_grating(self.patterned, self.length, modes.isel(mode=mode), gain_index)

    def near_field(self, modes: xr.Dataset, mode: int, plane: str = "xz", points: int = 81) -> xr.Dataset:
        """Return |E|^2 of the band edge that a mode belongs to, over two periods.

        Parameters
        ----------
        plane : {"xy", "xz"}
            Horizontal at half the height of the film, or vertical along the light.
        points : int
            Points along a side.
        """
        one = modes.isel(mode=mode)
        edge = str(one.edge.item())
        return self.patterned.cut(
            str(one[f"{edge}_representation"].item()),
            int(one[f"{edge}_interface"]),
            complex(one[f"{edge}_edge"].item()),
            plane,
            points,
        )
