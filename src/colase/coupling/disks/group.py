"""A group of resonances of the disks and the small exact problem that it spans.

Near one wavenumber the pencil of the group (`reduction`) is a matrix whose eigenvalues are the complex
frequencies of all its modes:
    H = c (k_0 - E'(k_0)^-1 E(k_0)) - w_ref         angular frequencies in rad/s
Nothing is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.coupling.multipole.bessel import Complexes
from colase.coupling.multipole.curve import curved
from colase.coupling.multipole.one_thread import on_one_thread
from colase.coupling.multipole.reduction import Pencil, Root, pencil, polished
from colase.errors import InputError

from .modes import Family, group_system, grouped, own_resonances, resonant_places, symmetries
from .system import System

_ENOUGH = 1e-3  # error of a fast sweep point over the distance of its modes, above which it is done again
_SPREAD = 1e-6  # of the wavenumber: distance of modes that counts as far for this purpose


@final
@dataclass(frozen=True, slots=True)
class Group:
    """Which resonances take part, kept fixed while geometry or index change.

    Attributes
    ----------
    families : tuple
        Resonances of the disks alone whose harmonics are kept.
    polarization : str
        "TM" or "TE".
    mirror : int
        0, or +1 / -1 for the modes even / odd about the line of centres.
    harmonics : int
        Orders kept for every disk.
    reference : float
        Wavenumber in 1/m from which frequencies are counted.
    """

    families: tuple[Family, ...]
    polarization: str
    mirror: int
    harmonics: int
    reference: float

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the basis: harmonics exp(+-i m phi) of each disk, or one with a mirror."""
        signs = ("",) if self.mirror else ("-", "+")
        return tuple(
            f"{chr(65 + f.disk)} {s}{f.azimuthal} q={f.radial}"
            for f in self.families
            for s in (signs if f.azimuthal else ("",))
        )

    def system(self, disks: Arrangement) -> tuple[System, NDArray[np.int64]]:
        """Return the truncated system of some disks and where the group stands in it."""
        disks.require_round()
        few = list(self.families)
        built = group_system(disks, few, self.polarization, self.harmonics, self.mirror)
        return built, resonant_places(built, few)[0]

    def pencil(self, disks: Arrangement, centre: complex | None = None) -> Pencil:
        """Return the pencil at a wavenumber (the reference by default)."""
        system, places = self.system(disks)
        at = self.reference if centre is None else centre
        return pencil(system.matrix, places, at, diagonal=system.diagonal)

    def hamiltonian(self, disks: Arrangement, offset: complex = 0.0) -> Hamiltonian:
        """Return the effective Hamiltonian in rad/s, relative to the reference.

        ``offset`` is where it is taken, in rad/s from the reference; it is exact there and almost so nearby.
        """
        shift = complex(offset) / SPEED_OF_LIGHT
        local = self.pencil(disks, self.reference + shift)
        shift = local.centre - self.reference
        matrix = SPEED_OF_LIGHT * (local.hamiltonian + shift * np.eye(local.E.shape[0]))
        return Hamiltonian(matrix, self.names)

    def spectrum(
        self, disks: Arrangement, guess: Complexes | None = None, polish: bool = True
    ) -> tuple[Complexes, Complexes]:
        """Return complex angular frequencies in rad/s from the reference, and right vectors (columns).

        From a guess the modes come out of three reduced matrices (`colase.coupling.multipole.curve`), and by
        Newton steps with fresh pencils where the measured error exceeds a thousandth of their distance.
        """
        system, places = self.system(disks)
        if guess is not None and polish:
            near = np.asarray(guess) / SPEED_OF_LIGHT + self.reference
            roots, error = curved(system.matrix, places, near, system.diagonal)
            if error < _ENOUGH * self._nearest([r.k for r in roots]):
                return self._gathered(roots)
        middle = 0.0 if guess is None else complex(np.mean(guess)) / SPEED_OF_LIGHT
        local = pencil(system.matrix, places, self.reference + middle, diagonal=system.diagonal)
        w, V = local.eigen()
        shift = local.centre - self.reference
        if not polish:
            return SPEED_OF_LIGHT * (shift + w), V
        roots = polished(system.matrix, places, local.centre + w, diagonal=system.diagonal, tolerance=1e-7)
        return self._gathered(roots)

    def _gathered(self, roots: list[Root]) -> tuple[Complexes, Complexes]:
        """Return frequencies from the reference and vectors of some roots."""
        values = np.array([(r.centre - self.reference) + r.detuning for r in roots], dtype=np.complex128)
        return values * SPEED_OF_LIGHT, np.stack([r.vector for r in roots], axis=1)

    def _nearest(self, k: list[complex]) -> float:
        """Return the smallest distance of two modes; never below what rounding leaves."""
        apart = np.abs(np.subtract.outer(k, k)) + np.diag(np.full(len(k), np.inf))
        return max(min(float(apart.min()), _SPREAD * self.reference), 1e-10 * self.reference)


@on_one_thread
def resonance_group(
    disks: Arrangement,
    window: tuple[float, float],
    polarization: str = "TM",
    radial_max: int | None = 1,
    q_floor: float = 1e3,
    mirror: str = "",
    harmonics: int | None = None,
) -> Group:
    """Return the group of resonances of a window, as the basis for Hamiltonians and sweeps.

    Parameters
    ----------
    mirror : {"", "even", "odd"}
        Keep only modes of one parity about the line of centres (four times faster); only for disks that
        stand in a line and have no holes.
    harmonics : int, optional
        Orders kept for every disk; by default what the gaps need.

    Raises
    ------
    InputError
        If the window holds no resonance, or resonances too far apart for one group, or the disks have no
        such symmetry.
    """
    disks.require_round()
    found = own_resonances(disks, window, polarization, radial_max, q_floor)
    groups = grouped(found) if found else []
    if len(groups) != 1:
        raise InputError(
            f"coupled disks: {window[0] * 1e9:g} to {window[1] * 1e9:g} nm holds {len(groups)} groups of "
            f"{polarization} resonances; one is needed. "
            f"{'Narrow' if groups else 'Widen'} the window or change radial_max."
        )
    parity = {"": 0, "even": 1, "odd": -1}.get(mirror)
    if parity is None:
        raise InputError(f'coupled disks: mirror "{mirror}"; give "", "even" or "odd".')
    if parity and all(m == 0 for m, _ in symmetries(disks.disks)):
        raise InputError(
            "coupled disks: these have no mirror symmetry about their line of centres (holes, or centres off "
            'the line). Leave mirror="".'
        )
    group = groups[0]
    built = group_system(disks, group, polarization, harmonics, parity)
    reference = float(np.mean([f.k.real for f in group]))
    return Group(tuple(group), polarization, parity, max(built.orders), reference)


@on_one_thread
def nearest_group(
    disks: Arrangement,
    wavelength: float,
    polarization: str = "TM",
    radial: int = 1,
    mirror: str = "",
    harmonics: int | None = None,
) -> Group:
    """Return the group of one resonance of each disk: the radial order asked for, nearest to a wavelength.

    The first disk chooses; of every other disk the resonance nearest to that of the first is taken.
    """
    disks.require_round()
    largest = max(d.radius for d in disks.disks)
    spacing = max(wavelength**2 / (4 * d.radius) for d in disks.disks if d.radius > 0.3 * largest)
    spacing = min(spacing, 0.3 * wavelength)
    window = (wavelength - spacing, wavelength + spacing)
    found = [f for f in own_resonances(disks, window, polarization, radial, 1e2) if f.radial == radial]
    first = [f for f in found if f.disk == 0]
    if not first:
        raise InputError(
            f"coupled disks: the first disk has no {polarization} resonance of radial order {radial} near "
            f"{wavelength * 1e9:g} nm; choose another wavelength or radial order."
        )
    own = min(first, key=lambda f: abs(2 * np.pi / f.k.real - wavelength))
    kept = [own]
    for i in sorted({f.disk for f in found} - {0}):
        kept.append(min((f for f in found if f.disk == i), key=lambda f: abs(f.k.real - own.k.real)))
    parity = {"": 0, "even": 1, "odd": -1}[mirror]
    built = group_system(disks, kept, polarization, harmonics, parity)
    return Group(tuple(kept), polarization, parity, max(built.orders), own.k.real)
