"""Mesh of a conducting body in the (r, z) half-plane, in a shell that reaches a thousand times as far.

Base and surroundings fill a ball of radius R_1 about the origin. Outside of it lies a shell R_1 < rho < 2 R_1
that stands for R_1 < rho' < 1000 R_1,

    rho' = R_1 exp[a (rho - R_1)/R_1],      a = ln 1000,

in which the field of a small source, 1/rho', is smooth; its outer face passes k T/rho', as that field does.
A base of finite thickness ends at its back face, in the ball and in the shell (`colase.heat.bodies.plate`).
Lengths of the mesh are in um. NGSolve and its mesher netgen are an optional extra of colase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from colase.shapes import UM, face_of, fem

from .body import BASE, SURROUNDINGS, HeatBody
from .plate import Plate

_ROOM = 1.6  # R_1 over the size of the body
_SHELL = 1 / 7  # largest triangle of the shell, in R_1
_AROUND = 1 / 6  # the same of base and surroundings
_ACROSS = 0.7  # the same over the thickness of a plate
_CORNER = 0.02  # size of triangles at corners relative to the smallest part or contact
_EDGE = 1e-6  # of the size of the body: what counts as lying on a line


@dataclass(frozen=True, slots=True)
class BodyMesh:
    """A curved mesh whose materials are "part" and "part far", and whose outer edges are named.

    ``ball`` is R_1 in um; edges are called "free", "cold", "far", "back", "back far" or by the two groups
    that meet there.
    """

    mesh: Any
    ball: float


def make_mesh(body: HeatBody, size: float, order: int) -> BodyMesh:
    """Return the mesh of a body.

    Parameters
    ----------
    body : HeatBody
        What is meshed.
    size : float
        Largest triangle of a region over its width.
    order : int
        Polynomial order of curved edges.
    """
    ngs, occ = fem().ngs, fem().occ
    ball = _ROOM * body.reach * UM
    shape = occ.Glue(_faces(body, ball, size))
    _name_edges(shape, body, ball)
    _refine_corners(shape, body, ball, size)
    mesh = ngs.Mesh(occ.OCCGeometry(shape, dim=2).GenerateMesh(maxh=ball, grading=0.4))
    mesh.Curve(order)
    return BodyMesh(mesh, ball)


def _faces(body: HeatBody, ball: float, size: float) -> list[Any]:
    """Return the visible faces of the regions, of base and surroundings, and of their shells."""
    pieces, above = [], _sector(0.0, ball, up=True)
    for region in reversed(body.regions):
        face = face_of(region)
        seen = list((above * face).faces)
        pieces += _named(seen, region.name, size * min(map(_width, seen)))
        above = above - face
    if body.surroundings is not None:
        pieces += _named(above.faces, SURROUNDINGS, _AROUND * ball)
        pieces += _named(_sector(ball, 2 * ball, up=True).faces, f"{SURROUNDINGS} far", _SHELL * ball)
    if body.base is not None:
        near, far, thin = _sector(0.0, ball, up=False), _sector(ball, 2 * ball, up=False), 2 * ball
        plate = Plate(body.base_thickness * UM, ball)
        if plate.ends:
            near, far, thin = plate.near(near, fem().occ), plate.far(), plate.thickness
        pieces += _named(near.faces, BASE, min(_AROUND * ball, _ACROSS * thin))
        pieces += _named(far.faces, f"{BASE} far", _SHELL * ball)
    return pieces


def _named(faces: Any, name: str, largest: float) -> list[Any]:
    for face in faces:
        face.name, face.maxh = name, largest
    return list(faces)


def _width(face: Any) -> float:
    """Return twice the area over the perimeter: the thickness of a film."""
    return 2 * face.mass / sum(edge.mass for edge in face.edges)


def _sector(inner: float, outer: float, up: bool) -> Any:
    """Return the quarter of a disc or ring above or below z = 0."""
    occ = fem().occ
    box = occ.MoveTo(0, 0 if up else -2 * outer).Rectangle(2 * outer, 2 * outer).Face()
    found = occ.Circle((0, 0), outer).Face() * box
    return found - occ.Circle((0, 0), inner).Face() if inner else found


def _name_edges(shape: Any, body: HeatBody, ball: float) -> None:
    """Name every edge: by the two groups that it parts, "cold", "far" or "free"."""
    groups = body.groups()
    of = {name: i for i, members in enumerate(groups) for name in members}
    owners: dict[Any, list[str]] = {}
    for face in shape.faces:
        for edge in face.edges:
            owners.setdefault(_key(edge), []).append(face.name)
    tight = _EDGE * ball
    for edge in shape.edges:
        faces = owners[_key(edge)]
        beside = [name.removesuffix(" far") for name in faces]
        numbers = sorted({of[name] for name in beside})
        r, z = edge.center.x, edge.center.y
        if len(numbers) == 2:
            edge.name = " | ".join(sorted(set(beside)))
        elif len(beside) == 1 and np.hypot(r, z) > 1.99 * ball * 0.9 and _on_circle(edge, 2 * ball):
            edge.name = "far"
        elif len(beside) == 1 and abs(z) < tight and body.base is None and r > tight:
            edge.name = "cold"
        elif faces in ([BASE], [f"{BASE} far"]) and not (_on_line(edge, 0) or _on_line(edge, 1)):
            cold = body.backside.kind == "fixed"
            edge.name = "cold" if cold else faces[0].replace(BASE, "back")
        else:
            edge.name = "free"


def _on_line(edge: Any, axis: int) -> bool:
    """Whether both ends of an edge lie on the axis (0: r = 0) or in the plane z = 0 (1)."""
    return all(abs((v.p.x, v.p.y)[axis]) < 1e-6 for v in edge.vertices)


def _key(edge: Any) -> tuple[float, float, float]:
    return round(edge.center.x, 7), round(edge.center.y, 7), round(edge.mass, 7)


def _on_circle(edge: Any, radius: float) -> bool:
    return all(abs(np.hypot(v.p.x, v.p.y) - radius) < 1e-6 * radius for v in edge.vertices)


def _refine_corners(shape: Any, body: HeatBody, ball: float, size: float) -> None:
    """Make triangles small where parts meet in a corner: there flux is singular, and a contact ends."""
    own = {region.name for region in body.regions}
    smallest = min(_width(face) for face in shape.faces if face.name in own)
    foot = body.contact_radius * UM
    met: dict[tuple[float, float], set[str]] = {}
    for face in shape.faces:
        for corner in face.vertices:
            met.setdefault((round(corner.p.x, 7), round(corner.p.y, 7)), set()).add(face.name)
    for corner in shape.vertices:
        r, z = corner.p.x, corner.p.y
        if r < _EDGE * ball or np.hypot(r, z) > ball * (1 - 1e-6):
            continue
        scale = min(smallest, foot) if foot > 0 and abs(z) < _EDGE * ball else smallest
        parts = met[round(r, 7), round(z, 7)]
        corner.maxh = (_CORNER if len(parts) > 1 else 0.3) * size * scale
