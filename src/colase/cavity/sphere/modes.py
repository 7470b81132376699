"""Table of the resonances of a layered sphere: that of every round cavity, and the mode volume."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.cavity.radial.finding import solved
from colase.cavity.radial.shells import Shells
from colase.cavity.radial.table import columns, labelled, names
from colase.results import variable

from .volume import mode_volume


def mode_table(shells: Shells, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
    """Return all modes between two vacuum wavelengths in m; see `LayeredSphere.modes`."""
    labels, cold, warm = solved(shells, start, stop, radial_max, q_floor)
    one = "mode"
    variables = {
        **columns(shells, labels, cold, warm),
        "polarization": variable(one, np.where(labels.magnetic, "TM", "TE"), "", "TE or TM"),
        "polar": variable(one, labels.polar, "", "polar order l"),
        "label": variable(one, names(labels), "", "name of the mode"),
        "mode_volume": variable(
            one, mode_volume(warm, labels, shells), "m^3", "energy mode volume, orbit m=l"
        ),
    }
    return labelled(shells, variables)
