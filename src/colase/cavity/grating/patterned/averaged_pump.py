"""Pump light that the film of a crystal slab takes at normal incidence, its layers averaged sideways.

The averaged layers interfere as plane ones do; of what a layer takes, the film has the share of Im eps that
is its own. Diffraction of the pump is left out.
"""

from __future__ import annotations

from math import isfinite, pi

import numpy as np

from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.guided_expansion.basis import quadrature
from colase.cavity.grating.guided_expansion.radiation import crossings
from colase.errors import InputError
from colase.materials import Material


def film_positions(slab: PhotonicCrystalSlab, film: Material) -> list[int]:
    """Return the positions of a film among the materials of a slab, as the background of its layers."""
    return [2 + 2 * j for j, layer in enumerate(slab.layers) if layer.background is film]


def absorbed_share(slab: PhotonicCrystalSlab, film: Material, wavelength: float, absorption: float) -> float:
    """Return the share of light from the cover that a film with this absorption (1/m) takes.

    Raises
    ------
    InputError
        If the absorption is negative.
    """
    if not (isfinite(absorption) and absorption >= 0):
        raise InputError(
            f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
        )
    index = np.array([complex(m.index(wavelength)) for m in slab.materials])
    own = film_positions(slab, film)
    index[own] = np.real(index[own]) + 1j * absorption * wavelength / (4 * pi)
    mean = slab.averaged(index**2)
    taken = np.array(
        [
            (1 - slab.fill(j)) * (index[2 + 2 * j] ** 2).imag * (layer.background is film)
            for j, layer in enumerate(slab.layers)
        ]
    )
    thickness = np.array([layer.thickness for layer in slab.layers])
    points, k0 = 40, 2 * pi / wavelength
    _, weight = quadrature(thickness, points)
    light = np.abs(crossings(k0, 0.0, thickness, mean, False, points)[1].in_plane) ** 2
    return float(k0 * (weight * light * taken[:, None]).sum() / index[1].real)
