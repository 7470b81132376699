"""What cavities of a device file share that are bodies of revolution solved by finite elements.

Modes come from `AxisymmetricCavity`; azimuthal numbers follow from the window of wavelengths. Both
orbits +m and -m share a resonance. Pump light is taken as vertical rays from above that lose nothing
but what the nanocrystals absorb and what the first surface reflects: no refraction, no interference,
nothing sent back by the substrate.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from math import isfinite, pi
from typing import Annotated

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import MODE_VARIABLES, Cavity, ModeWindow, Progress
from colase.cavity.quantities import CORRELATION_LENGTH, rms_roughness, surface_scattering
from colase.cavity.rough_face import face_q
from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity
from colase.results import variable
from colase.shapes import vertical_length

from .cavity import AxisymmetricCavity
from .elements.problem import UNRESOLVED, Accuracy

ACCURACY = Accuracy(order=4, size=0.8, margin=0.6)
"""Enough for 1e-7 in wavelength and a per cent in Q up to about 1e8; each run reports its own errors."""

Q_FLOOR = 300.0
"""Resonances with a lower quality factor of radiation and absorption are no candidates for a laser."""

_RAYS = 4000
_FAINT = 100.0  # radiation this much weaker than scattering need not be known better


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a profile, for drawings: closed outline (point, 2) in m, None for what is around."""

    name: str
    material: Material
    outline: NDArray[np.float64] | None

    def index(self, wavelength: float) -> complex:
        """Return n + ik at a vacuum wavelength in m."""
        return complex(self.material.index(wavelength))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyOfRevolution(Cavity):
    """A cavity of a device file whose shape is a profile.

    Scattering is given as a quality factor, or as roughness and correlation length of every face towards
    the surroundings (`colase.cavity.rough_face`), not both.
    """

    q_scattering: Annotated[float | None, surface_scattering("6000")] = None
    roughness: Annotated[float | None, rms_roughness("the outer faces")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
    axial_max: Annotated[
        int | None, Quantity("", "p_max", "highest axial order, all by default", example="3", ge=1, le=1000)
    ] = None

    @property
    @abstractmethod
    def profile(self) -> AxisymmetricCavity:
        """The profile that is solved."""

    @property
    @abstractmethod
    def gain_region(self) -> str:
        """Name of the region that holds the nanocrystals."""

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        return ("oxborrow2007", "schoberl2014") + (("gorodetsky2000",) if self.roughness is not None else ())

    @property
    def resonator(self) -> AxisymmetricCavity:
        """What fixes the wavelengths of the modes."""
        return self.profile

    @property
    def costly(self) -> bool:
        """Finite elements: finding the modes takes minutes."""
        return True

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every resonance in the window with the variables of `MODE_VARIABLES`.

        On top of `AxisymmetricCavity.modes`: scattering and total quality factor, gain confinement and
        index of the nanocrystals, and the two orbits of each resonance.
        """
        modes = _found(self.profile, window, self.axial_max, progress)
        wavelength = modes.wavelength.values
        passive = 1 / modes.q_radiative.values + 1 / modes.q_absorption.values
        share = modes.confinement.sel(region=self.gain_region, definition="gain").values
        material, scattering = self._gain_material(), self._scattering(modes)
        added = {
            "q_scattering": scattering,
            "q_factor": 1 / (passive + 1 / scattering),
            "gain_confinement": np.maximum(share, 0.0),
            "gain_index": material.index(wavelength).real,
            "degeneracy": np.where(modes.azimuthal.values > 0, 2, 1),
        }
        named = {name: variable("mode", values, *MODE_VARIABLES[name]) for name, values in added.items()}
        faint = (modes.q_radiative.values > _FAINT * scattering) & (modes.doubt.values == UNRESOLVED)
        clear = variable("mode", np.where(faint, "", modes.doubt.values), "", modes.doubt.long_name)
        return modes.assign(named).assign(doubt=clear).assign_attrs(cavity=getattr(self, "kind", ""))

    def _scattering(self, modes: xr.Dataset) -> NDArray[np.float64]:
        """Return the quality factor of scattering, as given or from the roughness of the outer faces."""
        wavelength = modes.wavelength.values
        if self.roughness is None or not wavelength.size:
            return np.full(wavelength.shape, self.q_scattering or np.inf)
        assert self.correlation_length is not None
        profile = self.profile
        index = max(float(r.material.index(wavelength).real.max()) for r in profile.regions)
        around = profile.problem(1e-6).surroundings.index(wavelength).real
        rough = Roughness(self.roughness, self.correlation_length)
        return face_q(wavelength, modes.exposure.values, index, around, rough)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another index of the nanocrystals (scattering is not included)."""
        return self.profile.resonance(modes, mode, self.gain_region, gain_index)

    def section(self, modes: xr.Dataset, mode: int, points: int = 241) -> xr.Dataset:
        """Return the field of one mode in the (r, z) half-plane; see `AxisymmetricCavity.field`."""
        return self.profile.field(modes, mode, points)

    def parts(self) -> tuple[Part, ...]:
        """Return the regions in the order in which they are painted, then substrate and surroundings."""
        cavity = self.profile
        solid = tuple(Part(r.name, r.material, r.sampled()) for r in cavity.regions)
        around = tuple(
            Part(name, cavity.problem(1e-6).materials[name], None) for name in cavity.names[len(solid) :]
        )
        return solid + around

    @property
    def gain_volume(self) -> float:
        """Volume of the nanocrystals, in m^3."""
        below, above = self._gain_stack()
        return sum(r.volume for r in below) - sum(r.volume for r in above)

    @property
    def pump_area(self) -> float:
        """Disk of the rim, in m^2."""
        return pi * self.profile.radius**2

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption cross section of the nanocrystals for light from the top, in m^2.

        int 2 pi r T [1 - exp(-absorption l(r))] dr with the vertical way l(r) through them and the
        transmission T of one surface at normal incidence. An estimate: see the module.
        """
        if not (isfinite(absorption) and absorption >= 0):
            raise InputError(
                f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
            )
        below, above = self._gain_stack()
        r = (np.arange(_RAYS) + 0.5) / _RAYS * self.profile.radius
        way = sum(vertical_length(p.sampled(), r) for p in below) - sum(
            vertical_length(p.sampled(), r) for p in above
        )
        n, n0 = (
            complex(m.index(wavelength)).real
            for m in (self._gain_material(), self.profile.problem(1e-6).surroundings)
        )
        passed = 1 - ((n - n0) / (n + n0)) ** 2
        step = self.profile.radius / _RAYS
        return float(passed * np.sum(2 * pi * r * -np.expm1(-absorption * np.maximum(way, 0.0))) * step)

    def _gain_stack(self) -> tuple[list, list]:
        """Return the outline that holds nanocrystals, and those painted over it."""
        names = [region.name for region in self.profile.regions]
        at = names.index(self.gain_region)
        return [self.profile.regions[at]], list(self.profile.regions[at + 1 :])

    def _gain_material(self) -> Material:
        return next(r.material for r in self.profile.regions if r.name == self.gain_region)


_kept: dict[tuple, xr.Dataset] = {}


def _found(
    cavity: AxisymmetricCavity, window: ModeWindow, axial_max: int | None, progress: Progress | None
) -> xr.Dataset:
    """Return the modes of a profile in a window; the last few answers are kept."""
    from .window.range import azimuthal_numbers

    key = (cavity, window, axial_max)
    if key not in _kept:
        numbers = azimuthal_numbers(cavity.problem(window.start), window, Q_FLOOR, axial_max)
        if numbers:
            found = cavity.modes(
                numbers, window=window, q_floor=Q_FLOOR, axial_max=axial_max, progress=progress
            )
        else:
            found = cavity.nothing(window)
        while len(_kept) >= 4:
            del _kept[next(iter(_kept))]
        _kept[key] = found
    return _kept[key].copy()
