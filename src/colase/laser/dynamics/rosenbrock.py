"""Rodas5P: an L-stable Rosenbrock method of order 5(4), and the sums over its stages.

With J the Jacobian of y' = f(t, y), each of the eight stages solves a linear system,

    [1/(gamma h) - J] U_i = f(t + alpha_i h, y + sum_j a_ij U_j) + sum_j (c_ij/h) U_j + h d_i df/dt,

and y(t+h) = y + sum_j a_8j U_j + U_8 with U_8 the error estimate, of order 4. No Newton iteration; linear
invariants of f (here: photons and excitons in all channels) are kept to rounding.
Source: hairer1996, section IV.7; the coefficients are those of steinebach2023.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .row_products import FAST, KERNEL, add_transposed_product, copy

STAGES = 8
GAMMA = 0.21193756319429014
ALPHA = np.array(
    [0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1, 1, 1]
)
D = np.array(
    [GAMMA, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0, 0, 0]
)


def _lower(*rows: tuple[float, ...]) -> np.ndarray:
    """Return a strictly lower triangular matrix from its rows."""
    full = np.zeros((STAGES, STAGES))
    for i, row in enumerate(rows, start=1):
        full[i, :i] = row
    return full


_LAST = (
    -7.502846399306121,
    2.561846144803919,
    -11.627539656261098,
    -0.18268767659942256,
    0.030198172008377946,
)
A = _lower(
    (3.0,),
    (2.849394379747939, 0.45842242204463923),
    (-6.954028509809101, 2.489845061869568, -10.358996098473584),
    (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
    _LAST,
    (*_LAST, 1.0),
    (*_LAST, 1.0, 1.0),
)
C = _lower(
    (-14.155112264123755,),
    (-17.97296035885952, -2.859693295451294),
    (147.12150275711716, -1.41221402718213, 71.68940251302358),
    (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
    (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
    (30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623,
     -28.087943162872662),
    (37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002,
     -54.66780262877968, -9.48861652309627),
)  # fmt: skip
SUM = np.append(A[-1, :-1], 1.0)
"""Weights of the stages in the step: y(t+h) = y + sum_j SUM_j U_j."""

_FIRST_OF_LAST = 6  # from here on a stage starts where the one before ended


EACH = GAMMA * SUM @ np.linalg.inv(np.eye(STAGES) - GAMMA * C)
"""Weights of f in a state that acts on nothing: q' = f(t, y) advances by h sum_i EACH_i (f_i + dots).

Its stages are u_i = gamma (h f_i + sum_j c_ij u_j), and the step sums them with SUM; f_i is f where the stage
starts, plus df/dy U_i and h d_i df/dt.
"""

W = EACH @ A + EACH
"""The same for f = y, y_i = y + sum_j a_ij U_j + U_i: the integral advances by h (y + sum_j W_j U_j)."""


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def stage_values(i, y, u, out):
    """Write y + sum_j a_ij U_j; ``out`` holds what stage i - 1 left there."""
    if i >= _FIRST_OF_LAST:
        for q in range(y.size):
            out[q] += u[i - 1, q]
        return
    copy(y, out)
    add_transposed_product(u[:i], A[i], out)


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def add_stages(i, step, u, scaled, right):
    """Add sum_j (c_ij/h) U_j to the right-hand side of stage i, as far as it has components."""
    for j in range(i):
        scaled[j] = C[i, j] / step
    add_transposed_product(u[:i], scaled, right)


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def accept(step, y, u, stage, scaled, integral):
    """Advance y, whose last stage started from ``stage``, and its integral over time."""
    for q in range(integral.size):
        integral[q] += step * y[q]
        y[q] = stage[q] + u[STAGES - 1, q]
    for j in range(STAGES):
        scaled[j] = step * W[j]
    add_transposed_product(u, scaled, integral)


@njit(**KERNEL, fastmath=FAST, error_model="numpy", forceinline=True)
def largest_error(y, stage, estimate, atol, rtol):
    """Return the largest error over its tolerance, ``atol`` one a component."""
    worst, total = 0.0, 0.0
    for q in range(y.size):
        allowed = atol[q] + rtol * max(abs(y[q]), abs(stage[q] + estimate[q]))
        error = abs(estimate[q]) / allowed
        total += error
        worst = error if error > worst else worst
    return worst if total < np.inf else np.inf


@njit(**KERNEL)
def step_factor(error):
    """Return by how much to change the step after an error estimate (1 is the tolerance)."""
    return min(6.0, max(0.2, 0.9 * max(error, 1e-12) ** -0.2)) if error == error else 0.2
