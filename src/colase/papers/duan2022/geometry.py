"""duan2022: three readings of "a 20 um sphere", and the spacing of their exact modes.

The text gives 20 um without saying whether the 490 nm coat is inside it. Index 1.76 is the number
the authors derive from eq. 1; using it as the index of the coat is a reading of ours. Silica
has its handbook index at 660 nm.
"""

from __future__ import annotations

from functools import cache
from math import pi

import numpy as np
import xarray as xr

from colase.cavity import LayeredSphere
from colase.errors import PhysicsError
from colase.papers.root import zero

SILICA = 1.4564
COAT = 490e-9
INDEX = 1.76
POLARS = (163, 164, 165, 166)
CENTRE = 660e-9
"""Middle of the lasing comb of a 20 um sphere, in m (between the PL peak 655 and 663 nm)."""

PL_PEAK, PL_WIDTH = 655e-9, 18e-9
POLARIZATIONS = ("TE", "TM")


def core_sphere(core: float, index: float = INDEX) -> LayeredSphere:
    """Return a silica sphere of the given core diameter in m with the coat outside it."""
    return LayeredSphere(radii=(core / 2, core / 2 + COAT), indices=(SILICA, index))


def total_sphere(total: float, index: float = INDEX) -> LayeredSphere:
    """Return a silica sphere of the given total diameter in m with the coat inside it."""
    return core_sphere(total - 2 * COAT, index)


def plain_sphere(diameter: float, index: float) -> LayeredSphere:
    """Return a sphere of one material."""
    return LayeredSphere(radii=(diameter / 2,), indices=(index,))


@cache
def first_order_modes(sphere: LayeredSphere, start: float = 590e-9, stop: float = 750e-9) -> xr.Dataset:
    """Return the modes of radial order 1 between two vacuum wavelengths in m."""
    return sphere.modes((start, stop), radial_max=1)


def mode(sphere: LayeredSphere, polarization: str, polar: int) -> xr.Dataset:
    """Return one mode of radial order 1.

    Raises
    ------
    PhysicsError
        If it does not lie between 590 and 750 nm.
    """
    modes = first_order_modes(sphere)
    found = (modes.polarization == polarization) & (modes.polar == polar)
    if not found.any():
        raise PhysicsError(f"{polarization} l={polar} of the sphere does not lie between 590 and 750 nm.")
    return modes.isel(mode=int(found.values.argmax()))


def ladder(sphere: LayeredSphere, polarization: str) -> tuple[float, ...]:
    """Return the vacuum wavelengths of l = 163 to 166, in nm."""
    return tuple(float(mode(sphere, polarization, l).wavelength) * 1e9 for l in POLARS)


def spacing_index(sphere: LayeredSphere, polarization: str, wavelength: float = CENTRE) -> float:
    """Return the index that eq. 1 needs for the exact mode spacing and the outer diameter.

    Interpolated between the two modes about ``wavelength`` in m; the spacing of a mode is half the
    distance of its neighbours.
    """
    reach = 1.5 * wavelength**2 / (INDEX * pi * 2 * sphere.radii[-1])
    modes = first_order_modes(sphere, wavelength - reach, wavelength + reach)
    own = modes.isel(mode=modes.polarization.values == polarization)
    return float(np.interp(wavelength, own.wavelength.values, own.n_group.values))


def spacing(sphere: LayeredSphere, polarization: str, wavelength: float) -> float:
    """Return the exact mode spacing at a wavelength in m, in m."""
    return wavelength**2 / (spacing_index(sphere, polarization, wavelength) * pi * 2 * sphere.radii[-1])


@cache
def coat_index(core: float, polarization: str = "TE", polar: int = 164) -> float:
    """Return the coat index that puts a mode at 660 nm, for a core diameter in m."""

    def miss(index: float) -> float:
        return float(mode(core_sphere(core, index), polarization, polar).wavelength) - CENTRE

    return zero(miss, 1.73, 1.92, xtol=1e-6)


@cache
def plain_index(diameter: float, polarization: str) -> float:
    """Return the index with which l = 164 and 165 lie symmetrically about 660 nm (l = 164.5)."""

    def miss(index: float) -> float:
        sphere = plain_sphere(diameter, index)
        pair = (1 / float(mode(sphere, polarization, l).wavelength) for l in (164, 165))
        return sum(pair) / 2 - 1 / CENTRE

    return zero(miss, 1.70, 1.80, xtol=1e-6)
