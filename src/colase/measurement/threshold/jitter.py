"""Likelihood of a linewidth whose pump has an error: where the pump truly was is integrated out.

    L_i = integral dx' N(y_i; ln w(x'), m^2) N(x'; x_i, j^2)

On a straight piece alpha + beta x' between a and b this is, with v = m^2 + beta^2 j^2,

    N(y_i; alpha + beta x_i, v) [Phi((b - mu)/q) - Phi((a - mu)/q)],
    mu = x_i + beta j^2 (y_i - alpha - beta x_i)/v,     q = j m/sqrt(v),

so the collapse is drawn as straight pieces between `KNOTS`, with the two branches at its ends. This holds for
a step too, where a point may lie on the other side of it than its pump says; for a slow fall it becomes the
usual variance m^2 + (slope j)^2. Branches and scatter are chosen best by turns with the posterior of x'
(expectation and maximisation); a few turns do, as most of the points lie where x' does not matter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .collapse import LEAST_SCATTER, Solved, Widths, basis, fallen, prior, ridge

Array = NDArray[np.float64]

KNOTS = np.array([-4.0, -2.7, -2.0, -1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.7, 4.0])  # tau
_TURNS = 3
_LEAST = 1e-300
_CHUNK = 600


def solve_jittered(
    widths: Widths, centre: Array, breadth: Array, roundness: Array, scatter: float, depth: float
) -> Solved:
    """Return the best branches and scatter for many shapes at once; `collapse.solve` for pumps with errors.

    Parameters
    ----------
    centre, breadth, roundness : ndarray, shape (shape,)
        As for `collapse.solve`.
    scatter, depth : float
        First ideas of the scatter of ln(width) and of R.
    """
    parts = [
        _some(
            widths, centre[i : i + _CHUNK], breadth[i : i + _CHUNK], roundness[i : i + _CHUNK], scatter, depth
        )
        for i in range(0, centre.size, _CHUNK)
    ]
    return Solved(
        *(np.concatenate([getattr(p, n) for p in parts]) for n in ("linear", "scatter", "deviance"))
    )


def _some(
    widths: Widths, centre: Array, breadth: Array, roundness: Array, scatter: float, depth: float
) -> Solved:
    u = widths.x - centre[:, None]
    knots = breadth[:, None] * KNOTS
    shares = fallen(knots, breadth[:, None], roundness[:, None])
    shares[:, 0], shares[:, -1] = 0.0, 1.0
    rows = basis(u, fallen(u, breadth[:, None], roundness[:, None]))
    noise = np.full(centre.size, scatter)
    ahead = u + widths.jitter, u - widths.jitter
    moves = (
        0.5
        * depth
        * (
            fallen(ahead[0], breadth[:, None], roundness[:, None])
            - fallen(ahead[1], breadth[:, None], roundness[:, None])
        )
    )
    linear = _weighted(rows, widths.y, 1 / (1 + (moves / scatter) ** 2), noise)
    deviance = np.full(centre.size, np.inf)
    best = linear, noise
    for _ in range(_TURNS):
        likelihood, mean, square = _expected(widths, u, knots, shares, linear, noise)
        now = -2 * np.sum(np.log(likelihood), axis=1) + prior(linear)
        better = now < deviance
        deviance = np.where(better, now, deviance)
        best = np.where(better[:, None], linear, best[0]), np.where(better, noise, best[1])
        share = fallen(mean, breadth[:, None], roundness[:, None])
        linear = _weighted(basis(mean, share), widths.y, np.ones_like(mean), noise)
        noise = np.sqrt(np.mean(square, axis=1) + LEAST_SCATTER**2)
    return Solved(best[0], best[1], deviance)


def _weighted(rows: Array, y: Array, weight: Array, scatter: Array) -> Array:
    columns = np.swapaxes(rows * weight[..., None], 1, 2)
    return ridge(columns @ rows, columns @ y, scatter)


def _expected(
    widths: Widths, u: Array, knots: Array, shares: Array, linear: Array, noise: Array
) -> tuple[Array, Array, Array]:
    """Return likelihoods of the points, the means of where they were, and their mean squared residuals."""
    from scipy.special import ndtr

    j, m = widths.jitter, noise[:, None, None]
    value = np.einsum("ski,si->sk", basis(knots, shares), linear)
    ends = np.full((knots.shape[0], 1), np.inf)
    lower, upper = (np.concatenate(p, axis=1)[:, None, :] for p in ((-ends, knots), (knots, ends)))
    slope = np.concatenate([linear[:, 2:3], np.diff(value) / np.diff(knots), linear[:, 3:4]], axis=1)
    start = np.concatenate([value[:, :1], value], axis=1) - slope * np.concatenate(
        [knots[:, :1], knots], axis=1
    )
    slope = slope[:, None, :]
    residual = widths.y[:, None] - start[:, None, :] - slope * u[..., None]
    variance = m**2 + (slope * j) ** 2
    mean = u[..., None] + slope * j**2 * residual / variance
    width = j * m / np.sqrt(variance)
    inside = ndtr((upper - mean) / width) - ndtr((lower - mean) / width)
    each = inside * np.exp(-0.5 * residual**2 / variance) / np.sqrt(variance)
    total = np.sum(each, axis=2) + _LEAST
    share = each / total[..., None]
    where = np.sum(share * np.clip(mean, lower, upper), axis=2)
    square = (residual * m**2 / variance) ** 2 + (m * slope * j) ** 2 / variance
    lost = np.sum(share, axis=2) < 0.5
    return total, np.where(lost, u, where), np.where(lost, 1.0, np.sum(share * square, axis=2))
