"""Profile of the centre of a collapse: the least D of `collapse` over breadth and roundness.

Roundness takes a few values, with a parabola between them; at each of them D is sought over the breadth, on
a grid first, as a step and a slow fall are two valleys, then downhill, for all centres at once. Where D is
near its least more centres are put between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .collapse import Solved, Widths, solve
from .jitter import solve_jittered

Array = NDArray[np.float64]
Solver = Callable[[Array, Array, Array], Solved]

_LEAST_BREADTH, _LARGEST_BREADTH = 0.01, 0.6  # of the least step, of the whole span
_CLOSEST = 1e-3  # of the span, the least step that counts
_BREADTHS, _ROUNDNESSES = (20, 10), (8, 4)  # where pump values are exact, where their errors blur the shape
_SHRINK, _TURNS = 0.6, 8
_CENTRES, _WANTED, _ZOOMS, _AT_END = 24, 10, 5, 5
_PARABOLA = 0.5  # share by which squares may rise between roundnesses to be a parabola
_HOPELESS = 60.0  # rise of D where no shape is going to help


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """D over ascending ln(pump) of the centre, and the best ln(breadth), both (centre, roundness)."""

    centre: Array
    every: Array
    breadth: Array
    points: int

    @property
    def lowest(self) -> tuple[float, float, float]:
        """Centre, breadth and roundness with the least D."""
        at, which = np.unravel_index(int(np.argmin(self.every)), self.every.shape)
        share = _roundness(self.every.shape[1])[which]
        return float(self.centre[at]), float(np.exp(self.breadth[at, which])), float(share)

    @property
    def deviance(self) -> Array:
        """The least D at every centre, shape (centre,)."""
        return _bottom(self.every, self.points)

    def mean(self, rise: float) -> float:
        """Return the mean centre within ``rise`` of the least D, every one by its likelihood."""
        likelihood = np.exp(0.5 * np.minimum(self.deviance.min() - self.deviance, 0))
        likelihood[self.deviance > self.deviance.min() + rise] = 0
        weight = likelihood * np.gradient(self.centre)
        return float(weight @ self.centre / weight.sum())

    def within(self, rise: float) -> tuple[float, float]:
        """Return the centres between which D stays within ``rise`` of its least, infinite where open."""
        deviance = self.deviance
        limit = float(deviance.min()) + rise
        inside = np.flatnonzero(deviance <= limit)
        first, last = int(inside[0]), int(inside[-1])

        def crossing(inner: int, outer: int) -> float:
            share = (limit - deviance[inner]) / (deviance[outer] - deviance[inner])
            return float(self.centre[inner] + share * (self.centre[outer] - self.centre[inner]))

        return (
            -np.inf if first == 0 else crossing(first, first - 1),
            np.inf if last == self.centre.size - 1 else crossing(last, last + 1),
        )

    def joined(self, other: Profile) -> Profile:
        """Return both, in order."""
        order = np.argsort(np.append(self.centre, other.centre), kind="stable")
        every, breadth = (
            np.concatenate(pair)[order] for pair in ((self.every, other.every), (self.breadth, other.breadth))
        )
        return Profile(np.append(self.centre, other.centre)[order], every, breadth, self.points)

    def part(self, which: NDArray[np.bool_]) -> Profile:
        """Return some of the centres."""
        return Profile(self.centre[which], self.every[which], self.breadth[which], self.points)


def _roundness(count: int) -> Array:
    """Return shares between which the corners of a collapse get rounder in even steps."""
    return np.linspace(0.15, 0.99, count) ** 2


def _bottom(every: Array, points: int) -> Array:
    """Return the least D of every row, of the parabola through the lowest of even roundnesses."""
    at = np.clip(np.argmin(every, axis=1), 1, every.shape[1] - 2)
    low, middle, high = (every[np.arange(at.size), at + d] for d in (-1, 0, 1))
    left, right = (_squares(side - middle, points) for side in (low, high))
    near = (left >= 0) & (right >= 0) & (left + right > 0) & (np.maximum(left, right) < _PARABOLA)
    drop = np.where(near, (right - left) ** 2 / (8 * np.where(near, left + right, 1.0)), 0.0)
    return every.min(axis=1) + points * np.log1p(-drop)


def _squares(rise: Array, points: int) -> Array:
    """Return by which share squares of residuals are larger where D is: they have parabolas, not D."""
    return np.expm1(np.minimum(rise / points, 50.0))


def profile(widths: Widths, rise: float) -> Profile:
    """Return the profile of the centre, dense where D lies within ``rise`` of its least."""
    solver, blurred = solver_of(widths), int(widths.jitter > 0)
    span = float(np.ptp(widths.x))
    step = max(float(np.diff(np.unique(widths.x)).min()), _CLOSEST * span)
    ladder = np.log(np.geomspace(_LEAST_BREADTH * step, _LARGEST_BREADTH * span, _BREADTHS[blurred]))
    centre = np.linspace(widths.x[0], widths.x[-1], 2 * widths.x.size)
    trial = np.broadcast_to(ladder[:, None], (centre.size, ladder.size, _ROUNDNESSES[blurred]))
    found, rung = _lowest(solver, centre, trial, widths.x.size), float(ladder[1] - ladder[0])
    hope = found.deviance < found.deviance.min() + _HOPELESS + rise
    found = found.part(~hope).joined(_settled(solver, found.part(hope), ladder, rung))
    for _ in range(_ZOOMS):
        least = found.deviance.min()
        if np.sum(found.deviance < least + rise) >= _WANTED:
            break
        near = np.flatnonzero(found.deviance < least + 2 * rise)
        first, last = (
            found.centre[i] for i in (max(near[0] - 1, 0), min(near[-1] + 1, found.centre.size - 1))
        )
        found = _refined(found, solver, np.linspace(first, last, _CENTRES + 2)[1:-1], ladder, rung)
    inside = np.flatnonzero(found.deviance < found.deviance.min() + rise)
    ends = [(i, i + 1) for i in (inside[0] - 1, inside[-1]) if 0 <= i < found.centre.size - 1]
    more = [np.linspace(found.centre[i], found.centre[j], _AT_END + 2)[1:-1] for i, j in ends]
    return _refined(found, solver, np.concatenate(more), ladder, rung) if more else found


def _refined(found: Profile, solver: Solver, centre: Array, ladder: Array, step: float) -> Profile:
    """Return a profile with more centres, whose search begins where their neighbours have their best."""
    after = np.clip(np.searchsorted(found.centre, centre), 1, found.centre.size - 1)
    trial = np.stack([found.breadth[after - 1], found.breadth[after]], axis=1)
    start = _lowest(solver, centre, trial, found.points)
    return found.joined(_settled(solver, start, ladder, step))


def solver_of(widths: Widths) -> Solver:
    """Return how branches follow from shapes, by whether pump values have errors."""
    if not widths.jitter:
        return lambda c, b, r: solve(widths, c, b, r)
    edge = max(2, widths.x.size // 6)
    depth = max(float(np.median(widths.y[:edge]) - np.median(widths.y[-edge:])), 0.1)
    scatter = 1.4826 * float(np.median(np.abs(np.diff(widths.y)))) / np.sqrt(2) + 1e-4
    return lambda c, b, r: solve_jittered(widths, c, b, r, scatter, depth)


def _heights(solver: Solver, centre: Array, breadth: Array) -> Array:
    """Return D at every centre for ln(breadth) of shape (centre, trial, roundness)."""
    at, _, roundness = np.broadcast_arrays(centre[:, None, None], breadth, _roundness(breadth.shape[2]))
    found = solver(at.ravel(), np.exp(breadth).ravel(), roundness.ravel())
    return found.deviance.reshape(breadth.shape)


def _lowest(solver: Solver, centre: Array, breadth: Array, points: int) -> Profile:
    """Return the best of some ln(breadth), shape (centre, trial, roundness)."""
    return _chosen(centre, _heights(solver, centre, breadth), breadth, points)


def _chosen(centre: Array, height: Array, breadth: Array, points: int) -> Profile:
    best = np.argmin(height, axis=1)[:, None]
    every, place = (np.take_along_axis(v, best, axis=1)[:, 0] for v in (height, breadth))
    return Profile(centre, every, place, points)


def _settled(solver: Solver, start: Profile, ladder: Array, step: float) -> Profile:
    """Go downhill in ln(breadth): both neighbours, then the bottom of the parabola, then a smaller step."""
    found = start
    for _ in range(_TURNS):
        middle = found.breadth[:, None]
        sides = np.clip(np.concatenate([middle - step, middle + step], axis=1), ladder[0], ladder[-1])
        height = _heights(solver, found.centre, sides)
        low, high = (_squares(height[:, i] - found.every, found.points) for i in (0, 1))
        bend = low + high
        shift = np.where(bend > 0, 0.5 * (low - high) / np.where(bend > 0, bend, 1.0), 0.0)
        last = np.clip(found.breadth + step * np.clip(shift, -2, 2), ladder[0], ladder[-1])[:, None]
        heights = np.concatenate([found.every[:, None], height, _heights(solver, found.centre, last)], axis=1)
        found = _chosen(found.centre, heights, np.concatenate([middle, sides, last], axis=1), found.points)
        step *= _SHRINK
    return found
