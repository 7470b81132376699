"""Do the modes of a small laser take turns or share? Travelling waves against standing ones.

Two modes are equally good and close together. Travelling waves meet every nanocrystal alike, and the better
mode takes all of them. Standing waves leave the nanocrystals at their nodes to each other.
"""

import numpy as np
from shared.coated_sphere import film, pump, sphere

from colase.cavity import ModeWindow
from colase.laser import Dynamics, Instrument, light_curve, threshold

modes = sphere.modes(ModeWindow(start=635e-9, stop=675e-9, radial_max=1))
first = threshold(modes, film, sphere, pump)
levels = first.fluence * np.array([1.5, 3.0, 10.0])

lasing = {}
for holes in ("none", "standing"):
    light = light_curve(
        modes,
        film,
        sphere,
        pump,
        Instrument(resolution=0.05e-9),
        first,
        levels=levels,
        dynamics=Dynamics(holes=holes),
    )
    energy = light.data["emitted_energy"].values
    lasing[holes] = (energy > 0.05 * energy.max(axis=1, keepdims=True)).sum(axis=1)
    print(f"holes {holes}: bright modes at 1.5, 3 and 10 x threshold: {lasing[holes]}")

# Hole burning lets more modes lase.
assert lasing["standing"][-1] > lasing["none"][-1]
