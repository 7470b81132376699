"""Maxwell's equations for circular cylinders, as a square matrix: multipoles and Graf's theorem.

Around cylinder j the field is sum_m (c_m J_m(k r) + b_m H_m(k r)) exp(i m phi); c comes from the waves
b of all others by Graf's addition theorem. Continuity of psi and psi' (E_z) or psi'/n^2 (H_z) at
the rim gives, with beta_m = b_m H_m(kR) (the value of the outgoing wave at the rim),

    D_m beta_m - N_m J_m(kR) sum_l sum_p H_(p-m)(kd) exp(i (p-m) phi_jl) / H_p(kR_l) beta_p = 0
    D_m = (u H_m'/H_m - v)/w,   N_m = (v a - u b)/w,   w = u + i v

where J_m(kR) ~ a, J_m'(kR) ~ b and u, v are J_m and nu J_m' at n k R, nu = n (E_z) or 1/n (H_z),
relative to the surroundings. D_m = 0 is the resonance of the disk alone; w has no zero near the real
axis. Everything that grows or shrinks with m is kept as a logarithm and only products of order one
are formed. exp(-i w t). Checked against finite elements. Lengths in m, k in 1/m.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bessel import Complexes, Floats, bessel, hankel, hankel_slope


@dataclass(frozen=True, slots=True)
class Cylinder:
    """Response of one cylinder at one wavenumber, for orders 0 to M.

    ``D`` and ``N`` as in the module; ``weight`` is w, with J_m(n k R) = u exp(log_inside); ``incoming`` and
    ``log_incoming`` are J_m(kR) and its slope as a + i b; ``outgoing`` (of size one) and
    ``log_outgoing`` are H_m(kR), ``slope`` is H_m'/H_m.
    """

    D: Complexes
    N: Complexes
    weight: Complexes
    log_inside: Floats
    incoming: Complexes
    log_incoming: Floats
    outgoing: Complexes
    log_outgoing: Floats
    slope: Complexes
    nu: complex

    @property
    def orders(self) -> int:
        """Highest order M."""
        return self.D.size - 1


def cylinder(
    orders: int, k: complex, radius: float, index: complex, outside: complex, electric: bool
) -> Cylinder:
    """Return the response of one cylinder in its surroundings; ``electric`` means E_z."""
    x = k * outside * radius
    h, g = hankel(orders + 1, x)
    slope = hankel_slope(h, g, x)
    a, b, log_incoming = bessel(orders, x)
    u, v, log_inside = bessel(orders, k * index * radius)
    nu = index / outside if electric else outside / index
    v = nu * v
    w = u + 1j * v
    return Cylinder(
        (u * slope - v) / w,
        (v * a - u * b) / w,
        w,
        log_inside,
        a + 1j * b,
        log_incoming,
        h[:-1],
        g[:-1],
        slope,
        nu,
    )


def signed(orders: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return orders -M..M, their sizes, and the sign with which J_m and H_m turn into those of |m|."""
    m = np.arange(-orders, orders + 1)
    size = np.abs(m)
    return m, size, np.where(m < 0, 1.0 - 2.0 * (size % 2), 1.0)


@njit(cache=True)
def _fill(out, lj, h, g, lo, phase_out, angle, mirror):
    """Fill J_m(kR) sum_p H_(p-m)(kd) exp(i (p-m) angle) / H_p(kR_source), row m and column p.

    Parameters
    ----------
    out : array, complex
        (2M+1, 2P+1), or (M+1, P+1) folded by a mirror.
    lj : array (M + 1,)
        Logarithm of J_m at the rim of the receiver.
    h, g : array (M + P + 1,)
        Mantissas and logarithms of H_q(kd).
    lo, phase_out : array (P + 1,)
        Logarithms and mantissas of H_p at the rim of the source.
    angle : float
        Direction from the source to the receiver.
    mirror : int
        0 for all orders; +1 or -1 folds -p onto p (both centres on the mirror axis).
    """
    M, P = lj.size - 1, lo.size - 1
    Q = M + P
    wave = np.empty(2 * Q + 1, np.complex128)
    for q in range(-Q, Q + 1):
        sign = -1.0 if q < 0 and q % 2 else 1.0
        wave[q + Q] = sign * h[abs(q)] * complex(math.cos(q * angle), math.sin(q * angle))
    back = np.empty(2 * P + 1, np.complex128)
    for p in range(-P, P + 1):
        back[p + P] = (-1.0 if p < 0 and p % 2 else 1.0) * phase_out[abs(p)].conjugate()
    for m in range(0 if mirror else -M, M + 1):
        am, row = abs(m), m if mirror else m + M
        front = -1.0 if m < 0 and am % 2 else 1.0
        for p in range(-P, P + 1):
            ap, aq = abs(p), abs(p - m)
            size = lj[am] + g[aq] - lo[ap]
            if size < -90.0:
                continue
            value = front * math.exp(size) * wave[p - m + Q] * back[p + P]
            if mirror == 0:
                out[row, p + P] = value
            else:
                out[row, ap] += value * (mirror if p < 0 else 1.0)


def arriving_waves(
    receiver: Cylinder, source: Cylinder, wave: complex, distance: float, angle: float, mirror: int = 0
) -> Complexes:
    """Return J_m c_m at the rim of one cylinder per wave beta_p of another (without the mantissa of J_m).

    ``wave`` is the wavenumber between them, ``angle`` points from the source to the receiver;
    ``mirror`` = +1 or -1 folds orders -p onto p for fields even or odd about the line of centres.
    """
    M, P = receiver.orders, source.orders
    h, g = hankel(M + P, wave * distance)
    shape = (M + 1, P + 1) if mirror else (2 * M + 1, 2 * P + 1)
    out = np.zeros(shape, np.complex128)
    _fill(out, receiver.log_incoming, h, g, source.log_outgoing, source.outgoing, angle, mirror)
    return out


def cut(c: Cylinder, M: int) -> Cylinder:
    """Return a response to a lower order."""
    if c.orders == M:
        return c
    few = slice(M + 1)
    return Cylinder(
        c.D[few],
        c.N[few],
        c.weight[few],
        c.log_inside[few],
        c.incoming[few],
        c.log_incoming[few],
        c.outgoing[few],
        c.log_outgoing[few],
        c.slope[few],
        c.nu,
    )
