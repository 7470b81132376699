"""RODAS4: one step of an L-stable Rosenbrock method of order 4(3), for cells of states that share modes.

With J the Jacobian of y' = f(t, y) and gamma = 1/4, each of the six stages solves a linear system,

    [1/(gamma h) - J] U_i = f(t + alpha_i h, y + sum_j a_ij U_j) + sum_j (c_ij/h) U_j + h d_i df/dt,

and y(t+h) = y + sum_j a_6j U_j + U_6 with U_6 the error estimate. No Newton iteration; linear
invariants of f (here: photons and excitons in all channels) are kept to rounding.
Source: hairer1996, section IV.7; the coefficients are those of RODAS.

Populations P couple to their neighbours in the same cell and to every mode, modes s only to P:
J = [[A, B], [C, D]] with A tridiagonal in each cell and D diagonal. Either side can be eliminated, with
g = 1/(gamma h): the modes,

    (g - A - B (g - D)^-1 C) u_P = b_P + B (g - D)^-1 b_s,   u_s = (g - D)^-1 (b_s + C u_P),

which leaves a dense system of the size of all ladders, however many modes there are; or the cells,

    (g - D - C (g - A)^-1 B) u_s = b_s + C (g - A)^-1 b_P,   u_P = (g - A)^-1 (b_P + B u_s),

which leaves one of the size of the modes, however many cells there are. `modes_first` says what is cheaper.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .row_products import FAST, add_product, add_transposed_product

GAMMA = 0.25
ALPHA = np.array([0.0, 0.386, 0.21, 0.63, 1.0, 1.0])
D = np.array([0.25, -0.1043, 0.1035, -0.0362, 0.0, 0.0])
A = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [1.544, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.9466785280815826, 0.2557011698983284, 0.0, 0.0, 0.0, 0.0],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817, 0.0, 0.0, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 0.0, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1.0, 0.0],
    ]
)
C = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [-5.6688, 0.0, 0.0, 0.0, 0.0, 0.0],
        [-2.430093356833875, -0.2063599157091915, 0.0, 0.0, 0.0, 0.0],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616, 0.0, 0.0, 0.0],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160, 0.0, 0.0],
        [
            8.083246795921522,
            -7.981132988064893,
            -31.52159432874371,
            16.31930543123136,
            -6.058818238834054,
            0.0,
        ],
    ]
)
SUM = np.append(A[5, :5], 1.0)
"""Weights of the stages in the step: y(t+h) = y + sum_j SUM_j U_j."""


def _quadrature_weights() -> np.ndarray:
    """Return W such that an integral q' = y advances by h (y + sum_j W_j U_j) in this method.

    An accumulator is a state that acts on nothing, so its stages follow from those of y:
    u_q = gamma h (I - gamma C)^-1 (y_stage + U), y_stage = y + A U, and the step sums them with SUM.
    """
    w = GAMMA * SUM @ np.linalg.inv(np.eye(6) - GAMMA * C)
    return w @ A + w


W = _quadrature_weights()


class Work(NamedTuple):
    """A decomposed system: ``dense`` is the LU of what is left, the rest belongs to one of the two ways."""

    modes_first: bool
    dense: np.ndarray  # (N, N) with N all states of all cells, or (mode, mode)
    inverse: np.ndarray  # (mode,) 1/(g - D)
    pivot: np.ndarray  # (cell, state) one over the pivots of g - A
    lower: np.ndarray  # (cell, state) multipliers of the elimination in a cell
    mixed: np.ndarray  # (cell, state, mode) B (g - D)^-1, or (g - A)^-1 B


def modes_first(cells: int, states: int, modes: int) -> bool:
    """Return whether it is cheaper to eliminate the modes than the cells."""
    both = cells * states
    return both**2 * modes + both**3 / 3 <= both * modes**2 + modes**3 / 3 + 4 * both * modes


def work_space(cells: int, states: int, modes: int) -> Work:
    """Return the memory that `factor` and `solve` need, for the cheaper way."""
    by_modes = modes_first(cells, states, modes)
    size = cells * states if by_modes else modes
    return Work(
        by_modes,
        np.empty((size, size)),
        np.empty(modes),
        np.empty((cells, states)),
        np.empty((cells, states)),
        np.empty((cells, states, modes)),
    )


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def factor(g, up, down, b, c, d, work):
    """Eliminate modes or cells and decompose what is left.

    Parameters
    ----------
    g : float
        1/(gamma h).
    up, down : ndarray, shape (cell, state)
        Rates from each state to its neighbours: the blocks of A hold -(up + down), up below and down above.
    b, c, d : ndarray, shapes (cell, state, mode), (cell, state, mode), (mode,)
        Other blocks of the Jacobian; ``c[x, j, i]`` is the effect of state j of cell x on mode i.
    work : Work
        Receives the decomposition.
    """
    if work.modes_first:
        _eliminate_modes(g, up, down, b, c, d, work)
    else:
        _eliminate_cells(g, up, down, b, c, d, work)
    _decompose(work.dense)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _eliminate_modes(g, up, down, b, c, d, work):
    cells, states, modes = b.shape
    dense, inverse, mixed = work.dense, work.inverse, work.mixed
    for m in range(modes):
        inverse[m] = 1.0 / (g - d[m])
    for x in range(cells):
        for n in range(states):
            for m in range(modes):
                mixed[x, n, m] = b[x, n, m] * inverse[m]
    for x in range(cells):
        for n in range(states):
            i = x * states + n
            for y in range(cells):
                for k in range(states):
                    total = 0.0
                    for m in range(modes):
                        total += mixed[x, n, m] * c[y, k, m]
                    dense[i, y * states + k] = -total
            dense[i, i] += g + up[x, n] + down[x, n]
            if n > 0:
                dense[i, i - 1] -= up[x, n - 1]
            if n < states - 1:
                dense[i, i + 1] -= down[x, n + 1]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _eliminate_cells(g, up, down, b, c, d, work):
    cells, states, modes = b.shape
    dense, pivot, lower, mixed = work.dense, work.pivot, work.lower, work.mixed
    for x in range(cells):
        pivot[x, 0] = 1.0 / (g + up[x, 0] + down[x, 0])
        mixed[x, 0] = b[x, 0]
        for n in range(1, states):
            factor_n = -up[x, n - 1] * pivot[x, n - 1]
            lower[x, n] = factor_n
            pivot[x, n] = 1.0 / (g + up[x, n] + down[x, n] + factor_n * down[x, n])
            for m in range(modes):
                mixed[x, n, m] = b[x, n, m] - factor_n * mixed[x, n - 1, m]
        scale = pivot[x, states - 1]
        for m in range(modes):
            mixed[x, states - 1, m] *= scale
        for n in range(states - 2, -1, -1):
            scale, above = pivot[x, n], down[x, n + 1]
            for m in range(modes):
                mixed[x, n, m] = (mixed[x, n, m] + above * mixed[x, n + 1, m]) * scale
    rows = cells * states
    np.dot(c.reshape(rows, modes).T, mixed.reshape(rows, modes), dense)
    for i in range(modes):
        for m in range(modes):
            dense[i, m] = -dense[i, m]
        dense[i, i] += g - d[i]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _decompose(a):
    """Replace a matrix by its LU decomposition (unit lower triangle, no pivoting)."""
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _substitute(a, y):
    """Solve a decomposed system in place."""
    n = y.size
    for i in range(n):
        total = y[i]
        for j in range(i):
            total -= a[i, j] * y[j]
        y[i] = total
    for i in range(n - 1, -1, -1):
        total = y[i]
        for j in range(i + 1, n):
            total -= a[i, j] * y[j]
        y[i] = total / a[i, i]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def solve(b, c, down, work, p, s):
    """Solve the factored system in place: right-hand sides p (cell x state, as one row) and s (mode,)."""
    cells, states, modes = b.shape
    if work.modes_first:
        for x in range(cells):
            for n in range(states):
                total = 0.0
                for m in range(modes):
                    total += work.mixed[x, n, m] * s[m]
                p[x * states + n] += total
        _substitute(work.dense, p)
        add_transposed_product(c.reshape(cells * states, modes), p, s)
        for m in range(modes):
            s[m] *= work.inverse[m]
        return
    for x in range(cells):
        first, here = x * states, p[x * states]
        for n in range(1, states):
            here = p[first + n] - work.lower[x, n] * here
            p[first + n] = here
        here *= work.pivot[x, states - 1]
        p[first + states - 1] = here
        for n in range(states - 2, -1, -1):
            here = (p[first + n] + down[x, n + 1] * here) * work.pivot[x, n]
            p[first + n] = here
    add_transposed_product(c.reshape(cells * states, modes), p, s)
    _substitute(work.dense, s)
    add_product(work.mixed.reshape(cells * states, modes), s, p)


@njit(cache=True, nogil=True)
def step_factor(error):
    """Return by how much to change the step after an error estimate (1 is the tolerance)."""
    return min(6.0, max(0.2, 0.9 * max(error, 1e-12) ** -0.25)) if error == error else 0.2
