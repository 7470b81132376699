"""Two equal disks with one hole each: both exceptional points of lafalce2019 from Maxwell's equations.

A hole splits the doublet of its disk into two standing waves. The sharper one of the second disk (its nodes
at the hole) is brought onto the middle of the doublet of the first by the index of the second disk, and the
direction of its hole says how strongly it couples to either standing wave of the first. Then loss goes to the
second disk, by a gain differential D < 0, and its index is detuned by delta (both in rad/s).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import final

import numpy as np
from numpy.typing import NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.bodies import Disk, Hole
from colase.coupling.hamiltonian.exceptional import Spectrum2
from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.coupling.multipole.bessel import Complexes
from colase.errors import ConvergenceError, InputError

from .group import Group, nearest_group
from .multidisk import MultiDisk

_WINDOW = 4e-4  # of the wavelength, on either side: where the doublet of one disk is looked for
_STEP = 1e-6  # relative change of the index for the response of a mode


@final
@dataclass(frozen=True, slots=True)
class DefectPair:
    """Two disks with a hole each, the second tuned onto the first.

    Attributes
    ----------
    radius, index, gap : float
        Of both disks, in m.
    holes : tuple of Hole
        One of each disk; angles from the line of centres.
    doublets : tuple of array (2,)
        Frequencies of each disk alone in rad/s, lower first.
    sharp : float
        The sharper mode of the second disk alone, in rad/s.
    response : float
        Relative change of that frequency with the relative index.
    polarization : str
        "TM" or "TE".
    """

    radius: float
    index: float
    gap: float
    holes: tuple[Hole, Hole]
    doublets: tuple[NDArray[np.float64], NDArray[np.float64]]
    sharp: float
    response: float
    polarization: str = "TM"

    def at(self, differential: float = 0.0, detuning: float = 0.0) -> MultiDisk:
        """Return the disks at a gain differential and a detuning of the second, both in rad/s."""
        away = float(self.doublets[0].mean()) - self.sharp + detuning
        scale = self.index / (self.sharp * self.response)
        tuned = complex(self.index - away * scale, -differential * scale)
        place = (2 * self.radius + self.gap, 0.0)
        first = Disk((0.0, 0.0), self.radius, self.index, self.holes[:1])
        return MultiDisk((first, Disk(place, self.radius, tuned, self.holes[1:])))

    def group(self, harmonics: int | None = None) -> Group:
        """Return the four modes that take part."""
        wavelength = 2 * np.pi * SPEED_OF_LIGHT / float(self.doublets[0].mean())
        return nearest_group(self.at(), wavelength, self.polarization, harmonics=harmonics)

    def model(self, group: Group) -> Spectrum2:
        """Return the spectrum of the four-mode matrix that Maxwell's equations give at no gain."""
        taken = group.hamiltonian(self.at())
        second = _in_second(taken)

        def spectrum(differential: float, detuning: float) -> tuple[Complexes, Complexes]:
            return np.linalg.eig(taken.matrix + np.diag(second * (detuning + 1j * differential)))

        return spectrum

    def couplings(self, group: Group) -> NDArray[np.float64]:
        """Return how strongly both standing waves of the first disk couple to the sharp mode, in rad/s.

        The upper standing wave comes first.
        """
        taken = group.hamiltonian(self.at())
        second = _in_second(taken).astype(bool)
        modes = np.zeros_like(taken.matrix)
        for own, key in ((~second, np.real), (second, np.imag)):
            w, V = np.linalg.eig(taken.matrix[np.ix_(own, own)])
            modes[np.ix_(own, own)] = V[:, np.argsort(-key(w))]
        H = np.linalg.solve(modes, taken.matrix @ modes)
        sharp = int(np.flatnonzero(second)[0])
        waves = np.flatnonzero(~second)
        return np.abs(np.sqrt(H[waves, sharp] * H[sharp, waves]))

    def equalised(self, harmonics: int | None = None) -> DefectPair:
        """Return the pair with its second hole turned, by at most an eighth of a wave, to equal couplings."""
        order = self.group(harmonics).families[-1].azimuthal
        start, pair = self.holes[1].angle, self
        turn, last, rate = 0.0, 0.0, 0.0
        for _ in range(8):
            strong, weak = pair.couplings(pair.group(harmonics))
            miss = float(np.log(strong / weak))
            if abs(miss) < 1e-6:
                return pair
            rate = (miss - last) / turn if turn else 0.0
            step = -miss / rate if rate else 0.02 / order
            turn, last = step, miss
            angle = pair.holes[1].angle + step
            if abs(angle - start) > np.pi / (4 * order):
                break
            pair = replace(pair, holes=(pair.holes[0], replace(pair.holes[1], angle=angle)))
        raise ConvergenceError(
            f"defect pair: no direction of the second hole within {np.pi / (4 * order):.2g} rad of "
            f"{start:.6g} couples it to both standing waves alike; start from another direction."
        )


def defect_pair(
    radius: float,
    index: float,
    gap: float,
    first: Hole,
    second: Hole,
    wavelength: float,
    polarization: str = "TM",
) -> DefectPair:
    """Return two disks with a hole each after solving each alone.

    Parameters
    ----------
    radius, index, gap
        Of both disks in m, and between their rims.
    first, second : Hole
        The second one must split its doublet more than it broadens it.
    wavelength : float
        The fundamental resonance nearest to this vacuum wavelength (m).

    Raises
    ------
    InputError
        If a disk alone shows no doublet near the wavelength.
    """
    clean = nearest_group(MultiDisk((Disk((0.0, 0.0), radius, index),)), wavelength, polarization)
    middle = 2 * np.pi / clean.reference
    one, _ = _doublet(radius, index, first, middle, polarization)
    two, q = _doublet(radius, index, second, middle, polarization)
    moved, again = _doublet(radius, index * (1 + _STEP), second, middle, polarization)
    sharp = float(two[q.argmax()])
    response = (sharp - float(moved[again.argmax()])) / (sharp * _STEP)
    return DefectPair(radius, index, gap, (first, second), (one, two), sharp, response, polarization)


def _doublet(
    radius: float, index: float, hole: Hole, wavelength: float, polarization: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both frequencies (rad/s, lower first) of a disk with one hole, and their quality factors."""
    window = (wavelength * (1 - _WINDOW), wavelength * (1 + _WINDOW))
    alone = MultiDisk((Disk((0.0, 0.0), radius, index, (replace(hole, angle=0.0),)),))
    data = alone.modes(window, polarization, check=False).data
    if data.sizes["mode"] != 2:
        raise InputError(
            f"defect pair: a disk alone shows {data.sizes['mode']} modes near {wavelength * 1e9:.5g} nm; "
            "one doublet is needed. Choose another wavelength."
        )
    order = np.argsort(data.wavenumber.values.real)
    return SPEED_OF_LIGHT * data.wavenumber.values.real[order], data.q_factor.values[order]


def _in_second(taken: Hamiltonian) -> NDArray[np.float64]:
    """Return 1 for the waves of the second disk, 0 for those of the first."""
    return np.array([name.startswith("B") for name in taken.names], dtype=float)
