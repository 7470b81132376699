"""Modes of a coated microsphere: which resonances exist, how sharp they are, where the light is.

A silica sphere of 20 um with a coat of 490 nm, in air. Every TE and TM resonance between 650 and 670 nm
comes with its radiative quality factor (the logarithm, beyond what a float holds), the share of light in
the coat, and the response to gain there. A thin absorption is then put into the coat and the resonance
solved again.
"""

import numpy as np

from colase.cavity import LayeredSphere

sphere = LayeredSphere(radii=(10e-6, 10.49e-6), indices=(1.4564, 1.76), outside=1.0)
modes = sphere.modes((650e-9, 670e-9), radial_max=2)

print("mode            nm      log10 Q   in coat   gain      FSR nm   V um3")
for i in range(modes.sizes["mode"]):
    one = modes.isel(mode=i)
    coat = one.confinement.sel(layer=1)
    print(
        f"{one.label.item():14s} {one.wavelength * 1e9:8.3f} {one.log10_q_radiative:8.1f} "
        f"{coat.sel(definition='electric'):8.3f} {coat.sel(definition='gain'):8.3f} "
        f"{one.fsr * 1e9:9.3f} {one.mode_volume * 1e18:7.1f}"
    )

best = modes.isel(mode=int(np.flatnonzero(modes.label.values == "TE l=164 q=1")[0]))
absorbing = LayeredSphere((10e-6, 10.49e-6), (1.4564, 1.76 + 1e-5j)).modes((658e-9, 664e-9), radial_max=1)
same = absorbing.isel(mode=int(np.flatnonzero(absorbing.label.values == "TE l=164 q=1")[0]))
first_order = 1.76 / (2e-5 * best.confinement.sel(layer=1, definition="gain"))
print(f"Q of absorption {same.q_absorption:.1f}, first order {first_order:.1f}")

assert abs(float(best.wavelength) * 1e9 - 660.88) < 0.05
assert abs(float(same.q_absorption / first_order) - 1) < 1e-4
