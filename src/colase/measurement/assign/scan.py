"""Where to look for namings: a grid of cavities, and the mode that every peak takes in each.

The grid covers the ranges of all parameters, finely along what moves the peaks most (a spacing passes when
the radius changes by lambda/(2 pi n)), and along the others as they move peaks against each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .ladder import Ladders

Array = NDArray[np.float64]

CODE = 100_000  # family and order in one number
_NEAR = 0.2  # of the spacing of all modes together: how far the scan may lie from a cavity that fits
_MOST_POINTS = 100_000


def grid(ladders: Ladders, allowed: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return points over all ranges, shape (point, free), and how much wider than wanted they stand."""
    cavity = ladders.cavity
    ranges = np.array([cavity.known[name].range for name in cavity.free])
    middle = ranges.mean(axis=1) if ranges.size else np.zeros(0)
    used = np.flatnonzero(allowed.any(axis=0))
    spans = np.stack([_span(ladders, f, middle, ranges) for f in used.tolist()])  # family, parameter, peak
    near = _NEAR / max(int(allowed.sum(axis=1).max()), 1)
    for thinned in (1.0, 1.4, 2.0, 2.8):
        steps = _steps(spans, near * thinned)
        if np.prod(steps, dtype=float) <= _MOST_POINTS:
            break
    else:
        raise InputError(
            f"what is known of the cavity leaves more than {_MOST_POINTS:.0e} different cavities to look at; "
            "narrow the ranges (a radius from a microscope, an index from ellipsometry)."
        )
    axes = [np.linspace(a, b, n) for (a, b), n in zip(ranges, steps, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes)) if axes else np.zeros(
        (1, 0)
    ), thinned


def _steps(spans: Array, near: float) -> list[int]:
    """Return how many points every parameter needs, from how far it moves the peaks over its range.

    The parameter that moves all peaks farthest is stepped by that; it makes up for the common part of the
    others, which are stepped by how they move peaks against each other.
    """
    if not spans.shape[1]:
        return []
    common = spans.mean(axis=(0, 2))
    main = int(np.argmax(np.abs(common)))
    rest = spans - (common / common[main])[:, None] * spans[:, main : main + 1]
    steps = [2 + int(np.ptp(rest[:, p]) / (4 * near)) for p in range(common.size)]
    steps[main] = 2 + int(np.abs(spans[:, main]).max() / (2 * near))
    return steps


def _span(ladders: Ladders, family: int, middle: Array, ranges: Array) -> Array:
    """Return how far L of every peak goes over the range of every parameter, shape (free, peak)."""
    ends = np.repeat(middle[None], 2 * len(middle), axis=0)
    for p, (low, high) in enumerate(ranges):
        ends[2 * p, p], ends[2 * p + 1, p] = low, high
    if not len(middle):
        return np.zeros((0, ladders.wavenumber.size))
    values = ladders.orders(ends, family)
    return values[1::2] - values[::2]


def nearest(
    ladders: Ladders, allowed: NDArray[np.bool_], theta: Array, sigma: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return family and order of the mode that every peak takes: the nearest, or the next if two share it."""
    shape = (theta.shape[0], sigma.size)
    distance = np.full((2, *shape), np.inf)
    code = np.zeros((2, *shape), dtype=np.int64)
    for f in range(len(ladders.families)):
        if not allowed[:, f].any():
            continue
        real = ladders.orders(theta, f)
        whole = np.round(real)
        for order in (whole, whole + np.where(real > whole, 1, -1)):
            far = np.abs(real - order) / np.abs(ladders.slopes[f] * sigma)
            far[:, ~allowed[:, f]] = np.inf
            name = f * CODE + order.astype(np.int64)
            second = (far < distance[1]) & (far >= distance[0])
            first = far < distance[0]
            distance[1] = np.where(first, distance[0], np.where(second, far, distance[1]))
            code[1] = np.where(first, code[0], np.where(second, name, code[1]))
            distance[0] = np.where(first, far, distance[0])
            code[0] = np.where(first, name, code[0])
    return _apart(distance, code)


def _apart(distance: Array, code: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of two neighbouring peaks that share a mode let that one take its second mode that loses less."""
    loss = np.where(np.isfinite(distance[1]), distance[1] ** 2 - distance[0] ** 2, np.inf)
    names = code[0].copy()
    for j in range(names.shape[1] - 1):
        twins = names[:, j] == names[:, j + 1]
        left = twins & (loss[:, j] < loss[:, j + 1])
        names[:, j] = np.where(left, code[1, :, j], names[:, j])
        names[:, j + 1] = np.where(twins & ~left, code[1, :, j + 1], names[:, j + 1])
    return names // CODE, names % CODE


def distinct(
    family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Return distinct namings, each with one start."""
    _, first = np.unique(family * CODE + order, axis=0, return_index=True)
    return family[first], order[first], theta[first]
