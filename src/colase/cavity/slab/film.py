"""A waveguiding film of nanocrystals on a substrate, as written in a device file.

A film has no resonances: light of every wavelength runs along it. A "mode" is here a guided mode (TE0,
TM0, TE1, ...) sampled at wavelengths ``sample_spacing`` apart through the window. Light of the
guided mode travels at v_g = c/n_group and is amplified per length by dN/dn g (`slab`), so

    photon number   d ln S/dt = v_g dN/dn g = (c/n) Gamma g,     Gamma = (n/n_group) dN/dn,
    loss alpha      q_scattering = 2 pi n_group/(lambda alpha),
    ends            q_radiative  = 2 pi n_group L/lambda          (light leaves a stripe of length L
                                                                   once, at the rate v_g/L).

"Threshold" is then the pump at which net gain begins: dN/dn g = alpha; for a stripe, dN/dn g - alpha
= 1/L, net gain times length one, where amplified spontaneous emission becomes visible. Gamma is
-d ln(omega)/d ln(n) at a fixed propagation constant, so first-order theory and the exact solution
compare as for a resonator.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi
from typing import Annotated, Literal, final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import Cavity, Layer, ModeWindow, Progress
from colase.cavity.quantities import CORRELATION_LENGTH, require_one_loss, rms_roughness
from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.materials.multilayer import Multilayer
from colase.quantity import Quantity, check_bounds

from .curves import confinement_against_thickness
from .film_stack import FilmStack, Passive
from .waveguide import SlabWaveguide

_THICKNESS = {"unit": "m", "shown": "nm", "ge": 1e-9, "lt": 1e-4}
_STRIPE_WIDTH = 1e-6  # of the pumped area that numbers refer to; only ratios to it matter


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FilmLayer:
    """A passive layer under or over the film; ``beyond`` is the next one, further from the film."""

    thickness: Annotated[
        float, Quantity(symbol="t_i", meaning="thickness of the layer", example="55 nm", **_THICKNESS)
    ]
    index: Annotated[Material, Quantity("", "n_i", "refractive index of the layer", example="2.3")]
    beyond: FilmLayer | None = None

    def __post_init__(self) -> None:
        check_bounds(self)

    def outwards(self, name: str) -> tuple[Passive, ...]:
        """Return name, thickness and material of this layer and those beyond, away from the film."""
        found, layer = [(name, self.thickness, self.index)], self.beyond
        while layer is not None:
            found.append((f"{name} {len(found) + 1}", layer.thickness, layer.index))
            layer = layer.beyond
        return tuple(found)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Film(Cavity):
    """Guided modes of a nanocrystal film: net gain and amplified spontaneous emission, no resonances.

    The loss of the film is given as measured (``propagation_loss``) or follows from the roughness of
    its upper face (``roughness`` with ``correlation_length``), never both. ``back_face`` says whether
    pump light is reflected by the far face of the substrate. Only the real part of the film's index is
    used: what the nanocrystals absorb and amplify is the affair of the gain medium, and a measured k
    would count it twice. Layers, substrate and cover keep their absorption.
    """

    thickness: Annotated[
        float,
        Quantity(symbol="t", meaning="thickness of the nanocrystal film", example="120 nm", **_THICKNESS),
    ]
    index: Annotated[
        Material, Quantity("", "n", "refractive index of the film between its gain lines", example="1.9")
    ]
    substrate: Annotated[
        Material, Quantity("", "n_s", "refractive index of the substrate", example='"main/SiO2/Malitson"')
    ]
    cover: Annotated[Material, Quantity("", "n_c", "refractive index above", example="1.0")] = ConstantIndex(
        1.0
    )
    underlayer: FilmLayer | None = None
    overlayer: FilmLayer | None = None
    propagation_loss: Annotated[
        float | None,
        Quantity(
            "1/m", "α", "loss of guided light per length by scattering", "1/cm", "60 1/cm", ge=0.0, lt=1e7
        ),
    ] = None
    roughness: Annotated[float | None, rms_roughness("the upper face")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
    stripe_length: Annotated[
        float | None,
        Quantity("m", "L", "length of the pumped stripe", "um", "500 um", gt=1e-6, lt=1.0),
    ] = None
    back_face: Literal["ignored", "reflects"] = "ignored"
    sample_spacing: Annotated[
        float, Quantity("m", "Δλ", "distance of the sampled wavelengths", "nm", "1 nm", ge=0.01e-9, lt=1e-6)
    ] = 1e-9
    kind: Literal["film"] = "film"

    def __post_init__(self) -> None:
        check_bounds(self)
        require_one_loss("propagation_loss", self.propagation_loss, self.roughness, self.correlation_length)
        if not self.propagation_loss and self.roughness is None and self.stripe_length is None:
            raise InputError(
                "cavity: a film without any loss amplifies at the least gain; give propagation_loss, "
                "roughness with correlation_length, or stripe_length."
            )

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        return ("payne1994",) if self.roughness is not None else ()

    @property
    def resonant(self) -> bool:
        """Whether light comes back: never in a film."""
        return False

    @property
    def stack(self) -> FilmStack:
        """The film with the layers around it, as it is solved."""
        return FilmStack(
            self.thickness,
            self.index,
            self.substrate,
            self.cover,
            under=() if self.underlayer is None else self.underlayer.outwards("underlayer")[::-1],
            over=() if self.overlayer is None else self.overlayer.outwards("overlayer"),
        )

    @property
    def slab(self) -> SlabWaveguide:
        """The layers that are solved."""
        return self.stack.slab

    @property
    def film_layer(self) -> int:
        """Number of the film among the layers, 0 next to the substrate."""
        return self.stack.film_layer

    def layers(self) -> tuple[Layer, ...]:
        """Return the stack from the substrate up, heights in m above the substrate, for drawings."""
        return self.stack.layers()

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every guided mode at the sampled wavelengths, with the variables of `MODE_VARIABLES`.

        Besides: mode order, effective and group index, propagation loss (1/m), penetration depths and
        ``confinement`` over (mode, layer, definition), "gain" being dN/dn of a layer. At most
        ``radial_max`` orders of each polarisation are kept. Empty below the cut-off.

        Raises
        ------
        InputError
            If no layer has an index above those of substrate and cover by 1e-4.
        """
        from .film_modes import film_modes

        modes = film_modes(
            self.stack,
            window,
            spacing=self.sample_spacing,
            loss=Roughness.given(self.roughness, self.correlation_length) or self.propagation_loss or 0.0,
            stripe_length=self.stripe_length,
            area=self.pump_area,
        )
        return modes.assign_attrs(cavity=self.kind)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Return k at which the mode keeps its propagation constant when the film has another index.

        The film keeps its own dispersion. Light that leaves the ends of a stripe counts as
        loss, as q_radiative does; scattering does not.

        Raises
        ------
        ConvergenceError
            If the secant rule does not settle.
        """
        from .pumped_film import pumped_resonance

        return pumped_resonance(self.slab, self.film_layer, modes.isel(mode=mode), gain_index)

    def field(self, modes: xr.Dataset, mode: int) -> xr.Dataset:
        """Return the field of one mode across the stack; see `SlabWaveguide.field`."""
        wavelength = float(modes.wavelength[mode])
        one = modes.isel(mode=[mode]).assign_attrs(wavelength=wavelength)
        loss = one.modal_loss if "modal_loss" in one else 0 * one.n_eff
        return self.slab.field(one.assign(modal_loss=loss), 0)

    def confinement_curve(
        self, wavelength: float, thicknesses: NDArray[np.float64], order: int = 0
    ) -> xr.Dataset:
        """Return every confinement of the film as its thickness varies (`confinement_against_thickness`)."""
        return confinement_against_thickness(self.slab, self.film_layer, thicknesses, wavelength, order)

    def cutoff(self, wavelength: float, polarization: str = "TE", order: int = 0) -> float:
        """Return the thickness in m of this film below which a mode is not guided."""
        return self.stack.cutoff(wavelength, polarization, order)

    @property
    def gain_volume(self) -> float:
        """Volume of the film under `pump_area`, in m^3."""
        return self.thickness * self.pump_area

    @property
    def pump_area(self) -> float:
        """Pumped area that volumes and cross sections refer to, in m^2: the stripe, or 1 um, times 1 um."""
        return (self.stripe_length or 1e-6) * _STRIPE_WIDTH

    @property
    def gain_thickness(self) -> float:
        """Thickness of film that a straight ray of pump light crosses, in m."""
        return self.thickness

    def absorbed_fraction(self, wavelength: float, absorption: float) -> float:
        """Return the share of pump light at normal incidence that the film takes, interference included.

        Parameters
        ----------
        wavelength : float
            Vacuum wavelength in m.
        absorption : float
            Absorption coefficient of the film in 1/m.
        """
        if not (isfinite(absorption) and absorption >= 0):
            raise InputError(
                f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
            )
        n = complex(self.index.index(wavelength)).real + 1j * absorption * wavelength / (4 * pi)
        pumped = self.stack.slab_with(n)
        stack = Multilayer(pumped.thicknesses, pumped.indices, self.substrate, self.cover)
        taken = stack.with_back_face(wavelength) if self.back_face == "reflects" else stack.absorb(wavelength)
        return float(taken.layers[0, self.film_layer])

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption of the film under `pump_area`, in m^2: area times absorbed fraction."""
        return self.pump_area * self.absorbed_fraction(wavelength, absorption)
