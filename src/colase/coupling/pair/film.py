"""What the film of coupled disks does to their modes, whichever way these were found.

First-order response to the index of the film, from left and right vectors of the reduced problem E(k):
    dk/dn = -(l^H dE/dn r)/(l^H E' r),    confinement = -(n/k) dk/dn
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from colase.coupling.disks.coupled_modes import CoupledModes
from colase.coupling.disks.inside import mode_area
from colase.coupling.disks.multidisk import MultiDisk
from colase.coupling.disks.solution import Solution
from colase.coupling.fem.response import confinements, mode_areas
from colase.coupling.fem.result import ElementModes
from colase.coupling.multipole.reduction import pencil

STEP = 1e-6
"""Relative change of the index of the film for which disks are given to `confinement`."""


def confinement(modes: CoupledModes | ElementModes, more: MultiDisk, less: MultiDisk) -> NDArray[np.float64]:
    """Return -(n/k) dk/dn of every mode, from disks with the film's index times 1 + STEP and 1 - STEP."""
    if isinstance(modes, ElementModes):
        return confinements(modes)
    return np.array([_response(s, more, less) for s in modes.solutions])


def area(modes: CoupledModes | ElementModes) -> NDArray[np.float64]:
    """Return the energy in all disks over its largest density, in m^2, for every mode."""
    if isinstance(modes, ElementModes):
        return mode_areas(modes)
    return np.array([mode_area(s) for s in modes.solutions])


def kept(modes: CoupledModes | ElementModes) -> NDArray[np.str_]:
    """Return disk and azimuthal number of the resonances each mode was reduced to, as "0:236 1:236"."""
    if isinstance(modes, ElementModes):
        return np.full(modes.data.sizes["mode"], "")
    return np.array([" ".join(f"{d}:{m}" for d, m in s.families) for s in modes.solutions])


def _response(solution: Solution, more: MultiDisk, less: MultiDisk) -> float:
    """Return -(n/k) dk/dn of one mode from disks with the film's index times 1 + step and 1 - step."""
    root, places = solution.root, solution.places
    same, high, low = (
        pencil(system.matrix, places, root.k, diagonal=system.diagonal)
        for system in (solution.system, *(replace(solution.system, disks=d.disks) for d in (more, less)))
    )
    left, right = root.left.conj(), root.vector
    shift = -(left @ (high.E - low.E) @ right) / (left @ same.slope @ right)
    return float(-(shift / root.k).real / (2 * STEP))
