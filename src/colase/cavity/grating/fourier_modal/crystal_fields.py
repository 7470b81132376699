"""Near fields of a resonance of a crystal slab, and where its energy is.

From E at one interface every layer follows by its own decaying waves, E = W(exp(iqz) a + exp(iq(d - z))
R exp(iqd) a), and E_z = -K^T F/(k0 eps). Integrals over a cell are sums over plane waves; over the
cylinder they use the matrix of its disk. Light in open orders outside the layers belongs to the
radiation and is left out there, so energies are those of the bound part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from colase.cavity.grating.crystal.layer_matrices import cylinder

from .mode_matrix import LayerWaves, Side, sides
from .poles import Pole, System

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NearField:
    """One resonance; heights count from the top of the substrate, in m."""

    system: System
    pole: Pole

    @cached_property
    def _eps(self) -> Complex:
        return self.system.index(self.pole.k0) ** 2

    @cached_property
    def _sides(self) -> tuple[Side, Side]:
        return sides(self.system.slab, self.system.basis, self.pole.k0, self._eps, self.system.interface)

    @cached_property
    def surfaces(self) -> Floats:
        """Heights of all interfaces."""
        return np.concatenate([[0.0], np.cumsum([layer.thickness for layer in self.system.slab.layers])])

    @cached_property
    def _amplitudes(self) -> tuple[list[Complex], list[Complex], Complex, Complex]:
        """Return amplitudes of the waves that leave the interface, layer by layer, and E at both ends."""
        lists, ends = [], []
        for side in self._sides:
            field, found = self.pole.field, []
            for layer in side.layers:
                one = np.eye(len(layer.q))
                near = layer.phase[:, None] * layer.reflection * layer.phase
                W = one if layer.W is None else layer.W
                a = np.linalg.solve(W @ (one + near), field)
                found.append(a)
                field = W @ ((one + layer.reflection) @ (layer.phase * a))
            lists.append(found)
            ends.append(field)
        return lists[0], lists[1], ends[0], ends[1]

    def column_fields(self, height: float) -> tuple[Complex, Complex, int]:
        """Return E and F at a height, shape (column,), and the region there (0 is the substrate)."""
        surfaces, below, above = self.surfaces, *self._sides
        down, up, low_end, high_end = self._amplitudes
        if height < 0:
            phase = np.exp(-1j * below.outer_q * height)
            return phase * low_end, -phase * low_end * below.outer_admittance, 0
        if height > surfaces[-1]:
            phase = np.exp(1j * above.outer_q * (height - surfaces[-1]))
            return phase * high_end, phase * high_end * above.outer_admittance, len(surfaces)
        layer = min(int(np.searchsorted(surfaces, height, side="right")) - 1, len(surfaces) - 2)
        bottom, top = surfaces[layer], surfaces[layer + 1]
        if layer >= self.system.interface:
            j = layer - self.system.interface
            e, f = _inside(above.layers[j], up[j], height - bottom, top - height)
            return e, f, layer + 1
        j = self.system.interface - 1 - layer
        e, f = _inside(below.layers[j], down[j], top - height, height - bottom)
        return e, -f, layer + 1

    def wave_fields(self, height: float) -> tuple[Complex, int]:
        """Return E_x, E_y, E_z of every plane wave at a height, shape (3, wave), and the region."""
        e, f, region = self.column_fields(height)
        return self._cartesian(e, f, region), region

    def _cartesian(self, e: Complex, f: Complex, region: int) -> Complex:
        basis = self.system.basis
        x, y = (part @ e for part in basis.basis)
        displaced = -(basis.along * basis.length) @ f / self.pole.k0
        return np.stack([x, y, self._vertical(region) @ displaced])

    def _vertical(self, region: int) -> Complex:
        """Return eps^-1 of a region as a matrix of plane waves."""
        count = len(self.system.slab.layers)
        one = np.eye(len(self.system.basis.vectors))
        if region in (0, count + 1):
            return one / self._eps[0 if region == 0 else 1]
        outside, inside = self._eps[2 * region : 2 * region + 2]
        disk = cylinder(self.system.slab, region - 1, self.system.basis)
        return np.linalg.inv(outside * one + (inside - outside) * disk)

    def energies(self, points: int = 12) -> tuple[Floats, Floats, float]:
        """Return Int |E|^2 and Int |eps| |E|^2 of every material (J-like, any unit), and the TE share.

        The TE share is that of transverse waves in Int |E|^2.
        """
        x, w = np.polynomial.legendre.leggauss(points)
        field, split = np.zeros(len(self._eps)), np.zeros(2)
        surfaces = self.surfaces
        for j, (a, b) in enumerate(pairwise(surfaces)):
            inverse = self._vertical(j + 1)
            disk = cylinder(self.system.slab, j, self.system.basis)
            for t, weight in zip((x + 1) / 2, w * (b - a) / 2, strict=True):
                e, f, _ = self.column_fields(a + t * (b - a))
                waves = self._waves(e, f, inverse)
                inner = float(np.einsum("ci,ij,cj->", waves.conj(), disk, waves).real) * weight
                total = float((np.abs(waves) ** 2).sum()) * weight
                field[3 + 2 * j] += inner
                field[2 + 2 * j] += total - inner
                split += weight * np.array(
                    [(np.abs(e[self.system.basis.transverse]) ** 2).sum(), (np.abs(waves) ** 2).sum()]
                )
        for end, region, height in ((0, 0, 0.0), (1, len(surfaces), surfaces[-1])):
            field[end] = self._tail(end, region, height, split)
        return field, field * np.abs(self._eps), float(split[0] / split[1])

    def _tail(self, end: int, region: int, height: float, split: Floats) -> float:
        """Return Int |E|^2 of the decaying waves of a half-space, and count them in ``split``."""
        side, basis = self._sides[end], self.system.basis
        e = self._amplitudes[2 + end]
        f = e * side.outer_admittance
        bound = side.outer_q.imag > 0.05 * abs(self.pole.k0)
        length = np.where(bound, 1 / (2 * np.where(bound, side.outer_q.imag, 1.0)), 0.0)
        vertical = (~basis.transverse) * basis.length * f / (self.pole.k0 * self._eps[end])
        each = length * (np.abs(e) ** 2 + np.abs(vertical) ** 2)
        split += np.array([each[basis.transverse].sum(), each.sum()])
        return float(each.sum())

    def _waves(self, e: Complex, f: Complex, inverse: Complex) -> Complex:
        basis = self.system.basis
        x, y = (part @ e for part in basis.basis)
        return np.stack([x, y, -inverse @ ((basis.along * basis.length) @ f) / self.pole.k0])

    def in_space(self, x: Floats, y: Floats, height: float) -> tuple[Complex, NDArray[np.bool_]]:
        """Return E on a grid, shape (3, y, x), and which points lie in a cylinder.

        E_z carries the factor i that plane waves of even fields take.
        """
        waves, region = self.wave_fields(height)
        vectors = self.system.basis.vectors
        ex, ey = (np.exp(1j * np.outer(r, vectors[:, i])) for i, r in enumerate((x, y)))
        field = np.stack([(ey * part) @ ex.T for part in waves])
        layers = self.system.slab.layers
        radius = layers[region - 1].diameter / 2 if 0 < region <= len(layers) else 0.0
        wrapped = [
            (r / p - np.round(r / p)) * p for r, p in zip((x, y), self.system.slab.period, strict=True)
        ]
        aside = 0.0 if self.system.slab.lined else wrapped[1][:, None]
        return field, np.hypot(wrapped[0][None, :], aside + 0 * y[:, None]) < radius

    def largest_density(self, points: int = 24, heights: int = 8) -> float:
        """Return the largest |eps| |E|^2 inside the layers."""
        x, y = ((np.arange(points) + 0.5) / (2 * points) * p for p in self.system.slab.period)
        best = 0.0
        for j, (a, b) in enumerate(pairwise(self.surfaces)):
            outside, inside = np.abs(self._eps[2 + 2 * j : 4 + 2 * j])
            for height in a + (b - a) * (np.arange(heights) + 0.5) / heights:
                field, within = self.in_space(x, y, height)
                density = np.where(within, inside, outside) * (np.abs(field) ** 2).sum(axis=0)
                best = max(best, float(density.max()))
        return best


def _inside(layer: LayerWaves, a: Complex, near: float, far: float) -> tuple[Complex, Complex]:
    """Return E and F at distances from the near and the far side of a layer, F along the way out."""
    forward = np.exp(1j * layer.q * near) * a
    backward = np.exp(1j * layer.q * far) * (layer.reflection @ (layer.phase * a))
    if layer.W is None:
        return forward + backward, layer.V * (forward - backward)
    return layer.W @ (forward + backward), layer.V @ (forward - backward)
