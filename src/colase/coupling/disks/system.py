"""The matrix of a set of disks with holes and pillars at any complex wavenumber.

Unknowns are the rim values beta_m of each disk (orders -M..M, or 0..M with a mirror) and then those of
every hole. High orders of a disk that matter only to a small pillar beside it or a hole inside it
(its tail) are eliminated analytically.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, hypot, pi

import numpy as np
from numpy.typing import NDArray

from colase.coupling.arrangement.bodies import Disk
from colase.coupling.multipole.bessel import Complexes, hankel
from colase.coupling.multipole.cylinder import Cylinder, arriving_waves, cut, cylinder, signed
from colase.coupling.multipole.holes import Hosted, hosted, inclusion
from colase.materials import Material, as_material

SMALL = 12.0  # n k R below which a cylinder counts as a pillar


@dataclass(frozen=True, slots=True)
class System:
    """Disks, polarization and truncation, ready to be evaluated.

    Attributes
    ----------
    disks : tuple of Disk
        Large disks and pillars, in the order of the unknowns.
    outside : Material
        The surroundings.
    electric : bool
        E_z (TM) or H_z (TE).
    orders, tails : tuple of int
        Harmonics kept for each disk, and the order up to which its tail is eliminated.
    hole_orders : tuple of tuple of int
        Harmonics of every hole.
    mirror : int
        0, or +1 / -1 for fields even / odd about the line of centres (no holes then).
    exchange : int
        0, or +1 / -1 where two equal disks carry mirror images; with ``mirror`` only. The unknowns are
        then those of the first disk, and beta_m of the second is exchange (-1)^m beta_m of the first.
    """

    disks: tuple[Disk, ...]
    outside: Material
    electric: bool
    orders: tuple[int, ...]
    tails: tuple[int, ...]
    hole_orders: tuple[tuple[int, ...], ...]
    mirror: int = 0
    exchange: int = 0

    @property
    def sizes(self) -> list[int]:
        """Number of unknowns of each disk."""
        orders = self.orders[:1] if self.exchange else self.orders
        return [M + 1 if self.mirror else 2 * M + 1 for M in orders]

    @property
    def edges(self) -> NDArray[np.int64]:
        """Where the unknowns of each disk start, and where those of the holes do."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    @property
    def unknowns(self) -> int:
        """Size of the matrix."""
        return int(self.edges[-1]) + sum(2 * L + 1 for few in self.hole_orders for L in few)

    @property
    def diagonal(self) -> tuple[int, int]:
        """Range of unknowns of the largest disk, whose own block of the matrix is diagonal."""
        if self.exchange or len(self.disks) < 2:
            return 0, 0
        largest = int(np.argmax(self.sizes))
        return int(self.edges[largest]), int(self.edges[largest + 1])

    def position(self, disk: int, m: int) -> int:
        """Return where harmonic m of a disk stands."""
        return int(self.edges[disk]) + m + (0 if self.mirror else self.orders[disk])

    def index(self, material: Material, k: complex) -> complex:
        """Return an index carried to complex k with its slope."""
        lam = 2 * pi / k.real
        n = complex(material.index(lam))
        return n + (float(material.group_index(lam)) - n.real) * 1j * k.imag / k.real

    def responses(self, k: complex) -> list[Cylinder]:
        """Return the response of every disk to the order of its tail."""
        outside = self.index(self.outside, k)
        return [
            cylinder(t, k, d.radius, self.index(as_material(d.index), k), outside, self.electric)
            for d, t in zip(self.disks, self.tails, strict=True)
        ]

    def matrix(self, k: complex) -> Complexes:
        """Return the matrix whose zero determinant is a mode."""
        k = complex(k)
        if self.exchange:
            return self._half(k)
        full = self.responses(k)
        disks = [cut(c, M) for c, M in zip(full, self.orders, strict=True)]
        A = np.zeros((self.unknowns, self.unknowns), np.complex128)
        arriving = self._disks(A, disks, k)
        self._pillar_tails(A, full, k)
        self._holes(A, full, arriving, k)
        return A

    def _half(self, k: complex) -> Complexes:
        """Return the matrix of one of two equal disks, the other being its image."""
        M, disk = self.orders[0], self.disks[0]
        outside = self.index(self.outside, k)
        n = self.index(as_material(disk.index), k)
        one = cylinder(M, k, disk.radius, n, outside, self.electric)
        block = arriving_waves(one, one, k * outside, *self.between(1, 0), self.mirror)
        image = self.exchange * (1.0 - 2.0 * (np.arange(M + 1) % 2))
        return np.diag(one.D) - one.N[:, None] * block * image

    def _disks(self, A: Complexes, disks: list[Cylinder], k: complex) -> dict[tuple[int, int], Complexes]:
        """Fill the rows of the disks; return the waves arriving at hosts of holes."""
        wave, edges = k * self.index(self.outside, k), self.edges
        arriving = {}
        for i, receiver in enumerate(disks):
            rows = slice(edges[i], edges[i + 1])
            order = np.arange(receiver.orders + 1) if self.mirror else signed(receiver.orders)[1]
            A[rows, rows] = np.diag(receiver.D[order])
            for j, source in enumerate(disks):
                if i == j:
                    continue
                distance, angle = self.between(j, i)
                block = arriving_waves(receiver, source, wave, distance, angle, self.mirror)
                A[rows, edges[j] : edges[j + 1]] = -receiver.N[order][:, None] * block
                if self.disks[i].holes:
                    arriving[i, j] = block
        return arriving

    def between(self, source: int, receiver: int) -> tuple[float, float]:
        """Return distance and direction from one centre to another (0 or pi on the mirror axis)."""
        a, b = self.disks[source].centre, self.disks[receiver].centre
        dx, dy = b[0] - a[0], b[1] - a[1]
        if not self.mirror:
            return hypot(dx, dy), atan2(dy, dx)
        ux, uy = self.axis
        return hypot(dx, dy), 0.0 if dx * ux + dy * uy > 0 else pi

    @property
    def axis(self) -> tuple[float, float]:
        """Unit vector from the first centre to the second: the mirror axis."""
        if len(self.disks) < 2:
            return 1.0, 0.0
        (x, y), (u, v) = self.disks[0].centre, self.disks[1].centre
        length = hypot(u - x, v - y)
        return (u - x) / length, (v - y) / length

    def _pillar_tails(self, A: Complexes, full: list[Cylinder], k: complex) -> None:
        """Eliminate high orders of a disk that only pillars feel."""
        wave = k * self.index(self.outside, k)
        for host, response in enumerate(full):
            M = self.orders[host]
            near = [i for i in range(len(full)) if i != host and self._small(i, k)]
            if not near or self.mirror or response.orders == M or self._small(host, k):
                continue
            m, size, sign = signed(response.orders)
            tail = size > M
            m, size, sign = m[tail], size[tail], sign[tail]
            rows, columns, places = [], [], []
            for i in near:
                distance, angle = self.between(host, i)
                pillar = cut(full[i], self.orders[i])
                l, order, sign_l = signed(pillar.orders)
                h, g = hankel(response.orders + pillar.orders, wave * distance)
                q = m[None, :] - l[:, None]
                odd = np.where((q < 0) & (q % 2 != 0), -1.0, 1.0) * sign[None, :] * sign_l[:, None]
                odd_back = np.where((q > 0) & (q % 2 != 0), -1.0, 1.0) * sign[None, :] * sign_l[:, None]
                g, h = g[np.abs(q)], h[np.abs(q)] * np.exp(1j * q * angle)
                back = h * np.exp(-2j * q * angle) * np.where(q % 2 != 0, -1.0, 1.0)
                balance = 0.5 * (response.log_incoming + response.log_outgoing)[size][None, :]
                lin, lout = pillar.log_incoming[order][:, None], pillar.log_outgoing[order][:, None]
                rows.append(
                    -(pillar.N[order])[:, None]
                    * odd
                    * h
                    / response.outgoing[size]
                    * np.exp(lin + g - response.log_outgoing[size] + balance)
                )
                columns.append(
                    odd_back
                    * back
                    * -(response.N / response.D)[size]
                    / pillar.outgoing[order][:, None]
                    * np.exp(response.log_incoming[size] + g - lout - balance)
                )
                places.append(np.arange(self.edges[i], self.edges[i + 1]))
            where = np.concatenate(places)
            A[np.ix_(where, where)] -= np.concatenate(rows) @ np.concatenate(columns).T

    def _small(self, disk: int, k: complex) -> bool:
        d = self.disks[disk]
        return abs(k) * d.radius * abs(self.index(as_material(d.index), k)) < SMALL

    def _holes(
        self,
        A: Complexes,
        full: list[Cylinder],
        arriving: dict[tuple[int, int], Complexes],
        k: complex,
    ) -> None:
        """Fill rows and columns of the holes."""
        start = int(self.edges[-1])
        for i, disk in enumerate(self.disks):
            if not disk.holes:
                continue
            blocks = self._hosted(i, full[i], k)
            rows = slice(start, start + blocks.inner.shape[0])
            own = slice(self.edges[i], self.edges[i + 1])
            A[own, rows] = blocks.to_host
            A[rows, own] = blocks.from_wave
            A[rows, rows] = blocks.inner
            for j in range(len(self.disks)):
                if j != i:
                    A[rows, self.edges[j] : self.edges[j + 1]] += blocks.from_incoming @ arriving[i, j]
            start = rows.stop

    def _hosted(self, i: int, host: Cylinder, k: complex) -> Hosted:
        """Return the blocks of the holes of one disk."""
        disk = self.disks[i]
        n = self.index(as_material(disk.index), k)
        holes = [
            inclusion(
                cylinder(L, k, hole.radius, self.index(as_material(hole.index), k), n, self.electric),
                host.orders,
                n * k,
                hole.distance,
                hole.angle,
            )
            for hole, L in zip(disk.holes, self.hole_orders[i], strict=True)
        ]
        return hosted(host, holes, n * k, disk.radius, self.orders[i])

    def stretched(self, factor: float) -> System:
        """Return the same system with more harmonics, to test convergence."""
        more = tuple(int(np.ceil(factor * M)) + 2 for M in self.orders)
        return replace(
            self,
            orders=more,
            tails=tuple(max(int(np.ceil(factor * t)), M) for t, M in zip(self.tails, more, strict=True)),
            hole_orders=tuple(tuple(L + 1 for L in few) for few in self.hole_orders),
        )
