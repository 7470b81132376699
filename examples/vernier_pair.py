"""Two coated spheres as a Vernier pair: what eq. 3 of duan2022 promises and what exact modes give.

One index for both spheres makes their combs meet every 19.9 nm. Exact combs meet a little sooner, and
half a micrometre of error in the diameters matters far more than that.
"""

from math import pi

import numpy as np

from colase.cavity import LayeredSphere

LINE, COAT = 663.28e-9, 490e-9


def spacing(core_diameter):
    """Return the mode spacing at the laser line, in m (TE, first radial order)."""
    core = core_diameter / 2
    modes = LayeredSphere((core, core + COAT), (1.4564, 1.76)).modes((655e-9, 672e-9), radial_max=1)
    comb = modes.isel(mode=modes.polarization.values == "TE")
    return float(np.interp(LINE, comb.wavelength, comb.fsr))


def meeting(first, second):
    """Return how far apart two combs coincide, in m."""
    a, b = spacing(first), spacing(second)
    return a * b / abs(a - b)


printed = LINE**2 / (pi * 1.76 * (48e-6 - 44e-6))
exact = meeting(48e-6, 44e-6)
print(f"eq. 3 with one index        {printed * 1e9:6.2f} nm")
print(f"exact coated spheres        {exact * 1e9:6.2f} nm")
for error in (-0.5e-6, 0.5e-6):
    print(f"each diameter off by 0.5 um {meeting(48e-6 + error, 44e-6 - error) * 1e9:6.2f} nm")

assert 0.97 < exact / printed < 0.99
