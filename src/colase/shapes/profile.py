"""Profiles of bodies of revolution: named regions of the (r, z) half-plane, each of one material.

A region is a closed outline of straight lines, circular arcs, Bezier curves (a parabola is one of
degree two, exactly) and smooth curves through points. Regions are painted in order: one that comes
later lies on top of those before, so a coated body is the outline of body and coat together and then
the body over it. Lengths in m, r is the distance from the axis of revolution. What a material is depends on
who asks: a refractive index for cavities, a solid that conducts for heat.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import comb, isfinite, pi
from typing import Generic, Literal, TypeVar, final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from colase.errors import InputError

M = TypeVar("M")
Point = tuple[float, float]
_FINE = 48  # straight pieces that stand for one curved piece
_THINNEST = 1e-9
_KINK = 0.25  # rad of turning from which a joint is a corner


@final
@dataclass(frozen=True, slots=True)
class Curve:
    """One piece of an outline: ``line`` through the points, ``arc`` or ``bezier`` of them, or ``spline``."""

    points: tuple[Point, ...]
    kind: Literal["line", "arc", "bezier", "spline"] = "line"

    def __post_init__(self) -> None:
        points = tuple((float(r), float(z)) for r, z in self.points)
        object.__setattr__(self, "points", points)
        if not all(isfinite(v) for point in points for v in point):
            raise InputError("profile: a point is not a pair of finite numbers (r, z) in m.")
        if len(points) < 2 or (self.kind == "arc" and len(points) != 3):
            raise InputError(
                f"profile: a {self.kind} of {len(points)} points; give "
                + ("start, a point between and end." if self.kind == "arc" else "at least two.")
            )
        if self.kind == "spline" and any(a == b for a, b in pairwise(points)):
            raise InputError("profile: two neighbouring points of a spline are the same.")

    def sampled(self) -> NDArray[np.float64]:
        """Return points along the curve, shape (point, 2), ends included."""
        p = np.array(self.points)
        if self.kind == "line":
            return p
        if self.kind == "arc":
            return _arc(p)
        t = np.linspace(0, 1, _FINE * max(1, len(p) // 4) + 1)
        if self.kind == "bezier":
            order = len(p) - 1
            weights = [comb(order, i) * t**i * (1 - t) ** (order - i) for i in range(order + 1)]
            return np.stack(weights, axis=-1) @ p
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
        return CubicSpline(along, p, bc_type="natural")(np.unique(np.concatenate([t * along[-1], along])))


def _arc(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of the circle through three points, from the first over the second to the third."""
    (ax, ay), (bx, by), (cx, cy) = p
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(d) < 1e-12 * float(np.ptp(p)) ** 2:
        raise InputError("profile: the three points of an arc lie on a line.")
    square = (p**2).sum(axis=1)
    centre = np.array([square @ [by - cy, cy - ay, ay - by], square @ [cx - bx, ax - cx, bx - ax]]) / d
    start, middle, end = (np.arctan2(y, x) for x, y in p - centre)
    turn = (end - start) % (2 * pi)
    if (middle - start) % (2 * pi) > turn:
        turn -= 2 * pi
    angle = start + turn * np.linspace(0, 1, 4 * _FINE + 1)
    return centre + np.hypot(*(p[0] - centre)) * np.stack([np.cos(angle), np.sin(angle)], axis=-1)


@final
@dataclass(frozen=True, slots=True)
class Region(Generic[M]):
    """A named part of a profile; consecutive pieces that do not touch are joined by straight lines."""

    name: str
    material: M
    outline: tuple[Curve, ...]

    def __post_init__(self) -> None:
        points = self.sampled()
        if problem := _problem(self.name, points):
            raise InputError(problem)

    def sampled(self) -> NDArray[np.float64]:
        """Return the closed outline as points, shape (point, 2), without repeating the first."""
        points = np.concatenate([piece.sampled() for piece in self.outline])
        size = max(float(np.ptp(points)), 1e-300)
        apart = np.hypot(*(points - np.roll(points, 1, axis=0)).T) > 1e-9 * size
        return points[apart]

    @property
    def counterclockwise(self) -> tuple[Curve, ...]:
        """The pieces of the outline, each in the sense that has the region on its left."""
        r, z = self.sampled().T
        if np.sum(r * np.roll(z, -1) - z * np.roll(r, -1)) > 0:
            return self.outline
        return tuple(Curve(piece.points[::-1], piece.kind) for piece in reversed(self.outline))

    def joints(self, sharp: bool) -> NDArray[np.float64]:
        """Return where pieces of the outline meet, shape (point, 2): with a kink, or (False) smoothly."""
        pieces = [piece.sampled() for piece in self.outline]
        meet, before, after = [], [], []
        for one, other in zip(pieces, pieces[1:] + pieces[:1], strict=True):
            apart = np.hypot(*(other[0] - one[-1])) > 1e-9 * np.ptp(one)
            ends = [(one[-1], one[-1] - one[-2], other[0] - one[-1])] if apart else []
            start = other[0] - one[-1] if apart else one[-1] - one[-2]
            for point, a, b in [*ends, (other[0], start, other[1] - other[0])]:
                meet.append(point)
                before.append(a)
                after.append(b)
        for piece, points in zip(self.outline, pieces, strict=True):
            if piece.kind == "line":
                meet += list(points[1:-1])
                before += list(np.diff(points[:-1], axis=0))
                after += list(np.diff(points[1:], axis=0))
        a, b = np.array(before), np.array(after)
        turn = np.abs(np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1)))
        return np.array(meet)[(turn > _KINK) == sharp].reshape(-1, 2)

    def contains(self, r: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether points lie inside the outline (crossing number)."""
        inside = np.zeros(np.shape(r), dtype=bool)
        p = self.sampled()
        for (r0, z0), (r1, z1) in zip(p, np.roll(p, -1, axis=0), strict=True):
            if z0 != z1:
                inside ^= ((z0 > z) != (z1 > z)) & (r < (r1 - r0) * (z - z0) / (z1 - z0) + r0)
        return inside

    @property
    def volume(self) -> float:
        """Volume of the solid of revolution, in m^3 (Pappus; other regions on top are not taken off)."""
        r, z = self.sampled().T
        r1, z1 = np.roll(r, -1), np.roll(z, -1)
        return float(abs(pi / 3 * np.sum((z1 - z) * (r * r + r * r1 + r1 * r1))))


def polygon(*points: Point) -> tuple[Curve, ...]:
    """Return the outline of straight lines through points, closed."""
    return (Curve((*points, points[0])),)


def half_disk(radius: float) -> tuple[Curve, ...]:
    """Return the outline of a sphere about the origin."""
    return (
        Curve(((0.0, -radius), (radius, 0.0), (0.0, radius)), "arc"),
        Curve(((0.0, radius), (0.0, -radius))),
    )


def vertical_length(outline: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of the vertical line at each radius lies inside a closed polygon, in m."""
    (r0, z0), (r1, z1) = outline.T, np.roll(outline, -1, axis=0).T
    crosses = (r0 > r[:, None]) != (r1 > r[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        height = np.sign(r1 - r0) * (z0 + (z1 - z0) * (r[:, None] - r0) / (r1 - r0))
    return np.abs(np.where(crosses, height, 0.0).sum(axis=1))


def distance(points: NDArray[np.float64], outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far points (..., 2) are from a closed polygon."""
    a, side = outline, np.roll(outline, -1, axis=0) - outline
    from_a = points[..., None, :] - a
    share = np.clip(np.sum(from_a * side, axis=-1) / np.sum(side**2, axis=-1), 0, 1)
    return np.linalg.norm(from_a - share[..., None] * side, axis=-1).min(axis=-1)


def _problem(name: str, points: NDArray[np.float64]) -> str:
    """Say what is wrong with a closed outline, "" if nothing is."""
    where = f'profile: region "{name}"'
    if points.shape[0] < 3 or min(np.ptp(points[:, 0]), np.ptp(points[:, 1])) < _THINNEST:
        return f"{where} has no thickness; regions below 1 nm are no continuous medium. Leave it out."
    size = float(np.ptp(points))
    if (points[:, 0] < -1e-9 * size).any():
        return (
            f"{where} crosses the axis: it reaches r = {points[:, 0].min() * 1e9:.4g} nm. Give the half with "
            "r >= 0; the other half follows by revolution."
        )
    crossing = _self_crossing(points)
    if crossing is not None:
        r, z = crossing * 1e6
        return f"{where} crosses itself near r = {r:.4g} um, z = {z:.4g} um; give its outline in one turn."
    return ""


def _self_crossing(p: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return a point where two sides of a closed polygon cross, None if none do."""
    count = len(p)
    a, d = p, np.roll(p, -1, axis=0) - p
    for i in range(count - 2):
        others = slice(i + 2, count - (i == 0))
        b, e = a[others], d[others]
        cross = d[i, 0] * e[:, 1] - d[i, 1] * e[:, 0]
        apart = b - a[i]
        with np.errstate(divide="ignore", invalid="ignore"):
            s = (apart[:, 0] * e[:, 1] - apart[:, 1] * e[:, 0]) / cross
            t = (apart[:, 0] * d[i, 1] - apart[:, 1] * d[i, 0]) / cross
        met = np.isfinite(s) & (s > 1e-9) & (s < 1 - 1e-9) & (t > 1e-9) & (t < 1 - 1e-9)
        if met.any():
            return a[i] + s[np.argmax(met)] * d[i]
    return None
