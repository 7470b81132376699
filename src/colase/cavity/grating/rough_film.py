"""Scattering of a band-edge mode by the rough surface of its film.

A band-edge mode is made of guided waves of the film that run along the lattice; roughness with a random
phase scatters each of them as it would in a flat film of the same volume, so

    Q = 2 pi n_group/(lambda alpha),

with alpha the loss of that film by its upper face (`colase.cavity.roughness`, payne1994), light into both
half-spaces and into other directions of the film. What the lattice does to the scattered light, and
the waviness of the surface over the pillars, are left out; valid where the film is flat enough that its
waves are those of the averaged film.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.cavity.roughness import Roughness, guided_loss
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.errors import InputError


def film_roughness_q(
    slab: SlabWaveguide,
    wavelengths: NDArray[np.float64],
    polarizations: NDArray[np.str_],
    roughness: Roughness,
) -> NDArray[np.float64]:
    """Return the quality factor that the rough top of a flat film leaves, for each mode.

    Parameters
    ----------
    slab : SlabWaveguide
        One layer: the film, flattened.
    wavelengths : array (mode,)
        Vacuum wavelengths in m.
    polarizations : array (mode,)
        "TE" or "TM"; the fundamental mode of that kind is taken.
    roughness : Roughness
        Of the upper face.

    Raises
    ------
    InputError
        If the flat film does not guide such a mode.
    """
    found = np.empty(len(wavelengths))
    for i, (wavelength, name) in enumerate(zip(wavelengths, polarizations, strict=True)):
        modes = slab.modes(float(wavelength), (str(name)[:2],))  # type: ignore[arg-type]
        if not modes.sizes["mode"]:
            raise InputError(
                f"cavity: a flat film of {slab.thicknesses[0] * 1e9:.4g} nm guides no {name} at "
                f"{wavelength * 1e9:.4g} nm, so that its roughness tells no loss; give q_roughness instead."
            )
        loss = guided_loss(slab, modes, 0, 1, roughness).total
        found[i] = 2 * pi * float(modes.n_group[0]) / (wavelength * loss)
    return found
