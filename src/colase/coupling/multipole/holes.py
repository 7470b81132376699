"""Circular inclusions in a disk: the wave of the hole, spread over the harmonics of its host.

Inside the host the field is a_m J_m(nkr) + h_m H_m(nkr), with h_m from the waves p_l of the hole at
(r_h, phi_h) by Graf's theorem, h_m = sum_l p_l J_(m-l)(n k r_h) exp(-i (m-l) phi_h). Then the rows are

    host   D_m beta_m - N_m c_m - nu (2i/(pi n k R)) h_m / (w_m J-scale) = 0
    hole   D_l beta_l - N_l J_l(n k r) sum_m J_(m-l)(n k r_h) exp(i (m-l) phi_h) a_m = 0
    a_m (J_m + i nu J_m') = beta_m (1 + i H'/H) + c_m (J + i J')(kR) - h_m (H_m + i nu H_m')(n k R)

Harmonics of the host above those kept explicitly only feel the holes; they are eliminated one by one,
so that a hole close to the rim costs no larger matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bessel import Complexes, Floats, bessel, hankel, hankel_slope
from .cylinder import Cylinder, arriving_waves, signed


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A hole at one wavenumber: its response, where it sits, and Graf's coefficients with its host.

    J_(m-l)(n k r_h) is ``graf`` times exp(``log_graf``), ``turn`` is exp(i (m-l) phi_h), all of shape
    (2M+1, 2L+1); ``position`` is x + iy of its centre in the host, in m.
    """

    response: Cylinder
    graf: Complexes
    log_graf: Floats
    turn: Complexes
    position: complex


def inclusion(
    response: Cylinder, host_orders: int, wave: complex, distance: float, angle: float
) -> Inclusion:
    """Return a hole with its expansion in the harmonics of the host; ``wave`` is n k of the host."""
    L = response.orders
    a, _, log = bessel(host_orders + L, wave * max(distance, 1e-15))
    q = np.arange(-host_orders, host_orders + 1)[:, None] - np.arange(-L, L + 1)[None, :]
    size = np.abs(q)
    sign = np.where((q < 0) & (size % 2 == 1), -1.0, 1.0)
    position = distance * np.exp(1j * angle)
    return Inclusion(response, a[size] * sign, log[size], np.exp(1j * angle * q), complex(position))


@dataclass(frozen=True, slots=True)
class Hosted:
    """Blocks that holes add to the matrix, for the host orders that are kept (H unknowns of holes).

    Attributes
    ----------
    to_host : array (2M+1, H)
        Row of the host, column of the holes.
    from_wave, from_incoming : array (H, 2M+1)
        Row of the holes: factor of beta_m, and of the wave J_m(kR) c_m arriving at the host.
    inner : array (H, H)
        Holes among each other, by the rim and directly, the tail of the host eliminated.
    """

    to_host: Complexes
    from_wave: Complexes
    from_incoming: Complexes
    inner: Complexes


def hosted(host: Cylinder, holes: list[Inclusion], wave: complex, radius: float, kept: int) -> Hosted:
    """Return the blocks of a host known to the order of its tail, of which orders up to ``kept`` stay."""
    M, z = host.orders, wave * radius
    _, size, sign = signed(M)
    h, g = hankel(M + 1, z)
    slope = hankel_slope(h, g, z)
    w, log_j = host.weight[size], host.log_inside[size]
    balance = 0.5 * (g[:-1][size] - log_j)[:, None]
    into = (-host.nu * 2j / (np.pi * z) / w * sign)[:, None]
    rim = -(h[:-1] * (1 + 1j * host.nu * slope))[size] / w
    columns, small_columns, rows, small_rows = [], [], [], []
    for hole in holes:
        _, order, sign_l = signed(hole.response.orders)
        log_out = hole.log_graf - hole.response.log_outgoing[order]
        out = hole.graf / hole.turn * (sign_l / hole.response.outgoing[order])
        columns.append(into * out * np.exp(log_out - log_j[:, None]))
        small_columns.append(out * np.exp(log_out + balance))
        log_in = hole.log_graf + hole.response.log_incoming[order]
        back = -hole.graf * hole.turn * (hole.response.N[order] * sign_l)
        rows.append((back * np.exp(log_in - log_j[:, None])).T)
        small_rows.append((back * np.exp(log_in + balance)).T)
    row, column = np.concatenate(rows), np.concatenate(columns, axis=1)
    inner = (np.concatenate(small_rows) * rim) @ np.concatenate(small_columns, axis=1)
    inner += among(holes, wave)
    waves = (1 + 1j * host.slope[size]) / w * sign
    arriving = host.incoming[size] / w * sign
    tail = size > kept
    inner -= (row[:, tail] * (waves / host.D[size])[tail]) @ column[tail]
    return Hosted(column[~tail], (row * waves)[:, ~tail], (row * arriving)[:, ~tail], inner)


def among(holes: list[Inclusion], wave: complex) -> Complexes:
    """Return the matrix of the holes alone, in an endless medium of the host."""
    sizes = [2 * hole.response.orders + 1 for hole in holes]
    edge = np.concatenate([[0], np.cumsum(sizes)])
    out = np.zeros((edge[-1], edge[-1]), np.complex128)
    for i, hole in enumerate(holes):
        _, order, _ = signed(hole.response.orders)
        rows = slice(edge[i], edge[i + 1])
        out[rows, rows] = np.diag(hole.response.D[order])
        for j, other in enumerate(holes):
            if i != j:
                step = hole.position - other.position
                block = arriving_waves(hole.response, other.response, wave, abs(step), float(np.angle(step)))
                out[rows, edge[j] : edge[j + 1]] = -hole.response.N[order][:, None] * block
    return out
