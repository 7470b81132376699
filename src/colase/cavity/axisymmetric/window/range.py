"""Which azimuthal numbers have modes in a window: a few scouts and the exact slope dk/dm.

A mode family moves up in wavenumber with m. One scout near the rim sees the families; their slopes
say between which azimuthal numbers each of them crosses the window. Scouts at both ends check it.
"""

from __future__ import annotations

from math import ceil, floor, pi

from colase.cavity.axisymmetric.elements.problem import Problem
from colase.cavity.base import ModeWindow

from .scout import Orders, Seen, joined, scout

_WIDER = 0.035  # how far beyond the window the scouts look, relative
_FIRST = 1.856  # first zero of the Airy function over 2^(1/3)
_CLOSE = 0.3  # of an azimuthal number: how far from the window a family is still followed
_BENDING = 0.06  # and how much more for each number away from the scout
_TRIES = 8


def azimuthal_numbers(
    problem: Problem, window: ModeWindow, q_floor: float, axial_max: int | None = None
) -> list[int]:
    """Return the azimuthal numbers with modes of wanted radial orders in the window; none if it is empty."""
    low, high = 2e-6 * pi / window.stop, 2e-6 * pi / window.start
    most = Orders(window.radial_max, axial_max)
    start = _fundamental(problem, 0.5 * (low + high))
    for _ in range(_TRIES):
        seen = _scout(problem, start, low * (1 - _WIDER), high * (1 + _WIDER), q_floor, most)
        if seen.k.size:
            break
        start = floor(0.93 * start)
        if start < 1:
            return []
    else:
        return []
    wanted = _crossing(start, seen, low, high)
    for step in (-1, 1):
        wanted |= _beyond(problem, wanted, step, low, high, q_floor, most)
    return sorted(wanted)


def _fundamental(problem: Problem, k: float) -> int:
    """Return about which azimuthal number the lowest mode of a disk as large has at k (1/um)."""
    sizes, above = [], 0.0
    for region in reversed(problem.regions):
        n = complex(region.material.index(problem.wavelength)).real
        sizes.append((region.volume - above, n * k * float(region.sampled()[:, 0].max()) * 1e6))
        above = max(above, region.volume)
    x = max(sizes)[1]
    m = x
    for _ in range(20):
        m = max(x - _FIRST * m ** (1 / 3), 0.2 * x)
    return max(1, round(m))


def _scout(problem: Problem, m: int, low: float, high: float, q_floor: float, most: Orders) -> Seen:
    """Look with every wall that the mirror plane can be."""
    return joined([scout(problem, m, wall, low, high, q_floor, most) for wall in problem.walls()])


def _crossing(m: int, seen: Seen, low: float, high: float) -> set[int]:
    """Return the azimuthal numbers at which a family seen at m lies in the window or close to it."""
    found: set[int] = set()
    for k, slope in zip(seen.k, seen.k_per_m, strict=True):
        enter, leave = m + (low - k) / slope, m + (high - k) / slope
        spare = _CLOSE + _BENDING * max(abs(enter - m), abs(leave - m))
        found |= set(range(max(0, ceil(enter - spare)), floor(leave + spare) + 1))
    return found


def _beyond(
    problem: Problem, wanted: set[int], step: int, low: float, high: float, q_floor: float, most: Orders
) -> set[int]:
    """Go on from an end of a set of azimuthal numbers while a scout there sees families further on."""
    found: set[int] = set()
    for _ in range(_TRIES):
        reached = wanted | found
        m = (min(reached) if step < 0 else max(reached)) + step
        if m < 0 or not _exists(problem, m):
            break
        wide = (low, high * (1 + _WIDER)) if step < 0 else (low * (1 - _WIDER), high)
        seen = _scout(problem, m, *wide, q_floor, most)
        more = {n for n in _crossing(m, seen, low, high) if (n - m) * step >= 0}
        if not more:
            break
        found |= more
    return found


def _exists(problem: Problem, m: int) -> bool:
    """Whether the body can hold so large an azimuthal number at all."""
    n = max(complex(r.material.index(problem.wavelength)).real for r in problem.regions)
    rim = max(float(r.sampled()[:, 0].max()) for r in problem.regions)
    return m < 2 * pi / problem.wavelength * n * rim
