"""A square array of pillars under a nanocrystal film: two-dimensional distributed feedback.

Pillars of a low index stand on the substrate, the film fills the space between them up to a height of
its own, and a cover lies on top. In second order, wavelength = n_eff period, the band edges at Gamma
emit along the normal. Modes are those of `crystal_modes`; a finite pump spot adds the loss of
`finite_spot`, roughness that of `rough_film` (or a measured quality factor):

    1/q_scattering = 1/q_spot + 1/q_roughness.

Of a doubly degenerate edge one partner stands for both. Pump light is taken up by the laterally averaged
layers at normal incidence from above (no diffraction of the pump).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Annotated, Literal, final

import xarray as xr

from colase.cavity.base import ModeWindow, Progress
from colase.cavity.quantities import CORRELATION_LENGTH, Q_ROUGHNESS, require_one_loss, rms_roughness
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

from .coupled_waves.finite_spot import Spot
from .patterned.patterned_cavity import PatternedCavity
from .patterned.patterned_film import FILM_HEIGHT, Bodies

_LENGTH = {"unit": "m", "shown": "nm", "lt": 1e-4}
_SPOT = {"unit": "m", "shown": "um", "lt": 0.1}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DfbArray(PatternedCavity):
    """Band-edge modes of a square array of round pillars in a film; the film holds the nanocrystals.

    ``film_height`` counts from the foot of the pillars; a lower film leaves their tops in the cover.
    """

    period: Annotated[
        float,
        Quantity(symbol="Λ", meaning="period of the array", example="430 nm", ge=1e-8, **_LENGTH),
    ]
    pillar_diameter: Annotated[
        float,
        Quantity(symbol="d", meaning="diameter of a pillar", example="160 nm", gt=0.0, **_LENGTH),
    ]
    pillar_height: Annotated[
        float,
        Quantity(symbol="h", meaning="height of a pillar", example="130 nm", ge=1e-9, **_LENGTH),
    ]
    film_height: Annotated[float, FILM_HEIGHT]
    film: Annotated[Material, Quantity("", "n_f", "refractive index of the film", example="1.97")]
    pillar: Annotated[
        Material, Quantity("", "n_p", "refractive index of the pillars", example='"main/SiO2/Malitson"')
    ]
    substrate: Annotated[Material, Quantity("", "n_s", "refractive index of the substrate", example="1.38")]
    cover: Annotated[Material, Quantity("", "n_c", "refractive index above the film", example="1.395")]
    spot_length: Annotated[
        float, Quantity(symbol="L_x", meaning="pumped spot along x", example="50 um", gt=0.0, **_SPOT)
    ]
    spot_width: Annotated[
        float, Quantity(symbol="L_y", meaning="pumped spot along y", example="30 um", gt=0.0, **_SPOT)
    ]
    unpumped_absorption: Annotated[
        float,
        Quantity("1/m", "α_0", "absorption of the film beside the spot", "1/cm", "100 1/cm", ge=0.0, lt=1e9),
    ]
    q_roughness: Annotated[float | None, Q_ROUGHNESS] = None
    roughness: Annotated[float | None, rms_roughness("the film surface")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
    truncation: Annotated[int, Quantity("", "N", "highest diffraction order", example="4", ge=2, le=12)] = 4
    kind: Literal["dfb-2d"] = "dfb-2d"

    def __post_init__(self) -> None:
        check_bounds(self)
        require_one_loss("q_roughness", self.q_roughness, self.roughness, self.correlation_length)
        if self.pillar_diameter > self.period:
            raise InputError(
                f"cavity: pillar_diameter {self.pillar_diameter * 1e9:g} nm is more than the period "
                f"{self.period * 1e9:g} nm; give pillars that do not overlap."
            )

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        methods = ("moharam1995", "li1997", "beyn2012", "andreani2006")
        return (*methods, "payne1994") if self.roughness is not None else methods

    @property
    def bodies(self) -> Bodies:
        """The pillars."""
        return Bodies("pillars", self.pillar_diameter, self.pillar_height, self.pillar)

    @property
    def spot_area(self) -> float:
        """Area of the elliptic pump spot, in m^2."""
        return pi / 4 * self.spot_length * self.spot_width

    @property
    def pumped(self) -> float:
        """Pumped area, in m^2."""
        return self.spot_area

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every band-edge mode in the window with the variables of `MODE_VARIABLES`.

        On top of `crystal_modes`: ``q_spot`` and ``q_roughness``, ``curvature`` along x and y,
        ``curvature_error`` (its relative change from pi/L to 2 pi/L; above 0.5 the loss of the spot is
        an estimate of its order), and ``confinement`` over (mode, layer, definition).
        """
        from .array_modes import array_modes

        spot = Spot(self.spot_length, self.spot_width, self.unpumped_absorption)
        return array_modes(self.patterned, spot, window).assign_attrs(cavity=self.kind)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the film (spot and roughness not included)."""
        one = modes.isel(mode=mode)
        change = gain_index - complex(self.film.index(float(one.wavelength)))
        return self.patterned.moved(
            str(one.representation.item()), int(one.interface), complex(one.wavenumber.item()), change
        )

    def near_field(self, modes: xr.Dataset, mode: int, plane: str = "xy", points: int = 81) -> xr.Dataset:
        """Return |E|^2 of one mode over two cells.

        Parameters
        ----------
        plane : {"xy", "xz", "diagonal"}
            Horizontal at half the height of the film; vertical through the pillars along x, or along
            the diagonal of the cell (its coordinate is called x too).
        points : int
            Points along a side.
        """
        one = modes.isel(mode=mode)
        return self.patterned.cut(
            str(one.representation.item()), int(one.interface), complex(one.wavenumber.item()), plane, points
        )
