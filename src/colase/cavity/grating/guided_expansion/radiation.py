"""Waves that fall on a layered slab from either side, on quadrature points.

They are the reciprocal fields of its radiation channels, the two halves of its Green function, and
the pump light of a film. E and F = Z0 H as in `fourier_modal`; a wave exp(i g l) has

    TE   E along t, F = q/k0 E;      TM   E along l, F = k0 eps/q E,  E_z = -g F/(k0 eps),

and carries |E|^2 Re(F/E)/2 along z in units with Z0 = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .basis import quadrature

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """A wave that comes from below or above: E along the slab and along z, and F, at the points.

    The incoming amplitude of E in the plane is one. ``admittance`` is that of its half-space.
    """

    in_plane: Complex
    vertical: Complex
    flow: Complex
    admittance: complex


def crossings(
    k0: float, g: float, thickness: Floats, eps: Complex | Floats, tm: bool, points: int
) -> tuple[Crossing, Crossing]:
    """Return the waves exp(i g l) that come from below and from above.

    Parameters
    ----------
    k0, g : float
        Vacuum wavenumber and wavenumber along the slab, in 1/m.
    thickness : ndarray, shape (layer,)
        In m.
    eps : ndarray, shape (layer + 2,)
        Permittivities from the substrate up.
    tm : bool
        H rather than E across the plane of incidence.
    points : int
        Quadrature points a layer.
    """
    stack = np.asarray(eps, dtype=np.complex128)
    below = _from_below(k0, g, thickness, stack, tm, points)
    turned = _from_below(k0, g, thickness[::-1], stack[::-1], tm, points)
    above = Crossing(
        turned.in_plane[::-1, ::-1], -turned.vertical[::-1, ::-1], -turned.flow[::-1, ::-1], turned.admittance
    )
    return below, above


def _from_below(k0: float, g: float, thickness: Floats, eps: Complex, tm: bool, points: int) -> Crossing:
    """Return the wave that comes from below; reflections are carried down, the field up."""
    q = np.sqrt(k0**2 * eps - g**2)
    q = np.where(np.imag(q) < 0, -q, q)
    y = k0 * eps / q if tm else q / k0
    z, _ = quadrature(thickness, points)
    reflect, above = np.zeros(len(thickness), dtype=complex), y[-1]
    for j in reversed(range(len(thickness))):
        reflect[j] = (y[j + 1] - above) / (y[j + 1] + above)
        near = reflect[j] * np.exp(2j * q[j + 1] * thickness[j])
        above = y[j + 1] * (1 - near) / (1 + near)
    field = 2 * y[0] / (y[0] + above)
    e, f = np.empty_like(z, dtype=complex), np.empty_like(z, dtype=complex)
    for j in range(len(thickness)):
        far = np.exp(1j * q[j + 1] * thickness[j])
        forward = field / (1 + reflect[j] * far**2)
        up = forward * np.exp(1j * q[j + 1] * z[j])
        down = forward * reflect[j] * far * np.exp(1j * q[j + 1] * (thickness[j] - z[j]))
        e[j], f[j] = up + down, y[j + 1] * (up - down)
        field = forward * far * (1 + reflect[j])
    vertical = -g / (k0 * eps[1:-1, None]) * f * tm
    return Crossing(e, vertical, f, complex(y[0]))
