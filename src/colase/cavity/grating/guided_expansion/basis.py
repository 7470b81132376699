"""Guided modes of a layered slab at a given wavenumber along it, on quadrature points of each layer.

The slab mode of order m at the wavenumber g is the only k0 at which g is k0 N_m(k0); as g_m(k0) rises,
the sign of the Pruefer mismatch of `slab.kernel` brackets it. u = E_t (TE) or H_t (TM) is normalised to

    TE   Int eps u^2 dz = 1,        TM   Int u^2 dz = 1,

so that the magnetic energy Int |H|^2 is one, and curl H has the components (eps k0 u) along t for TE,
(-u', i g u) along the wave and z for TM.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi

import numba
import numpy as np
from numpy.typing import NDArray

from colase.cavity.slab.fields import boundary_fields, meeting_interface
from colase.cavity.slab.kernel import mismatch

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class GuidedModes:
    """Guided modes at one wavenumber.

    Attributes
    ----------
    k0 : ndarray, shape (mode,)
        Vacuum wavenumbers in 1/m.
    across, along : ndarray, shape (mode, layer, point)
        curl H: TE (eps k0 u, 0), TM (-u', g u) inside the layers.
    edge : ndarray, shape (mode, 2, 2)
        The same two components at the lower and the upper end of the stack, in the half-spaces.
    decay : ndarray, shape (mode, 2)
        Decay constants of u in the half-spaces, 1/m.
    """

    k0: Floats
    across: Floats
    along: Floats
    edge: Floats
    decay: Floats


def quadrature(thicknesses: Floats, points: int) -> tuple[Floats, Floats]:
    """Return heights above the bottom of each layer and weights, shape (layer, point)."""
    x, w = np.polynomial.legendre.leggauss(points)
    return thicknesses[:, None] * (x + 1) / 2, thicknesses[:, None] * w / 2


@numba.njit(cache=True, nogil=True)
def _wavenumber(g, order, thicknesses, eps, tm):
    """Return k0 of a guided mode by bisection; NaN if k0 would lie above its light line."""
    clad = max(eps[0], eps[-1])
    low, high = g / np.sqrt(eps.max()), g / np.sqrt(clad) * (1 - 1e-12)
    if mismatch(g * g / (high * high), high * thicknesses, eps, tm) <= order * pi:
        return np.nan
    while True:
        middle = 0.5 * (low + high)
        if middle <= low or middle >= high:
            return middle
        if mismatch(g * g / (middle * middle), middle * thicknesses, eps, tm) > order * pi:
            high = middle
        else:
            low = middle


@lru_cache(maxsize=4096)
def guided_modes(
    g: float, thickness: tuple[float, ...], mean: tuple[float, ...], tm: bool, most: int, points: int
) -> GuidedModes:
    """Return the guided modes of a slab at wavenumber g (1/m), lowest k0 first, at most ``most``."""
    thicknesses, eps = np.array(thickness), np.array(mean)
    k0: list[float] = []
    if g > 0 and eps[1:-1].max() > max(eps[0], eps[-1]):
        for order in range(most):
            k = _wavenumber(g, order, thicknesses, eps, tm)
            if np.isnan(k):
                break
            k0.append(k)
    count = len(k0)
    across, along = np.zeros((2, count, len(thicknesses), points))
    edge, decay = np.zeros((count, 2, 2)), np.zeros((count, 2))
    for i, k in enumerate(k0):
        across[i], along[i], edge[i], decay[i] = _profile(g, k, thicknesses, eps, tm, points)
    return GuidedModes(np.array(k0), across, along, edge, decay)


def _profile(g: float, k0: float, thicknesses: Floats, eps: Floats, tm: bool, points: int):
    """Return curl H of one mode, normalised, in the layers and at both ends, and its decay constants."""
    z, weight = quadrature(thicknesses, points)
    squared = (g / k0) ** 2
    depth = k0 * thicknesses
    stack = eps + 0j
    meet = meeting_interface(squared, depth, stack, tm)
    u_edge, v_edge, _ = (np.real(part) for part in boundary_fields(squared + 0j, depth, stack, tm, meet))
    p = eps if tm else np.ones_like(eps)
    q = np.sqrt(eps[1:-1] - squared + 0j)[:, None]
    u, slope = (k0 ** np.array([0, 1]))[:, None, None] * _inside(
        q, k0 * z, depth[:, None], u_edge, p[1:-1] * v_edge[:-1], p[1:-1] * v_edge[1:]
    )
    decay = np.sqrt(g**2 - k0**2 * eps[[0, -1]])
    ends = u_edge[[0, -1]]
    norm = np.ones_like(eps) if tm else eps
    total = (weight * u**2 * norm[1:-1, None]).sum() + (ends**2 * norm[[0, -1]] / (2 * decay)).sum()
    u, slope, ends = (part / np.sqrt(total) for part in (u, slope, ends))
    if tm:
        return -slope, g * u, np.stack([decay * ends * [-1, 1], g * ends], axis=-1), decay
    edge = np.stack([k0 * eps[[0, -1]] * ends, 0 * ends], axis=-1)
    return k0 * eps[1:-1, None] * u, 0 * u, edge, decay


def _inside(
    q: NDArray[np.complex128], z: Floats, depth: Floats, u: Floats, rise_low: Floats, rise_high: Floats
) -> Floats:
    """Return u and du/dz (lengths times k0) at points of each layer from their values at its ends.

    A layer that oscillates is entered from its nearer end, one that decays from both ends at once, so
    that nothing grows.
    """
    low, high = u[:-1, None], u[1:, None]
    nearer = z < depth / 2
    s = np.where(nearer, z, z - depth)
    start, rise = np.where(nearer, low, high), np.where(nearer, rise_low[:, None], rise_high[:, None])
    with np.errstate(over="ignore", invalid="ignore"):
        value = np.real(np.cos(q * s) * start + s * np.sinc(q * s / pi) * rise)
        slope = np.real(np.cos(q * s) * rise - q * np.sin(q * s) * start)
    g, far = np.abs(q.imag), np.maximum(np.abs(q.imag) * depth, 1.0)
    whole = -np.expm1(-2 * far)
    down, up = np.exp(-g * z), np.exp(g * z - far)
    other = np.exp(-2 * far) / down, np.exp(-far) / np.exp(np.minimum(g * z, far))
    faded = ((down - other[0]) * low + (up - other[1]) * high) / whole
    fading = g * (-(down + other[0]) * low + (up + other[1]) * high) / whole
    decays = np.abs(q.imag) * depth > 1.0
    return np.stack([np.where(decays, faded, value), np.where(decays, fading, slope)])
