"""Light that the rough upper face of a film takes from a band-edge mode, to first order in its height.

A band-edge mode at Gamma is a sum of waves G along the layers. A face whose height is random and has no
preferred place scatters each of them as if the others were not there (products of two orders average to
zero), so

    1/Q = Sum_G P_G/(k0 U),     U = Int eps |E|^2/2 over a cell,

P_G being the loss of `roughness` with the exact field of order G at the face. What is scattered leaves
through the laterally averaged layers, or is caught by their guided modes; that averaging, the first order in
the height, and a face without the pillar tops are the approximations. Layers without pattern give the loss of
the film itself. Reference: payne1994.
"""

from __future__ import annotations

import numpy as np

from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_fields import NearField
from colase.cavity.grating.fourier_modal.crystal_table import BandEdge
from colase.cavity.roughness import Roughness
from colase.cavity.slab.scattering import Face, surroundings
from colase.cavity.slab.waveguide import SlabWaveguide


def rough_film_loss(slab: PhotonicCrystalSlab, edge: BandEdge, face: int, roughness: Roughness) -> float:
    """Return 1/Q of a band-edge mode by one rough face.

    Parameters
    ----------
    slab : PhotonicCrystalSlab
        The crystal.
    edge : BandEdge
        The mode.
    face : int
        Which face, 0 on top of the substrate; flat, with uniform media or backgrounds on both sides.
    roughness : Roughness
        Of that face.

    Raises
    ------
    InputError
        If the face is too rough for the first order.
    """
    near, k0 = NearField(edge.system, edge.warm), float(edge.warm.k0.real)
    index = edge.system.index(edge.warm.k0).real
    roughness.check(2 * np.pi / k0, float(index.max()))
    eps = slab.averaged(index**2)
    thickness = tuple(layer.thickness for layer in slab.layers)
    mean = SlabWaveguide(thickness, tuple(np.sqrt(eps[1:-1])), *np.sqrt(eps[[0, -1]]))
    around = surroundings(eps, k0 * np.array(thickness), k0, face, mean.modes(2 * np.pi / k0))
    lost = sum(sum(around.lost(wave, roughness)) for wave in _orders(near, face, k0))
    _, energy, _ = near.energies()
    return float(lost / (0.5 * k0 * energy.sum()))


def _orders(near: NearField, face: int, k0: float) -> list[Face]:
    """Return every wave of a mode at a face, TE and TM parts apart."""
    e, f, _ = near.column_fields(float(near.surfaces[face]))
    basis = near.system.basis
    (ex, ey), (fx, fy) = ([part @ column for part in basis.basis] for column in (e, f))
    found = []
    for i, (gx, gy) in enumerate(basis.vectors):
        g = float(np.hypot(gx, gy))
        lx, ly = (gx / g, gy / g) if g > 0 else (1.0, 0.0)
        across, along, flow = ex[i] * -ly + ey[i] * lx, ex[i] * lx + ey[i] * ly, fx[i] * lx + fy[i] * ly
        found.append(Face(face, complex(across), 0j, g / k0, False))
        found.append(Face(face, complex(-flow), complex(-1j * along), g / k0, True))
    return found
