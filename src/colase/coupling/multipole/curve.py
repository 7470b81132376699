"""All modes of a group from three reduced matrices: the fast way through a sweep.

    E(k) = E_0 + (k - k_0) E_01 + (k - k_0)(k - k_1) E_012          divided differences

Nodes stand where modes are expected, so that what is left out, E''' (k-k_0)(k-k_1)(k-k_2)/6, is small at
every mode. Three reductions without derivatives cost a third of Newton's method with fresh pencils. One
more reduction, at the mode farthest from a node, measures the error of that mode.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from .bessel import Complexes
from .reduction import MatrixOf, Pencil, Root, settled

_CLOSEST = 3e-8  # relative distance of nodes: below, differences drown in rounding


def reduced(
    matrix: MatrixOf, resonant: NDArray[np.int64], k: complex, diagonal: tuple[int, int]
) -> Complexes:
    """Return E(k) = A_rr - A_rn A_nn^-1 A_nr; see `reduction.pencil`."""
    A = matrix(k)
    mask = np.ones(A.shape[0], dtype=bool)
    mask[resonant] = False
    n = np.flatnonzero(mask)
    inside = (n >= diagonal[0]) & (n < diagonal[1])
    d, s, r = n[inside], n[~inside], resonant
    D = A[d, d]
    sd, rd = A[np.ix_(s, d)] / D, A[np.ix_(r, d)] / D
    ds, dr = A[np.ix_(d, s)], A[np.ix_(d, r)]
    core = A[np.ix_(s, s)] - sd @ ds
    X = lu_solve(lu_factor(core, overwrite_a=True, check_finite=False), A[np.ix_(s, r)] - sd @ dr)
    return A[np.ix_(r, r)] - rd @ dr - (A[np.ix_(r, s)] - rd @ ds) @ X


@dataclass(frozen=True, slots=True)
class Curve:
    """E(k) as a parabola through three nodes."""

    nodes: tuple[complex, complex, complex]
    zeroth: Complexes
    first: Complexes
    second: Complexes

    def pencil(self, k: complex) -> Pencil:
        """Return value and slope at k."""
        a, b = k - self.nodes[0], k - self.nodes[1]
        E = self.zeroth + a * (self.first + b * self.second)
        slope = self.first + (a + b) * self.second
        return Pencil(complex(k), E, slope, np.zeros((0, E.shape[0]), np.complex128))


def curve(
    matrix: MatrixOf, resonant: NDArray[np.int64], guesses: Complexes, diagonal: tuple[int, int]
) -> Curve:
    """Return E(k) through three nodes laid over the guesses."""
    i, j = np.unravel_index(int(np.abs(guesses[:, None] - guesses[None, :]).argmax()), (guesses.size,) * 2)
    centre, half = 0.5 * (guesses[i] + guesses[j]), 0.5 * (guesses[j] - guesses[i])
    if abs(half) < _CLOSEST * abs(centre):
        half = _CLOSEST * abs(centre) + 0j
    nodes = (complex(centre - half), complex(centre + half), complex(centre))
    E = [reduced(matrix, resonant, k, diagonal) for k in nodes]
    first = (E[1] - E[0]) / (nodes[1] - nodes[0])
    other = (E[2] - E[1]) / (nodes[2] - nodes[1])
    return Curve(nodes, E[0], first, (other - first) / (nodes[2] - nodes[0]))


def curved(
    matrix: MatrixOf, resonant: NDArray[np.int64], guesses: Complexes, diagonal: tuple[int, int] = (0, 0)
) -> tuple[list[Root], float]:
    """Return one mode for every guess, and the measured error of the least certain one, in 1/m."""
    local = curve(matrix, resonant, guesses, diagonal)
    roots = settled(local.pencil, guesses, tolerance=1e-13)
    nodes = np.array(local.nodes)
    far = max(roots, key=lambda root: float(np.abs(root.k - nodes).min()))
    E = reduced(matrix, resonant, far.k, diagonal)
    slope = local.pencil(far.k).slope
    left = far.left.conj()
    move = (left @ E @ far.vector) / (left @ slope @ far.vector)
    return roots, float(abs(move))
