"""Light out against light in, for a small coated sphere, from far below threshold to ten times above.

Every mode competes for the same excitons. What does each emit, how narrow does its line get, and where do
the absorbed photons go?
"""

import numpy as np
from shared.coated_sphere import film, pump, sphere

from colase.cavity import ModeWindow
from colase.laser import Instrument, light_curve, threshold

modes = sphere.modes(ModeWindow(start=620e-9, stop=690e-9, radial_max=2))

first = threshold(modes, film, sphere, pump)
levels = first.fluence * np.geomspace(0.1, 10, 13)
light = light_curve(modes, film, sphere, pump, Instrument(resolution=0.05e-9), first, levels=levels)

mode = first.mode
print(first.message)
print("\npump/threshold   emitted (pJ)   of it in that mode   its width at the instrument (nm)")
for i, level in enumerate(light.data["fluence"].values / first.fluence):
    at = light.data.isel(pump=i)
    energy = at["emitted_energy"].values
    print(
        f"{level:14.2f} {energy.sum() * 1e12:14.3g} {energy[mode] / energy.sum():20.3f} "
        f"{at['fwhm'].values[mode] * 1e9:20.3f}"
    )
print(f"\n{light.describe()}")

# Every absorbed photon is accounted for.
assert light.balance < 1e-10
