"""A body of revolution made ready to solve: sizes of triangles, indices, memory, discretisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds
from colase.shapes import Region

from .forms import STRENGTH, Discretization
from .mesh import SUBSTRATE, SURROUNDINGS, Box, expected_elements, fem, make_mesh, window_box

COMPANION_STRENGTH = 0.75 * STRENGTH
"""Absorbing layers of the second, coarser solution: another strength, so that they are tested too."""
UNRESOLVED = "radiation below what this mesh resolves: Q_rad is at least about this"
"""The doubt about modes that radiate less than the two solutions differ."""
_STRONG = 0.02  # Im n over |n| from which absorption is part of the eigenproblem
_BYTES = 145.0  # memory per triangle over (order + 2)^4, measured
_BASE = 0.3e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How finely a profile is solved.

    Every mode is solved twice, with polynomials of ``order`` and of one less; the difference is
    reported as its error. Lengths are in units of a wavelength: ``size`` of triangles relative to
    that inside each material, ``margin`` of free space around the body relative to that in vacuum.
    """

    order: Annotated[int, Quantity("", "p", "order of the polynomials", example="5", ge=2, le=9)] = 5
    size: Annotated[
        float, Quantity("", "h", "largest triangle, in wavelengths", example="0.5", gt=0.05, le=2.0)
    ] = 0.5
    margin: Annotated[
        float, Quantity("", "", "space around the body, in wavelengths", example="1.5", ge=0.2, le=10.0)
    ] = 1.5
    memory: Annotated[
        float, Quantity("", "", "largest memory to use, in bytes", example="4e9", gt=1e7, lt=1e13)
    ] = 4e9

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True)
class Problem:
    """A profile, its materials and the vacuum wavelength (m) for which triangles are small enough."""

    regions: tuple[Region, ...]
    surroundings: Material
    substrate: Material | None
    mirror: bool
    accuracy: Accuracy
    wavelength: float

    @cached_property
    def materials(self) -> dict[str, Material]:
        """Material of every region of the mesh."""
        below = {} if self.substrate is None else {SUBSTRATE: self.substrate}
        return {r.name: r.material for r in self.regions} | below | {SURROUNDINGS: self.surroundings}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the regions, then substrate and surroundings: the order of all integrals."""
        return tuple(self.materials)

    @cached_property
    def sizes(self) -> dict[str, float]:
        """Largest triangle in every region, in um."""
        lam = self.wavelength
        return {
            name: self.accuracy.size * lam * 1e6 / max(abs(complex(material.index(lam))), 1.0)
            for name, material in self.materials.items()
        }

    def index(self, wavelength: float) -> NDArray[np.complex128]:
        """Return n + ik of every region at a vacuum wavelength in m."""
        return np.array([complex(material.index(wavelength)) for material in self.materials.values()])

    def group_index(self, wavelength: float) -> NDArray[np.float64]:
        """Return the group index of every region at a vacuum wavelength in m."""
        return np.array([float(material.group_index(wavelength)) for material in self.materials.values()])

    def knows(self, wavelength: float) -> bool:
        """Whether every index and group index is known at a vacuum wavelength in m."""
        try:
            self.index(wavelength)
            self.group_index(wavelength)
        except InputError:
            return False
        return True

    def solved_index(self, wavelength: float) -> NDArray[np.complex128]:
        """Return the indices of the eigenproblem: real unless absorption is strong."""
        n = self.index(wavelength)
        return np.where(strong(n), n, n.real + 0j)

    def box(self, m: int) -> Box:
        """Return the window for one azimuthal number."""
        solid = max(complex(r.material.index(self.wavelength)).real for r in self.regions)
        return window_box(
            self.regions,
            m,
            solid,
            self.wavelength,
            None if self.substrate is None else complex(self.substrate.index(self.wavelength)),
            self.mirror,
            self.accuracy.margin,
        )

    def memory(self, m: int) -> float:
        """Return about how many bytes the solution for one azimuthal number takes."""
        elements = expected_elements(self.regions, self.sizes, self.box(m))
        return _BASE + elements * _BYTES * (self.accuracy.order + 2) ** 4

    def require_memory(self, m: int) -> None:
        """Refuse a mesh that would not fit, before any work is done.

        Raises
        ------
        InputError
            With the estimate and the limit.
        """
        needed, limit = self.memory(m), self.accuracy.memory
        if needed > limit:
            raise InputError(
                f"axisymmetric modes: m = {m} at {self.wavelength * 1e9:.4g} nm would take about "
                f"{needed / 1e9:.2g} GB, the limit is {limit / 1e9:.2g} GB. Use larger triangles (size), a "
                "lower order, a larger azimuthal number, or raise the limit (memory)."
            )

    def discretizations(self, m: int, electric: bool) -> tuple[Discretization, Discretization]:
        """Return the fine and the coarser discretisation of one azimuthal number on one mesh."""
        fem()
        self.require_memory(m)
        box, p = self.box(m), self.accuracy.order
        mesh = make_mesh(self.regions, self.sizes, box, p + 1)
        return (
            Discretization(mesh, box, m, p, electric, STRENGTH),
            Discretization(mesh, box, m, p - 1, electric, COMPANION_STRENGTH),
        )

    def walls(self) -> tuple[bool, ...]:
        """Return which walls the mirror plane can be: electric and magnetic, or none (one solution)."""
        return (True, False) if self.mirror else (False,)


def strong(n: NDArray[np.complex128]) -> NDArray[np.bool_]:
    """Whether absorption of each index is too strong to be a small correction."""
    return np.abs(n.imag) > _STRONG * np.abs(n)


def wavelength_of(k: complex) -> float:
    """Return the vacuum wavelength in m of a wavenumber in 1/um."""
    return 2e-6 * pi / k.real
