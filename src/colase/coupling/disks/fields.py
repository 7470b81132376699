"""The field of a mode of several disks at any point.

outside    psi = sum_j sum_m beta_jm H_m(k r_j)/H_m(k R_j) exp(i m phi_j)
inside     see `inside`
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr

from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.multipole.bessel import Complexes, Floats
from colase.coupling.multipole.waves import outgoing, regular
from colase.materials import as_material
from colase.results import dataset, variable

from .inside import insides, rim_waves
from .solution import Solution


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
        out[free] += outgoing(k * outside, disk.radius, waves[i], u[free], v[free])
        mine = owner == i
        out[mine] = regular(inside.amplitude, inside.log, inside.wave, u[mine], v[mine])
        for hole, L in zip(disk.holes, system.hole_orders[i] if disk.holes else (), strict=True):
            own = hole_waves[used : used + 2 * L + 1]
            used += 2 * L + 1
            cx, cy = disk.hole_centre(hole)
            there = np.hypot(u - cx, v - cy) < hole.radius
            beyond = mine & ~there
            out[beyond] += outgoing(inside.wave, hole.radius, own, u[beyond] - cx, v[beyond] - cy)
            out[there] = np.nan
    return out


def on_grid(
    disks: Arrangement,
    solution: Solution,
    half_width: float | None,
    points: int,
    centre: tuple[float, float] | None,
) -> xr.Dataset:
    """Return psi on a square grid; see `CoupledModes.field`. Holes are left blank (NaN)."""
    low = np.min([np.array(d.centre) - d.radius for d in disks.disks], axis=0)
    high = np.max([np.array(d.centre) + d.radius for d in disks.disks], axis=0)
    middle = 0.5 * (low + high) if centre is None else np.asarray(centre, dtype=float)
    half = 0.55 * float((high - low).max()) if half_width is None else half_width
    line = np.linspace(-half, half, points)
    X, Y = np.meshgrid(middle[0] + line, middle[1] + line)
    values = psi(solution, X.ravel(), Y.ravel()).reshape(X.shape)
    values = values / np.nanmax(np.abs(values))
    lam = 2 * pi / solution.root.k.real
    index = np.full(X.shape, complex(as_material(disks.outside).index(lam)).real)
    for d in disks.disks:
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
