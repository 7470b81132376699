"""Axisymmetric transient conduction by finite elements (scikit-fem): an independent oracle for layered heat.

r C dT/dt = div(r k grad T) + r f,   second-order elements on a graded tensor mesh, SDIRK of order 2
with steps that double, zero flux on all faces but the far ones, which stay cold.
"""

import numpy as np
from scipy.sparse import diags
from scipy.sparse.linalg import splu
from skfem import Basis, BilinearForm, ElementQuad2, LinearForm, MeshQuad


def graded(start, stop, first, ratio):
    """Points from start to stop with steps growing from ``first``."""
    steps = [first]
    while sum(steps) < stop - start:
        steps.append(steps[-1] * ratio)
    points = start + np.concatenate([[0], np.cumsum(steps)])
    return start + (points - start) * (stop - start) / (points[-1] - start)


def mesh(layers, radius, far, fine=1):
    """Quadrilaterals that follow the layers and the edge of the spot."""
    inside = radius - graded(0, radius, radius / 60 / fine, 1.6 ** (1 / fine))[::-1]
    outside = graded(radius, far, radius / 60 / fine, 1.6 ** (1 / fine))
    r = np.concatenate([inside, outside[1:]])
    z, top = [np.array([0.0])], 0.0
    for layer in layers[:-1]:
        z.append(np.linspace(top, top + layer.thickness, int(6 * fine) + 1)[1:])
        top += layer.thickness
    z.append(graded(top, far, layers[0].thickness / 4 / fine, 1.6 ** (1 / fine))[1:])
    return MeshQuad.init_tensor(r, np.concatenate(z))


class Disc:
    """Film(s) on a half-space under a disc of light, heat spread evenly over the first layer."""

    def __init__(self, stack, radius, far=1e-3, fine=1):
        layers = stack.layers
        ends = np.cumsum([layer.thickness for layer in layers[:-1]])
        self.basis = Basis(mesh(layers, radius, far, fine), ElementQuad2(), intorder=4)

        def pick(z, values):
            return np.select([z < e for e in ends], values[:-1], values[-1])

        kz = [layer.solid.conductivity for layer in layers]
        kr = [layer.solid.along for layer in layers]
        C = [layer.solid.heat_capacity for layer in layers]

        @BilinearForm
        def stiffness(u, v, w):
            r, z = w.x
            return r * (pick(z, kr) * u.grad[0] * v.grad[0] + pick(z, kz) * u.grad[1] * v.grad[1])

        @BilinearForm
        def mass(u, v, w):
            r, z = w.x
            return r * pick(z, C) * u * v

        @LinearForm
        def load(v, w):
            r, z = w.x
            return r * v * (r < radius) * (z < ends[0]) / ends[0]

        self.K, self.M, self.f = (
            stiffness.assemble(self.basis),
            mass.assemble(self.basis),
            load.assemble(self.basis),
        )
        x = self.basis.doflocs
        cold = (x[0] > 0.999999 * far) | (x[1] > 0.999999 * far)
        keep = diags((~cold).astype(float))
        self.K, self.f = keep @ self.K @ keep + diags(cold.astype(float)), keep @ self.f
        self.M = keep @ self.M @ keep
        self.dofs = x.shape[1]

    def at(self, r, z):
        """Number of the node at a point."""
        return int(np.argmin(np.hypot(self.basis.doflocs[0] - r, self.basis.doflocs[1] - z)))

    def steady(self):
        """Steady temperature per absorbed irradiance."""
        return splu(self.K.tocsc()).solve(self.f)

    def march(self, first, doublings, steps=12):
        """Yield time and temperature; each step size is used ``steps`` times, then doubled."""
        gamma, T, t, dt = 1 - np.sqrt(0.5), np.zeros(self.dofs), 0.0, first
        for _ in range(doublings):
            lu = splu((self.M + gamma * dt * self.K).tocsc())
            for _ in range(steps):
                k1 = lu.solve(self.f - self.K @ T)
                k2 = lu.solve(self.f - self.K @ (T + (1 - gamma) * dt * k1))
                T, t = T + dt * ((1 - gamma) * k1 + gamma * k2), t + dt
                yield t, T
            dt *= 2
