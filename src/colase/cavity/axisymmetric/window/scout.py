"""A quick look at a window: low order, every mode that may be worth a closer look.

Shift-invert finds all solutions within a known distance of its shift. The window is covered by such
circles, first one in the middle, then one in each part that is left.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.cavity.axisymmetric.elements.forms import STRENGTH, Discretization, Eigenpairs
from colase.cavity.axisymmetric.elements.mesh import make_mesh
from colase.cavity.axisymmetric.elements.orders import mode_orders
from colase.cavity.axisymmetric.elements.problem import Problem, wavelength_of
from colase.cavity.axisymmetric.elements.samples import integrals, integration_points, sampled

_ORDER, _SIZE, _MARGIN = 3, 0.8, 0.5
_COUNT = 16
_LENIENT = 4.0  # Q of a coarse solution may be too small by this factor
_SPARE = 2e-3
_DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Orders:
    """Highest radial and axial order that are wanted, None for all."""

    radial: int | None = None
    axial: int | None = None

    def wider(self) -> Orders:
        """Return one order more of each, for labels that a coarse field may have miscounted."""
        return Orders(*(None if most is None else most + 1 for most in (self.radial, self.axial)))

    def wanted(self, radial: NDArray[np.intp], axial: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether modes are of wanted orders."""
        own = np.ones(radial.shape, dtype=bool)
        own &= True if self.radial is None else radial <= self.radial
        return own & (True if self.axial is None else axial <= self.axial)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Coarse modes: wavenumber in 1/um, its derivative with respect to m, orders."""

    k: NDArray[np.float64]
    k_per_m: NDArray[np.float64]
    radial: NDArray[np.intp]
    axial: NDArray[np.intp]

    def up_to(self, most: Orders) -> Seen:
        """Return the modes of wanted orders, by wavenumber."""
        order = np.argsort(self.k)
        return self.rows(order[most.wanted(self.radial[order], self.axial[order])])

    def rows(self, which: NDArray[Any]) -> Seen:
        """Return some of the modes."""
        return Seen(self.k[which], self.k_per_m[which], self.radial[which], self.axial[which])


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """What one shift found: every solution, and the modes of its own part of the window."""

    shift: float
    between: tuple[float, float]
    pairs: Eigenpairs
    seen: Seen


def rough_enough(problem: Problem) -> bool:
    """Whether the companion of the fine solution is no finer than a scout, and can scout itself."""
    accuracy = problem.accuracy
    return accuracy.order - 1 <= _ORDER and accuracy.size >= _SIZE


def scout(
    problem: Problem,
    m: int,
    electric: bool,
    low: float,
    high: float,
    q_floor: float,
    most: Orders,
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
    return joined([c.seen for c in circles(rough, disc, low, high, q_floor, STRENGTH)]).up_to(most)


def joined(parts: list[Seen]) -> Seen:
    """Return several records as one."""
    return Seen(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Seen)))


def circles(
    problem: Problem, disc: Discretization, low: float, high: float, q_floor: float, strength: float
) -> list[Circle]:
    """Return what covers a window of wavenumbers (1/um) and a little beyond.

    ``strength`` is that of the absorbing layers of ``disc``.
    """
    points = integration_points(disc, problem.names)
    found: list[Circle] = []
    left = [(low * (1 - _SPARE), high * (1 + _SPARE), _DEEPEST)]
    while left:
        a, b, deepest = left.pop()
        circle = _circle(problem, disc, points, a, b, q_floor, strength, deepest == 0)
        found.append(circle)
        near, far = circle.between
        left += [(a, near, deepest - 1)] if near > a else []
        left += [(far, b, deepest - 1)] if far < b else []
    return found


def _circle(
    problem: Problem,
    disc: Discretization,
    points: Any,
    low: float,
    high: float,
    q_floor: float,
    strength: float,
    last: bool,
) -> Circle:
    """Find everything around the middle of two wavenumbers; the last one covers both whatever it finds."""
    middle = 0.5 * (low + high)
    index = problem.solved_index(wavelength_of(complex(middle)))
    eps = dict(zip(problem.names, index**2, strict=True))
    pairs = disc.solve(eps, middle, _COUNT)
    reach = np.inf if last else pairs.reach
    near, far = max(low, middle - reach), min(high, middle + reach)
    rate = -2 * pairs.k.imag / pairs.k.real
    own = (pairs.k.real >= near) & (pairs.k.real < far) & (np.abs(rate) < _LENIENT / q_floor)
    seen = Seen(np.empty(0), np.empty(0), np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
    if own.any():
        field = sampled(disc, pairs.vectors[own], points)
        sums = integrals(disc, field, strength)
        inside = sums.in_layer < 0.5
        own[own] = inside
        norm = np.sum(index * problem.group_index(2e-6 * pi / middle) * sums.response, axis=1)
        slope = (sums.turning / (2 * middle * norm)).real[inside]
        vectors = pairs.vectors[own]
        orders = mode_orders(problem.regions, disc, vectors, field.rows(inside), sums.rows(inside))
        seen = Seen(pairs.k.real[own], slope, orders["radial"], orders["axial"])
    return Circle(middle, (near, far), pairs, seen)
