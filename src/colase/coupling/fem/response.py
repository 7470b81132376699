"""What the film does to a mode on elements: confinement, and the area that its energy fills.

With stiffness A and mass B of the film alone and of everything, and u of the mode (no conjugation: the
absorbing layer makes the problem complex symmetric),

    -(n/k) dk/dn = Re(u^T B_film u/u^T B u) for E_z,      Re(u^T A_film u/u^T A u) for H_z

for an index without dispersion.
"""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .elements import UM, Elements
from .result import ElementModes, sampled

_RINGS, _AROUND = 24, 720


def confinements(modes: ElementModes) -> NDArray[np.float64]:
    """Return -(n/k) dk/dn of every mode for the index of all disks together, shape (mode,)."""
    import ngsolve

    mesh, electric = modes.mesh, str(modes.data.polarization.values[0]) == "TM"
    space = modes.fields[0].space
    u, v = space.TnT()
    square = mesh.mesh.MaterialCF({name: n**2 for name, n in mesh.index.items()})
    density = square * u * v if electric else ngsolve.grad(u) * ngsolve.grad(v) / square
    film = mesh.mesh.Materials("|".join(f"disk{i}" for i in range(len(modes.disks.disks))))
    ranges = (ngsolve.dx(definedon=film), ngsolve.dx)
    parts = [ngsolve.BilinearForm(density * where).Assemble() for where in ranges]
    return np.array([_quotient(wave, *(part.mat for part in parts)) for wave in modes.fields])


def _quotient(wave: Any, film: Any, whole: Any) -> float:
    """Return Re(u^T M_film u/u^T M u)."""
    product, values = wave.vec.CreateVector(), []
    for matrix in (film, whole):
        product.data = matrix * wave.vec
        values.append(complex(wave.vec.FV().NumPy() @ product.FV().NumPy()))
    return float((values[0] / values[1]).real)


def mode_areas(modes: ElementModes) -> NDArray[np.float64]:
    """Return the energy in all disks over its largest density, in m^2, shape (mode,)."""
    import ngsolve

    mesh, electric = modes.mesh, str(modes.data.polarization.values[0]) == "TM"
    areas = []
    for wave in modes.fields:
        energy, brightest = 0.0, 0.0
        for i, disk in enumerate(modes.disks.disks):
            weight = abs(mesh.index[f"disk{i}"]) ** 2 if electric else 1.0
            density = wave.real * wave.real + wave.imag * wave.imag
            where = mesh.mesh.Materials(f"disk{i}")
            energy += weight * float(ngsolve.Integrate(density, mesh.mesh, definedon=where))
            brightest = max(brightest, weight * _brightest(wave, mesh, disk.centre, disk.radius))
        areas.append(energy / brightest / UM**2)
    return np.array(areas)


def _brightest(wave: Any, mesh: Elements, centre: tuple[float, float], radius: float) -> float:
    """Return the largest |psi|^2 on rings of a disk, from half its radius to the rim."""
    turn = np.linspace(0, 2 * pi, _AROUND, endpoint=False)
    r, phi = (g.ravel() for g in np.meshgrid(np.linspace(0.5, 0.995, _RINGS) * radius * UM, turn))
    psi = sampled(wave, mesh, centre[0] * UM + r * np.cos(phi), centre[1] * UM + r * np.sin(phi))
    return float((np.abs(psi) ** 2).max())
