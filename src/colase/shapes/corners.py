"""Outlines from corners: straight sides with sharp or rounded corners, or one smooth curve through them.

A corner of interior angle theta that is rounded with radius R gives way to an arc that touches both sides
R/tan(theta/2) from it. Corners on the axis stay as they are; so do those that stand on a substrate, where
a fillet would leave a wedge of no width.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .profile import Curve, Point

_TOUCHES = 1e-9  # of the size of the outline
_STRAIGHT = 1e-6  # rad that a corner turns by to count as one


def straight_outline(
    corners: tuple[Point, ...], radius: float = 0.0, floor: float | None = None
) -> tuple[Curve, ...]:
    """Return the closed outline of straight sides through corners (r, z) in m, in the order given.

    Parameters
    ----------
    corners : tuple of point
        At least three; the first may stand again at the end.
    radius : float
        Of the rounding in m, 0 for sharp corners.
    floor : float, optional
        Height in m on which the body stands; corners there stay sharp.

    Raises
    ------
    InputError
        For fewer than three corners, or a rounding that does not fit a side.
    """
    p = distinct(corners)
    if radius == 0:
        return (Curve((*_points(p), _point(p[0]))),)
    size = float(np.ptp(p))
    kept = np.abs(p[:, 0]) <= _TOUCHES * size
    if floor is not None:
        kept |= np.abs(p[:, 1] - floor) <= _TOUCHES * size
    fillets = [_fillet(p, i, 0.0 if kept[i] else radius) for i in range(len(p))]
    _require_room(p, fillets, radius)
    pieces = []
    for one, other in zip(fillets, fillets[1:] + fillets[:1], strict=True):
        if len(one) == 3:
            pieces.append(Curve(_points(one), "arc"))
        if np.hypot(*(other[0] - one[-1])) > _TOUCHES * size:
            pieces.append(Curve((_point(one[-1]), _point(other[0]))))
    return tuple(pieces)


def smooth_outline(points: tuple[Point, ...]) -> tuple[Curve, ...]:
    """Return the outline of a smooth curve through points (r, z) in m, closed level to the axis and along it.

    Raises
    ------
    InputError
        For fewer than three points.
    """
    p = distinct(points)
    ends = [(0.0, float(p[-1, 1])), (0.0, float(p[0, 1])), _point(p[0])]
    path = [_point(p[-1]), *ends]
    closing = tuple(a for a, b in pairwise(path) if np.hypot(a[0] - b[0], a[1] - b[1]) > 0)
    return (Curve(_points(p), "spline"), Curve((*closing, path[-1])))


def distinct(corners: tuple[Point, ...]) -> NDArray[np.float64]:
    """Return corners as an array (corner, 2), without the first repeated at the end."""
    p = np.array(corners, dtype=float).reshape(-1, 2)
    if len(p) > 1 and (p[0] == p[-1]).all():
        p = p[:-1]
    if len(p) < 3:
        raise InputError(f"corners: {len(p)} of them enclose nothing; give at least three.")
    return p


def _fillet(p: NDArray[np.float64], i: int, radius: float) -> NDArray[np.float64]:
    """Return start, middle and end of the arc in place of a corner, or the corner alone."""
    here = p[i]
    before, after = p[i - 1] - here, p[(i + 1) % len(p)] - here
    u, v = before / max(np.hypot(*before), 1e-300), after / max(np.hypot(*after), 1e-300)
    half = 0.5 * np.arccos(np.clip(u @ v, -1, 1))
    if radius == 0 or np.pi - 2 * half < _STRAIGHT or half < _STRAIGHT:
        return here[None, :]
    inward = (u + v) / np.hypot(*(u + v))
    reach = radius / np.tan(half)
    middle = here + (radius / np.sin(half) - radius) * inward
    return np.array([here + reach * u, middle, here + reach * v])


def _require_room(p: NDArray[np.float64], fillets: list[NDArray[np.float64]], radius: float) -> None:
    """Refuse arcs that are longer than the side between them."""
    for i, (one, other) in enumerate(zip(fillets, fillets[1:] + fillets[:1], strict=True)):
        a, b = p[i], p[(i + 1) % len(p)]
        taken = np.hypot(*(one[-1] - a)) + np.hypot(*(other[0] - b))
        if taken > np.hypot(*(b - a)) * (1 + 1e-9):
            (r0, z0), (r1, z1) = a * 1e6, b * 1e6
            raise InputError(
                f"corners: a rounding of {radius * 1e9:.4g} nm does not fit the side from r = {r0:.4g}, "
                f"z = {z0:.4g} um to r = {r1:.4g}, z = {z1:.4g} um; round less or move the corners."
            )


def _point(p) -> Point:
    return float(p[0]), float(p[1])


def _points(p: NDArray[np.float64]) -> tuple[Point, ...]:
    return tuple(_point(one) for one in p)
