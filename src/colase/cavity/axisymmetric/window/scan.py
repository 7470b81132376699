"""All modes of a window of wavelengths, for a list of azimuthal numbers.

A scout with coarse triangles and polynomials of order 3 covers the window: each shift finds every
solution within a known distance, and further shifts fill what is left. Around the groups of modes
it sees, the profile is solved with full accuracy. Where the companion of the fine solution is as
coarse as a scout, it scouts, and each of its shifts is solved again finely. Azimuthal numbers are
independent and run side by side in processes.
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.axisymmetric.elements.forms import Discretization
from colase.cavity.axisymmetric.elements.problem import COMPANION_STRENGTH, Problem
from colase.cavity.base import Progress
from colase.cavity.side_processes import mapped

from .mode_table import Columns, table
from .modes import Found, found_near
from .scout import Circle, Orders, circles, rough_enough, scout

_GROUP = 0.03  # relative width in k of a group of modes that one shift serves
_MOST = 14  # modes in a group
_JUNK = 3  # eigenpairs beyond those expected, for layer modes
_NEAR = 0.1  # relative distance in k up to which a mode is near
_SAME = 3e-7  # relative distance below which two modes of equal orders are one


def scanned(
    problem: Problem,
    radius: float,
    numbers: list[int],
    window: tuple[float, float],
    count: int | None,
    q_floor: float,
    most: Orders,
    progress: Progress | None,
    workers: int | None,
) -> xr.Dataset:
    """Return modes of several azimuthal numbers as one Dataset; see `AxisymmetricCavity.modes`."""
    for m in numbers:
        problem.box(m)
        problem.require_memory(m)
    low, high = 2e-6 * pi / window[1], 2e-6 * pi / window[0]
    tasks = [(problem, m, low, high, count, q_floor, most) for m in numbers]
    found = mapped(azimuthal_modes, tasks, workers, progress)
    return table(found, problem, radius)


def azimuthal_modes(
    problem: Problem,
    m: int,
    low: float,
    high: float,
    count: int | None,
    q_floor: float,
    most: Orders,
) -> tuple[Columns, int]:
    """Return the modes of one azimuthal number and how many layer modes were dropped.

    Parameters
    ----------
    low, high : float
        Window of wavenumbers in 1/um; with ``count``, the wavenumber around which modes are wanted.
    """
    parts: list[Columns] = []
    dropped = 0
    for electric in problem.walls():
        walls = problem.discretizations(m, electric)
        if count is None:
            found = _whole_window(problem, walls, electric, low, high, q_floor, most)
        else:
            found = [_nearest(problem, walls, low, count, q_floor)]
        for part in found:
            dropped += part.dropped
            if part.count:
                parts.append(part.columns | {"electric": np.full(part.count, electric)})
    columns = _joined(parts)
    if columns and count is not None:
        nearest = np.sort(np.argsort(np.abs(columns["k"].real - low), kind="stable")[:count])
        columns = {name: value[nearest] for name, value in columns.items()}
    if columns:
        own = most.wanted(columns["radial"], columns["axial"])
        columns = {name: value[own] for name, value in columns.items()}
    return columns, dropped


def _nearest(
    problem: Problem, walls: tuple[Discretization, Discretization], k: float, count: int, q_floor: float
) -> Found:
    """Return at least ``count`` modes near a wavenumber, or all within 10 %."""
    asked = count + _JUNK
    while True:
        found = found_near(problem, *walls, k, asked, (k / (1 + _NEAR), k * (1 + _NEAR)), q_floor)
        if found.count >= count or asked >= 4 * (count + _JUNK) or found.reach > _NEAR * k:
            return found
        asked *= 2


def _whole_window(
    problem: Problem,
    walls: tuple[Discretization, Discretization],
    electric: bool,
    low: float,
    high: float,
    q_floor: float,
    most: Orders,
) -> list[Found]:
    """Return the modes of the window, a group at a time."""
    if rough_enough(problem):
        seen_by = circles(problem, walls[1], low, high, q_floor, COMPANION_STRENGTH)
        return [
            part
            for circle in seen_by
            if (part := _within(problem, walls, circle, (low, high), q_floor, most))
        ]
    seen = scout(problem, walls[0].m, electric, low, high, q_floor, most)
    groups = grouped(seen.k)
    found = []
    for i, group in enumerate(groups):
        a = low if i == 0 else 0.5 * (groups[i - 1][-1] + group[0])
        b = high if i + 1 == len(groups) else 0.5 * (group[-1] + groups[i + 1][0])
        middle = 0.5 * (group[0] + group[-1]) * (1 + 1e-5)
        found.append(_group(problem, walls, middle, group, (a, b), q_floor))
    return found


def _within(
    problem: Problem,
    walls: tuple[Discretization, Discretization],
    circle: Circle,
    window: tuple[float, float],
    q_floor: float,
    most: Orders,
) -> Found | None:
    """Return the modes of one circle that the companion covered, None if it saw none that are wanted."""
    wanted = circle.seen.up_to(most.wider()).k
    if not wanted.size:
        return None
    width = np.abs(wanted - circle.shift).max() + 2e-4 * circle.shift
    between = (max(window[0], circle.between[0]), min(window[1], circle.between[1]))
    count = int((np.abs(circle.pairs.k - circle.shift) < width).sum()) + _JUNK
    while True:
        found = found_near(problem, *walls, circle.shift, count, between, q_floor, circle.pairs)
        if found.reach > width:
            return found
        count += 4


def _group(
    problem: Problem,
    walls: tuple[Discretization, Discretization],
    middle: float,
    group: NDArray[np.float64],
    between: tuple[float, float],
    q_floor: float,
) -> Found:
    """Return the modes around one shift; ask for more of them while some that the scout saw are missing."""
    count = len(group) + _JUNK
    width = max(abs(group[0] - middle), abs(group[-1] - middle))
    while True:
        found = found_near(problem, *walls, middle, count, between, q_floor)
        if found.count >= len(group) or found.reach > 2 * width + 2e-3 * middle:
            return found
        count *= 2


def grouped(k: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Part wavenumbers into groups that one shift can serve."""
    groups: list[list[float]] = []
    for value in np.sort(k):
        if groups and value - groups[-1][0] < _GROUP * value and len(groups[-1]) < _MOST:
            groups[-1].append(float(value))
        else:
            groups.append([float(value)])
    return [np.array(group) for group in groups]


def _joined(parts: list[Columns]) -> Columns:
    """Join groups of modes and leave out those found twice."""
    if not parts:
        return {}
    joined: Columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(joined["k"].real, kind="stable")
    joined = {name: value[order] for name, value in joined.items()}
    keep = np.ones(order.size, dtype=bool)
    alike = ("electric", "polarization", "radial", "axial")
    for i in range(1, order.size):
        near = joined["k"][i].real - joined["k"][i - 1].real < _SAME * joined["k"][i].real
        keep[i] = not (near and all(joined[name][i] == joined[name][i - 1] for name in alike))
    return {name: value[keep] for name, value in joined.items()}
