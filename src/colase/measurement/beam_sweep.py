"""A pump beam moved across two bodies: from the offset to the difference of their gains, with its error.

A Gaussian beam of 1/e^2 radius w whose centre lies d from that of a disk of radius a puts into it the share

    P(d) = 1 - Q_1(2 d/w, 2 a/w),        Q_1 Marcum's function (a noncentral chi-square of two degrees),

of its energy. Two equal disks whose centres lie s apart, the beam displaced by x along their axis from the
middle, take P_1 = P(|x - s/2|) and P_2 = P(|x + s/2|); with gain proportional to fluence beyond
transparency, g = g' (F - F_tr),

    g_1 - g_2 = g' E (P_1 - P_2)/(pi a^2).

lafalce2019 quotes the offset itself as its gain differential; the two are proportional only near the middle.
"""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError

from .films.counted import Counted, Measured, counted

Array = NDArray[np.float64]


def captured(distance: ArrayLike, radius: ArrayLike, waist: ArrayLike) -> Array:
    """Return the share of a Gaussian beam's energy inside a disk.

    Parameters
    ----------
    distance : array
        From the centre of the beam to that of the disk, in m.
    radius, waist : array
        Of the disk, and 1/e^2 radius of the beam, in m.
    """
    from scipy.stats import ncx2

    d, a, w = (np.asarray(v, dtype=float) for v in (distance, radius, waist))
    if np.any(a <= 0) or np.any(w <= 0):
        raise InputError("beam sweep: radius and waist must be above zero, in m.")
    # scipy wants a noncentrality above zero
    return np.asarray(ncx2.cdf((2 * a / w) ** 2, 2, np.maximum((2 * d / w) ** 2, 1e-12)))


def gain_differential(
    offset: Measured,
    *,
    radius: Measured,
    separation: Measured,
    waist: Measured,
    energy: Measured,
    gain_slope: Measured,
) -> Counted:
    """Return the difference of the material gains of two disks, in 1/m, with its interval and budget.

    Parameters
    ----------
    offset : Measured
        Of the beam from the middle between the disks, along their axis, in m.
    radius, separation, waist : Measured
        Of each disk, of their centres, 1/e^2 radius of the beam, in m.
    energy : Measured
        Of a pulse, in J.
    gain_slope : Measured
        dg/dF in 1/m per J/m^2 about the working point.
    """
    for name, v in (("radius", radius), ("waist", waist), ("energy", energy), ("separation", separation)):
        if v.value <= 0:
            raise InputError(f"beam sweep: {name} = {v.value:g}: a number above zero is wanted, in SI units.")
    factors = {
        "offset": offset,
        "radius": radius,
        "separation": separation,
        "waist": waist,
        "energy": energy,
        "gain_slope": gain_slope,
    }

    def difference(
        offset: Array, radius: Array, separation: Array, waist: Array, energy: Array, gain_slope: Array
    ) -> Array:
        one = captured(np.abs(offset - separation / 2), radius, waist)
        two = captured(np.abs(offset + separation / 2), radius, waist)
        return gain_slope * energy * (one - two) / (pi * radius**2)

    return counted("Gain differential", "1/m", difference, factors)
