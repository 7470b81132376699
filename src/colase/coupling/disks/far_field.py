"""The far field of a mode of several disks.

|sum_j exp(-i k x_j.e) sum_m beta_jm (-i)^m exp(i m phi)/H_m(k R_j)|^2
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.coupling.multipole.bessel import Complexes, hankel
from colase.coupling.multipole.cylinder import signed
from colase.results import dataset, variable

from .inside import rim_waves
from .solution import Solution
from .system import System


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
