"""Fields of a mode of several disks: rim values, energies, grids and far fields.

outside    psi = sum_j sum_m beta_jm H_m(k r_j)/H_m(k R_j) exp(i m phi_j)
inside     psi = sum_m a_m J_m(n k r) exp(i m phi)  (+ outgoing waves of the holes)
far away   |sum_j exp(-i k x_j.e) sum_m beta_jm (-i)^m exp(i m phi)/H_m(k R_j)|^2
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numba import njit
from numpy.typing import NDArray
from scipy.special import hankel1e

from colase.coupling.multipole.bessel import (
    Complexes,
    Floats,
    _downward,
    _upward,
    bessel,
    hankel,
    hankel_slope,
)
from colase.coupling.multipole.cylinder import Cylinder, arriving_waves, cylinder, signed
from colase.coupling.multipole.holes import inclusion
from colase.materials import as_material
from colase.results import dataset, variable

from .system import System, _cut

if TYPE_CHECKING:
    from .coupled_modes import CoupledModes, Solution


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
        c = _cut(full[i], plain.orders[i])
        _, size, sign = signed(c.orders)
        n = plain.index(as_material(disk.index), k)
        value = (1 + 1j * c.slope)[size] * waves[i]
        for j in range(len(plain.disks)):
            if j != i:
                other = _cut(full[j], plain.orders[j])
                arriving = arriving_waves(c, other, k * outside, *plain._between(j, i))
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
        density = np.abs(_regular(field, R * np.cos(P), R * np.sin(P))) ** 2
        weight = abs(field.wave / solution.root.k) ** 2 if system.electric else 1.0
        brightest = max(brightest, float(density.max()) * weight)
    return float(energies(solution, inside).sum()) / brightest


@njit(cache=True)
def _sum_inside(z, zero, one, phi, amplitude, log):
    """Return sum_m amplitude_m J_m(z) exp(i m phi - log_m) at many points."""
    M = (amplitude.size - 1) // 2
    out = np.zeros(z.size, np.complex128)
    for i in range(z.size):
        below = z[i].imag < 0
        w = z[i].conjugate() if below else z[i]
        a, _, L = _downward(M, w, zero[i], one[i])
        for m in range(-M, M + 1):
            size = abs(m)
            scale = L[size] - log[m + M]
            if scale > -80:
                value = a[size].conjugate() if below else a[size]
                sign = -1.0 if m < 0 and size % 2 else 1.0
                turn = complex(np.cos(m * phi[i]), np.sin(m * phi[i]))
                out[i] += amplitude[m + M] * value * sign * np.exp(scale) * turn
    return out


@njit(cache=True)
def _sum_outside(z, zero, one, phi, wave, mantissa, log):
    """Return sum_m wave_m H_m(z)/H_m(kR) exp(i m phi) at many points (H_0, H_1 scaled by exp(Im z))."""
    M = (wave.size - 1) // 2
    out = np.zeros(z.size, np.complex128)
    for i in range(z.size):
        h, g = _upward(M, z[i], zero[i], one[i])
        for m in range(-M, M + 1):
            size = abs(m)
            scale = g[size] - z[i].imag - log[size]
            if scale > -80:
                turn = complex(np.cos(m * phi[i]), np.sin(m * phi[i]))
                out[i] += wave[m + M] * h[size] / mantissa[size] * np.exp(scale) * turn
    return out


def _started(z: Complexes) -> tuple[Complexes, Complexes]:
    """Return H_0 and H_1 times exp(Im z)."""
    turn = np.exp(1j * z.real)
    return hankel1e(0, z) * turn, hankel1e(1, z) * turn


def _regular(inside: Inside, x: Floats, y: Floats) -> Complexes:
    """Return the regular wave at points relative to the centre of its disk."""
    z = inside.wave * np.maximum(np.hypot(x, y), 1e-12)
    zero, one = _started(np.where(z.imag < 0, z.conj(), z))
    return _sum_inside(z, zero, one, np.arctan2(y, x), inside.amplitude, inside.log)


def _outgoing(wave: complex, radius: float, values: Complexes, x: Floats, y: Floats) -> Complexes:
    """Return outgoing waves with rim values ``values`` (orders -M..M) at points outside the rim."""
    M = (values.size - 1) // 2
    h, g = hankel(M, wave * radius)
    z = wave * np.hypot(x, y)
    zero, one = _started(z)
    return _sum_outside(z, zero, one, np.arctan2(y, x), values, h, g)


def psi(solution: Solution, x: Floats, y: Floats) -> Complexes:
    """Return E_z or H_z of one mode at points (1-D arrays, m), unscaled."""
    system, k = solution.system, solution.root.k
    waves, hole_waves = rim_waves(solution)
    outside = system.index(system.outside, k)
    out = np.zeros(x.size, np.complex128)
    owner = np.full(x.size, -1)
    for i, disk in enumerate(system.disks):
        owner[np.hypot(x - disk.centre[0], y - disk.centre[1]) < disk.radius] = i
    free = owner < 0
    used = 0
    for i, (disk, inside) in enumerate(zip(system.disks, insides(solution), strict=True)):
        u, v = x - disk.centre[0], y - disk.centre[1]
        out[free] += _outgoing(k * outside, disk.radius, waves[i], u[free], v[free])
        mine = owner == i
        out[mine] = _regular(inside, u[mine], v[mine])
        for hole, L in zip(disk.holes, system.hole_orders[i] if disk.holes else (), strict=True):
            own = hole_waves[used : used + 2 * L + 1]
            used += 2 * L + 1
            cx, cy = disk.hole_centre(hole)
            there = np.hypot(u - cx, v - cy) < hole.radius
            beyond = mine & ~there
            out[beyond] += _outgoing(inside.wave, hole.radius, own, u[beyond] - cx, v[beyond] - cy)
            out[there] = np.nan
    return out


def on_grid(
    modes: CoupledModes,
    mode: int,
    half_width: float | None,
    points: int,
    centre: tuple[float, float] | None,
) -> xr.Dataset:
    """Return psi on a square grid; see `CoupledModes.field`. Holes are left blank (NaN)."""
    disks = modes.disks.disks
    low = np.min([np.array(d.centre) - d.radius for d in disks], axis=0)
    high = np.max([np.array(d.centre) + d.radius for d in disks], axis=0)
    middle = 0.5 * (low + high) if centre is None else np.asarray(centre, dtype=float)
    half = 0.55 * float((high - low).max()) if half_width is None else half_width
    line = np.linspace(-half, half, points)
    X, Y = np.meshgrid(middle[0] + line, middle[1] + line)
    solution = modes.solutions[mode]
    values = psi(solution, X.ravel(), Y.ravel()).reshape(X.shape)
    values = values / np.nanmax(np.abs(values))
    lam = 2 * pi / solution.root.k.real
    index = np.full(X.shape, complex(as_material(modes.disks.outside).index(lam)).real)
    for d in disks:
        index[np.hypot(X - d.centre[0], Y - d.centre[1]) < d.radius] = complex(
            as_material(d.index).index(lam)
        ).real
        for hole in d.holes:
            cx, cy = np.add(d.centre, d.hole_centre(hole))
            index[np.hypot(X - cx, Y - cy) < hole.radius] = complex(as_material(hole.index).index(lam)).real
    dims = ("y", "x")
    return dataset(
        {
            "psi_real": variable(dims, values.real, "", "E_z or H_z, real part"),
            "psi_imag": variable(dims, values.imag, "", "E_z or H_z, imaginary part"),
            "index": variable(dims, index, "", "refractive index"),
        },
        {
            "x": variable("x", middle[0] + line, "m", "x"),
            "y": variable("y", middle[1] + line, "m", "y"),
        },
    )


def far_field(solution: Solution, phi: NDArray[np.float64]) -> xr.Dataset:
    """Return the radiated power per direction; see `CoupledModes.far_field`."""
    system = solution.system
    k = solution.root.k.real * system.index(system.outside, solution.root.k).real
    waves, _ = rim_waves(solution)
    around = np.linspace(0, 2 * pi, 4096, endpoint=False)
    mean = np.mean(np.abs(_far(system, waves, k, around)) ** 2)
    power = np.abs(_far(system, waves, k, phi)) ** 2 / mean
    return dataset(
        {"power": variable("angle", power, "", "power per angle, mean 1")},
        {"angle": variable("angle", phi, "rad", "direction from the x axis")},
    )


def _far(system: System, waves: list[Complexes], k: float, phi: NDArray[np.float64]) -> Complexes:
    """Return the amplitude of the cylindrical wave far away."""
    out = np.zeros(phi.size, np.complex128)
    for disk, wave in zip(system.disks, waves, strict=True):
        M = (wave.size - 1) // 2
        m, size, sign = signed(M)
        h, g = hankel(M, k * disk.radius)
        factor = wave / (sign * h[size]) * np.exp(-np.minimum(g[size], 690.0)) * (-1j) ** (m % 4)
        phase = np.exp(-1j * k * (disk.centre[0] * np.cos(phi) + disk.centre[1] * np.sin(phi)))
        out += phase * (np.exp(1j * np.outer(phi, m)) @ factor)
    return out
