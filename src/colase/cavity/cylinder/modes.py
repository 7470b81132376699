"""Table of the resonances of a layered cylinder, and the gain at which one of them lases.

The lasing eigenvalue problem asks for a real wavenumber and an index n - i gamma together. It is
solved by Newton steps in gamma, with the exact response dk/dn of the mode as the slope.
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr

from colase.cavity.radial.finding import solved
from colase.cavity.radial.following import followed
from colase.cavity.radial.shells import Shells
from colase.cavity.radial.table import columns, labelled, names
from colase.errors import ConvergenceError
from colase.results import variable

_FIRST_ORDER = 1e-10  # loss per wavenumber below which the first-order threshold is exact to rounding


def mode_table(shells: Shells, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
    """Return all modes between two vacuum wavelengths in m; see `LayeredCylinder.modes`."""
    labels, cold, warm = solved(shells, start, stop, radial_max, q_floor)
    one = "mode"
    variables = {
        **columns(shells, labels, cold, warm),
        "polarization": variable(one, np.where(labels.magnetic, "TE", "TM"), "", "TM (E_z) or TE (H_z)"),
        "azimuthal": variable(one, labels.polar, "", "azimuthal number m"),
        "label": variable(one, names(labels, cylinder=True), "", "name of the mode"),
        "degeneracy": variable(
            one, np.where(labels.polar > 0, 2, 1), "", "modes of this resonance: +m and -m"
        ),
    }
    return labelled(shells, variables)


def lasing_index(shells: Shells, one: xr.Dataset, layer: int) -> tuple[float, complex]:
    """Return the real wavenumber and the index at threshold; see `LayeredCylinder.lasing_index`."""
    k, magnetic, m = complex(one.wavenumber.item()), one.polarization.item() == "TE", int(one.azimuthal)
    index = complex(shells.materials[layer].index(2 * pi / k.real))
    share = float(one.confinement.sel(definition="gain").isel(layer=layer))
    trial = index + 1j * k.imag * index.real / (share * k.real)
    if abs(k.imag) < _FIRST_ORDER * k.real:
        return k.real, trial
    if abs(trial.imag) > 0.5 * index.real:
        raise ConvergenceError(
            f"lasing threshold of {one.label.item()}: layer {layer} holds {share:.1e} of the mode and would "
            f"need Im n = {trial.imag:.2g}; no first-order estimate holds there. Choose another layer."
        )
    points = [(index, k)]
    for _ in range(40):
        at = followed(shells, k, magnetic, m, layer, trial)
        points.append((trial, at))
        (n0, k0), (n1, k1) = points[-2:]
        slope = (k1.imag - k0.imag) / (n1.imag - n0.imag)
        step = -k1.imag / slope
        if abs(step) < 1e-13 * abs(n1.imag - index.imag):
            return k1.real, n1 + 1j * step
        trial = n1 + 1j * step
    raise ConvergenceError(
        f"lasing threshold of {one.label.item()}: 40 steps ended at Im n = {trial.imag:.3e} with "
        f"Im k/k = {points[-1][1].imag / k.real:.1e}."
    )
