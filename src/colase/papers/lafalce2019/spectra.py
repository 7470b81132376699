"""lafalce2019: spacing, index and width of the lines of one disk."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from colase.cavity import LayeredCylinder
from colase.coupling.vernier import free_spectral_range
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

_claim = partial(Claim, paper="lafalce2019")
LINE, INDEX, FILM, DIAMETER = 630e-9, 1.85, 1.86, 25e-6
SPACING, SPLIT = 2.6e-9, 0.8e-9


def index_from_spacing(diameter: float) -> float:
    """Return the index that turns the printed spacing into lambda^2/(n pi D)."""
    return free_spectral_range(LINE, 1.0, diameter) / SPACING


@cache
def exact_indices(which: str) -> tuple[float, float]:
    """Return n_group or n_eff of the first TM and TE mode near the line, disk of film index, 2-D."""
    modes = LayeredCylinder((DIAMETER / 2,), (FILM,)).modes((LINE - 4e-9, LINE + 4e-9), radial_max=1)
    found = []
    for polarization in ("TM", "TE"):
        rows = np.flatnonzero(modes.polarization.values == polarization)
        nearest = rows[np.abs(modes.wavelength.values[rows] - LINE).argmin()]
        found.append(float(modes[which][nearest]))
    return found[0], found[1]


CLAIMS = (
    _claim(
        place="Results, Fig. 1c",
        quantity="free spectral range from the printed index and diameter",
        printed=Values((2.6,), 0.05, "half of the last printed digit"),
        unit="nm",
        compute=lambda: free_spectral_range(LINE, INDEX, DIAMETER) * 1e9,
        method="lambda^2/(n_eff pi D) with 630 nm, 1.85 and 25 um",
        reason="The three printed numbers do not meet; a diameter of 26 um would bring them together",
    ),
    _claim(
        place="Results, Fig. 1c",
        quantity="index from the printed spacing, diameter 25 um",
        printed=Values((1.85,), 0.05, "printed uncertainty"),
        unit="",
        compute=lambda: index_from_spacing(25e-6),
        method="n = lambda^2/(FSR pi D)",
        reason="As for the spacing: 2.6 nm and 25 um need 1.94",
    ),
    _claim(
        place="Results, Fig. 1c",
        quantity="index from the printed spacing, diameter 26 um",
        printed=Values((1.85,), 0.05, "printed uncertainty"),
        unit="",
        compute=lambda: index_from_spacing(26e-6),
        method="n = lambda^2/(FSR pi D)",
        hypothesis="the diameter is at the upper end of 25 +- 1 um, as in the simulations of the paper",
    ),
    _claim(
        place="Results, Fig. 1c inset",
        quantity="group index of an exact disk of film index 1.86, TM and TE",
        printed=Values((1.85,), 0.05, "printed uncertainty"),
        unit="",
        compute=lambda: exact_indices("n_group"),
        method="two-dimensional disk, first radial order, no dispersion of the film",
        hypothesis="the index of a spacing, or of its Fourier transform, is a group index",
    ),
    _claim(
        place="Results, Fig. 1c inset",
        quantity="effective (phase) index of the same disk, TM and TE",
        printed=Values((1.85,), 0.05, "printed uncertainty"),
        unit="",
        compute=lambda: exact_indices("n_eff"),
        method="m/(k R), two-dimensional disk, first radial order",
        reason=(
            "Light runs inside the rim, so the phase index lies well below the film's, and a film of finite "
            "height lowers it further; the transform of a spectrum gives the group index"
        ),
    ),
    _claim(
        place="Results, Fig. 1e",
        quantity="splitting in units of half the spacing, eq. 1",
        printed=Bounds(
            "two resolved sets of modes", 0.0, 1.0, "two interleaved combs lie at most half apart"
        ),
        unit="",
        compute=lambda: 2 * SPLIT / SPACING,
        method="2 |split|/FSR with 0.8 and 2.6 nm",
    ),
    _claim(
        place="Results, Fig. 1c",
        quantity="threshold fluence of one disk",
        printed=Values((29.0,), 0.5, "half of the last printed digit"),
        unit="uJ/cm^2",
        compute=None,
        method="threshold of a disk under 7 ps pulses",
        missing="thickness of the disk, cross sections and losses",
    ),
)
