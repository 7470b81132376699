"""Follow eigenvalues through a sweep without swapping them.

From one point to the next every mode is recognised by where its derivative says it should be and by
the overlap of its vector with the one before. Where two assignments are almost as good, the step is
halved; where that does not help - on an exceptional point itself there is no right answer - the step is
marked as doubtful, never guessed silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from colase.results import dataset, variable

Complexes = NDArray[np.complex128]
Spectrum = Callable[[float, "Complexes | None"], tuple[Complexes, Complexes]]
"""Gives eigenvalues (N,) and right eigenvectors (dim, N) at a parameter; the second argument is a guess."""

Progress = Callable[[int, int], None]


@final
@dataclass(frozen=True, slots=True)
class _Point:
    """Eigenvalues and vectors in the order of the branches, and the slope with the parameter."""

    at: float
    values: Complexes
    vectors: Complexes
    slope: Complexes


def follow(
    spectrum: Spectrum,
    parameter: ArrayLike,
    depth: int = 7,
    progress: Progress | None = None,
    name: str = "parameter",
    units: str = "",
    rate_units: str = "",
) -> xr.Dataset:
    """Return every mode along a sweep, each on its own branch.

    Parameters
    ----------
    spectrum : callable
        ``spectrum(value, guess)`` returns eigenvalues and right eigenvectors.
    parameter : array
        Values of the swept quantity, monotonic.
    depth : int
        How often a step may be halved.
    name, units, rate_units : str
        Meaning and unit of the parameter and unit of the eigenvalues, for the result.

    Returns
    -------
    Dataset over ``parameter`` and ``mode``: frequency, growth, overlap (with the vector one step before) and
    doubtful (the branch could have been swapped on the way to this point), over ``parameter``.
    ``attrs["note"]`` says so in words.
    """
    p = np.asarray(parameter, dtype=float)
    tell = progress or (lambda done, total: None)
    values, vectors = _tidy(*spectrum(float(p[0]), None))
    order = np.argsort(values.real, kind="stable")
    point = _Point(float(p[0]), values[order], vectors[:, order], np.zeros(values.size, np.complex128))
    points, overlaps, doubtful = [point], [np.ones(values.size)], [False]
    tell(1, p.size)
    for i, target in enumerate(p[1:], 2):
        point, overlap, doubt = _advance(spectrum, point, float(target), depth)
        points.append(point)
        overlaps.append(overlap)
        doubtful.append(doubt)
        tell(i, p.size)
    stacked = np.array([q.values for q in points])
    bad = p[np.array(doubtful)]
    note = (
        f"Branches may be swapped at {', '.join(f'{b:.6g}' for b in bad)}: two modes coincide there and no "
        "step was short enough to tell them apart."
        if bad.size
        else ""
    )
    return dataset(
        {
            "frequency": variable(
                ("parameter", "mode"), stacked.real, rate_units, "real part of the eigenvalue"
            ),
            "growth": variable(
                ("parameter", "mode"), stacked.imag, rate_units, "imaginary part of the eigenvalue"
            ),
            "overlap": variable(
                ("parameter", "mode"), np.array(overlaps), "", "overlap with the step before"
            ),
            "doubtful": variable("parameter", np.array(doubtful), "", "branches may be swapped"),
        },
        {
            "parameter": variable("parameter", p, units, name),
            "mode": variable("mode", np.arange(stacked.shape[1]), "", "branch"),
        },
        note=note,
    )


def _tidy(values: Complexes, vectors: Complexes) -> tuple[Complexes, Complexes]:
    """Return eigenvectors of norm one."""
    return np.asarray(values), vectors / np.linalg.norm(vectors, axis=0)


def _advance(
    spectrum: Spectrum, start: _Point, target: float, depth: int
) -> tuple[_Point, NDArray[np.float64], bool]:
    """Go from one point to the next, halving the step where the assignment is not clear."""
    step = target - start.at
    guess = start.values + start.slope * step
    values, vectors = _tidy(*spectrum(target, guess))
    order, clear = _assigned(start, values, vectors, guess)
    if clear or depth == 0:
        values, vectors = values[order], vectors[:, order]
        overlap = np.abs((start.vectors.conj() * vectors).sum(axis=0))
        return _Point(target, values, vectors, (values - start.values) / step), overlap, not clear
    middle, _, doubt = _advance(spectrum, start, start.at + 0.5 * step, depth - 1)
    end, overlap, more = _advance(spectrum, middle, target, depth - 1)
    return end, overlap, doubt or more


_CLEAR = 0.25  # how much worse the next best assignment must be


def _assigned(
    start: _Point, values: Complexes, vectors: Complexes, guess: Complexes
) -> tuple[NDArray[np.int64], bool]:
    """Return which new mode continues each branch, and whether no other choice comes close."""
    distance = np.abs(guess[:, None] - values[None, :])
    moved = np.abs(guess - start.values).max() + _typical(start.values, values)
    overlap = np.abs(start.vectors.conj().T @ vectors)
    cost = distance / moved + (1 - overlap)
    order = linear_sum_assignment(cost)[1]
    best = cost[np.arange(order.size), order].sum()
    rival = np.inf
    for i, j in permutations(range(order.size), 2):
        if i < j:
            swapped = best - cost[i, order[i]] - cost[j, order[j]] + cost[i, order[j]] + cost[j, order[i]]
            if abs(values[order[i]] - values[order[j]]) > 1e-12 * (1 + np.abs(values).max()):
                rival = min(rival, swapped - best)
    return order, bool(rival > _CLEAR)


def _typical(before: Complexes, after: Complexes) -> float:
    """Return how far the spectrum moved as a whole, never zero."""
    distance = np.abs(before[:, None] - after[None, :])
    i, j = linear_sum_assignment(distance)
    return max(float(distance[i, j].max()), 1e-9 * float(distance.max()), 1e-300)
