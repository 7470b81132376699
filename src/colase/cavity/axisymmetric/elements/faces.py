"""Fields on the outer faces of a profile, for what roughness does there (`colase.cavity.rough_face`).

    S = sum over faces of (n^2 - n_0^2)^2 int |E|^2 r ds / (2 sum_j n_j n_group,j int_j |E|^2 r dr dz)

with E just inside the body (continued from one and two nanometres below the face), over all faces
between a region and the surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from .forms import Complex, Discretization
from .mesh import SURROUNDINGS, UM, fem
from .problem import Problem
from .samples import Floats, Integrals

_INSIDE = 1e-3  # distance from the face, in um: more than an outline differs from its curved mesh
_STEP = 0.1  # distance of points along a face, in vacuum wavelengths


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Points just inside the outer faces and twice as deep: on the mesh, weight r ds (um^2), and region."""

    mapped: Any
    deeper: Any
    weight: Floats
    region: Any


def outer_faces(problem: Problem, disc: Discretization) -> Faces:
    """Return points on all faces between a region and the surroundings."""
    step = _STEP * problem.wavelength * UM
    inner, deep, outer, weights, regions = [], [], [], [], []
    for i, region in enumerate(problem.regions):
        points, normal, length = _along(region.sampled() * UM, step)
        for sign in (1, -1):
            inner.append(points - sign * _INSIDE * normal)
            deep.append(points - 2 * sign * _INSIDE * normal)
            outer.append(points + sign * _INSIDE * normal)
            weights.append(points[:, 0] * length)
            regions.append(np.full(length.size, i))
    here, below, there = (np.concatenate(p) for p in (inner, deep, outer))
    weight, region = np.concatenate(weights), np.concatenate(regions)
    place = disc.mesh.MaterialCF({name: float(i) for i, name in enumerate(problem.names)})
    wanted = _where(disc, place, here) == region
    wanted &= _where(disc, place, there) == problem.names.index(SURROUNDINGS)
    if not wanted.any():
        return Faces(None, None, weight[wanted], region[wanted])
    thick = _where(disc, place, below) == region
    below = np.where(thick[:, None], below, here)  # a film thinner than that: no continuation
    near, far = (disc.mesh(p[wanted, 0], p[wanted, 1]) for p in (here, below))
    return Faces(near, far, weight[wanted], region[wanted])


def exposure(
    faces: Faces, disc: Discretization, vectors: Complex, sums: Integrals, n: Complex, group: Floats
) -> Floats:
    """Return S of every mode in 1/m, shape (mode,).

    Parameters
    ----------
    vectors : array (mode, unknown)
        Eigenvectors.
    sums : Integrals
        Of the same modes.
    n, group : array (region,)
        Index and group index of every region, the surroundings last.
    """
    energy = (np.abs(n) * group * sums.electric).sum(axis=1)
    if faces.mapped is None:
        return np.zeros(len(vectors))
    ngs = fem().ngs
    gf = ngs.GridFunction(disc.space)
    E, w = gf.components
    field = ngs.CF((E, w / ngs.x))
    contrast = np.abs(n[faces.region] ** 2 - n[-1] ** 2) ** 2 * faces.weight
    found = np.empty(len(vectors))
    for i, vector in enumerate(vectors):
        gf.vec.FV().NumPy()[:] = vector
        near, far = ((np.abs(field(points)) ** 2).sum(axis=1) for points in (faces.mapped, faces.deeper))
        found[i] = contrast @ (2 * near - far)
    return UM * found / (2 * energy)


def _along(outline: Floats, step: float) -> tuple[Floats, Floats, Floats]:
    """Return points on a closed outline, a unit normal at each, and the length each stands for."""
    points, normals, lengths = [], [], []
    for a, b in pairwise(np.vstack([outline, outline[:1]])):
        side = b - a
        length = float(np.hypot(*side))
        count = max(1, round(length / step))
        share = (np.arange(count) + 0.5) / count
        points.append(a + share[:, None] * side)
        normals.append(np.tile(np.array([side[1], -side[0]]) / length, (count, 1)))
        lengths.append(np.full(count, length / count))
    return np.concatenate(points), np.concatenate(normals), np.concatenate(lengths)


def _where(disc: Discretization, place: Any, points: Floats) -> Any:
    """Return the region at points, -1 outside the physical part of the window."""
    box, (r, z) = disc.box, points.T
    low = max(box.low, 0.0) if box.mirror else box.low
    inside = (r > box.inner) & (r < box.outer) & (z > low) & (z < box.high)
    found = np.full(len(points), -1)
    mapped = disc.mesh(r[inside], z[inside])
    good = mapped["nr"] >= 0
    inside[inside] = good
    found[inside] = np.rint(place(mapped[good]).real[:, 0]).astype(int)
    return found
