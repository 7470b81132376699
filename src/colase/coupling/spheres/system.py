"""The matrix of two spheres at a fixed azimuthal number, and how many orders it needs.

Unknowns are the surface values b of the outgoing TE and TM waves of both spheres, l = max(m, 1) .. L:

    D_l b_l - N_l sum_l' (A_ll' b_l' + B_ll' c_l') = 0     (b, c: both polarizations of the other sphere)

Equal spheres are symmetric about the plane between them: even and odd fields, b_l of the second sphere being
+-(-1)^l b_l (TE) or -+(-1)^l b_l (TM) of the first, are solved apart with half the unknowns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, log, sqrt

import numpy as np
from numpy.typing import NDArray

from colase.cavity import LayeredSphere
from colase.coupling.multipole.harmonics import fading
from colase.materials import as_material

from .response import Response, index_at, response
from .translation import backward, translation
from .waves import Complexes

_TOLERANCE = 1e-3
_CONTACT = 5.0  # orders kept beyond n k R at contact, in units of its root


@dataclass(frozen=True, slots=True)
class System:
    """Two spheres, truncated and ready to be evaluated.

    Attributes
    ----------
    spheres : tuple of LayeredSphere
        First and second, the second on the +z side.
    gap : float
        Between the surfaces, in m.
    azimuthal : int
        m about the line of centres.
    orders : tuple of int
        Highest polar order kept for each sphere.
    exchange : int
        0, or +1 / -1 for the two classes of equal spheres; the unknowns are then those of the first.
    """

    spheres: tuple[LayeredSphere, LayeredSphere]
    gap: float
    azimuthal: int
    orders: tuple[int, int]
    exchange: int = 0

    @property
    def distance(self) -> float:
        """Distance of the centres, in m."""
        return self.spheres[0].radii[-1] + self.spheres[1].radii[-1] + self.gap

    @property
    def lowest(self) -> int:
        """Lowest polar order."""
        return max(self.azimuthal, 1)

    @property
    def blocks(self) -> list[slice]:
        """Unknowns of TE and TM of the first, then of the second sphere."""
        edges = [0]
        for L in self.orders[: 1 if self.exchange else 2]:
            edges += [edges[-1] + L + 1 - self.lowest, edges[-1] + 2 * (L + 1 - self.lowest)]
        return [slice(a, b) for a, b in pairwise(edges)]

    @property
    def unknowns(self) -> int:
        """Size of the matrix."""
        return self.blocks[-1].stop

    @property
    def diagonal(self) -> tuple[int, int]:
        """Range of unknowns whose own block of the matrix is diagonal: those of the first sphere."""
        return (0, 0) if self.exchange else (0, self.blocks[1].stop)

    def position(self, sphere: int, polarization: str, polar: int) -> int:
        """Return where one wave stands among the unknowns."""
        return self.blocks[2 * sphere + (polarization == "TM")].start + polar - self.lowest

    def answers(self, k: complex) -> tuple[complex, list[Response]]:
        """Return the wavenumber outside and the response of each sphere at vacuum wavenumber k."""
        outside = index_at(as_material(self.spheres[0].outside), k)
        found = []
        for sphere, L in zip(self.spheres[: 1 if self.exchange else 2], self.orders, strict=False):
            n = np.array([index_at(as_material(i), k) for i in sphere.indices], dtype=np.complex128)
            found.append(response(L, k * outside, np.array(sphere.radii), n / outside))
        return k * outside, found

    def matrix(self, k: complex) -> Complexes:
        """Return the matrix whose zero determinant is a mode."""
        k = complex(k)
        wave, answers = self.answers(k)
        first, second = (s.radii[-1] for s in self.spheres)
        L1, L2 = self.orders
        A, B = translation(wave, (first, L1), (second, L2), self.distance, self.azimuthal)
        kept, M = slice(self.lowest, None), np.zeros((self.unknowns,) * 2, np.complex128)
        if self.exchange:
            answer, l = answers[0], np.arange(L1 + 1)
            sign = self.exchange * (1.0 - 2.0 * (l % 2))  # of TE; TM has the opposite one
            A, B = A * sign[:, None], B * sign[:, None]  # from the second to the first, times the image
            self._fill(M, 0, 0, answer, A, -B, kept, (1.0, -1.0))
            M[np.diag_indices_from(M)] += np.concatenate([d[kept] for d in answer.D])
            return M
        self._fill(M, 1, 0, answers[1], A, B, kept)
        self._fill(M, 0, 1, answers[0], *backward(A, B, *answers), kept)
        M[np.diag_indices_from(M)] += np.concatenate([d[kept] for a in answers for d in a.D])
        return M

    def _fill(
        self,
        M: Complexes,
        to: int,
        source: int,
        answer: Response,
        A: Complexes,
        B: Complexes,
        kept: slice,
        sign: tuple[float, float] = (1.0, 1.0),
    ) -> None:
        """Subtract what arrives at one sphere from the other; ``sign`` is of the TE and TM columns."""
        blocks, N = self.blocks, answer.N
        for row in (0, 1):
            for column in (0, 1):
                wave = A if row == column else B
                block = (-sign[column] * N[row])[:, None] * wave
                M[blocks[2 * to + row], blocks[2 * source + column]] = block[kept, kept]

    def symmetric(self, k: complex, kept: NDArray[np.int64]) -> Complexes:
        """Return factors of the rows of some waves that make their coupling symmetric (reciprocity)."""
        _, answers = self.answers(complex(k))
        rows = []
        for answer in answers:
            l = np.arange(answer.orders + 1.0)
            into = np.exp(answer.log_incoming + answer.log_outgoing)
            with np.errstate(divide="ignore", invalid="ignore"):
                rows += [sign * l * (l + 1) / (N * into) for sign, N in zip((1, -1), answer.N, strict=True)]
        return np.concatenate([row[self.lowest :] for row in rows])[kept]

    def stretched(self, factor: float) -> System:
        """Return the same system with more orders, to test convergence."""
        return replace(self, orders=tuple(ceil(factor * L) for L in self.orders))


def needed_orders(
    spheres: tuple[LayeredSphere, LayeredSphere], gap: float, k: float, part: float = 1.0
) -> tuple[int, int]:
    """Return the highest polar order each sphere needs at vacuum wavenumber k.

    Beyond n k R fields between the surfaces fade as exp(-2 eta l) of two circles (`harmonics`); at contact
    orders mix over a few times the root of l instead. ``part`` takes a share of what is needed beyond n k R.
    """
    lam = 2 * np.pi / k
    radii = [s.radii[-1] for s in spheres]
    distance, found = radii[0] + radii[1] + gap, []
    for i, sphere in enumerate(spheres):
        edges = (*sphere.radii, radii[i])
        size = k * max(abs(complex(m.index(lam))) * r for m, r in zip(sphere.materials, edges, strict=True))
        eta = max(fading(radii[i], radii[1 - i], distance), 1e-6)
        more = part * min(log(1 / _TOLERANCE) / (2 * eta), _CONTACT * sqrt(size))
        found.append(ceil(size + more) + 2)
    return found[0], found[1]


def seconds(orders: tuple[int, int], exchange: bool) -> float:
    """Return about how long one mode takes on one core."""
    L = max(orders)
    return 4 * (2.6e-8 * L**2.5 + 1.3e-10 * (2 * L) ** 3 * (1.0 if exchange else 3.7))


def places(system: System, families: list) -> NDArray[np.int64]:
    """Return where the waves of some families stand among the unknowns."""
    return np.array([system.position(f.sphere, f.polarization, f.polar) for f in families], dtype=np.int64)
