"""kersuzan2025: claims about the parabolic body itself, by finite elements on substitutes.

Shape, coat and gold are those of the preset ``kersuzan2025-parabolic``, whose guesses are marked there;
other diameters by exposure time alone, as the paper made them. One mode near 653 nm each: the lowest
along and across the wall (TE, q = 1, p = 1), the one farthest from the substrate.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from math import exp, inf, pi

import numpy as np
import xarray as xr

from colase.cavity import Parabolic
from colase.device import load
from colase.errors import PhysicsError
from colase.papers.claim import Claim
from colase.papers.printed import Bounds

from .substitutes import INDEX, Q_FACTOR

WAVELENGTH = 653e-9
_SHAPE = "waist, film thickness, absorption and cross-linking dose of the resist; coat and indices"
_INPUTS = "preset kersuzan2025-parabolic"
_claim = partial(Claim, paper="kersuzan2025", inputs=_INPUTS, missing=_SHAPE)


def written(diameter: float) -> Parabolic:
    """Return the preset with another exposure time, so that its top is ``diameter`` (m) wide."""
    cavity = load("kersuzan2025-parabolic").cavity
    assert isinstance(cavity, Parabolic)
    assert cavity.exposure is not None
    spot = cavity.exposure
    dose = spot.threshold_dose * exp(2 * (diameter / 2 / spot.waist) ** 2)
    return replace(cavity, exposure=replace(spot, time=spot.time * dose / spot.peak_dose))


def upright(diameter: float) -> Parabolic:
    """Return the same with a vertical wall, as without absorber."""
    return replace(written(diameter), exposure=None, top_diameter=diameter, base_diameter=diameter)


@cache
def lowest_mode(cavity: Parabolic) -> xr.Dataset:
    """Return the mode TE, q = 1, p = 1 nearest to 653 nm.

    Raises
    ------
    PhysicsError
        If there is none.
    """
    top = cavity.radii[0]
    x = 2 * pi * INDEX * top / WAVELENGTH
    bare = x - 1.856 * x ** (1 / 3)
    for slower in (1.02, 1.07):  # the coat, and the whole height of a body with a vertical wall
        found = cavity.profile.modes(round(slower * bare), near=WAVELENGTH, count=4)
        own = (found.radial == 1) & (found.axial == 1) & (found.polarization == "TE")
        own &= found.q_absorption > 1e3  # a wave along the gold is no mode of the body
        if own.any():
            return found.isel(mode=int(np.flatnonzero(own.values)[0]))
    raise PhysicsError("no mode TE q = 1 p = 1 lies near 653 nm.")


def quality(cavity: Parabolic) -> float:
    """Return the quality factor of radiation and absorption of the lowest mode."""
    mode = lowest_mode(cavity)
    return float(1 / (1 / mode.q_radiative + 1 / mode.q_absorption))


def spacing(diameter: float) -> float:
    """Return the free spectral range of the lowest mode, in nm."""
    return float(lowest_mode(written(diameter)).fsr) * 1e9


def purcell(diameter: float) -> float:
    """Return 3/(4 pi^2) (lambda/n)^3 Q/V of the lowest mode at the printed Q."""
    mode = lowest_mode(written(diameter))
    return float(3 / (4 * pi**2) * (mode.wavelength / INDEX) ** 3 * Q_FACTOR / mode.mode_volume)


CLAIMS = (
    _claim(
        place="Results, fabrication",
        quantity="quality factor of radiation and gold, parabolic body, 20 um",
        printed=Bounds("Q > 6,000", 6000.0, inf, "printed bound"),
        unit="",
        compute=lambda: quality(written(20e-6)),
        method="finite elements; a lower bound where radiation is weaker than the mesh resolves",
    ),
    _claim(
        place="Results, fabrication; Ref. 28",
        quantity="loss to air and gold, parabolic wall over vertical wall, 10 um",
        printed=Bounds("vertical walls leak into the substrate", 0.0, 1.0, "the sign is the statement"),
        unit="",
        compute=lambda: quality(upright(10e-6)) / quality(written(10e-6)),
        method="finite elements; modes TE q = 1 p = 1 near 653 nm of bodies with the same top",
    ),
    _claim(
        place="Results, lasing",
        quantity="mode spacing of parabolic bodies of 10 and 30 um",
        printed=Bounds("a few nm", 1.0, 10.0, "our reading of a few"),
        unit="nm",
        compute=lambda: (spacing(10e-6), spacing(30e-6)),
        method="finite elements, exact derivative dk/dm",
    ),
    _claim(
        place="Results, fabrication",
        quantity="Purcell factor of a parabolic body at Q = 6000, 20 um",
        printed=Bounds("high Purcell factor", 1.0, inf, "above one the cavity speeds emission up"),
        unit="",
        compute=lambda: purcell(20e-6),
        method="3/(4π²) (λ/n)³ Q/V with the mode volume of the finite-element field",
        inputs=_INPUTS + "; an upper bound, for an emitter narrower than the mode and at its maximum",
        missing=_SHAPE + "; Q beyond the bound 6000",
    ),
)
