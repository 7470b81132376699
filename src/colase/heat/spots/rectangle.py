"""Even light on a rectangle, of any proportions.

Seen from a point, a rectangle is four with a corner there. For one of sides a < b, and its mirror images,

    Q(k; a, b) = a b <sinc(k_x a) sinc(k_y b)>  over directions,
    Q(k; a, inf) = sin(k a)/k^2                 without the far edge.

Light beyond the far edge cannot matter through wave numbers far above 1/b, so that the first passes softly
(erfc) into the second around 37/b: a stripe of a millimetre by ten micrometres costs what a square costs.
The mean over the spot sees its autocorrelation, (1 - |x|/w)(1 - |y|/h), which without its far end is

    P(k; w, inf) = 4 (1 - cos kw)/(k^3 w) + 4/(k^3 h) [M(kw) - kw J_2(kw)],
    M(z) = Int_0^z t J_1 dt = (pi z/2) [J_1 H_0 - J_0 H_1],      H: Struve functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi, sqrt
from typing import Annotated, Literal, final

import numpy as np
from scipy.special import erfc, j0, j1, jv, struve

from colase.quantity import Quantity, check_bounds

from .spot import FADES, LENGTH, Floats, Spot

_DIRECTIONS = 24  # beside one for each radian of phase
_SHARP = 13.0  # of a soft limit, its end over its width


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle(Spot):
    """Uniform light on a rectangle."""

    width: Annotated[float, Quantity(symbol="w", meaning="width of the spot", example="30 um", **LENGTH)]
    height: Annotated[float, Quantity(symbol="h", meaning="height of the spot", example="50 um", **LENGTH)]
    shape: Literal["rectangle"] = "rectangle"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def reach(self) -> float:
        """Half of the diagonal."""
        return hypot(self.width, self.height) / 2

    @property
    def highest(self) -> float:
        """75 over the distance to the nearest edge."""
        return FADES / (min(self.width, self.height) / 2)

    def near(self, x: float, y: float) -> float:
        """Return the largest of the shorter sides of the four rectangles that meet at a point."""
        return max(min(abs(a), abs(b)) for a, b in self._corners(x, y))

    def intensity(self, x: float, y: float) -> float:
        """Return 1 inside, 1/2 on an edge, 0 outside."""
        return float(np.heaviside(self.width / 2 - abs(x), 0.5) * np.heaviside(self.height / 2 - abs(y), 0.5))

    def transform(self, k: Floats, x: float, y: float) -> Floats:
        """Return the four quarters seen from their common corner; those beyond the point count negative."""
        parts = self._corners(x, y)
        known = {pair: _quarter(k, *pair) for pair in {_sorted(a, b) for a, b in parts}}
        signs = [np.sign(a) * np.sign(b) for a, b in parts]
        return np.sum([s * known[_sorted(a, b)] for s, (a, b) in zip(signs, parts, strict=True)], axis=0)

    def power_spectrum(self, k: Floats) -> Floats:
        """Return the average over directions of the squared transform over the area."""
        short, long = _sorted(self.width, self.height)

        def whole(some: Floats) -> Floats:
            kx, ky = _directions(some, short, long)
            return short * long * (np.sinc(kx / (2 * pi)) ** 2 * np.sinc(ky / (2 * pi)) ** 2).mean(axis=1)

        def endless(some: Floats) -> Floats:
            z = some * short
            moment = pi * z / 2 * (j1(z) * struve(0, z) - j0(z) * struve(1, z))
            side = 4 * (1 - np.cos(z)) / (some**2 * z)
            return side + 4 / (some**3 * long) * (moment - z * jv(2, z))

        return _faded(k, long, whole, endless)

    def _corners(self, x: float, y: float) -> list[tuple[float, float]]:
        a, b = self.width / 2, self.height / 2
        return [(p, q) for p in (a - x, a + x) for q in (b - y, b + y)]


def _sorted(a: float, b: float) -> tuple[float, float]:
    a, b = abs(a), abs(b)
    return (a, b) if a < b else (b, a)


def _quarter(k: Floats, short: float, long: float) -> Floats:
    """Return a rectangle seen from its corner."""

    def whole(some: Floats) -> Floats:
        kx, ky = _directions(some, short, long)
        return short * long * (np.sinc(kx / pi) * np.sinc(ky / pi)).mean(axis=1)

    return _faded(k, long, whole, lambda some: np.sin(some * short) / some**2)


def _directions(k: Floats, short: float, long: float) -> tuple[Floats, Floats]:
    """Return k_x and k_y times the sides, for directions as many as the phases need, shape (k, direction)."""
    count = int(1.5 * (k.max(initial=0.0) * (short + long))) + _DIRECTIONS
    angle = (np.arange(count) + 0.5) / count * pi / 2
    return np.outer(k * short, np.cos(angle)), np.outer(k * long, np.sin(angle))


def _faded(k: Floats, long: float, whole, endless) -> Floats:
    """Return the whole below FADES/long and the endless above, with a soft passage between them."""
    end = FADES / long if long > 0 else np.inf
    share = 0.5 * erfc((k - end / 2) / (sqrt(2) * end / _SHARP)) if np.isfinite(end) else np.ones(k.shape)
    out = np.zeros(k.shape)
    far, close = share < 1 - 1e-9, share > 1e-12
    out[far] = (1 - share[far]) * endless(k[far])
    out[close] += share[close] * whole(k[close])
    return out
