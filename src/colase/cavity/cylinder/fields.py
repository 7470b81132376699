"""Field of one mode of a layered cylinder along a radius, in its travelling form exp(i m phi).

With psi = E_z (TM): |E|^2 = |psi|^2. With psi = H_z (TE), in units where Z0 H has the size of E:
    E_r = -m psi / (n^2 k r),   E_phi = -i psi' / (n^2 k)
|E|^2 does not depend on phi. Scaled to a largest energy density n^2 |E|^2 of one.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.radial.counting import guiding_boundaries
from colase.cavity.radial.shells import Shells
from colase.cavity.radial.solution import CENTRE, radial_solution
from colase.results import dataset, variable


def profile(shells: Shells, mode: xr.Dataset, r: NDArray[np.float64] | None = None) -> xr.Dataset:
    """Return the field of one mode along a radius.

    Parameters
    ----------
    shells : Shells
        The layers.
    mode : Dataset
        One row of the table of modes.
    r : array (r,), optional
        Radii in m, increasing.

    Returns
    -------
    Dataset over ``r``: psi_real, psi_imag (E_z or H_z), e_squared, energy_density (n^2 |E|^2, largest
    value 1) and index.
    """
    k, m = complex(mode.wavenumber.item()), int(mode.azimuthal)
    magnetic, R = mode.polarization.item() == "TE", shells.outer
    n = shells.index(np.array([k.real]))[0]
    if r is None:
        r = np.linspace(0.0, R + 6 / k.real, 1201)
    s = np.maximum(np.ascontiguousarray(r) / R, CENTRE)
    match = guiding_boundaries(shells, k.real)[0]
    order = float(shells.order(np.array([m]))[0])
    u, du = radial_solution(k * R, order, shells.curve, magnetic, shells.radii / R, n, match, s)
    psi, slope = u / np.sqrt(s), (du - 0.5 * u / s) / np.sqrt(s)
    local = n[np.searchsorted(shells.radii / R, s)]
    if magnetic:
        electric = (np.abs(m * psi / s) ** 2 + np.abs(slope) ** 2) / np.abs(local**2 * k * R) ** 2
    else:
        electric = np.abs(psi) ** 2
    density = local.real**2 * electric
    peak = density.max()
    psi = psi / np.sqrt(peak)
    letter = "H_z" if magnetic else "E_z"
    return dataset(
        {
            "psi_real": variable("r", psi.real, "", f"{letter}, real part"),
            "psi_imag": variable("r", psi.imag, "", f"{letter}, imaginary part"),
            "e_squared": variable("r", electric / peak, "", "squared electric field"),
            "energy_density": variable("r", density / peak, "", "energy density n^2 |E|^2, largest is 1"),
            "index": variable("r", local.real, "", "refractive index"),
        },
        {"r": variable("r", r, "m", "distance from the axis")},
    )
