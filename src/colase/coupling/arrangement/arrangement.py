"""Circular disks beside each other and what is around them: the geometry that every solver takes."""

from __future__ import annotations

from dataclasses import dataclass

from colase.errors import InputError
from colase.materials import Material, as_material

from .bodies import Disk, require_apart


class NoResonanceError(InputError):
    """No disk has a resonance in the window."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Disks with holes or notches inside and pillars outside if wanted.

    Attributes
    ----------
    disks : tuple of Disk
        In any order; they must not touch.
    outside : complex, float or Material
        Refractive index around.

    Raises
    ------
    InputError
        Without any disk, or for disks that touch or overlap.
    """

    disks: tuple[Disk, ...]
    outside: Material | complex | float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "disks", tuple(self.disks))
        object.__setattr__(self, "outside", as_material(self.outside))
        if not self.disks:
            raise InputError("coupled disks: give at least one disk.")
        require_apart(self.disks)

    def require_steps(self, wavelength: float) -> None:
        """Raise if a disk has the index of its surroundings at a vacuum wavelength in m."""
        around = complex(as_material(self.outside).index(wavelength))
        problems = [
            f"disk {i} has the refractive index of its surroundings, {around.real:g}: it is not there. "
            "Leave it out or change an index."
            for i, d in enumerate(self.disks)
            if abs(complex(as_material(d.index).index(wavelength)) - around) < 1e-6
        ]
        if problems:
            raise InputError(*problems)

    def require_round(self) -> None:
        """Raise if a disk has a notch, which sweeps, rates and effective Hamiltonians cannot follow."""
        problems = [
            f"disk {i} has a notch, which only MultiDisk.modes solves (by finite elements); sweeps, "
            "effective Hamiltonians and exceptional points need round holes. Describe it as a Hole."
            for i, d in enumerate(self.disks)
            if d.notches
        ]
        if problems:
            raise InputError(*problems)
