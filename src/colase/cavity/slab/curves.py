"""Confinement and effective index against the thickness of one layer, and the least thickness that guides.

A mode of order m appears when the Pruefer angle of `kernel` at the index of the denser half-space passes
m pi; with three layers this is the closed form

    k0 t sqrt(n_f^2 - n_s^2) = m pi + arctan(r sqrt((n_s^2 - n_c^2)/(n_f^2 - n_s^2))),

r = 1 (TE) or n_f^2/n_c^2 (TM).
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.base import DEFINITIONS
from colase.errors import InputError
from colase.results import dataset, variable

from .solution import POLARIZATIONS, confinements, require_polarizations, solve
from .waveguide import SlabWaveguide, require_contrast


def confinement_against_thickness(
    slab: SlabWaveguide, layer: int, thicknesses: ArrayLike, wavelength: float, order: int = 0
) -> xr.Dataset:
    """Return n_eff and the confinement of one layer as that layer's thickness varies.

    Parameters
    ----------
    slab : SlabWaveguide
        The stack; the thickness of ``layer`` is replaced.
    layer : int
        Which layer, 0 next to the substrate.
    thicknesses : array_like, shape (thickness,)
        Thicknesses in m.
    wavelength : float
        Vacuum wavelength in m.
    order : int
        Mode order, 0 for the fundamental.

    Returns
    -------
    Dataset
        ``n_eff`` over (polarization, thickness) and ``confinement`` over (polarization, thickness,
        definition); below cut-off n_eff is that of the denser half-space and confinement is zero.
    """
    t = np.atleast_1d(np.asarray(thicknesses, dtype=float))
    _check(slab, layer, order)
    if not np.isfinite(t).all() or (t <= 0).any():
        raise InputError("slab: thicknesses of a curve must be positive numbers.")
    count = t.size
    depth = np.tile(slab.thicknesses, (2 * count, 1))
    depth[:, layer] = np.tile(t, 2)
    row = slab.permittivities(np.array([wavelength]))[0]
    require_contrast(row)
    eps = np.tile(row, (2 * count, 1))
    tm = np.repeat([False, True], count)
    guided, solved = solve(np.full(2 * count, order), 2 * pi / wavelength * depth, eps, tm)
    n_eff = np.full(2 * count, max(np.sqrt(row[0]).real, np.sqrt(row[-1]).real))
    n_eff[guided] = solved.neff.real
    shares = np.zeros((2 * count, len(DEFINITIONS)))
    found = confinements(solved, eps[guided], tm[guided])
    shares[guided] = np.stack([found[name][:, layer + 1] for name in DEFINITIONS], axis=-1)
    axes = ("polarization", "thickness")
    return dataset(
        {
            "n_eff": variable(axes, n_eff.reshape(2, count), "", "effective index"),
            "confinement": variable(
                (*axes, "definition"), shares.reshape(2, count, -1), "", "confinement factor of the layer"
            ),
            "guided": variable(axes, guided.reshape(2, count), "", "whether a mode exists"),
        },
        {
            "thickness": variable("thickness", t, "m", "layer thickness"),
            "polarization": variable("polarization", list(POLARIZATIONS), "", "polarisation"),
            "definition": variable(
                "definition", list(DEFINITIONS), "", "definition of the confinement factor"
            ),
        },
    )


def cutoff_thickness(
    slab: SlabWaveguide, layer: int, wavelength: float, polarization: str, order: int = 0
) -> float:
    """Return the smallest thickness of one layer, in m, at which a mode is guided.

    Zero if the rest of the stack guides the mode by itself, infinity if no thickness does.
    """
    from scipy.optimize import root_scalar

    from .kernel import mismatch

    _check(slab, layer, order)
    require_polarizations((polarization,))
    eps = slab.permittivities(np.array([wavelength]))[0].real
    low, tm = max(eps[0], eps[-1]), polarization == "TM"

    def excess(thickness: float) -> float:
        depth = 2 * pi / wavelength * np.array(slab.thicknesses)
        depth[layer] = 2 * pi / wavelength * thickness
        return mismatch(low, depth, eps, tm) - order * pi

    if excess(0.0) > 0:
        return 0.0
    if eps[layer + 1] <= low:
        return float("inf")
    high = (order + 2) * wavelength / (2 * np.sqrt(eps[layer + 1] - low))
    return float(root_scalar(excess, bracket=(0.0, high), xtol=1e-18, rtol=1e-14).root)


def _check(slab: SlabWaveguide, layer: int, order: int) -> None:
    if not 0 <= layer < len(slab.thicknesses):
        raise InputError(f"slab: layer {layer} does not exist; the stack has {len(slab.thicknesses)} layers.")
    if order < 0:
        raise InputError(f"slab: mode order {order}; give 0 for the fundamental mode, or more.")
