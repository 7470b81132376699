"""RODAS4: one step of an L-stable Rosenbrock method of order 4(3), for a few states with many modes.

With J the Jacobian of y' = f(t, y) and gamma = 1/4, each of the six stages solves a linear system,

    [1/(gamma h) - J] U_i = f(t + alpha_i h, y + sum_j a_ij U_j) + sum_j (c_ij/h) U_j + h d_i df/dt,

and y(t+h) = y + sum_j a_6j U_j + U_6 with U_6 the error estimate. No Newton iteration; linear
invariants of f (here: photons and excitons in all channels) are kept to rounding.
Source: hairer1996, section IV.7; the coefficients are those of RODAS.

Populations P couple to every mode, modes s only to P: J = [[A, B], [C, D]] with D diagonal. The modes
are eliminated, which leaves a dense system of the size of the ladder, however many modes there are:

    (g - A - B (g - D)^-1 C) u_P = b_P + B (g - D)^-1 b_s,   u_s = (g - D)^-1 (b_s + C u_P),  g = 1/(gamma h).
"""

from __future__ import annotations

import numpy as np
from numba import njit

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


@njit(cache=True, nogil=True)
def factor(g, a, b, c, d, inverse, schur):
    """Eliminate the modes and decompose what is left, in place.

    Parameters
    ----------
    g : float
        1/(gamma h).
    a, b, c, d : ndarray, shapes (n, n), (n, m), (n, m), (m,)
        Blocks of the Jacobian; ``c[j, i]`` is the effect of state j on mode i.
    inverse, schur : ndarray, shapes (m,), (n, n)
        Receive 1/(g - d) and the LU decomposition of the reduced matrix (unit lower triangle).
    """
    n = a.shape[0]
    for m in range(d.size):
        inverse[m] = 1.0 / (g - d[m])
    for i in range(n):
        for j in range(n):
            total = 0.0
            for m in range(d.size):
                total += b[i, m] * inverse[m] * c[j, m]
            schur[i, j] = (g if i == j else 0.0) - a[i, j] - total
    for k in range(n):
        for i in range(k + 1, n):
            schur[i, k] /= schur[k, k]
            for j in range(k + 1, n):
                schur[i, j] -= schur[i, k] * schur[k, j]


@njit(cache=True, nogil=True)
def solve(b, c, inverse, schur, p, s):
    """Solve the factored system in place: right-hand sides p (n,) and s (m,) become the solution."""
    n = p.size
    for i in range(n):
        total = 0.0
        for m in range(s.size):
            total += b[i, m] * inverse[m] * s[m]
        p[i] += total
    for i in range(n):
        for j in range(i):
            p[i] -= schur[i, j] * p[j]
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            p[i] -= schur[i, j] * p[j]
        p[i] /= schur[i, i]
    for m in range(s.size):
        total = s[m]
        for j in range(n):
            total += c[j, m] * p[j]
        s[m] = total * inverse[m]


@njit(cache=True, nogil=True)
def step_factor(error):
    """Return by how much to change the step after an error estimate (1 is the tolerance)."""
    return min(6.0, max(0.2, 0.9 * max(error, 1e-12) ** -0.25)) if error == error else 0.2
