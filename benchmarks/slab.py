"""Slab curves: all confinements of 300 thicknesses, TE and TM, beside a loop of scipy's brentq.

    python benchmarks/slab.py

Both find the fundamental modes of a film between silica and air to rounding, same thicknesses, same
run, one core. The loop solves the textbook phase condition of three layers and returns the effective
index alone; ours returns four confinement factors too, of any number of layers.
"""

import numpy as np
from scipy.optimize import brentq
from timing import timed

from colase.cavity.slab.curves import confinement_against_thickness
from colase.cavity.slab.waveguide import SlabWaveguide

WAVELENGTH, SUBSTRATE, FILM = 640e-9, 1.457, 1.97
THICKNESS = np.linspace(1e-9, 300e-9, 300)


def loop():
    """Return n_eff, shape (2, 300); NaN below cut-off."""
    k = 2 * np.pi / WAVELENGTH
    found = np.full((2, THICKNESS.size), np.nan)
    for row, tm in enumerate((False, True)):
        low, high = ((FILM / SUBSTRATE) ** 2, FILM**2) if tm else (1.0, 1.0)
        for i, t in enumerate(THICKNESS):

            def phase(n, t=t, low=low, high=high):
                q = np.sqrt(FILM**2 - n**2)
                left = np.arctan(low * np.sqrt(n**2 - SUBSTRATE**2) / q)
                return k * t * q - left - np.arctan(high * np.sqrt(n**2 - 1) / q)

            if phase(SUBSTRATE) > 0:
                found[row, i] = brentq(phase, SUBSTRATE, FILM - 1e-12, xtol=1e-15)
    return found


def main() -> None:
    """Print times, their ratio and the largest difference."""
    slab = SlabWaveguide((100e-9,), (FILM,), SUBSTRATE)
    confinement_against_thickness(slab, 0, THICKNESS, WAVELENGTH)
    curve, ours = timed(lambda: confinement_against_thickness(slab, 0, THICKNESS, WAVELENGTH), 7)
    theirs, spent = timed(loop, 3)
    guided = curve.guided.values
    assert (guided == ~np.isnan(theirs)).all()
    off = np.abs(curve.n_eff.values - theirs)[guided].max()
    print(f"{THICKNESS.size} thicknesses, TE and TM, n_eff and four confinements: {ours * 1e3:.2f} ms")
    print(f"scipy brentq, n_eff alone: {spent * 1e3:.1f} ms, {spent / ours:.1f} times as long")
    print(f"largest difference of n_eff: {off:.1e}")
    for layers in (3, 10):
        stack = SlabWaveguide((40e-9,) * layers, tuple(1.6 + 0.4 * (i % 2) for i in range(layers)), SUBSTRATE)
        stack.modes(WAVELENGTH)
        _, spent = timed(
            lambda stack=stack: confinement_against_thickness(stack, 0, THICKNESS, WAVELENGTH), 7
        )
        print(f"the same of a stack of {layers} layers: {spent * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
