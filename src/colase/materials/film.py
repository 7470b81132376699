"""A film of nanocrystals with something between them: its index and density, and what treatments change.

Nanocrystals (a core, perhaps in a shell) of volume v fill the share phi of the film, ligands the rest but for
a share of voids,

    density = phi/v,      n^2 = effective medium of nanocrystals, ligands and voids (`effective_medium`).

Stamping thins the film by a factor c at constant area: nothing leaves sideways, so density and phi grow c
times (azizov2025), and what gives way is first the voids, then the ligands. Ligand exchange brings
neighbours from one distance of centres to another at the same packing of touching spheres: density and
phi grow as the inverse cube of the distance and the film shrinks as much (adachi2015).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, final

from colase.errors import InputError

from .index import ConstantIndex, Material
from .mixture import MixedIndex, Part
from .packing import packing_fraction

_LEAST = 1e-12


@final
@dataclass(frozen=True, slots=True)
class NanocrystalFilm:
    """A film of equal nanocrystals.

    Attributes
    ----------
    core : Material
        Index of the core.
    ligand : Material
        What fills the space between the nanocrystals.
    volume : float
        Volume of one nanocrystal, core and shell, without ligands, in m^3.
    packing : float
        Share of the film that the nanocrystals fill.
    shell : Material, optional
        Index of the shell.
    share_of_core : float
        Volume of the core over that of core and shell.
    voids : float
        Share of the film that is empty.
    sides : tuple of float, optional
        Length, width and thickness of platelets or rods in m (only ratios matter); spheres if left out.
    axis : str
        "random", or the side of the particles along which the field points.
    rule : str
        "bruggeman" or "maxwell-garnett" (only without voids).

    Raises
    ------
    InputError
        If shares are no shares, or do not fit into the film.
    """

    core: Material
    ligand: Material
    volume: float
    packing: float
    shell: Material | None = None
    share_of_core: float = 1.0
    voids: float = 0.0
    sides: tuple[float, float, float] | None = None
    axis: str = "random"
    rule: Literal["bruggeman", "maxwell-garnett"] = "bruggeman"

    def __post_init__(self) -> None:
        if not 0 < self.volume < 1e-18:
            raise InputError(
                f"film: a nanocrystal of {self.volume:g} m^3; give a volume between 0 and 1 um^3."
            )
        if not (0 < self.packing <= 1 and 0 <= self.voids < 1):
            raise InputError(
                f"film: packing {self.packing:g} and voids {self.voids:g}; give shares of the film."
            )
        if self.packing + self.voids > 1 + _LEAST:
            raise InputError(
                f"film: nanocrystals fill {self.packing:.3g} and voids {self.voids:.3g}: more than all."
            )

    @classmethod
    def of_density(
        cls, density: float, volume: float, core: Material, ligand: Material, **more: Any
    ) -> NanocrystalFilm:
        """Return the film with a number of nanocrystals per m^3; `InputError` if they cannot fit."""
        return cls(core, ligand, volume, packing_fraction(density, volume), **more)

    @property
    def density(self) -> float:
        """Nanocrystals per m^3."""
        return self.packing / self.volume

    @property
    def ligands(self) -> float:
        """Share of the film that ligands fill."""
        return max(1 - self.packing - self.voids, 0.0)

    @property
    def index(self) -> MixedIndex:
        """The film as a material."""
        parts = [
            Part(self.packing, self.core, self.shell, self.share_of_core),
            Part(self.ligands, self.ligand),
        ]
        if self.voids > 0:
            parts.append(Part(self.voids, ConstantIndex(1.0)))
        return MixedIndex(self.rule, tuple(parts), self.sides, self.axis)

    def stamped(self, before: float, after: float) -> NanocrystalFilm:
        """Return the film pressed from one thickness to another, in m.

        Raises
        ------
        InputError
            If it was not made thinner, or the nanocrystals would overlap.
        """
        if not 0 < after <= before:
            raise InputError(
                f"film: pressed from {before * 1e9:g} to {after * 1e9:g} nm; a stamp makes it thinner."
            )
        factor = before / after
        packing, kept = self.packing * factor, self.ligands * factor
        if packing > 1:
            raise InputError(
                f"film: pressed {factor:.3g} times thinner, what filled {self.packing:.3g} would "
                f"fill {packing:.3g} of the film: they must have left sideways, or the packing is wrong."
            )
        return replace(self, packing=packing, voids=max(1 - packing - kept, 0.0))

    def exchanged(self, ligand: Material, before: float, after: float) -> tuple[NanocrystalFilm, float]:
        """Return the film with another ligand, and its thickness over the old one.

        Parameters
        ----------
        ligand : Material
            What fills the space between the nanocrystals now.
        before, after : float
            Distance of neighbouring centres in m.

        Raises
        ------
        InputError
            If a distance is not positive, or the nanocrystals would overlap.
        """
        if not (before > 0 and after > 0):
            raise InputError(f"film: centres {before:g} m and {after:g} m apart; give two distances.")
        shrunk = (after / before) ** 3
        if self.packing / shrunk > 1:
            raise InputError(
                f"film: at {after * 1e9:g} nm from centre to centre nanocrystals would fill "
                f"{self.packing / shrunk:.3g} of the film; the distance or the packing is wrong."
            )
        voids = min(self.voids, 1 - self.packing / shrunk)
        return replace(self, ligand=ligand, packing=self.packing / shrunk, voids=voids), shrunk
