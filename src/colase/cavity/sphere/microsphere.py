"""A sphere with an optional coat of nanocrystals, as written in a device file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite, pi
from typing import Annotated, Literal, final

import numpy as np
import xarray as xr

from colase.cavity.base import DEFINITIONS, MODE_VARIABLES, Cavity, Layer, ModeWindow, Progress
from colase.cavity.quantities import (
    CORE_INDEX,
    CORRELATION_LENGTH,
    coat_index,
    coat_thickness,
    core_size,
    rms_roughness,
    surface_scattering,
)
from colase.cavity.rough_face import checked_roughness
from colase.cavity.roughness import Roughness, surface_q
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds
from colase.results import variable

from .layered_sphere import LayeredSphere


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Microsphere(Cavity):
    """Whispering-gallery modes of a coated dielectric sphere; the coat holds the nanocrystals.

    ``degeneracy`` says how many of the 2l+1 orbits of a perfect sphere take part: "all" treats
    them as one reservoir of photons, "equatorial" keeps the single orbit m = l. Scattering is given as a
    quality factor, or as roughness and correlation length of the outer face (`roughness`), not both.
    """

    core_diameter: Annotated[float, core_size("20 um")]
    core: Annotated[Material, CORE_INDEX]
    coating_thickness: Annotated[float, coat_thickness("490 nm")]
    coating_index: Annotated[Material, coat_index("1.76")]
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index around the sphere", example="1.0")
    ] = ConstantIndex(1.0)
    q_scattering: Annotated[float | None, surface_scattering("4200")] = None
    roughness: Annotated[float | None, rms_roughness("the outer face")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
    degeneracy: Literal["all", "equatorial"] = "all"
    kind: Literal["microsphere"] = "microsphere"

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.coating_thickness > self.core_diameter / 2:
            raise InputError(
                f"cavity: coating_thickness {self.coating_thickness * 1e9:g} nm is more than the core radius "
                f"{self.core_diameter / 2 * 1e9:g} nm; give a coat thinner than that."
            )
        checked_roughness(self.q_scattering, self.roughness, self.correlation_length)

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        return ("bohren1983", "lai1990") + (("gorodetsky2000",) if self.roughness is not None else ())

    @property
    def sphere(self) -> LayeredSphere:
        """The layered sphere that is solved."""
        core = self.core_diameter / 2
        return LayeredSphere(
            (core, core + self.coating_thickness), (self.core, self.coating_index), self.surroundings
        )

    def layers(self) -> tuple[Layer, ...]:
        """Return core, coat and surroundings with their radii, for drawings."""
        a, b = self.sphere.radii
        return (
            Layer("core", 0.0, a, self.core),
            Layer("coat", a, b, self.coating_index),
            Layer("surroundings", b, inf, self.surroundings),
        )

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every resonance in the window with the variables of `MODE_VARIABLES`.

        On top of `LayeredSphere.modes`: scattering and total quality factor, the gain confinement
        and index of the coat, and how many orbits share each resonance.
        """
        modes = self.sphere.modes(window)
        passive = 1 / modes.q_radiative.values + 1 / modes.q_absorption.values
        wavelength = modes.wavelength.values
        orbits = 2 * modes.polar.values + 1 if self.degeneracy == "all" else np.ones_like(modes.polar.values)
        scattering = self._scattering(modes)
        added = {
            "q_scattering": scattering,
            "q_factor": 1 / (passive + 1 / scattering),
            "gain_confinement": modes.confinement.values[:, 1, DEFINITIONS.index("gain")],
            "gain_index": self.coating_index.index(wavelength).real,
            "degeneracy": orbits,
        }
        named = {name: variable("mode", values, *MODE_VARIABLES[name]) for name, values in added.items()}
        return modes.assign(named).assign_attrs(cavity=self.kind, layers="core, coat, surroundings")

    def _scattering(self, modes: xr.Dataset) -> np.ndarray:
        """Return the quality factor of scattering, as given or from the roughness of the outer face."""
        wavelength = modes.wavelength.values
        if self.roughness is None or not wavelength.size:
            return np.full(wavelength.shape, self.q_scattering or np.inf)
        assert self.correlation_length is not None
        core, rim = self.sphere.radii
        step = 1e-6 * rim
        bigger, smaller = (replace(self.sphere, radii=(core, rim + sign * step)) for sign in (1, -1))
        index, around = (m.index(wavelength).real for m in (self.coating_index, self.surroundings))
        growth = np.empty(wavelength.shape)
        rows = zip(modes.wavenumber.values, modes.polarization.values, modes.polar.values, strict=True)
        for i, (k, name, polar) in enumerate(rows):
            ends = [
                s.resonance(complex(k), str(name), int(polar), 1, complex(index[i]))
                for s in (bigger, smaller)
            ]
            growth[i] = -float(np.log(ends[0] / ends[1]).real) / (2 * step)
        rough = Roughness(self.roughness, self.correlation_length)
        return surface_q(wavelength, growth, index, around, rough)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the coat (scattering is not included)."""
        one = modes.isel(mode=mode)
        return self.sphere.resonance(
            complex(one.wavenumber.item()), str(one.polarization.item()), int(one.polar), 1, gain_index
        )

    def field(self, modes: xr.Dataset, mode: int) -> xr.Dataset:
        """Return |E|^2 of one mode along a radius; see `LayeredSphere.field`."""
        return self.sphere.field(modes, mode)

    def cut(self, modes: xr.Dataset, mode: int, plane: str = "meridional", points: int = 401) -> xr.Dataset:
        """Return |E|^2 of one mode on a square grid through the centre; see `LayeredSphere.cut`."""
        return self.sphere.cut(modes, mode, plane, points=points)

    @property
    def gain_volume(self) -> float:
        """Volume of the coat, in m^3."""
        a, b = self.sphere.radii
        return 4 / 3 * pi * (b**3 - a**3)

    @property
    def pump_area(self) -> float:
        """Disk of the coated sphere, in m^2."""
        return pi * self.sphere.radii[-1] ** 2

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the exact (Mie) absorption cross section of the coat for a plane wave, in m^2.

        The coat keeps the real part of its index and takes Im n = absorption wavelength / (4 pi).
        """
        if not (isfinite(absorption) and absorption >= 0):
            raise InputError(
                f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
            )
        n = complex(self.coating_index.index(wavelength)).real + 1j * absorption * wavelength / (4 * pi)
        pumped = LayeredSphere(self.sphere.radii, (self.core, n), self.surroundings)
        return float(pumped.cross_sections(wavelength).absorption[0, 1])
