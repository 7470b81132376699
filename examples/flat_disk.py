"""A disk of quantum dots on CYTOP: which height fits the comb of lafalce2019, and what roughness costs.

The spacing of the printed comb tells a group index of 1.85(5) and of 1.94 (its two numbers disagree); the
slab index of the layers says what each height gives. Dispersion of the dots is left out: it would add.
"""

import numpy as np

from colase.cavity import Microdisk, ModeWindow
from colase.materials import ConstantIndex

LINE = 630e-9


def comb(height, **scattering):
    """Return the mode TE of first radial order nearest to 630 nm of a disk of 25 um."""
    disk = Microdisk(
        disk_diameter=25e-6,
        height=height,
        disk=ConstantIndex(1.86),
        substrate=ConstantIndex(1.34),
        **(scattering or {"q_scattering": 1260.0}),
    )
    modes = disk.modes(ModeWindow(start=LINE - 2e-9, stop=LINE + 2e-9, radial_max=1))
    te = modes.isel(mode=np.flatnonzero(modes.polarization.values == "TE"))
    return te.isel(mode=int(np.abs(te.wavelength.values - LINE).argmin()))


print("height    N      n_group   FSR (nm)  response of the disk")
for height in (200e-9, 300e-9, 500e-9, 1000e-9):
    one = comb(height)
    print(
        f"{height * 1e9:4.0f} nm  {one.slab_index:.3f}  {one.n_group:.3f}   {one.fsr * 1e9:.3f}     "
        f"{one.gain_confinement:.3f}"
    )

for rms in (2e-9, 5e-9, 10e-9):
    q = float(comb(500e-9, roughness=rms, correlation_length=50e-9).q_scattering)
    print(f"roughness of {rms * 1e9:2.0f} nm rms over 50 nm: Q {q:.3g}")

assert abs(float(comb(500e-9).n_group) - 1.864) < 0.01
assert float(comb(300e-9).n_group) > float(comb(500e-9).n_group) > float(comb(1000e-9).n_group)
assert q > 5 * 1260  # the printed line width is not roughness of this size
