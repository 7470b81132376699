"""Fields of many modes at the integration points of a mesh, and every integral of them.

With the vectors on one set of points all integrals are sums of arrays: the unconjugated ones that
give exact first-order responses, and the real ones that say where the energy is.

    response of region i   b_i = int_i r (s_z/s_r E_r^2 + s_r/s_z E_z^2) + s_r s_z / r w^2
    d ln k / d ln n_i      = - n_i^2 b_i / sum_j n_j n_group,j b_j
    dk/dm                  = a'(m) / (2 k sum_j n_j n_group,j b_j)
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .forms import Complex, Discretization
from .mesh import fem

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Integration points of a mesh: positions (um), weights r dr dz, region, and inside a layer or not."""

    mapped: Any
    r: Floats
    z: Floats
    weight: Floats
    region: NDArray[np.intp]
    names: tuple[str, ...]
    layer: NDArray[np.bool_]


def integration_points(disc: Discretization, names: tuple[str, ...]) -> Points:
    """Return points that integrate products of two fields of this order; regions count as in ``names``."""
    ngs = fem().ngs
    mesh, box = disc.mesh, disc.box
    rule = ngs.IntegrationRule(ngs.TRIG, 2 * disc.order + 3)
    mapped = mesh.MapToAllElements(rule, ngs.VOL)
    place = mesh.MaterialCF({name: float(i) for i, name in enumerate(names)})
    values = ngs.CF((ngs.x, ngs.y, ngs.Det(ngs.specialcf.JacobianMatrix(2)), place))(mapped).real
    r, z, det, region = values.T
    weight = np.abs(det) * np.tile(np.array(rule.weights), mesh.ne) * r
    layer = (r > box.outer) | (z > box.high) | ((z < box.low) if box.open_below else False)
    return Points(mapped, r, z, weight, np.rint(region).astype(np.intp), names, layer)


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Modes at integration points, shape (mode, point): E_r, E_z, E_phi/i, and gradient of w = r E_phi/i."""

    points: Points
    r: Complex
    z: Complex
    phi: Complex
    slope_r: Complex
    slope_z: Complex

    @property
    def squared(self) -> Floats:
        """|E|^2, shape (mode, point)."""
        return np.abs(self.r) ** 2 + np.abs(self.z) ** 2 + np.abs(self.phi) ** 2

    def rows(self, which: NDArray[Any]) -> Samples:
        """Return some of the modes, by position or mask."""
        parts = (self.r, self.z, self.phi, self.slope_r, self.slope_z)
        return Samples(self.points, *(part[which] for part in parts))


def sampled(disc: Discretization, vectors: Complex, points: Points) -> Samples:
    """Evaluate eigenvectors (mode, unknown) at points."""
    ngs = fem().ngs
    gf = ngs.GridFunction(disc.space)
    E, w = gf.components
    everything = ngs.CF((E, w, ngs.grad(w)))
    values = np.empty((len(vectors), points.r.size, 5), dtype=complex)
    for i, vector in enumerate(vectors):
        gf.vec.FV().NumPy()[:] = vector
        values[i] = everything(points.mapped)
    values[:, :, 2] /= points.r
    return Samples(points, *np.moveaxis(values, -1, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Integrals:
    """Integrals of modes over regions, shape (mode, region), and over everything, shape (mode,)."""

    response: Complex
    electric: Floats
    axial: Floats
    radial: Floats
    around: Floats
    in_layer: Floats
    turning: Complex

    def rows(self, which: NDArray[Any]) -> Integrals:
        """Return some of the modes, by position or mask."""
        return Integrals(*(getattr(self, f.name)[which] for f in fields(Integrals)))


def integrals(disc: Discretization, field: Samples, strength: float) -> Integrals:
    """Integrate squares of modes over every region; ``turning`` is the derivative a'(m)."""
    p, box = field.points, disc.box
    sr, sz, rt = stretch(box, p, strength)
    flat = p.weight / p.r
    unconjugated = flat * (
        rt * (sz / sr * field.r**2 + sr / sz * field.z**2) + sr * sz / rt * (p.r * field.phi) ** 2
    )
    inside = p.weight * ~p.layer
    squared = field.squared
    m = disc.m
    gr, gz = field.slope_r - m * field.r, field.slope_z - m * field.z
    turning = -2 * flat / rt * (sz / sr * gr * field.r + sr / sz * gz * field.z)
    return Integrals(
        _by_region(unconjugated, p),
        _by_region(inside * squared, p),
        (inside * np.abs(field.z) ** 2).sum(axis=1),
        (inside * np.abs(field.r) ** 2).sum(axis=1),
        (inside * np.abs(field.phi) ** 2).sum(axis=1),
        (p.weight * p.layer * squared).sum(axis=1) / (p.weight * squared).sum(axis=1),
        turning.sum(axis=1),
    )


def stretch(box: Any, p: Points, strength: float) -> tuple[Complex, Complex, Complex]:
    """Return s_r, s_z and the stretched radius at the points, as in `forms`."""
    beyond = np.maximum(p.r - box.outer, 0.0) / box.layer
    above = np.maximum(p.z - box.high, 0.0) / box.layer
    below = np.maximum(box.low - p.z, 0.0) / box.layer if box.open_below else 0.0
    sr = 1 + 1j * strength * beyond**2
    sz = 1 + 1j * strength * (above**2 + below**2)
    return sr, sz, p.r + 1j * strength * box.layer / 3 * beyond**3


def _by_region(values: NDArray[Any], p: Points) -> NDArray[Any]:
    """Sum over the points of each region, shape (mode, region)."""
    return np.stack([values[:, p.region == i].sum(axis=1) for i in range(len(p.names))], axis=1)


def overlap(a: Samples, b: Samples) -> Floats:
    """Return how alike two sets of modes at the same points are, |<a|b>|, shape (mode a, mode b)."""
    p = a.points
    root = np.sqrt(p.weight * ~p.layer)

    def unit(s: Samples) -> Complex:
        stacked = np.concatenate([s.r * root, s.z * root, s.phi * root], axis=1)
        return stacked / np.linalg.norm(stacked, axis=1, keepdims=True)

    return np.abs(unit(a).conj() @ unit(b).T)
