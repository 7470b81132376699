"""A film of nanocrystals over ridges or pillars on a substrate: what gratings and arrays have in common.

The bodies stand on the substrate, the film fills the space between them up to a height of its own, measured
from their feet, and a cover lies on top; a film lower than the bodies leaves their tops in the cover. Modes
are those of the endless crystal (`crystal_modes`), roughness acts on the surface of the film (`rough_film`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi
from typing import Literal, final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import Layer, ModeWindow
from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_cut import crystal_cut
from colase.cavity.grating.fourier_modal.crystal_modes import crystal_system
from colase.cavity.grating.fourier_modal.crystal_table import BandEdge
from colase.cavity.grating.fourier_modal.poles import polished
from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity

from .averaged_pump import absorbed_share, film_positions
from .rough_film import rough_film_loss

FILM_HEIGHT = Quantity(
    "m", "t", "height of the film surface above the substrate", "nm", "150 nm", ge=1e-9, lt=1e-4
)
"""Declaration of the height of the film, counted from the foot of the bodies."""


@final
@dataclass(frozen=True, slots=True)
class Bodies:
    """Ridges (lines along y) or round pillars (a square lattice) of one material; lengths in m."""

    name: Literal["ridges", "pillars"]
    width: float
    height: float
    material: Material

    @property
    def ridges(self) -> bool:
        """Whether the bodies are lines."""
        return self.name == "ridges"

    def fill(self, period: float) -> float:
        """Return the share of the area that the bodies cover."""
        return self.width / period if self.ridges else pi * self.width**2 / (4 * period**2)


@final
@dataclass(frozen=True, slots=True)
class PatternedFilm:
    """Film, bodies and what lies around; lengths in m."""

    period: float
    bodies: Bodies
    film_height: float
    film: Material
    substrate: Material
    cover: Material
    truncation: int
    q_roughness: float | None = None
    roughness: Roughness | None = None

    @property
    def crystal(self) -> PhotonicCrystalSlab:
        """The endless layered crystal that is solved."""
        low, high = sorted((self.film_height, self.bodies.height))
        layers = [self._holding_bodies(low, self.film)]
        if high - low > 1e-12:
            covered = self.film_height > self.bodies.height
            layers.append(
                CrystalLayer(high - low, self.film)
                if covered
                else self._holding_bodies(high - low, self.cover)
            )
        return PhotonicCrystalSlab((self.period, self.period), tuple(layers), self.substrate, self.cover)

    def _holding_bodies(self, thickness: float, background: Material) -> CrystalLayer:
        bodies = self.bodies
        return CrystalLayer(thickness, background, bodies.material, bodies.width, ridge=bodies.ridges)

    @property
    def flat_thickness(self) -> float:
        """Thickness of a flat film of the same volume, in m."""
        lower = min(self.film_height, self.bodies.height)
        return self.film_height - self.bodies.fill(self.period) * lower

    def layers(self) -> tuple[Layer, ...]:
        """Return substrate, film, bodies and cover with their heights, for drawings."""
        return (
            Layer("substrate", -inf, 0.0, self.substrate),
            Layer("film", 0.0, self.film_height, self.film),
            Layer(self.bodies.name, 0.0, self.bodies.height, self.bodies.material),
            Layer("cover", min(self.film_height, self.bodies.height), inf, self.cover),
        )

    def require_guiding(self, window: ModeWindow) -> None:
        """Refuse a film that is nowhere denser than substrate and cover.

        Raises
        ------
        InputError
            With both indices in the middle of the window.
        """
        crystal, at = self.crystal, 0.5 * (window.start + window.stop)
        mean = np.real(crystal.averaged(np.array([complex(m.index(at)) for m in crystal.materials]) ** 2))
        inside, clad = mean[1:-1].max(), max(mean[0], mean[-1])
        if inside <= clad:
            raise InputError(
                f"cavity: film and {self.bodies.name} average to an index of {inside**0.5:.4g}, below "
                f"{clad**0.5:.4g} of the denser half-space: nothing is guided. Give a film of higher index."
            )

    def by_region(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum a (mode, material) array over substrate, film, bodies and cover."""
        found = np.zeros((len(values), 4))
        found[:, 0], found[:, 3] = values[:, 0], values[:, 1]
        for j, layer in enumerate(self.crystal.layers):
            found[:, 3 if layer.background is self.cover else 1] += values[:, 2 + 2 * j]
            found[:, 2] += values[:, 3 + 2 * j]
        return found

    def scattering_loss(self, edge: BandEdge) -> float:
        """Return 1/Q of a band edge by the roughness of the film surface, as given or to first order."""
        if self.roughness is None:
            return 1 / self.q_roughness if self.q_roughness else 0.0
        face = len(self.crystal.layers) if self.film_height >= self.bodies.height else 1
        return rough_film_loss(self.crystal, edge, face, self.roughness)

    def moved(self, representation: str, interface: int, k0: complex, change: complex) -> complex:
        """Return a band edge with ``change`` added to the index of the film."""
        system = crystal_system(
            self.crystal,
            self.truncation,
            representation,
            change=dict.fromkeys(film_positions(self.crystal, self.film), change),
            interface=interface,
        )
        pole = polished(system, k0)
        assert pole is not None
        return pole.k0

    def cut(self, representation: str, interface: int, k0: complex, plane: str, points: int) -> xr.Dataset:
        """Return |E|^2 of a band edge on a plane, horizontal ones at half the height of the film."""
        system = crystal_system(self.crystal, self.truncation, representation, interface=interface)
        return crystal_cut(system, k0, plane, self.film_height / 2, points)

    def absorbed(self, wavelength: float, absorption: float) -> float:
        """Return the share of pump light from the cover that the film takes (`averaged_pump`)."""
        return absorbed_share(self.crystal, self.film, wavelength, absorption)
