"""From a large nonlinear eigenproblem A(k) x = 0 to a few modes: Schur reduction, pencil, Newton.

Splitting the unknowns into resonant ones r and all others n, A(k) x = 0 is exactly
    E(k) v = 0,   E = A_rr - A_rn A_nn^-1 A_nr
a small matrix that is almost linear in k near a group of resonances. With E' from the same
factorisation, k_0 - E'^-1 E(k_0) is a matrix whose eigenvalues are all modes of the group at once: the
effective Hamiltonian in units of wavenumber. Repeating this at each eigenvalue is Newton's method and
ends on the exact mode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve
from scipy.optimize import linear_sum_assignment

from colase.errors import ConvergenceError

from .bessel import Complexes

MatrixOf = Callable[[complex], Complexes]


@dataclass(frozen=True, slots=True)
class Pencil:
    """E and its slope at one wavenumber, and the effective Hamiltonian relative to it.

    Attributes
    ----------
    centre : complex
        Wavenumber of the expansion, in 1/m.
    E, slope : array (r, r)
        Reduced matrix and its derivative.
    others : array (n, r)
        The eliminated unknowns per resonant one, -A_nn^-1 A_nr.
    """

    centre: complex
    E: Complexes
    slope: Complexes
    others: Complexes

    @property
    def hamiltonian(self) -> Complexes:
        """Matrix whose eigenvalues are wavenumbers of modes minus ``centre``, in 1/m."""
        return np.asarray(-np.linalg.solve(self.slope, self.E), dtype=np.complex128)

    def eigen(self) -> tuple[Complexes, Complexes]:
        """Return detunings from the centre and right eigenvectors (columns)."""
        return np.linalg.eig(self.hamiltonian)


def pencil(
    matrix: MatrixOf,
    resonant: NDArray[np.int64],
    k: complex,
    step: float = 1e-7,
    diagonal: tuple[int, int] = (0, 0),
) -> Pencil:
    """Return the pencil at k; one factorisation, three matrices.

    Parameters
    ----------
    step : float
        For the derivative, relative to k.
    diagonal : tuple of int
        Range of unknowns whose own block of the matrix is diagonal (one disk): eliminated first.
    """
    A, h = matrix(k), step * abs(k)
    dA = matrix(k + h)
    dA -= matrix(k - h)
    dA /= 2 * h
    mask = np.ones(A.shape[0], dtype=bool)
    mask[resonant] = False
    r, n = resonant, np.flatnonzero(mask)
    X, Y = _eliminated(A, r, n, diagonal)
    E = A[np.ix_(r, r)] - A[np.ix_(r, n)] @ X
    slope = dA[np.ix_(r, r)] - dA[np.ix_(r, n)] @ X - Y @ dA[np.ix_(n, r)] + Y @ (dA[np.ix_(n, n)] @ X)
    return Pencil(complex(k), E, slope, -X)


def _eliminated(
    A: Complexes, r: NDArray[np.int64], n: NDArray[np.int64], diagonal: tuple[int, int]
) -> tuple[Complexes, Complexes]:
    """Return A_nn^-1 A_nr and A_rn A_nn^-1."""
    inside = (n >= diagonal[0]) & (n < diagonal[1])
    d, s = n[inside], n[~inside]
    D = A[d, d]
    sd, ds = A[np.ix_(s, d)] / D, A[np.ix_(d, s)]
    factors = lu_factor(A[np.ix_(s, s)] - sd @ ds, overwrite_a=True, check_finite=False)
    dr, rd = A[np.ix_(d, r)], A[np.ix_(r, d)] / D
    X, Y = np.empty((n.size, r.size), np.complex128), np.empty((r.size, n.size), np.complex128)
    X[~inside] = lu_solve(factors, A[np.ix_(s, r)] - sd @ dr, check_finite=False)
    X[inside] = (dr - ds @ X[~inside]) / D[:, None]
    Y[:, ~inside] = lu_solve(factors, (A[np.ix_(r, s)] - rd @ ds).T, trans=1, check_finite=False).T
    Y[:, inside] = rd - Y[:, ~inside] @ sd
    return X, Y


@dataclass(frozen=True, slots=True)
class Root:
    """A polished mode: k = centre + detuning (kept apart: the sum would lose digits), vector, residual."""

    centre: complex
    detuning: complex
    vector: Complexes
    left: Complexes
    others: Complexes
    residual: float

    @property
    def k(self) -> complex:
        """Wavenumber in 1/m."""
        return self.centre + self.detuning


def polished(
    matrix: MatrixOf,
    resonant: NDArray[np.int64],
    guesses: Complexes,
    wanted: NDArray[np.bool_] | None = None,
    steps: int = 12,
    diagonal: tuple[int, int] = (0, 0),
    tolerance: float = 3e-14,
) -> list[Root]:
    """Return one exact mode for every guess, by Newton steps with a fresh pencil each.

    The eigenvalues of each pencil are assigned to all guesses at once, so that two guesses never end
    on the same mode and neighbours do not swap.

    Parameters
    ----------
    guesses : array (r,)
        Wavenumbers of all modes of the group, as `Pencil.eigen` gives them.
    wanted : array (r,) of bool, optional
        Which ones to polish; all by default.
    tolerance : float
        Relative step at which Newton's method stops; the error left is about its square.

    Raises
    ------
    ConvergenceError
        If Newton's method does not settle.
    """

    def fresh(k: complex) -> Pencil:
        return pencil(matrix, resonant, k, diagonal=diagonal)

    return settled(fresh, guesses, wanted, steps, tolerance)


def settled(
    fresh: Callable[[complex], Pencil],
    guesses: Complexes,
    wanted: NDArray[np.bool_] | None = None,
    steps: int = 12,
    tolerance: float = 3e-14,
) -> list[Root]:
    """Return one mode for every guess, given a function that makes a pencil; see `polished`."""
    guesses = np.array(guesses, dtype=np.complex128)
    roots: list[Root | None] = [None] * guesses.size
    wanted = np.ones(guesses.size, dtype=bool) if wanted is None else wanted
    for i in np.flatnonzero(wanted):
        if roots[i] is None:
            _settle(fresh, guesses, roots, int(i), steps, tolerance)
    return [root for root, want in zip(roots, wanted, strict=True) if want and root is not None]


def _settle(
    fresh: Callable[[complex], Pencil],
    guesses: Complexes,
    roots: list[Root | None],
    i: int,
    steps: int,
    tolerance: float,
) -> None:
    """Polish guess i and whatever coincides with it; fills ``roots`` and sharpens ``guesses``."""
    last, move, k = np.inf, np.inf, complex(guesses[i])
    for _ in range(steps):
        k = complex(guesses[i])
        local = fresh(k)
        w, V = local.eigen()
        order = linear_sum_assignment(np.abs((guesses - k)[:, None] - w[None, :]))[1]
        move = float(abs(w[order[i]]))
        guesses[i] = k + w[order[i]]
        if move < tolerance * abs(k) or (move < 1e-11 * abs(k) and move > 0.3 * last):
            near = np.abs(w[order] - w[order[i]]) <= _TOGETHER * abs(k)
            for j in np.flatnonzero(near):
                if roots[j] is None:
                    roots[j] = _root(local, complex(w[order[j]]), V[:, order[j]])
                    guesses[j] = k + w[order[j]]
            return
        last = move
    raise ConvergenceError(
        f"coupled modes: Newton's method near {2e9 * np.pi / k.real:.6f} nm still moves by "
        f"{move / abs(k):.1e} after {steps} steps; another family of modes may lie too close. "
        "Widen the window or raise radial_max, so that it is kept in the group."
    )


_TOGETHER = 1e-10  # relative distance within which one pencil is exact for two modes


def _root(local: Pencil, detuning: complex, vector: Complexes) -> Root:
    """Return a root with its residual |E(k) v| relative to the size of the slope times k."""
    E = local.E + detuning * local.slope
    scale = np.linalg.norm(local.slope, 2) * abs(local.centre) * np.linalg.norm(vector)
    residual = float(np.linalg.norm(E @ vector) / scale)
    _, _, W = np.linalg.svd(E.T)
    left = W[-1].conj()
    return Root(local.centre, complex(detuning), vector, left, local.others @ vector, residual)
