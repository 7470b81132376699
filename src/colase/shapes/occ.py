"""Outlines for the mesher of NGSolve: closed faces of lines, arcs, Bezier and smooth curves, in um.

NGSolve and its mesher netgen are an optional extra of colase.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from colase.errors import InputError

from .profile import Curve, Region

UM = 1e6
"""Meshes are in um: netgen takes lengths below a tenth of a nanometre for zero."""


@cache
def fem() -> SimpleNamespace:
    """Return the modules of NGSolve.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import netgen.occ
        import ngsolve
    except ImportError:
        raise InputError(
            "bodies of this shape are solved by finite elements, which need NGSolve; install it with "
            "pip install 'colase[fem]' (or pip install ngsolve)."
        ) from None
    return SimpleNamespace(ngs=ngsolve, occ=netgen.occ)


def face_of(region: Region) -> Any:
    """Return the face that the outline of a region encloses."""
    occ = fem().occ
    edges, first, last = [], None, None
    for curve in region.counterclockwise:
        points = [(r * UM, z * UM) for r, z in curve.points]
        if last is not None and not _same(last, points[0]):
            edges.append(_segment(last, points[0]))
        edges += _edges(curve, points)
        first, last = first or points[0], points[-1]
    if first is not None and last is not None and not _same(last, first):
        edges.append(_segment(last, first))
    return occ.Face(occ.Wire(edges))


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) < 1e-9


def _segment(a: tuple[float, float], b: tuple[float, float]) -> Any:
    occ = fem().occ
    return occ.Segment(occ.Pnt(*a, 0), occ.Pnt(*b, 0))


def _edges(curve: Curve, points: list[tuple[float, float]]) -> list[Any]:
    occ = fem().occ
    if curve.kind == "line":
        return [_segment(a, b) for a, b in pairwise(points) if not _same(a, b)]
    if curve.kind == "arc":
        return [occ.ArcOfCircle(*(occ.Pnt(*p, 0) for p in points))]
    if curve.kind == "bezier":
        return [occ.BezierCurve([occ.Pnt(*p, 0) for p in points])]
    return [occ.SplineInterpolation([occ.Pnt(*p, 0) for p in points])]
