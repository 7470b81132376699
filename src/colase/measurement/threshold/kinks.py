"""Definitions of a threshold that need no model of the laser: straight lines and slopes.

* **lin-lin kink**: where two straight lines in linear axes meet, by least squares.
* **steepest log slope**: the maximum of d ln(out)/d ln(in), of a line through five neighbours.
* **ASE onset**: where two straight lines meet if each point counts by its relative error, so that the weak
  light below the onset has its say; it means an onset of amplified emission where the line narrows too.
* **log-log break**: where two straight lines in logarithmic axes meet. This is *not* a threshold. Both ends
  of an S-curve have slope one there and only the rise between is steeper, so the break slides down with
  every decade pumped above: to 0.54 of the kink for data to 2.5 times it, to 0.27 for data to 10 times it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_GRID = 160
NARROWS = 1.3  # times, below which a linewidth shows no onset


def broken_line(x: Array, y: Array, grid: Array | None = None) -> Array:
    """Return where two joined lines through (x, y) meet, by least squares.

    Parameters
    ----------
    x : ndarray, shape (point,)
        Ascending.
    y : ndarray, shape (..., point)
        Several curves over the same x are done at once.
    grid : ndarray, optional
        Trial places; even between the second and last but one point if left out.

    Returns
    -------
    ndarray, shape (...)
    """
    trial = np.linspace(x[1], x[-2], _GRID) if grid is None else grid
    bend = np.maximum(x - trial[:, None], 0.0)
    basis = np.stack([np.ones_like(bend), np.broadcast_to(x - x.mean(), bend.shape), bend], axis=-1)
    orthogonal, _ = np.linalg.qr(basis)
    explained = np.sum(np.einsum("gpk,...p->...gk", orthogonal, y) ** 2, axis=-1)
    best = np.clip(np.argmax(explained, axis=-1), 1, trial.size - 2)
    return trial[best] + _summit(explained, best) * (trial[1] - trial[0])


def relative_bend(pump: Array, output: Array, expected: Array | None = None) -> tuple[Array, Array]:
    """Return where two joined lines meet by least squares of relative errors, and both slopes.

    Parameters
    ----------
    pump : ndarray, shape (point,)
        Ascending.
    output : ndarray, shape (curve, point)
    expected : ndarray, shape (point,), optional
        Output to which errors are relative, one for all curves; their median if left out.

    Returns
    -------
    place : ndarray, shape (curve,)
    slopes : ndarray, shape (curve, 2)
        Below and above.
    """
    trial = np.linspace(pump[1], pump[-3], _GRID)
    flat = np.broadcast_to(pump, (trial.size, pump.size))
    design = np.stack([np.ones_like(flat), flat, np.maximum(pump - trial[:, None], 0)], axis=-1)
    weight = 1 / (np.median(output, axis=0) if expected is None else expected)
    orthogonal, triangle = np.linalg.qr(design * weight[:, None])
    projected = np.einsum("gpk,cp->cgk", orthogonal, output * weight)
    explained = np.sum(projected**2, axis=-1)
    best = np.clip(np.argmax(explained, axis=-1), 1, trial.size - 2)
    found = np.stack([np.linalg.solve(triangle[b], p[b]) for b, p in zip(best, projected, strict=True)])
    place = trial[best] + _summit(explained, best) * (trial[1] - trial[0])
    return place, np.stack([found[:, 1], found[:, 1] + found[:, 2]], axis=-1)


def _summit(height: Array, best: NDArray[np.int64]) -> Array:
    """Return how many steps beside the highest point of the last axis a parabola has its summit."""
    low, top, high = (np.take_along_axis(height, (best + d)[..., None], axis=-1)[..., 0] for d in (-1, 0, 1))
    bend = low - 2 * top + high
    shift = np.where(np.abs(bend) > 0, 0.5 * (low - high) / np.where(np.abs(bend) > 0, bend, 1.0), 0.0)
    return np.clip(shift, -1, 1)


def narrowing(width: Array) -> float:
    """Return the linewidth at the lowest pumps over that at the highest, medians of a sixth of the points."""
    edge = max(2, width.size // 6)
    return float(np.median(width[:edge]) / np.median(width[-edge:]))


def lin_lin_kink(pump: Array, output: Array) -> Array:
    """Return the pump at which two straight lines in linear axes meet; ``output`` may be (..., point)."""
    return broken_line(pump, output)


def log_log_break(pump: Array, output: Array) -> Array:
    """Return the pump at which two straight lines in logarithmic axes meet (not a threshold)."""
    return np.exp(broken_line(np.log(pump), np.log(output)))


def steepest_log_slope(pump: Array, output: Array, window: int = 5) -> Array:
    """Return the pump at which ln(output) rises steepest with ln(pump); ``output`` may be (..., point)."""
    x = np.lib.stride_tricks.sliding_window_view(np.log(pump), window)
    y = np.lib.stride_tricks.sliding_window_view(np.log(output), window, axis=-1)
    centre = x.mean(axis=-1)
    dx = x - centre[:, None]
    slope = np.sum(dx * y, axis=-1) / np.sum(dx**2, axis=-1)
    best = np.clip(np.argmax(slope, axis=-1), 1, centre.size - 2)
    step = 0.5 * (centre[best + 1] - centre[best - 1])
    return np.exp(centre[best] + _summit(slope, best) * step)
