"""Matrices of a layer in plane waves: permittivity with the right rule at a wall, and its inverse.

A cylinder of radius R has eps(G) = eps_b delta + (eps_c - eps_b) 2 pi R J1(GR)/(G A). Where E jumps
(its normal component) the inverse rule holds, where it does not the direct one (Li 1997); with w n n
the tensor of the radial direction n, w = 1 on the wall and smooth elsewhere (Popov and Neviere 2001),

    D = ([[eps]] - sym{([[eps]] - [[1/eps]]^-1) [[w n n]]}) E.

A ridge of width d along y has eps(G) = eps_b delta + (eps_c - eps_b) (d/L) sinc(G_x d/2) delta(G_y), n = x
and w = 1 everywhere; waves along y are left out then (light runs along x).
"""

from __future__ import annotations

from functools import lru_cache
from math import pi

import numpy as np
from numpy.typing import NDArray
from scipy.special import j0, j1, jv

from .photonic_crystal import PhotonicCrystalSlab
from .plane_waves import Waves

Floats = NDArray[np.float64]
Complex = NDArray[np.complex128]


def permittivity(
    slab: PhotonicCrystalSlab, layer: int, basis: Waves, inside: complex, outside: complex
) -> tuple[Complex, Complex]:
    """Return the matrices of a patterned layer.

    Parameters
    ----------
    layer : int
        Which layer.
    basis : Waves
        The plane waves.
    inside, outside : complex
        Permittivity of cylinder and background.

    Returns
    -------
    in_plane : ndarray, shape (column, column)
        D = eps E for the in-plane components.
    curl : ndarray, shape (column, column)
        K eps^-1 K^T, from the vertical component.
    """
    disk, xx, xy, yy = _shapes(slab.period, slab.layers[layer].diameter, slab.layers[layer].ridge, basis)
    one = np.eye(len(disk))
    direct = outside * one + (inside - outside) * disk
    inverse = np.linalg.inv(one / outside + (1 / inside - 1 / outside) * disk)
    jump = direct - inverse
    x, y = basis.basis
    normal = x.T @ (jump @ (xx @ x + xy @ y)) + y.T @ (jump @ (xy @ x + yy @ y))
    in_plane = x.T @ (direct @ x) + y.T @ (direct @ y) - (normal + normal.T) / 2
    rod = basis.along * basis.length
    return in_plane, rod.T @ np.linalg.solve(direct, rod.astype(complex))


@lru_cache(maxsize=16)
def _shapes(period: tuple[float, float], diameter: float, ridge: bool, basis: Waves) -> tuple[Floats, ...]:
    """Return Toeplitz matrices of the cylinder or ridge and of w n n (xx, xy, yy)."""
    # basis is compared by identity, which `waves` keeps unique
    difference = basis.vectors[:, None, :] - basis.vectors[None, :, :]
    if ridge:
        shape = diameter / period[0] * np.sinc(difference[..., 0] * diameter / (2 * pi))
        none = np.zeros_like(shape)
        return shape, np.eye(len(shape)), none, none
    size = np.hypot(difference[..., 0], difference[..., 1])
    keys, back = np.unique(np.round(size * max(period), 6), return_inverse=True)
    radii = keys / max(period)
    radius, area = diameter / 2, period[0] * period[1]
    disk = 2 * pi * radius**2 / area * _jinc(radii * radius)
    even, quadrupole = (pi / area * part for part in _normal_moments(radii, radius, min(period) / 2))
    angle = 2 * np.arctan2(difference[..., 1], difference[..., 0])
    even, quadrupole, disk = (v[back].reshape(size.shape) for v in (even, quadrupole, disk))
    c, s = quadrupole * np.cos(angle), quadrupole * np.sin(angle)
    return disk, even - c, -s, even + c


def _jinc(x: Floats) -> Floats:
    """Return J1(x)/x."""
    return np.where(x > 1e-8, j1(np.maximum(x, 1e-8)) / np.maximum(x, 1e-8), 0.5)


def _normal_moments(g: Floats, radius: float, limit: float) -> tuple[Floats, Floats]:
    """Return Int w J0(gr) r dr and Int w J2(gr) r dr; w = sin^2 up to the wall, cos^2 beyond it."""
    x, weight = np.polynomial.legendre.leggauss(80)
    total = [np.zeros_like(g), np.zeros_like(g)]
    for low, high, phase in ((0.0, radius, 0.0), (radius, limit, pi / 2)):
        if high - low < 1e-6 * limit:
            continue
        t = (x + 1) / 2
        r = low + (high - low) * t
        w = np.sin(phase + pi / 2 * t) ** 2 * r * weight * (high - low) / 2
        for m, bessel in enumerate((j0, lambda z: jv(2, z))):
            total[m] = total[m] + bessel(np.outer(g, r)) @ w
    return total[0], total[1]


def inverse_permittivity(
    slab: PhotonicCrystalSlab, layer: int, basis: Waves, inside: float, outside: float
) -> tuple[Floats, Floats, tuple[Floats, Floats, Floats, Floats]]:
    """Return eps^-1 of a layer for the guided-mode expansion, by the inverse of the eps matrix.

    Returns
    -------
    in_plane, vertical : ndarray, shape (column, column)
        eps^-1 between the in-plane components and between the vertical ones.
    shares : tuple of ndarray
        eps_c eta [cylinder] eta and eps_b eta [background] eta: in-plane and vertical of the
        cylinder, then of the background.
    """
    if not slab.layers[layer].patterned:
        return uniform(basis, outside)
    x, y = basis.basis
    disk = cylinder(slab, layer, basis)
    one = np.eye(len(disk))
    eta: Floats = np.asarray(np.linalg.inv(outside * one + (inside - outside) * disk), dtype=float)
    pillar, ground = inside * eta @ disk @ eta, outside * eta @ (one - disk) @ eta

    def flat(matrix: Floats) -> Floats:
        return x.T @ matrix @ x + y.T @ matrix @ y

    def upright(matrix: Floats) -> Floats:
        return basis.along.T @ matrix @ basis.along

    shares = (flat(pillar), upright(pillar), flat(ground), upright(ground))
    return flat(eta), upright(eta), shares


def uniform(basis: Waves, eps: float) -> tuple[Floats, Floats, tuple[Floats, Floats, Floats, Floats]]:
    """Return what `inverse_permittivity` does, for a uniform medium."""
    flat, upright = np.eye(basis.length.size) / eps, np.diag(~basis.transverse / eps)
    return flat, upright, (0 * flat, 0 * upright, flat, upright)


def cylinder(slab: PhotonicCrystalSlab, layer: int, basis: Waves) -> Floats:
    """Return the matrix of "inside the cylinder or ridge" of a layer, zero for a uniform one."""
    if not slab.layers[layer].patterned:
        return np.zeros((len(basis.vectors),) * 2)
    return _shapes(slab.period, slab.layers[layer].diameter, slab.layers[layer].ridge, basis)[0]
