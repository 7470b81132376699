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
from math import inf, isfinite, pi
from typing import Annotated, Literal, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.cavity.base import MODE_VARIABLES, Cavity, Layer, ModeWindow, Progress
from colase.cavity.roughness import Roughness, guided_loss
from colase.errors import ConvergenceError, InputError
from colase.materials import ConstantIndex, Material
from colase.materials.multilayer import Multilayer
from colase.quantity import Quantity, check_bounds
from colase.results import dataset, variable

from .waveguide import (
    DEFINITIONS,
    POLARIZATIONS,
    SlabWaveguide,
    confinement_against_thickness,
    confinements,
    cutoff_thickness,
    group_index,
    solve,
)

_THICKNESS = {"unit": "m", "shown": "nm", "ge": 1e-9, "lt": 1e-4}
_SMALLEST_CONTRAST = 1e-4
_STRIPE_WIDTH = 1e-6  # of the pumped area that numbers refer to; only ratios to it matter


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FilmLayer:
    """A passive layer under or over the film."""

    thickness: Annotated[
        float, Quantity(symbol="t_i", meaning="thickness of the layer", example="55 nm", **_THICKNESS)
    ]
    index: Annotated[Material, Quantity("", "n_i", "refractive index of the layer", example="2.3")]

    def __post_init__(self) -> None:
        check_bounds(self)


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
    roughness: Annotated[
        float | None, Quantity("m", "σ", "rms roughness of the upper face", "nm", "3 nm", gt=0.0, lt=1e-6)
    ] = None
    correlation_length: Annotated[
        float | None,
        Quantity("m", "L_c", "correlation length of the roughness", "nm", "50 nm", gt=0.0, lt=1e-4),
    ] = None
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
        if (self.roughness is None) != (self.correlation_length is None):
            raise InputError("cavity: give roughness and correlation_length together.")
        if self.propagation_loss is not None and self.roughness is not None:
            raise InputError("cavity: give propagation_loss or roughness with correlation_length, not both.")
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
    def slab(self) -> SlabWaveguide:
        """The layers that are solved."""
        return self._slab(_RealIndex(self.index))

    def layers(self) -> tuple[Layer, ...]:
        """Return the stack from the substrate up, heights in m above the substrate, for drawings."""
        found, height = [Layer("substrate", -inf, 0.0, self.substrate)], 0.0
        for name, thickness, material in self._stack():
            found.append(Layer(name, height, height + thickness, material))
            height += thickness
        return (*found, Layer("cover", height, inf, self.cover))

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
        from .kernel import guided_orders

        lam = self._samples(window)
        slab = self.slab
        eps = slab.permittivities(lam)
        self._check_contrast(eps)
        depth = 2 * pi / lam[:, None] * np.array(slab.thicknesses)
        rows = [
            (i, m, tm)
            for i in range(lam.size)
            for tm in (False, True)
            for m in range(min(guided_orders(depth[i], eps[i].real.copy(), tm), window.radial_max))
        ]
        at, order, tm = (np.array([r[j] for r in rows], dtype=t) for j, t in enumerate((int, np.int64, bool)))
        _, solved = solve(order, depth[at], eps[at], tm)
        step = 1e-4
        low, high = (slab.permittivities(lam / (1 + s)) for s in (-step, step))
        group = group_index(solved, eps[at], tm, ((high - low) / (2 * step))[at])
        return self._labelled(window, lam[at], order, tm, solved, eps[at], group)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Return k at which the mode keeps its propagation constant when the film has another index.

        The film keeps its own dispersion. Light that leaves the ends of a stripe counts as
        loss, as q_radiative does; scattering does not.

        Raises
        ------
        ConvergenceError
            If the secant rule does not settle.
        """
        from .fields import boundary_fields, meeting_interface

        one = modes.isel(mode=mode)
        wavelength, tm = float(one.wavelength), str(one.polarization.item()) == "TM"
        k0 = 2 * pi / wavelength
        eps, slopes = self.slab.permittivities(np.array([wavelength]))[0], self.slab._slopes(wavelength)
        film = 1 + self._film_layer
        eps[film] = gain_index**2
        beta2 = complex(float(one.n_eff) ** 2)
        depth = k0 * np.array(self.slab.thicknesses)
        meet = meeting_interface(beta2.real, depth, eps.real + 0j, tm)

        def mismatch(ratio: complex) -> complex:
            # with k = ratio k0 and lengths in 1/k0, n^2 ratio^2 stands for n^2 and beta stays
            here = (eps + slopes * (ratio - 1)) * ratio**2
            return complex(boundary_fields(beta2, depth, here, tm, meet)[2])

        shift = -float(one.gain_confinement) * (gain_index / float(one.gain_index) - 1)
        ratio = _secant(mismatch, 1 + shift, 1 + shift * 1.001 + 1e-9)
        return complex(k0 * (ratio - 0.5j / float(one.q_radiative)))

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
        return confinement_against_thickness(self.slab, self._film_layer, thicknesses, wavelength, order)

    def cutoff(self, wavelength: float, polarization: str = "TE", order: int = 0) -> float:
        """Return the thickness in m of this film below which a mode is not guided."""
        return cutoff_thickness(self.slab, self._film_layer, wavelength, polarization, order)

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
        pumped = self._slab(n)
        stack = Multilayer(pumped.thicknesses, pumped.indices, self.substrate, self.cover)
        taken = stack.with_back_face(wavelength) if self.back_face == "reflects" else stack.absorb(wavelength)
        return float(taken.layers[0, self._film_layer])

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption of the film under `pump_area`, in m^2: area times absorbed fraction."""
        return self.pump_area * self.absorbed_fraction(wavelength, absorption)

    @property
    def _film_layer(self) -> int:
        return 0 if self.underlayer is None else 1

    def _stack(self) -> list[tuple[str, float, Material]]:
        between = [("film", self.thickness, self.index)]
        if self.underlayer is not None:
            between.insert(0, ("underlayer", self.underlayer.thickness, self.underlayer.index))
        if self.overlayer is not None:
            between.append(("overlayer", self.overlayer.thickness, self.overlayer.index))
        return between

    def _slab(self, film: Material | complex) -> SlabWaveguide:
        stack = self._stack()
        indices = tuple(film if name == "film" else material for name, _, material in stack)
        return SlabWaveguide(tuple(t for _, t, _ in stack), indices, self.substrate, self.cover)

    def _samples(self, window: ModeWindow) -> NDArray[np.float64]:
        """Return wavelengths ``sample_spacing`` apart, in the middle of the window."""
        steps = int((window.stop - window.start) / self.sample_spacing + 1e-6)
        middle = 0.5 * (window.start + window.stop)
        lam = middle + self.sample_spacing * (np.arange(steps + 1) - steps / 2)
        return np.clip(lam, window.start, window.stop).astype(np.float64)

    def _check_contrast(self, eps: NDArray[np.complex128]) -> None:
        n = np.sqrt(eps.real)
        excess = n[:, 1:-1].max(axis=1) - np.maximum(n[:, 0], n[:, -1])
        if (excess < _SMALLEST_CONTRAST).all():
            raise InputError(
                f"cavity: no layer has an index above those of substrate and cover by {_SMALLEST_CONTRAST:g} "
                f"(film {n[0, 1 + self._film_layer]:.6g}, substrate {n[0, 0]:.6g}); it guides nothing."
            )

    def _labelled(self, window, lam, order, tm, solved, eps, group) -> xr.Dataset:
        """Return the Dataset of `modes`."""
        k0, film = 2 * pi / lam, 1 + self._film_layer
        neff = solved.neff
        shares = np.stack(list(confinements(solved, eps, tm).values()), axis=-1)
        absorbed = 2 * k0 * neff.imag
        index = np.sqrt(eps[:, film]).real
        names = [f"{'TM' if t else 'TE'}{m} {w * 1e9:.2f} nm" for t, m, w in zip(tm, order, lam, strict=True)]
        scattered = self._scattering(lam, order, tm, neff)
        with np.errstate(divide="ignore"):
            q_scattering, q_absorption = 2 * pi * group / (lam * scattered), 2 * pi * group / (lam * absorbed)
        q_radiative = 2 * pi * group * (self.stripe_length or inf) / lam
        energy = shares[:, film, DEFINITIONS.index("energy")]
        values = {
            "wavelength": lam,
            "polarization": np.where(tm, "TM", "TE"),
            "label": np.array(names, dtype=str),
            "q_radiative": q_radiative,
            "q_absorption": q_absorption,
            "q_scattering": q_scattering,
            "q_factor": 1 / (1 / q_radiative + 1 / q_absorption + 1 / q_scattering),
            "gain_confinement": index / group * shares[:, film, DEFINITIONS.index("gain")],
            "gain_index": index,
            "mode_volume": self.gain_volume / energy,
            "degeneracy": np.ones(lam.size, dtype=np.int64),
        }
        variables = {name: variable("mode", values[name], *MODE_VARIABLES[name]) for name in MODE_VARIABLES}
        variables |= {
            "order": variable("mode", order, "", "mode order (zeros of the field)"),
            "n_eff": variable("mode", neff.real, "", "effective index"),
            "n_group": variable("mode", group, "", "group index"),
            "propagation_loss": variable("mode", scattered, "1/m", "loss of guided light by scattering"),
            "modal_loss": variable("mode", absorbed, "1/m", "loss of guided light by absorption"),
            "confinement": variable(("mode", "layer", "definition"), shares, "", "confinement factor"),
            "mismatch": variable("mode", solved.mismatch, "", "residual of the mode condition"),
        }
        for name, side in (("substrate", 0), ("cover", -1)):
            gamma = np.sqrt(neff**2 - eps[:, side]).real
            variables[f"depth_{name}"] = variable(
                "mode", 1 / (k0 * gamma), "m", f"penetration of the field into the {name}"
            )
        named = variable("definition", list(DEFINITIONS), "", "definition of the confinement factor")
        layers = ", ".join(layer.name for layer in self.layers())
        return dataset(
            variables,
            {"definition": named},
            cavity=self.kind,
            layers=layers,
            resonant=0,
            sample_spacing=self.sample_spacing,
            empty="" if lam.size else self._why_empty(window),
        )

    def _why_empty(self, window: ModeWindow) -> str:
        least = self.cutoff(window.start) * 1e9
        return (
            f"the film is {self.thickness * 1e9:.4g} nm thick and guides {window.start * 1e9:g} nm only "
            f"above {least:.4g} nm"
        )

    def _scattering(self, lam, order, tm, neff) -> NDArray[np.float64]:
        """Return the loss of guided light by scattering in 1/m, as given or from the roughness."""
        if self.roughness is None:
            return np.full(lam.shape, self.propagation_loss or 0.0)
        assert self.correlation_length is not None
        rough = Roughness(self.roughness, self.correlation_length)
        slab, face = self.slab, self._film_layer + 1
        lost = np.empty(lam.shape)
        for w in np.unique(lam):
            own = np.flatnonzero(lam == w)
            found = slab.modes(float(w), POLARIZATIONS)
            pairs = zip(found.polarization.values, found.order.values, strict=True)
            place = {(str(p), int(m)): number for number, (p, m) in enumerate(pairs)}
            for i in own:
                which = place["TM" if tm[i] else "TE", int(order[i])]
                lost[i] = guided_loss(slab, found, which, face, rough).total
        return lost


@dataclass(frozen=True, slots=True)
class _RealIndex(Material):
    """The real part of an index."""

    of: Material

    @property
    def name(self) -> str:
        return f"real part of {self.of.name}"

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        return self.of.index(wavelength).real.astype(np.complex128)


def _secant(function, x0: complex, x1: complex) -> complex:
    """Return the zero of an analytic function near two guesses, to rounding."""
    f0, f1 = function(x0), function(x1)
    for _ in range(40):
        if f1 == 0 or f1 == f0:
            return x1
        x0, x1, f0 = x1, x1 - f1 * (x1 - x0) / (f1 - f0), f1
        f1 = function(x1)
        if abs(x1 - x0) <= 1e-15 * abs(x1):
            return x1
    if abs(f1) < 1e-10:
        return x1
    raise ConvergenceError(
        f"film: the guided mode of the pumped film was not found (mismatch {abs(f1):.1e}); the gain may "
        "be too strong for a guided mode."
    )
