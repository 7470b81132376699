"""What a wave inside the light cone does to guided modes: it takes light away, and it shifts them.

In the order G0 the field is no guided mode but the answer of a uniform stack, eps_0 = 1/eta_00, to
the source that the guided orders make there,

    E_0 = g * P,   P = -eps_0 s,   s = Sum_n eta_0n (curl H_n),

so that eliminating it adds to the hermitian problem the complex symmetric, k0-dependent

    Sigma_mn = -Int s_m eps_0 s_n dz - Int Int s_m eps_0 g(z, z') eps_0 s_n dz dz'.

Its imaginary part is Fermi's golden rule, its real part the shift that a basis of guided modes alone
lacks. The Green function is e_above(z<) e_below(z>)/Wronskian, from the two waves of `radiation`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .basis import quadrature
from .radiation import crossings

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """Sources that basis states make in the orders inside the light cone.

    Attributes
    ----------
    length : ndarray, shape (channel,)
        |k + G| of each, 1/m.
    tm : ndarray of bool, shape (channel,)
    eps : ndarray, shape (channel, layer + 2)
        1/eta of the order itself, substrate to cover.
    across, along : ndarray, shape (channel, state, layer, point)
        eta (curl H), in plane and upright (the latter without its factor i).
    thickness : ndarray, shape (layer,)
    """

    length: Floats
    tm: NDArray[np.bool_]
    eps: Floats
    across: Floats
    along: Floats
    thickness: Floats

    def golden_rule(self, k0: float, vector: Floats) -> float:
        """Return 1/Q of one band by first-order perturbation."""
        points = self.across.shape[-1]
        _, weight = quadrature(self.thickness, points)
        power = 0.0
        for i in range(self.length.size):
            eps = self.eps[i]
            across = eps[1:-1, None] * np.tensordot(vector, self.across[i], 1)
            along = eps[1:-1, None] * np.tensordot(vector, self.along[i], 1)
            for wave in crossings(k0, self.length[i], self.thickness, eps, bool(self.tm[i]), points):
                if wave.admittance.real > 1e-12:
                    unit = np.sqrt(2 / wave.admittance.real)
                    a = unit * (weight * (wave.in_plane * across - 1j * wave.vertical * along)).sum() / 4
                    power += abs(a) ** 2
        return 2 * power / k0

    def self_energy(self, k0: float) -> Complex:
        """Return Sigma at a real k0, shape (state, state)."""
        states, points = self.across.shape[1], self.across.shape[-1]
        _, weight = quadrature(self.thickness, points)
        total = np.zeros((states, states), dtype=complex)
        for i in range(self.length.size):
            eps = np.repeat(self.eps[i, 1:-1], points)
            root = np.sqrt(weight.ravel())
            s = self.across[i].reshape(states, -1) * root
            u = self.along[i].reshape(states, -1) * root
            total -= (s * eps) @ s.T
            green = _green(k0, self.length[i], self.thickness, self.eps[i], bool(self.tm[i]), points)
            both = np.concatenate([s * eps * root, u * eps * root], axis=1)
            total -= both @ green @ both.T
        return total


def _green(k0: float, g: float, thickness: Floats, eps: Floats, tm: bool, points: int) -> Complex:
    """Return the Green function between points, for sources and answers (in plane, upright).

    Upright fields are counted without the factor i of `GuidedModes.along`, which makes the matrix
    symmetric. The local part -1/eps of an upright source cancels the first term of Sigma for it.
    """
    below, above = crossings(k0, g, thickness, eps, tm, points)
    up, down = (
        np.concatenate([wave.in_plane.ravel(), -1j * wave.vertical.ravel()]) for wave in (below, above)
    )
    wronskian = (above.in_plane * below.flow - above.flow * below.in_plane).ravel()[0]
    height = np.tile(np.arange(below.in_plane.size), 2)
    higher = height[:, None] >= height[None, :]
    return 1j * k0 / wronskian * np.where(higher, np.outer(up, down), np.outer(down, up))
