"""Effective Hamiltonians, sweeps and exceptional points taken from Maxwell's equations.

A group of resonances of the disks spans a small exact problem (`reduction`); near one wavenumber its
pencil is a matrix whose eigenvalues are the complex frequencies of all modes of the group:
    H = c (k_0 - E'(k_0)^-1 E(k_0)) - w_ref         angular frequencies in rad/s
Nothing is fitted. Each sweep point is polished by Newton steps, so the pencil only orders the modes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.hamiltonian.exceptional import ExceptionalPoint, exceptional_point
from colase.coupling.hamiltonian.following import Progress, follow
from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.coupling.multipole.bessel import Complexes
from colase.coupling.multipole.curve import curved
from colase.coupling.multipole.one_thread import on_one_thread
from colase.coupling.multipole.reduction import Pencil, Root, pencil, polished
from colase.errors import InputError

from .modes import Family, group_system, grouped, own_resonances, resonant_places, symmetries
from .multidisk import MultiDisk
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

    def system(self, disks: MultiDisk) -> tuple[System, NDArray[np.int64]]:
        """Return the truncated system of some disks and where the group stands in it."""
        few = list(self.families)
        built = group_system(disks, few, self.polarization, self.harmonics, self.mirror)
        return built, resonant_places(built, few)[0]

    def pencil(self, disks: MultiDisk, centre: complex | None = None) -> Pencil:
        """Return the pencil at a wavenumber (the reference by default)."""
        system, places = self.system(disks)
        at = self.reference if centre is None else centre
        return pencil(system.matrix, places, at, diagonal=system.diagonal)

    def hamiltonian(self, disks: MultiDisk, offset: complex = 0.0) -> Hamiltonian:
        """Return the effective Hamiltonian in rad/s, relative to the reference.

        ``offset`` is where it is taken, in rad/s from the reference; it is exact there and almost so nearby.
        """
        shift = complex(offset) / SPEED_OF_LIGHT
        local = self.pencil(disks, self.reference + shift)
        shift = local.centre - self.reference
        matrix = SPEED_OF_LIGHT * (local.hamiltonian + shift * np.eye(local.E.shape[0]))
        return Hamiltonian(matrix, self.names)

    def spectrum(
        self, disks: MultiDisk, guess: Complexes | None = None, polish: bool = True
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
    disks: MultiDisk,
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
    disks: MultiDisk,
    wavelength: float,
    polarization: str = "TM",
    radial: int = 1,
    mirror: str = "",
    harmonics: int | None = None,
) -> Group:
    """Return the group of one resonance of each disk: the radial order asked for, nearest to a wavelength.

    The first disk chooses; of every other disk the resonance nearest to that of the first is taken.
    """
    largest = max(d.radius for d in disks.disks)
    spacing = max(wavelength**2 / (4 * d.radius) for d in disks.disks if d.radius > 0.3 * largest)
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


@on_one_thread
def sweep(
    disks_at: Callable[[float], MultiDisk],
    parameter: ArrayLike,
    group: Group,
    polish: bool = True,
    progress: Progress | None = None,
    name: str = "parameter",
    units: str = "",
) -> xr.Dataset:
    """Follow the modes of a group while anything changes: gain, gap, index, place of a hole.

    Parameters
    ----------
    disks_at : callable
        Returns the disks at a value of the parameter.
    parameter : array
        Values, monotonic.
    polish : bool
        Exact to a thousandth of the modes' distance, measured at every point. Without, the pencil at the
        mean frequency is used: several times
        faster, and exact to about (spread of the modes)^2 over the distance to other families.

    Returns
    -------
    Dataset of `colase.coupling.follow`; frequency and growth in rad/s.
    """
    return follow(
        lambda value, guess: group.spectrum(disks_at(value), guess, polish),
        parameter,
        progress=progress,
        name=name,
        units=units,
        rate_units="rad/s",
    )


@on_one_thread
def maxwell_point(
    disks_at: Callable[[float, float], MultiDisk],
    group: Group,
    start: tuple[float, float],
    scale: tuple[float, float],
    certify: bool = True,
    tolerance: float = 1e-8,
    pair: Callable[[Complexes, Complexes], tuple[int, int]] | None = None,
) -> ExceptionalPoint:
    """Find an exceptional point of Maxwell's equations in two parameters.

    The pencil is taken at the mean of the two modes, where its double eigenvalue is exact.

    Parameters
    ----------
    disks_at : callable
        Returns the disks at two parameters, such as gain differential and detuning.
    start, scale : tuple of float
        First guess and size of both parameters.

    Returns
    -------
    ExceptionalPoint with eigenvalues in rad/s from the reference of the group.
    """
    at = [0.0 + 0.0j]

    def spectrum(p: float, q: float) -> tuple[Complexes, Complexes]:
        disks = disks_at(p, q)
        local = group.pencil(disks, group.reference + at[0])
        w, V = local.eigen()
        values = (local.centre - group.reference) + w
        if at[0] == 0:
            two = list((pair or _nearest)(values, V))
            at[0] = complex(values[two].mean())
            return spectrum(p, q)
        two = list((pair or _nearest)(values, V))
        middle = complex(values[two].mean())
        if abs(middle - at[0]) < 1e-3 * group.reference:
            at[0] = middle
        return SPEED_OF_LIGHT * values, V

    return exceptional_point(spectrum, start, scale, tolerance, pair, certify)


def _nearest(values: Complexes, vectors: Complexes) -> tuple[int, int]:
    """Return the two closest eigenvalues."""
    distance = np.abs(values[:, None] - values[None, :]) + np.diag(np.full(values.size, np.inf))
    i, j = np.unravel_index(int(np.argmin(distance)), distance.shape)
    return int(i), int(j)


def balanced_pair(
    radius: float, index: float, gap: float, outside: float = 1.0
) -> Callable[[float, float], MultiDisk]:
    """Return two equal disks whose indices are n - i tau (gain) and n + i tau, plus a detuning of the second.

    The function of (tau, detuning) that `maxwell_point` and `sweep` want.
    """
    from .bodies import Disk

    def at(tau: float, detuning: float = 0.0) -> MultiDisk:
        first = Disk((0.0, 0.0), radius, complex(index, -tau))
        second = Disk((2 * radius + gap, 0.0), radius, complex(index + detuning, tau))
        return MultiDisk((first, second), outside)

    return at


def standing(hamiltonian: Hamiltonian) -> Hamiltonian:
    """Return a Hamiltonian of +-m pairs in standing waves cos(m phi), sin(m phi), made symmetric.

    Couplings between two disks come out of the pencil with different normalisations of their waves; a
    diagonal scaling makes both directions equal.
    """
    N = hamiltonian.matrix.shape[0]
    if N % 2:
        raise InputError("standing waves: the matrix must hold pairs exp(-i m phi), exp(+i m phi).")
    block = np.array([[1, 1], [-1j, 1j]]) / np.sqrt(2)
    T = np.kron(np.eye(N // 2), block)
    H = T @ hamiltonian.matrix @ np.linalg.inv(T)
    scale = np.ones(N, np.complex128)
    for j in range(2, N, 2):
        forward, back = H[:2, j : j + 2], H[j : j + 2, :2].T
        i = np.unravel_index(int(np.argmax(np.abs(forward * back))), (2, 2))
        if abs(back[i]) > 0 and abs(forward[i]) > 0:
            scale[j : j + 2] = np.sqrt(back[i] / forward[i])
    H = H * scale[None, :] / scale[:, None]
    names = [f"{name.split()[0]} {kind}" for name in hamiltonian.names[::2] for kind in ("cos", "sin")]
    return Hamiltonian(H, tuple(names))


def without_holes(disks: MultiDisk) -> MultiDisk:
    """Return the same disks with their holes filled."""
    return MultiDisk(tuple(replace(d, holes=()) for d in disks.disks), disks.outside)
