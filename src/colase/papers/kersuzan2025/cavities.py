"""kersuzan2025: claims about the cavity and its lasing modes, with a polymer sphere as stand-in.

A parabolic disk needs a finite-element solver, so spacing, Purcell factor and the competition of
modes are computed for a coated sphere of the same size and Q: orders of magnitude and trends only.
"""

from __future__ import annotations

from functools import cache, partial
from math import inf, pi

import numpy as np
import xarray as xr

from colase.cavity import LayeredSphere
from colase.laser import Threshold, light_curve, threshold
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

from .substitutes import INDEX, Q_FACTOR, SAID, WITHHELD, sphere

_claim = partial(Claim, paper="kersuzan2025")
_SHAPE = "profile, height and index of the disk, and a solver for its shape"
_PHOTONS = (0.5, 1.0, 3.0, 10.0)


@cache
def cold_modes() -> xr.Dataset:
    """Return the modes of the substitute cavity."""
    device = sphere()
    return device.cavity.modes(device.modes)


@cache
def sphere_threshold() -> Threshold:
    """Return the threshold of the substitute laser."""
    device = sphere()
    return threshold(cold_modes(), device.gain, device.cavity, device.pump, verify=False)


@cache
def strongest_modes(photons: tuple[float, ...] = _PHOTONS) -> tuple[int, ...]:
    """Return which mode emits most at each pump, in photons absorbed per nanocrystal."""
    device, found = sphere(), sphere_threshold()
    levels = np.array(photons) / found.conversion.photons_per_fluence
    curve = light_curve(
        cold_modes(), device.gain, device.cavity, device.pump, device.instrument, found, levels=levels
    )
    return tuple(int(i) for i in curve.data.dominant_mode.values)


def spacing(diameter: float) -> float:
    """Return the mode spacing of a bare polymer sphere near 653 nm, in nm."""
    modes = LayeredSphere((diameter / 2,), (INDEX,)).modes((640e-9, 666e-9), radial_max=1)
    own = modes.isel(mode=modes.polarization.values == "TE")
    return float(own.fsr.isel(mode=int(abs(own.wavelength.values - 653e-9).argmin()))) * 1e9


def purcell() -> float:
    """Return 3/(4 pi^2) (lambda/n)^3 Q/V of the mode that lases first."""
    mode = cold_modes().isel(mode=sphere_threshold().mode)
    return float(3 / (4 * pi**2) * (mode.wavelength / INDEX) ** 3 * Q_FACTOR / mode.mode_volume)


def sphere_shift() -> float:
    """Return how far to the red of X emission the sphere lases first, in nm."""
    found = sphere_threshold()
    emission = sphere().gain.nanocrystal.emission_wavelength
    return float(found.data.wavelength[found.mode] - emission) * 1e9


CLAIMS = (
    _claim(
        place="Results, lasing",
        quantity="mode spacing for diameters of 10 and 30 um",
        printed=Bounds("a few nm", 1.0, 10.0, "our reading of a few"),
        unit="nm",
        compute=lambda: (spacing(10e-6), spacing(30e-6)),
        method="exact polymer sphere in place of the disk",
        inputs="index 1.58 substituted, sphere for disk",
        missing=_SHAPE,
    ),
    _claim(
        place="Results, fabrication",
        quantity="Purcell factor at Q = 6000, diameter 20 um",
        printed=Bounds("high Purcell factor", 1.0, inf, "above one the cavity speeds emission up"),
        unit="",
        compute=purcell,
        method="3/(4π²) (λ/n)³ Q/V with the exact mode volume of a coated sphere",
        inputs="sphere for disk; an upper bound, for an emitter narrower than the mode and at its maximum",
        missing=_SHAPE + "; Q beyond the bound 6000",
    ),
    _claim(
        place="Fig. 6c",
        quantity="threshold N of one cavity",
        printed=Values((0.3,), 0.05, 'half of the last digit of "0.3"'),
        unit="",
        compute=lambda: sphere_threshold().photons_per_nanocrystal,
        method="exact modes, gain confinement, pulse of 1 ns",
        inputs=SAID + "; sphere for disk",
        missing=WITHHELD + "; " + _SHAPE,
    ),
    _claim(
        place="Results, lasing; Fig. 6a",
        quantity="first lasing line of one cavity minus emission peak",
        printed=Bounds("red side, 10 to 25 nm", 10.0, 25.0, "printed bounds"),
        unit="nm",
        compute=sphere_shift,
        method="exact modes, gain confinement, pulse of 1 ns",
        inputs=SAID + "; sphere for disk",
        missing=WITHHELD + "; " + _SHAPE,
    ),
    _claim(
        place="Fig. 6c,d",
        quantity="pumps out of N = 0.5, 1, 3, 10 at which another mode than the first emits most",
        printed=Values((0.0,), 0.0, "the same mode throughout"),
        unit="",
        compute=lambda: float(sum(i != sphere_threshold().mode for i in strongest_modes())),
        method="rate equations of all modes through the pulse",
        inputs=SAID + "; sphere for disk, pulse of 1 ns",
        missing=WITHHELD + "; " + _SHAPE + "; pulse length and rate equations (supporting information)",
    ),
)
