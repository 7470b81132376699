"""One sample, four coefficient tables: how far does the threshold hang on what nobody has measured?

The quantum shells of kersuzan2025 in a good cavity (K = 33), by four ladders; then a platelet that holds ten
excitons at one energy, with as many rungs as its pump needs; then the same laser warmer.
"""

from dataclasses import replace

import numpy as np

from colase.gain import (
    ExcitonLadder,
    GainMedium,
    InstantPulse,
    driven_populations,
    enough_rungs,
    first_threshold,
)
from colase.nanocrystals import QuantumDot

sample = QuantumDot(
    name="a sample with a Stokes shift of 15 nm",
    absorption_wavelength=625e-9,
    emission_wavelength=640e-9,
    biexciton_wavelength=635e-9,
    fwhm=28e-9,
    lineshape_axis="wavelength",
    sigma_abs=1e-18,
    sigma_pump=3e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=20e-9,
    tau_xx=1e-9,
    quantum_yield_x=0.5,
    quantum_yield_xx=0.05,
    diameter=10e-9,
)

print("table       photons to lase   at (nm)   follows")
thresholds = {}
for table in ("0-x-xx", "2e2h", "2e4h", "platelet"):
    ladder = ExcitonLadder(table=table, sites=10, most_excitons=20)
    photons, wavelength = first_threshold(ladder, sample, 33.0)
    thresholds[table] = float(photons)
    print(f"{table:10}  {float(photons):15.3f}   {float(wavelength) * 1e9:7.1f}   {ladder.references[0]}")

# How each number of excitons decays, by the statistical law: N²(N-1)/4 times the Auger rate of the biexciton.
rates = ExcitonLadder(table="2e4h", most_excitons=6).rates(sample)
print("\nexcitons  radiation   Auger   traps   (1/ns)")
for n in range(1, 7):
    print(f"{n:8}  {rates.radiative[n] / 1e9:9.4f} {rates.auger[n] / 1e9:7.3f} {rates.traps[n] / 1e9:7.4f}")

# A platelet with ten sites needs more rungs than four; the ladder is extended and says so.
medium = GainMedium(
    nanocrystal=sample, model=ExcitonLadder(table="platelet", most_excitons=4), number_density=1e23
)
medium, remarks = enough_rungs(medium, InstantPulse(), thresholds["platelet"])
print(f"\n{remarks[0]}")

# Ten kelvin more: everything moves with the temperature of the film.
warm = medium.at(305.0)
print(
    f"emission {medium.crystal.emission_wavelength * 1e9:.2f} nm at 295 K, "
    f"{warm.crystal.emission_wavelength * 1e9:.2f} nm at 305 K; "
    f"biexciton {medium.crystal.tau_xx * 1e9:.3f} and {warm.crystal.tau_xx * 1e9:.3f} ns"
)
left = driven_populations(
    replace(medium, model=ExcitonLadder(table="2e4h")), InstantPulse(), 3.0, [0.0, 1e-9]
)
print(f"three excitons each become {left[1] @ np.arange(9):.2f} in a nanosecond")

found = [thresholds[t] for t in ("0-x-xx", "2e2h", "2e4h", "platelet")]
assert np.allclose(found, [0.317, 0.496, 0.813, 3.01], rtol=0.005)
