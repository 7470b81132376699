"""The index of a nanocrystal film from its parts, at every wavelength.

A part is a material, or a core in a shell, which acts from outside as one material
(`effective_medium.coated_sphere`). The parts share the volume; Bruggeman treats them alike, Maxwell
Garnett takes the first as particles in the second. Plates and rods are described by their sides
(the factors are those of the ellipsoid with these axes) and probed along a side or, in random
orientation, on average. Known where all parts are known. References: bruggeman1935,
maxwellgarnett1904.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

from .effective_medium import SPHERE, bruggeman, coated_sphere, depolarization, maxwell_garnett
from .index import Material

RULES = ("bruggeman", "maxwell-garnett")
AXES = {"random": None, "length": 0, "width": 1, "thickness": 2}


@final
@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mixture: a material, or a core (``share_of_core`` of its volume) in a shell."""

    share: float
    index: Material
    shell: Material | None = None
    share_of_core: float = 1.0

    @property
    def name(self) -> str:
        """The material, or core and shell."""
        if self.shell is None:
            return self.index.name
        return f"{self.share_of_core:.4g} {self.index.name} in {self.shell.name}"

    def permittivity(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return n^2 of the part."""
        core = self.index.index(wavelength) ** 2
        if self.shell is None:
            return core
        return coated_sphere(core, self.shell.index(wavelength) ** 2, self.share_of_core)


@final
@dataclass(frozen=True, slots=True)
class MixedIndex(Material):
    """An effective medium.

    Attributes
    ----------
    rule : str
        "bruggeman" or "maxwell-garnett" (first part in the second).
    parts : tuple of Part
        Their shares sum to one.
    sides : tuple of float, optional
        Length, width and thickness of the particles in m (only ratios matter); spheres if left out.
    axis : str
        Side along which the field points, or "random".

    Raises
    ------
    InputError
        If the shares do not sum to one, or the rule does not fit the parts.
    """

    rule: Literal["bruggeman", "maxwell-garnett"]
    parts: tuple[Part, ...]
    sides: tuple[float, float, float] | None = None
    axis: str = "random"

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise InputError(f'mix: there is no rule "{self.rule}"; write {" or ".join(RULES)}.')
        if self.axis not in AXES:
            raise InputError(f'mix: there is no axis "{self.axis}"; write one of {", ".join(AXES)}.')
        if self.axis != "random" and self.sides is None:
            raise InputError("mix: an axis needs the sides of the particles.")
        if len(self.parts) < 2 or (self.rule == "maxwell-garnett" and len(self.parts) != 2):
            wanted = (
                "two parts, particles and host" if self.rule == "maxwell-garnett" else "two parts or more"
            )
            raise InputError(f"mix: {self.rule} needs {wanted}, this has {len(self.parts)}.")
        shares = [part.share for part in self.parts]
        if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
            raise InputError(
                f"mix: the shares {', '.join(f'{s:.4g}' for s in shares)} must be at least 0 and sum to 1."
            )
        for part in self.parts:
            if not 0 <= part.share_of_core <= 1:
                raise InputError(f"mix: share_of_core = {part.share_of_core:g}; give a number from 0 to 1.")

    @property
    def name(self) -> str:
        """The rule and the number of parts."""
        return f"{self.rule} mix of {len(self.parts)} parts"

    @property
    def composition(self) -> str:
        """Shares and parts in words."""
        words = " + ".join(f"{part.share:.4g} {part.name}" for part in self.parts)
        return words if self.axis == "random" else f"{words}, along the {self.axis} of the particles"

    def pressed(self, factor: float) -> MixedIndex:
        """Return the mixture at ``factor`` times the density: the last part gives way to the others.

        Raises
        ------
        InputError
            If the factor is not positive, or there is not enough of the last part.
        """
        if not (np.isfinite(factor) and factor > 0):
            raise InputError(f"mix: pressed = {factor:g}; give thickness before over thickness after.")
        *firm, last = self.parts
        left = 1 - factor * sum(part.share for part in firm)
        if left < 0:
            raise InputError(
                f"mix: pressed {factor:g} times, parts before the last would fill {1 - left:.3g} of the film."
            )
        denser = (replace(part, share=factor * part.share) for part in firm)
        return replace(self, parts=(*denser, replace(last, share=left)))

    def materials(self) -> Iterator[Material]:
        """Yield every material inside."""
        for part in self.parts:
            yield part.index
            if part.shell is not None:
                yield part.shell

    @property
    def known(self) -> tuple[float, float]:
        """Wavelengths in m at which every part is known."""
        spans = [material.known for material in self.materials()]
        return max(low for low, _ in spans), min(high for _, high in spans)

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return n + ik of the mixture; `InputError` where a part is not known."""
        lam = np.asarray(wavelength, dtype=float)
        eps = [part.permittivity(lam) for part in self.parts]
        factors = SPHERE if self.sides is None else depolarization(*self.sides)
        axis = AXES[self.axis]
        if self.rule == "maxwell-garnett":
            mixed = maxwell_garnett(eps[0], eps[1], self.parts[0].share, factors, axis)
        else:
            mixed = bruggeman(np.stack(eps), [part.share for part in self.parts], factors, axis)
        return np.sqrt(mixed).reshape(lam.shape)
