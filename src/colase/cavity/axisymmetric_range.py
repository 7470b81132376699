"""Which azimuthal numbers have modes in a window: a few scouts and the exact slope dk/dm.

A mode family moves up in wavenumber with m. One scout near the rim sees the families; their slopes
say between which azimuthal numbers each of them crosses the window. Scouts at both ends check it.
"""

from __future__ import annotations

from math import ceil, floor, pi

import numpy as np

from .axisymmetric_problem import Problem
from .axisymmetric_scout import Seen, scout
from .base import ModeWindow

_WIDER = 0.06  # how far beyond the window the scouts look, relative
_FIRST = 1.856  # first zero of the Airy function over 2^(1/3)
_TRIES = 8


def azimuthal_numbers(problem: Problem, window: ModeWindow, q_floor: float) -> list[int]:
    """Return the azimuthal numbers with modes of wanted radial orders in the window; none if it is empty."""
    low, high = 2e-6 * pi / window.stop, 2e-6 * pi / window.start
    start = _fundamental(problem, 0.5 * (low + high))
    for _ in range(_TRIES):
        seen = _scout(problem, start, low * (1 - _WIDER), high * (1 + _WIDER), q_floor, window.radial_max)
        if seen.k.size:
            break
        start = floor(0.93 * start)
        if start < 1:
            return []
    else:
        return []
    first, last = _crossing(start, seen, low, high)
    first = _extended(problem, first, -1, low, high, q_floor, window.radial_max)
    last = _extended(problem, last, 1, low, high, q_floor, window.radial_max)
    return list(range(first, last + 1))


def _fundamental(problem: Problem, k: float) -> int:
    """Return about which azimuthal number the lowest mode of a disk as large has at k (1/um)."""
    sizes = []
    for region in problem.regions:
        n = complex(region.material.index(problem.wavelength)).real
        sizes.append((region.volume, n * k * float(region.sampled()[:, 0].max()) * 1e6))
    x = max(sizes)[1]
    m = x
    for _ in range(20):
        m = max(x - _FIRST * m ** (1 / 3), 0.2 * x)
    return max(1, round(0.97 * m))


def _scout(problem: Problem, m: int, low: float, high: float, q_floor: float, radial_max: int) -> Seen:
    """Look with every wall that the mirror plane can be."""
    seen = [scout(problem, m, wall, low, high, q_floor, radial_max) for wall in problem.walls()]
    return Seen(*(np.concatenate([getattr(s, name) for s in seen]) for name in Seen.__slots__))


def _crossing(m: int, seen: Seen, low: float, high: float) -> tuple[int, int]:
    """Return the azimuthal numbers between which the families seen at m cross the window."""
    enter, leave = m + (low - seen.k) / seen.k_per_m, m + (high - seen.k) / seen.k_per_m
    return max(0, floor(enter.min())), ceil(leave.max())


def _extended(
    problem: Problem, m: int, step: int, low: float, high: float, q_floor: float, radial_max: int
) -> int:
    """Go on from an end of the range until a scout sees nothing in the window."""
    for _ in range(_TRIES):
        if m + step < 0 or not _exists(problem, m + step):
            return m
        seen = _scout(problem, m + step, low, high, q_floor, radial_max)
        if not seen.k.size:
            return m
        far = _crossing(m + step, seen, low, high)[0 if step < 0 else 1]
        m = min(m + step, far) if step < 0 else max(m + step, far)
    return m


def _exists(problem: Problem, m: int) -> bool:
    """Whether the body can hold so large an azimuthal number at all."""
    n = max(complex(r.material.index(problem.wavelength)).real for r in problem.regions)
    rim = max(float(r.sampled()[:, 0].max()) for r in problem.regions)
    return m < 2 * pi / problem.wavelength * n * rim
