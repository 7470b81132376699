"""TE lines of one sphere meeting TM lines of the other.

About the line of centres TE and TM mix as m does: not at all for m = 0, most where the orbits have turned
by the width of the band. Brought onto each other, a TE line of the first sphere and a TM line of the second
split by 2 kappa, read off the exact reduction onto these two waves.
"""

from __future__ import annotations

from colase.cavity import LayeredSphere

from .splitting import coefficients
from .tuning import nearest, tuned
from .two_spheres import TwoSpheres


def cross_coupling(
    first: LayeredSphere,
    second: LayeredSphere,
    gap: float,
    wavelength: float,
    azimuthal: int,
    radial: int = 1,
    polar_max: int | None = None,
) -> float:
    """Return kappa/2pi in Hz between a TE line of the first sphere and a TM line of the second.

    Parameters
    ----------
    gap, wavelength : float
        In m; the TE resonance of the first sphere nearest to this vacuum wavelength is taken, and the
        second sphere is tuned until its nearest TM resonance meets it.
    azimuthal : int
        Number about the line of centres.
    polar_max : int, optional
        Highest polar order; by default what the gap needs.

    Raises
    ------
    InputError
        For gaps below 20 nm without ``polar_max``, too few orders, or no such resonance.
    """
    own = nearest(first, wavelength, "TE", radial)
    other, met = tuned(second, own.k.real, "TM", radial)
    pair = TwoSpheres(first, other, gap)
    orders = pair.orders(wavelength, polar_max)
    return coefficients(pair, (own, met), azimuthal, orders, own.k.real)[0]
