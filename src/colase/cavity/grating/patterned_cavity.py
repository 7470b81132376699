"""What gratings and arrays of a device file share: everything that follows from their patterned film."""

from __future__ import annotations

from abc import abstractmethod

from colase.cavity.base import Cavity, Layer

from .patterned_film import PatternedFilm
from .photonic_crystal import PhotonicCrystalSlab


class PatternedCavity(Cavity):
    """A cavity that is a pumped area of a film over ridges or pillars."""

    __slots__ = ()

    @property
    @abstractmethod
    def patterned(self) -> PatternedFilm:
        """The film with its bodies, as it is solved."""

    @property
    @abstractmethod
    def pumped(self) -> float:
        """Pumped area, in m^2."""

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
