"""Disks, holes and notches as a mesh of curved elements, and the waves on it.

    E_z   int grad u . grad v = k^2 int n^2 u v,        H_z   int n^-2 grad u . grad v = k^2 int u v

with elements of high order and a radial perfectly matched layer around everything. Lengths in um inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi
from typing import Any

import numpy as np

from colase.coupling.arrangement.arrangement import Arrangement
from colase.errors import InputError
from colase.materials import as_material

UM = 1e6
_MARGIN, _LAYER = 0.9, 1.2  # vacuum wavelengths of air around the disks, and of absorbing layer
_SIZE = 0.65  # wavelengths in the material a side of an element
_MOST = 450_000
ORDER = 7


@dataclass(frozen=True, slots=True)
class Elements:
    """A mesh with its materials.

    Attributes
    ----------
    mesh
        NGSolve mesh.
    index : dict
        Refractive index by name of region, at the middle of the window.
    centre, radius : tuple of float, float
        Circle around all disks, in um; the absorbing layer starts there.
    """

    mesh: Any
    index: dict[str, complex]
    centre: tuple[float, float]
    radius: float

    @property
    def body(self) -> str:
        """Names of everything but air and layer, as NGSolve wants them."""
        return "|".join(name for name in self.index if name not in ("air", "pml"))


def require_ngsolve() -> Any:
    """Return NGSolve, or say how to get it."""
    try:
        import ngsolve
    except ImportError:
        raise InputError(
            "a notch is solved by finite elements, which need NGSolve: pip install 'colase[fem]'. "
            "Round holes need no finite elements."
        ) from None
    return ngsolve


def elements(disks: Arrangement, wavelength: float, order: int = ORDER) -> Elements:
    """Return the mesh of some disks for a vacuum wavelength in m.

    Raises
    ------
    InputError
        If NGSolve is missing, or the disks are too large for it: the message says how many unknowns.
    """
    require_ngsolve()
    lam = wavelength * UM
    indices = [complex(as_material(d.index).index(wavelength)) for d in disks.disks]
    around = complex(as_material(disks.outside).index(wavelength))
    centre = tuple(float(np.mean([d.centre[i] for d in disks.disks])) * UM for i in (0, 1))
    reach = max(
        hypot(d.centre[0] * UM - centre[0], d.centre[1] * UM - centre[1]) + d.radius * UM for d in disks.disks
    )
    outer = reach + _MARGIN * lam
    size, inner = _SIZE * lam / around.real, [_SIZE * lam / n.real for n in indices]
    solid = sum(pi * (d.radius * UM) ** 2 / h**2 for d, h in zip(disks.disks, inner, strict=True))
    count = 1.2 * order**2 * (solid + pi * ((outer + _LAYER * lam) ** 2 - reach**2) / size**2)
    if count > _MOST:
        raise InputError(
            "a notch by finite elements: disks of up to "
            f"{max(d.radius for d in disks.disks) * 2 * UM:.3g} um need some "
            f"{count:.1e} unknowns at {wavelength * 1e9:.4g} nm, more than {_MOST:.1e}. Take "
            "a smaller or a single "
            "disk, a longer wavelength, or a round Hole, which needs none."
        )
    mesh, index = _meshed(disks, indices, around, centre, outer, _LAYER * lam, size, inner, order, wavelength)  # type: ignore[arg-type]
    return Elements(mesh, index, centre, outer)  # type: ignore[arg-type]


def _meshed(
    disks: Arrangement,
    indices: list[complex],
    around: complex,
    centre: tuple[float, float],
    outer: float,
    layer: float,
    size: float,
    inner: list[float],
    order: int,
    wavelength: float,
) -> tuple[Any, dict[str, complex]]:
    """Return the curved mesh and the index of every region."""
    import ngsolve
    from netgen.occ import Glue, MoveTo, OCCGeometry  # type: ignore[attr-defined]

    air = MoveTo(*centre).Circle(outer).Face()
    pml = MoveTo(*centre).Circle(outer + layer).Face() - air
    pml.faces.name, pml.faces.maxh = "pml", size
    index, faces = {"air": around, "pml": around}, [pml]
    for i, disk in enumerate(disks.disks):
        x, y = disk.centre[0] * UM, disk.centre[1] * UM
        whole = MoveTo(x, y).Circle(disk.radius * UM).Face()
        air, face = air - whole, whole
        pieces = [(_polygon(n.outline, x, y) * whole, n.index) for n in disk.notches]
        for hole in disk.holes:
            u, v = disk.hole_centre(hole)
            pieces.append((MoveTo(x + u * UM, y + v * UM).Circle(hole.radius * UM).Face() * face, hole.index))
        for j, (piece, material) in enumerate(pieces):
            name = f"piece{i}_{j}"
            face = face - piece
            piece.faces.name, piece.faces.maxh = name, inner[i]
            index[name] = complex(as_material(material).index(wavelength))
            faces.append(piece)
        face.faces.name, face.faces.maxh = f"disk{i}", inner[i]
        index[f"disk{i}"] = indices[i]
        faces.append(face)
    air.faces.name, air.faces.maxh = "air", size
    mesh = ngsolve.Mesh(OCCGeometry(Glue([*faces, air]), dim=2).GenerateMesh(maxh=size))
    mesh.Curve(order)
    mesh.SetPML(ngsolve.pml.Radial(rad=outer, alpha=1.2j, origin=centre), "pml")
    return mesh, index


def _polygon(outline: tuple[tuple[float, float], ...], x: float, y: float) -> Any:
    """Return the face of a notch."""
    from netgen.occ import MoveTo

    first = outline[0]
    pen = MoveTo(x + first[0] * UM, y + first[1] * UM)
    for u, v in outline[1:]:
        pen = pen.LineTo(x + u * UM, y + v * UM)
    return pen.Close().Face()
