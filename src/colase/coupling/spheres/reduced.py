"""From the matrix of two spheres to a few modes: exact reduction, pencil, Newton with a secant slope.

Eliminating all waves but the resonant ones leaves E(k) v = 0, small and almost linear in k. Two evaluations
give the pencil, whose eigenvalues are all modes of the group; each is then refined with one evaluation a
step, the slope of E being that between the last two. The change between steps is kept apart from k_0, so
splittings of a few MHz keep their digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve
from scipy.optimize import linear_sum_assignment

from colase.errors import ConvergenceError

from .system import System
from .waves import Complexes

_STEPS = 24
_PROBE = 1e-6  # relative step of the first slope
_FINEST = 3e-7  # relative step below which a secant would be rounding; the slope before it stays
_SETTLED = 2e-14
_ALIKE = 0.8  # overlap of unit vectors above which two are the same mode


@dataclass(frozen=True, slots=True)
class Small:
    """E at one wavenumber (1/m), its slope, and the distance of that wavenumber from the reference."""

    offset: complex
    E: Complexes
    slope: Complexes

    @property
    def hamiltonian(self) -> Complexes:
        """Matrix whose eigenvalues are wavenumbers of modes minus the reference, in 1/m."""
        moved = -np.linalg.solve(self.slope, self.E)
        return np.asarray(moved + self.offset * np.eye(len(self.E)), dtype=np.complex128)


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode: k = reference + offset, its kept waves, what each contributes to the norm, residual."""

    reference: float
    offset: complex
    vector: Complexes
    weight: NDArray[np.float64]
    residual: float
    evaluations: int

    @property
    def k(self) -> complex:
        """Vacuum wavenumber in 1/m."""
        return self.reference + self.offset


def reduced(system: System, kept: NDArray[np.int64], k: complex) -> Complexes:
    """Return E(k) = A_rr - A_rn A_nn^-1 A_nr for the kept waves r."""
    A = system.matrix(k)
    mask = np.ones(len(A), dtype=bool)
    mask[kept] = False
    n = np.flatnonzero(mask)
    inside = n < system.diagonal[1]
    d, s = n[inside], n[~inside]
    D, dr, rd = A[d, d], A[np.ix_(d, kept)], A[np.ix_(kept, d)]
    ds, sd = A[np.ix_(d, s)], A[np.ix_(s, d)] / D
    factors = lu_factor(A[np.ix_(s, s)] - sd @ ds, overwrite_a=True, check_finite=False)
    x = lu_solve(factors, A[np.ix_(s, kept)] - sd @ dr, check_finite=False)
    y = (dr - ds @ x) / D[:, None]
    return np.asarray(A[np.ix_(kept, kept)] - A[np.ix_(kept, s)] @ x - rd @ y, dtype=np.complex128)


def pencil(system: System, kept: NDArray[np.int64], reference: float) -> Small:
    """Return the pencil at a real wavenumber."""
    step = _PROBE * reference
    E = reduced(system, kept, reference)
    return Small(0j, E, (reduced(system, kept, reference + step) - E) / step)


def refined(
    system: System,
    kept: NDArray[np.int64],
    reference: float,
    start: Small,
    wanted: NDArray[np.int64],
    scale: Complexes,
) -> list[Mode]:
    """Return the wanted modes of a pencil, exactly.

    Parameters
    ----------
    start : Small
        From `pencil`.
    wanted : array
        Which eigenvalues of ``start.hamiltonian`` (as `numpy.linalg.eigvals` orders them).
    scale : array (kept,)
        Factors of the rows that make the matrix symmetric, for the norm of each wave.

    Raises
    ------
    ConvergenceError
        If Newton's method does not settle.
    """
    guesses, V = np.linalg.eig(start.hamiltonian)
    guesses = guesses.astype(np.complex128)
    return [_one(system, kept, reference, start, guesses, V[:, i], int(i), scale) for i in wanted]


def _one(
    system: System,
    kept: NDArray[np.int64],
    reference: float,
    last: Small,
    guesses: Complexes,
    vector: Complexes,
    i: int,
    scale: Complexes,
) -> Mode:
    """Refine guess i: the eigenvalue with the vector most like the last one, if one is, or the nearest."""
    offset, move, guesses = complex(guesses[i]), np.inf, guesses.copy()
    for done in range(_STEPS):
        E = reduced(system, kept, reference + offset)
        change = offset - last.offset
        slope = last.slope if abs(change) < _FINEST * reference else (E - last.E) / change
        last = Small(offset, E, slope)
        w, V = np.linalg.eig(last.hamiltonian)
        order = linear_sum_assignment(np.abs(guesses[:, None] - w[None, :]))[1]
        alike = np.abs(vector.conj() @ V)
        best = int(np.argmax(alike)) if alike.max() > _ALIKE else order[i]
        order[[i, np.flatnonzero(order == best)[0]]] = best, order[i]
        vector = V[:, best]
        previous, move = move, abs(w[best] - offset)
        guesses, offset = w[order], complex(w[best])
        if move < _SETTLED * reference or (move < 1e-11 * reference and move > 0.3 * previous):
            v = vector
            left = E + (offset - last.offset) * slope
            residual = np.linalg.norm(left @ v) / (np.linalg.norm(slope, 2) * reference * np.linalg.norm(v))
            norm = v * (scale * (slope @ v))
            return Mode(reference, offset, v, (norm / norm.sum()).real, float(residual), done + 3)
    raise ConvergenceError(
        f"two spheres: Newton's method near {2e9 * np.pi / reference:.6f} nm still moves by "
        f"{move / reference:.1e} after {_STEPS} steps; another family of modes may lie too close. Keep more "
        "families (a wider window or a higher radial_max), or raise the gap."
    )
