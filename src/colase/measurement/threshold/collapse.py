"""Collapse of a linewidth: two branches, a centre, a free steepness, and how well all of it fits.

    ln w = a - R f(u) + s u [1 - f(u)] + t u f(u),     u = ln(pump/centre),
    f(u) = [ln(1 + e^{k(u + d)}) - ln(1 + e^{k(u - d)})]/(2 k d)

f goes from 0 to 1 as a ramp of half-length d with corners rounded over 1/k, a logistic curve for k d -> 0
and a step for d, 1/k -> 0; at u = 0 it is 1/2 by symmetry, so that there the width is the geometric mean of
both branches. Variance of df/du: tau^2 = d^2/3 + pi^2/(3 k^2), ``breadth`` tau; ``roundness`` is the share of
the second term. A width w = w_1/(1 + P^n) + w_0, as of a light that goes over from one line to another, is
such a curve with k = n and 2 k d = R = ln(1 + w_1/w_0) exactly.

The branches may tilt, w ~ P^s below and P^t above: modes narrow before they lase, the tail of
Schawlow and Townes has t = -1, heat and chirp t > 0. s and t have a normal prior about zero with the
standard deviation `TILT`, the size such slopes have, so that one point above threshold is not taken for a
branch of its own. Steeper is a different law and shows as a misfit.

a, R, s, t enter linearly and are solved for; the scatter m of ln w is found from the residuals. What is left,

    D = -2 ln L = N ln m^2 + chi^2/m^2 + (s^2 + t^2)/TILT^2,

is a function of centre, breadth and roundness. Where every pump has an error, `jitter` has its L.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TILT = 1.0
LEAST_SCATTER = 1e-6
_WRONG_WAY = 1e3  # rise of D for a width that grows by one e-fold


@dataclass(frozen=True, slots=True, eq=False)
class Widths:
    """Logarithms of pump and linewidth, shape (point,), pump ascending; relative error of each pump."""

    x: Array
    y: Array
    jitter: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The best a, R, s, t at given shapes, shape (shape, 4), scatter m and D, both of shape (shape,)."""

    linear: Array
    scatter: Array
    deviance: Array


def fallen(u: Array, breadth: Array, roundness: Array) -> Array:
    """Return f, the share of the way from the upper to the lower branch; arguments are broadcast."""
    rate = np.pi / (breadth * np.sqrt(3 * roundness))
    half = np.pi * np.sqrt((1 - roundness) / roundness)
    return (_softplus(rate * u + half) - _softplus(rate * u - half)) / (2 * half)


def _softplus(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def basis(u: Array, share: Array) -> Array:
    """Return what a, R, s and t multiply at u where the share f has fallen, shape (..., 4)."""
    return np.stack([np.ones_like(u), -share, u * (1 - share), u * share], axis=-1)


def prior(linear: Array) -> Array:
    """Return what the prior adds to D: tilts of order one, and a width that falls."""
    tilts = np.sum(linear[..., 2:] ** 2, axis=-1) / TILT**2
    return tilts + _WRONG_WAY * np.maximum(-linear[..., 1], 0)


def ridge(normal: Array, right: Array, scatter: Array) -> Array:
    """Solve normal equations (shape, 4, 4) with the prior of the tilts in units of the scatter (shape,)."""
    held = np.array([0.0, 0.0, 1 / TILT**2, 1 / TILT**2])
    weight = scatter[:, None] ** 2 * held + 1e-9 * np.einsum("sii->si", normal) + 1e-12
    return np.linalg.solve(normal + weight[:, None, :] * np.eye(4), right[..., None])[..., 0]


def solve(widths: Widths, centre: Array, breadth: Array, roundness: Array) -> Solved:
    """Return the best branches and scatter for many shapes at once, pump values taken as exact.

    Parameters
    ----------
    centre, breadth, roundness : ndarray, shape (shape,)
        ln(pump) of the centre, tau > 0 in ln(pump), and a share between 0 and 1, both excluded.
    """
    u = widths.x - centre[:, None]
    rows = basis(u, fallen(u, breadth[:, None], roundness[:, None]))
    normal = np.swapaxes(rows, 1, 2) @ rows
    right = np.swapaxes(rows, 1, 2) @ widths.y
    scatter, linear, left = np.zeros(centre.size), np.zeros((centre.size, 4)), widths.y[None]
    for _ in range(3):  # the prior counts in units of the scatter, which follows from the fit
        linear = ridge(normal, right, scatter)
        left = widths.y - (rows @ linear[..., None])[..., 0]
        scatter = np.sqrt(np.mean(left**2, axis=1) + LEAST_SCATTER**2)
    count = widths.x.size
    chi2 = np.sum(left**2, axis=1) / scatter**2
    return Solved(linear, scatter, 2 * count * np.log(scatter) + chi2 + prior(linear))
