"""lafalce2019: the comb of one disk with its height, by the effective index of its layers.

The disk is that of the preset ``lafalce2019-disk``; its height is a guess there, and the claims below
say what the comb asks of it.
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import xarray as xr

from colase.cavity import Microdisk, ModeWindow
from colase.device import load
from colase.papers.claim import Claim
from colase.papers.printed import Values

from .spectra import LINE

_INPUTS = "preset lafalce2019-disk"
_MISSING = "height and dispersion of the disk (Supplementary Fig. 1)"
_claim = partial(Claim, paper="lafalce2019", inputs=_INPUTS, missing=_MISSING)


@cache
def comb() -> xr.Dataset:
    """Return the mode TE and the mode TM of first radial order that are nearest to 630 nm."""
    cavity = load("lafalce2019-disk").cavity
    assert isinstance(cavity, Microdisk)
    modes = cavity.modes(ModeWindow(start=LINE - 4e-9, stop=LINE + 4e-9, radial_max=1))
    away = np.abs(modes.wavelength.values - LINE)
    kinds = modes.polarization.values
    return modes.isel(mode=[int(np.where(kinds == name, away, np.inf).argmin()) for name in ("TE", "TM")])


CLAIMS = (
    _claim(
        place="Results, Fig. 1c",
        quantity="group index of the comb of a disk of 500 nm, TE and TM",
        printed=Values((1.85, 1.85), 0.05, "printed uncertainty"),
        unit="",
        compute=lambda: tuple(float(n) for n in comb().n_group.values),
        method="exact modes of a circle with the dispersive slab index of the layers, first radial order",
    ),
    _claim(
        place="Results, Fig. 1c",
        quantity="free spectral range of a disk of 500 nm, TE and TM",
        printed=Values((2.6, 2.6), 0.1, "the printed uncertainty of the diameter, 25(1) um"),
        unit="nm",
        compute=lambda: tuple(float(f) * 1e9 for f in comb().fsr.values),
        method="exact modes of a circle with the dispersive slab index of the layers, first radial order",
    ),
)
