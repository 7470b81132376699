"""Which modes are these eight peaks? A coated sphere like that of duan2022, and how sure one can be.

The peaks are computed (core 20 um, coat 490 nm of index 1.76, TE and TM 163 to 166) and seen with an error of
0.05 nm. With a radius known to 1 % and an index known to 0.01 the printed numbers are in the list, but two
neighbours explain the peaks as well. Only when the radius is known to 0.1 % one naming is left.
"""

import numpy as np

from colase.cavity import LayeredSphere, Microsphere
from colase.device import load
from colase.measurement import Known, RoundCavity, assign_modes

sphere = load("duan2022-microsphere").cavity
assert isinstance(sphere, Microsphere)
silica = sphere.core
modes = LayeredSphere((10e-6, 10.49e-6), (silica, 1.76)).modes((640e-9, 670e-9), radial_max=1)
wanted = modes.isel(mode=np.flatnonzero((modes.polar >= 163) & (modes.polar <= 166)))
peaks = wanted.wavelength.values + 0.05e-9 * np.random.default_rng(1).standard_normal(8)


def named(radius_error: float, index_error: float):
    """Return the assignments for what is known of radius and index."""
    known = RoundCavity(
        kind="coated-sphere",
        core=silica,
        radius=Known(10e-6, radius_error),
        shell=Known(490e-9, 15e-9),
        index=Known(1.76, index_error),
    )
    return assign_modes(peaks, known, 0.05e-9)


loose, tight = named(0.1e-6, 0.01), named(0.01e-6, 0.004)
print(loose)
print(tight)


def share(found) -> float:
    """Return the probability that the longest wavelength is TE l = 163."""
    return found.probability(peak=7, label="TE 163 q=1")


print(
    f"TE 163 at the longest wavelength: {share(loose):.2f}, and {share(tight):.2f} with a better known sphere"
)
assert loose.data.sizes["assignment"] >= 3
assert not loose.unique
assert 0.1 < share(loose) < 0.9
assert share(tight) > share(loose)
