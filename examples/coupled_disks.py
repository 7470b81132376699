"""Two microdisks side by side: how fast light goes from one to the other, and how far the gap may be.

lafalce2019 measured pairs of 26 um disks 396 nm apart whose lines split by 0.8 nm through a defect. For the
second disk to pull such a doublet together, it must couple by at least 2 sqrt(2) times half of that
splitting. Maxwell's equations, exact in two dimensions, give the coupling at every gap.
"""

import numpy as np

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import Disk, MultiDisk, coupling_rates

WAVELENGTH = 630e-9
GAPS = np.array([150, 200, 300, 396]) * 1e-9


def in_nm(frequency):
    """Return a frequency difference in Hz as a wavelength difference in nm."""
    return frequency * WAVELENGTH**2 / SPEED_OF_LIGHT * 1e9


rates = coupling_rates(13e-6, 1.9, GAPS, WAVELENGTH, "TM")
print(rates.describe())
print(f"the tail fades over {rates.data.decay_length.values[-1] * 1e9:.1f} nm")

required = 2 * np.sqrt(2) * 0.4
coupled = in_nm(rates.data.half_splitting.values[-1])
print(f"at 396 nm the disks couple by {coupled:.1e} nm; the doublet asks for {required:.2f} nm")

pair = MultiDisk((Disk((0, 0), 2e-6, 1.9), Disk((4.15e-6, 0), 2e-6, 1.9)))
modes = pair.modes((645e-9, 647e-9), "TM")
print(modes.describe())

assert required / coupled > 3000
