"""What gratings and arrays of a device file share: everything that follows from their patterned film."""

from __future__ import annotations

from abc import abstractmethod

from colase.cavity.base import Cavity, Layer
from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.roughness import Roughness
from colase.materials import Material

from .patterned_film import Bodies, PatternedFilm


class PatternedCavity(Cavity):
    """A cavity that is a pumped area of a film over ridges or pillars."""

    __slots__ = ()

    period: float
    film_height: float
    film: Material
    substrate: Material
    cover: Material
    truncation: int
    q_roughness: float | None
    roughness: float | None
    correlation_length: float | None

    @property
    @abstractmethod
    def bodies(self) -> Bodies:
        """The ridges or pillars."""

    @property
    @abstractmethod
    def pumped(self) -> float:
        """Pumped area, in m^2."""

    @property
    def patterned(self) -> PatternedFilm:
        """The film with its bodies, as it is solved."""
        return PatternedFilm(
            period=self.period,
            bodies=self.bodies,
            film_height=self.film_height,
            film=self.film,
            substrate=self.substrate,
            cover=self.cover,
            truncation=self.truncation,
            q_roughness=self.q_roughness,
            roughness=Roughness.given(self.roughness, self.correlation_length),
        )

    @property
    def crystal(self) -> PhotonicCrystalSlab:
        """The endless layered crystal."""
        return self.patterned.crystal

    @property
    def flat_thickness(self) -> float:
        """Thickness of a flat film of the same volume, in m."""
        return self.patterned.flat_thickness

    @property
    def gain_volume(self) -> float:
        """Volume of the film that is pumped, in m^3."""
        return self.flat_thickness * self.pumped

    def layers(self) -> tuple[Layer, ...]:
        """Return substrate, film, bodies and cover with their heights, for drawings."""
        return self.patterned.layers()

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption cross section of the pumped film, in m^2.

        Laterally averaged layers, normal incidence from the cover, interference included (`averaged_pump`).
        """
        return self.patterned.absorbed(wavelength, absorption) * self.pumped
