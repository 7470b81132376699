"""A pumped stripe of a film: threshold of amplified emission, its side of the line, and the length at "
"which it saturates."""

import numpy as np
from shared.coated_sphere import dot

from colase.gain import GainMedium, StokesShifted
from colase.laser import Pump, Stripe, amplified_emission, variable_stripe

film = GainMedium(nanocrystal=dot, model=StokesShifted(), number_density=3e24)
stripe = Stripe(length=500e-6, width=10e-6, thickness=120e-9, index=1.8, confinement=0.5, loss=1000.0)
pump = Pump(wavelength=532e-9)

found = amplified_emission(film, stripe, pump, np.geomspace(0.05, 5, 20))
print(found.describe())
curve = variable_stripe(film, stripe, pump, 1.0, np.geomspace(10e-6, 1e-3, 20))
length, energy = curve.data["length"].values, curve.data["emitted_energy"].values
for i in range(0, length.size, 3):
    width = curve.data["fwhm"].values[i]
    print(f"{length[i] * 1e6:8.0f} um  {energy[i] * 1e12:10.3g} pJ  {width * 1e9:6.1f} nm")

# Photons are neither lost nor made, and the longest stripe no longer grows exponentially.
assert found.balance < 1e-8
assert np.log(energy[-1] / energy[-2]) / np.log(length[-1] / length[-2]) < 2.5
