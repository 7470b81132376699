"""What one mode looks like inside its disks: rim values, regular waves, energies, mode area.

inside     psi = sum_m a_m J_m(n k r) exp(i m phi)  (+ outgoing waves of the holes)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi

import numpy as np

from colase.coupling.multipole.bessel import Complexes, Floats, bessel, hankel, hankel_slope
from colase.coupling.multipole.cylinder import Cylinder, arriving_waves, cut, cylinder, signed
from colase.coupling.multipole.holes import inclusion
from colase.coupling.multipole.waves import regular
from colase.materials import as_material

from .solution import Solution
from .system import System


def rim_waves(solution: Solution) -> tuple[list[Complexes], Complexes]:
    """Return beta_m of every disk, orders -M..M in the laboratory frame, and the waves of the holes."""
    system, x = solution.system, solution.unknowns
    edges, waves = system.edges, []
    for i, M in enumerate(system.orders):
        own = 0 if system.exchange else i
        part = x[edges[own] : edges[own] + (M + 1 if system.mirror else 2 * M + 1)]
        if not system.mirror:
            waves.append(part)
            continue
        if system.exchange and i == 1:
            part = part * system.exchange * (1.0 - 2.0 * (np.arange(M + 1) % 2))
        m = np.arange(-M, M + 1)
        full = np.concatenate([system.mirror * part[:0:-1], part])
        if system.mirror < 0:
            full[M] = 0
        axis = np.arctan2(system.axis[1], system.axis[0])
        waves.append(full * np.exp(-1j * m * axis))
    return waves, x[edges[-1] :]


@dataclass(frozen=True, slots=True)
class Inside:
    """Field inside one disk: amplitudes with J_m = exp(log) scaled out, and the waves of its holes."""

    amplitude: Complexes
    log: Floats
    wave: complex


def insides(solution: Solution) -> list[Inside]:
    """Return the regular wave inside every disk, orders -M..M."""
    system, k = solution.system, solution.root.k
    plain = replace(system, mirror=0, exchange=0)
    waves, hole_waves = rim_waves(solution)
    full = plain.responses(k)
    outside = plain.index(plain.outside, k)
    found, used = [], 0
    for i, disk in enumerate(plain.disks):
        c = cut(full[i], plain.orders[i])
        _, size, sign = signed(c.orders)
        n = plain.index(as_material(disk.index), k)
        value = (1 + 1j * c.slope)[size] * waves[i]
        for j in range(len(plain.disks)):
            if j != i:
                other = cut(full[j], plain.orders[j])
                arriving = arriving_waves(c, other, k * outside, *plain.between(j, i))
                value = value + c.incoming[size] * (arriving @ waves[j])
        amplitude = value / c.weight[size] * sign
        if disk.holes:
            count = sum(2 * L + 1 for L in plain.hole_orders[i])
            own = hole_waves[used : used + count]
            amplitude = amplitude - _reflected(plain, i, k, own, c)
            used += count
        found.append(Inside(amplitude, c.log_inside[size], n * k))
    return found


def _reflected(system: System, i: int, k: complex, waves: Complexes, host: Cylinder) -> Complexes:
    """Return what the rim throws back of the waves of the holes, in the scale of the amplitudes."""
    disk, M = system.disks[i], system.orders[i]
    n = system.index(as_material(disk.index), k)
    z = n * k * disk.radius
    size = np.abs(np.arange(-M, M + 1))
    h, g = hankel(M + 1, z)
    back = (h[:-1] * (1 + 1j * host.nu * hankel_slope(h, g, z)) / host.weight)[size]
    total, used = np.zeros(2 * M + 1, np.complex128), 0
    for hole, L in zip(disk.holes, system.hole_orders[i], strict=True):
        response = cylinder(L, k, hole.radius, system.index(as_material(hole.index), k), n, system.electric)
        one = inclusion(response, M, n * k, hole.distance, hole.angle)
        _, order, sign = signed(L)
        own = waves[used : used + 2 * L + 1] * sign / response.outgoing[order]
        used += 2 * L + 1
        log = one.log_graf - response.log_outgoing[order] + g[:-1][size][:, None]
        total += (one.graf / one.turn * np.exp(log)) @ own
    return total * back


def energies(solution: Solution, inside: list[Inside]) -> Floats:
    """Return the energy in every disk, n^2 |E_z|^2 or |H_z|^2 over its area, holes filled."""
    system = solution.system
    found = []
    for disk, field in zip(system.disks, inside, strict=True):
        z = float((field.wave * disk.radius).real)
        M = (field.amplitude.size - 1) // 2
        a, b, _ = bessel(M, z)
        m = np.arange(-M, M + 1)
        size = np.abs(m)
        shape = np.abs(b[size]) ** 2 + (1 - (m / z) ** 2) * np.abs(a[size]) ** 2
        energy = 0.5 * disk.radius**2 * (np.abs(field.amplitude) ** 2 * np.maximum(shape, 0)).sum()
        found.append(energy * (abs(field.wave / solution.root.k) ** 2 if system.electric else 1.0))
    return 2 * pi * np.array(found)


def energy_shares(solution: Solution) -> Floats:
    """Return the share of each disk in the energy inside all disks."""
    found = energies(solution, insides(solution))
    return found / found.sum()


def mode_area(solution: Solution) -> float:
    """Return the energy in all disks over its largest density, in m^2.

    The largest density is looked for on two wavelengths of the rim of each disk, from the rim to half its
    radius: a few per cent low where a defect makes standing waves of uneven height.
    """
    system = solution.system
    inside, brightest = insides(solution), 0.0
    for disk, field in zip(system.disks, inside, strict=True):
        r, phi = np.linspace(0.5, 1.0, 60), np.linspace(0, 4 * pi / max(solution.azimuthal, 1), 17)
        R, P = (g.ravel() for g in np.meshgrid(r * disk.radius, phi, indexing="ij"))
        density = np.abs(regular(field.amplitude, field.log, field.wave, R * np.cos(P), R * np.sin(P))) ** 2
        weight = abs(field.wave / solution.root.k) ** 2 if system.electric else 1.0
        brightest = max(brightest, float(density.max()) * weight)
    return float(energies(solution, inside).sum()) / brightest
