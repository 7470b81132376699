"""A quick look at a window: coarse triangles, low order, every mode that may be worth a closer look.

Shift-invert finds all solutions within a known distance of its shift. The window is covered by such
circles, first one in the middle, then one in each part that is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .forms import STRENGTH, Discretization
from .mesh import make_mesh
from .orders import mode_orders
from .problem import Problem, wavelength_of
from .samples import integrals, integration_points, sampled

_ORDER, _SIZE, _MARGIN = 3, 0.8, 0.5
_COUNT = 24
_LENIENT = 4.0  # Q of a coarse solution may be too small by this factor
_SPARE = 2e-3
_DEEPEST = 7


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Coarse modes: wavenumber in 1/um, its derivative with respect to m, orders."""

    k: NDArray[np.float64]
    k_per_m: NDArray[np.float64]
    radial: NDArray[np.intp]


def scout(
    problem: Problem,
    m: int,
    electric: bool,
    low: float,
    high: float,
    q_floor: float,
    radial_max: int | None,
) -> Seen:
    """Return coarse modes of one azimuthal number between two wavenumbers (1/um) and a little beyond."""
    accuracy = replace(
        problem.accuracy,
        order=_ORDER,
        size=max(_SIZE, problem.accuracy.size),
        margin=min(_MARGIN, problem.accuracy.margin),
    )
    rough = replace(problem, accuracy=accuracy)
    box = rough.box(m)
    disc = Discretization(make_mesh(rough.regions, rough.sizes, box, _ORDER + 1), box, m, _ORDER, electric)
    points = integration_points(disc, rough.names)
    parts: list[Seen] = []
    _cover(rough, disc, points, low * (1 - _SPARE), high * (1 + _SPARE), q_floor, parts, _DEEPEST)
    seen = Seen(*(np.concatenate([getattr(p, name) for p in parts]) for name in Seen.__slots__))
    order = np.argsort(seen.k)
    keep = order if radial_max is None else order[seen.radial[order] <= radial_max]
    return Seen(seen.k[keep], seen.k_per_m[keep], seen.radial[keep])


def _cover(
    problem: Problem,
    disc: Discretization,
    points: Any,
    low: float,
    high: float,
    q_floor: float,
    parts: list[Seen],
    deepest: int,
) -> None:
    """Find everything between two wavenumbers, in halves where one shift does not reach."""
    middle = 0.5 * (low + high)
    index = problem.solved_index(wavelength_of(complex(middle)))
    eps = dict(zip(problem.names, index**2, strict=True))
    pairs = disc.solve(eps, middle, _COUNT)
    reach = pairs.reach if deepest else np.inf
    near, far = max(low, middle - reach), min(high, middle + reach)
    rate = -2 * pairs.k.imag / pairs.k.real
    own = (pairs.k.real >= near) & (pairs.k.real < far) & (np.abs(rate) < _LENIENT / q_floor)
    if own.any():
        fields = sampled(disc, pairs.vectors[own], points)
        sums = integrals(disc, fields, STRENGTH)
        own[own] = inside = sums.in_layer < 0.5
        norm = np.sum(index * problem.group_index(2e-6 * pi / middle) * sums.response, axis=1)
        slope = (sums.turning / (2 * middle * norm)).real[inside]
        orders = mode_orders(
            problem.regions, disc, pairs.vectors[own], _some(fields, inside), _some(sums, inside)
        )
        parts.append(Seen(pairs.k.real[own], slope, orders["radial"]))
    else:
        parts.append(Seen(np.empty(0), np.empty(0), np.empty(0, dtype=np.intp)))
    if near > low:
        _cover(problem, disc, points, low, near, q_floor, parts, deepest - 1)
    if far < high:
        _cover(problem, disc, points, far, high, q_floor, parts, deepest - 1)


def _some(records: Any, which: NDArray[np.bool_]) -> Any:
    """Return rows of every array over modes of a record."""
    values = {name: getattr(records, name) for name in records.__slots__}
    return type(records)(**{k: v[which] if isinstance(v, np.ndarray) else v for k, v in values.items()})
