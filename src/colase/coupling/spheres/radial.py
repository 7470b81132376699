"""Radial functions of partial waves inside a layered sphere, in a scale that neither over- nor underflows.

u is the tangential field of the wave's own kind times k r (E for TE, H for TM), v = g/n du/d(k r) that of the
other kind, g = n for TE and 1/n for TM; both are continuous. k is that outside, n relative to it.
"""

from __future__ import annotations

import numpy as np

from colase.cavity import LayeredSphere
from colase.materials import as_material

from .response import index_at
from .waves import Complexes, Floats, outgoing, regular


def radial_functions(
    orders: int, k: complex, sphere: LayeredSphere, grid: Floats, electric: bool
) -> tuple[Complexes, Complexes]:
    """Return u_l(r)/u_l(a) and v_l(r)/u_l(a) of TE (or TM) waves inside a sphere, shape (order, radius)."""
    vacuum = k / complex(as_material(sphere.outside).index(2 * np.pi / k.real))
    n = [index_at(as_material(i), vacuum) / (k / vacuum) for i in sphere.indices]
    g = n if electric else [1 / m for m in n]
    u, v, log = regular(orders, complex(k * n[0] * sphere.radii[0]))
    v = v * g[0]
    values, slopes = (np.empty((orders + 1, grid.size), np.complex128) for _ in range(2))
    logs = np.empty((orders + 1, grid.size))
    for j in np.flatnonzero(grid <= sphere.radii[0]):
        values[:, j], slope, logs[:, j] = regular(orders, complex(k * n[0] * grid[j]))
        slopes[:, j] = slope * g[0]
    for m, w, inner, outer in zip(n[1:], g[1:], sphere.radii[:-1], sphere.radii[1:], strict=True):
        for j in np.flatnonzero((grid > inner) & (grid <= outer)):
            values[:, j], slopes[:, j], balance = _across(u, v, k * m, w, inner, grid[j])
            logs[:, j] = log + balance
        u, v, balance = _across(u, v, k * m, w, inner, outer)
        size = np.abs(u) + np.abs(v)
        u, v, log = u / size, v / size, log + balance + np.log(size)
    scale = np.exp(np.minimum(logs - log[:, None], 300.0)) / u[:, None]
    return values * scale, slopes * scale


def _across(
    u: Complexes, v: Complexes, wave: complex, weight: complex, inner: float, r: float
) -> tuple[Complexes, Complexes, Floats]:
    """Return u and v at a radius of a layer from those at its inner boundary, and the log of their scale.

    ``weight`` is the index of the layer for TE waves, its inverse for TM waves.
    """
    orders = u.size - 1
    a, da, s = regular(orders, complex(wave * inner))
    A, dA, S = regular(orders, complex(wave * r))
    log, slope = outgoing(orders, complex(wave * inner))
    Log, Slope = outgoing(orders, complex(wave * r))
    wronskian = weight * (a * slope - da)
    standing, leaving = (weight * slope * u - v) / wronskian, (a * v - weight * da * u) / wronskian
    balance = 0.5 * (S - s + (Log - log).real)
    grow, fade = np.exp(S - s - balance), np.exp(Log - log - balance)
    return (
        standing * A * grow + leaving * fade,
        weight * (standing * dA * grow + leaving * Slope * fade),
        balance,
    )
