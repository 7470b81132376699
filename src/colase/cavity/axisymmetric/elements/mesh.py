"""Mesh of a body of revolution: half-plane, absorbing layers around it, curved triangles.

Lengths inside are in um. The region beside the axis in which a mode of azimuthal number m has faded
is left out: below r = m/(n k) its field falls as exp(-m (a - tanh a)), cosh a = m/(n k r).
NGSolve and its mesher netgen are an optional extra of colase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import acosh, pi, tanh
from typing import Any

import numpy as np

from colase.errors import InputError
from colase.shapes import UM, Region, face_of, fem

SUBSTRATE, SURROUNDINGS = "substrate", "surroundings"
_FADED = 15.0  # e-folds of the field at which the region beside the axis is cut off
_LAYER = 1.5  # thickness of the absorbing layer, in vacuum wavelengths
_OPAQUE = 0.5  # Im n from which a substrate is a metal
_SKIN = 8.0  # skin depths of it that are solved
_CORNER = 0.1  # size of triangles at corners, where fields are singular, relative to elsewhere
_EDGE = 1e-7
_JOINT = 1e-5


@dataclass(frozen=True, slots=True)
class Box:
    """The computational window in um: physical part, and thickness of the absorbing layer.

    ``inner`` is zero if the axis belongs to it; ``mirror`` says that z = 0 is a plane of symmetry,
    ``opaque`` that a metal below ends the window instead of an absorbing layer.
    """

    inner: float
    outer: float
    low: float
    high: float
    layer: float
    mirror: bool
    opaque: bool

    @property
    def open_below(self) -> bool:
        """Whether there is an absorbing layer at the lower end."""
        return not (self.mirror or self.opaque)

    @property
    def bottom(self) -> float:
        """Lower end with the absorbing layer."""
        return self.low - self.layer if self.open_below else self.low


def window_box(
    regions: tuple[Region, ...],
    m: int,
    index: float,
    wavelength: float,
    substrate: complex | None,
    mirror: bool,
    margin: float,
) -> Box:
    """Return the window for modes of azimuthal number m at a vacuum wavelength in m.

    ``index`` is the largest of the body, ``substrate`` that of the substrate, ``margin`` the space around
    the body in vacuum wavelengths.
    """
    points = np.concatenate([region.sampled() for region in regions]) * UM
    lam = wavelength * UM
    rim, low, high = points[:, 0].max(), points[:, 1].min(), points[:, 1].max()
    inner = faded_radius(m, index * 2 * pi / lam)
    if inner > rim:
        raise InputError(
            f"azimuthal number {m}: no mode turns so fast at {wavelength * 1e9:.4g} nm; a radius of "
            f"{rim:.4g} um and an index of {index:.4g} hold at most m = {rim * index * 2 * pi / lam:.0f}."
        )
    if inner < 0.15 * rim:
        inner = 0.0
    base = low if substrate is None else min(low, 0.0)
    opaque = substrate is not None and substrate.imag > _OPAQUE
    below = _SKIN * lam / (2 * pi * substrate.imag) if opaque else margin * lam  # type: ignore[union-attr]
    return Box(
        float(inner),
        float(rim + margin * lam),
        0.0 if mirror else float(base - below),
        float(high + margin * lam),
        _LAYER * lam,
        mirror,
        opaque,
    )


def faded_radius(m: int, wavenumber: float) -> float:
    """Return the radius inside which a mode has faded, 0 if it reaches the axis."""
    from scipy.optimize import brentq

    if m < 8:
        return 0.0

    def folds(share: float) -> float:
        a = acosh(1 / share)
        return m * (a - tanh(a)) - _FADED

    share = brentq(folds, 1e-12, 1 - 1e-12)
    return float(share) * m / wavenumber  # type: ignore[arg-type]


def expected_elements(regions: tuple[Region, ...], sizes: dict[str, float], box: Box) -> float:
    """Return about how many triangles the mesh will have."""
    width, height = box.outer + box.layer - box.inner, box.high + box.layer - box.bottom
    total = 0.0
    left = width * height
    for region in reversed(regions):
        r, z = region.sampled().T * UM
        r = np.maximum(r, box.inner)
        z = np.maximum(z, box.bottom)
        area = 0.5 * abs(float(np.sum(r * np.roll(z, -1) - z * np.roll(r, -1))))
        edge = float(np.hypot(np.diff(r, append=r[0]), np.diff(z, append=z[0])).sum())
        thin = min(1.0, 2 * area / max(edge, 1e-300) / sizes[region.name])
        total += area / (_TRIANGLE * sizes[region.name] ** 2 * max(thin, 0.05))
        left -= area
    if SUBSTRATE in sizes:
        below = min(left, width * max(0.0, -box.bottom))
        total += below / (_TRIANGLE * sizes[SUBSTRATE] ** 2)
        left -= below
    return total + max(left, 0.0) / (_TRIANGLE * sizes[SURROUNDINGS] ** 2)


_TRIANGLE = 0.36  # area of a triangle over the square of the largest edge, as netgen makes them


def make_mesh(regions: tuple[Region, ...], sizes: dict[str, float], box: Box, order: int) -> Any:
    """Return the curved mesh; its materials carry the names of the regions.

    Parameters
    ----------
    sizes : dict
        Largest edge of a triangle in um, for every region, the surroundings and the substrate (only
        if there is one).
    order : int
        Polynomial order of the curved edges.
    """
    ngs, occ = fem().ngs, fem().occ
    right, top = box.outer + box.layer, box.high + box.layer
    left = _rectangle(box.inner, right, box.bottom, top)
    parts = []
    for region in reversed(regions):
        face = face_of(region)
        parts.append((region.name, left * face))
        left = left - face
    if SUBSTRATE in sizes:
        below = _rectangle(box.inner - 1, right + 1, box.bottom - 1, 0.0)
        parts.append((SUBSTRATE, left * below))
        left = left - below
    parts.append((SURROUNDINGS, left))
    pieces = []
    for name, part in parts:
        for cell in _cells(part, box, right, top):
            for face in cell.faces:
                face.name, face.maxh = name, sizes[name]
                pieces.append(face)
    shape = occ.Glue(pieces)
    for edge in shape.edges:
        edge.name = _edge_name(edge.center.x, edge.center.y, box, right, top)
    sharp, smooth = (
        _near(p * UM for region in regions for p in region.joints(turns)) for turns in (True, False)
    )
    for corner in shape.vertices:
        r, z = corner.p.x, corner.p.y
        if box.inner + _EDGE < r < box.outer - _EDGE and box.low + _EDGE < z < box.high - _EDGE:
            if smooth(r, z) and not sharp(r, z):
                continue
            corner.maxh = _CORNER * min(sizes.values())
    mesh = ngs.Mesh(occ.OCCGeometry(shape, dim=2).GenerateMesh(maxh=max(sizes.values())))
    mesh.Curve(order)
    return mesh


def _near(points: Iterable[Any]) -> Callable[[float, float], bool]:
    """Return whether a place in um is one of some points."""
    known = np.array(list(points)).reshape(-1, 2)
    return lambda r, z: bool((np.hypot(known[:, 0] - r, known[:, 1] - z) < _JOINT).any())


def _rectangle(r0: float, r1: float, z0: float, z1: float) -> Any:
    return fem().occ.MoveTo(r0, z0).Rectangle(r1 - r0, z1 - z0).Face()


def _cells(part: Any, box: Box, right: float, top: float) -> list[Any]:
    """Split a part along the faces of the absorbing layers, so that no triangle straddles one."""
    rows = [(box.low, box.high), (box.high, top)] + ([(box.bottom, box.low)] if box.open_below else [])
    columns = [(box.inner, box.outer), (box.outer, right)]
    return [part * _rectangle(*column, *row) for column in columns for row in rows]


def _edge_name(r: float, z: float, box: Box, right: float, top: float) -> str:
    if abs(r - box.inner) < _EDGE:
        return "axis" if box.inner == 0 else "wall"
    if abs(z - box.bottom) < _EDGE:
        return "mirror" if box.mirror else "wall"
    return "wall" if abs(r - right) < _EDGE or abs(z - top) < _EDGE else "inside"
