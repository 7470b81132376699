"""Two rival pictures of gain in one sample: with the Stokes shift, and purely electronic.

The quantum shells of kersuzan2025 in cavities of different quality. How far must they be pumped, and
where do they lase?
"""

import numpy as np

from colase.gain import Electronic, GainMedium, StokesShifted, first_threshold, gain_spectrum, merit_k
from colase.nanocrystals import QuantumShell

shell = QuantumShell(
    name="CdS/CdSe/CdS quantum shell",
    absorption_wavelength=635e-9,
    emission_wavelength=653e-9,
    biexciton_wavelength=645e-9,
    fwhm=30e-9,
    lineshape_axis="wavelength",
    sigma_abs=1e-18,
    sigma_pump=3e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=25e-9,
    tau_xx=5.5e-9,
    diameter=15e-9,
)
density = 1e23  # 1/m^3: 1e17 shells in 1 cm^3 of the mode

# Gain right after a flash: 0.3 photons per shell amplify red light, but only with a Stokes shift.
wavelength = np.linspace(600e-9, 720e-9, 601)
for model in (StokesShifted(), Electronic()):
    medium = GainMedium(nanocrystal=shell, model=model, number_density=density)
    print(f"\n{model.kind}\n{gain_spectrum(medium, wavelength, [0.3, 1.0, 3.0])}")

# First to lase, from a poor to a very good cavity (index 1.58, light near 650 nm).
quality = np.array([300.0, 1000.0, 6000.0, 50000.0])
merit = merit_k(650e-9, quality, density, shell.sigma_abs, 1.58)
print("\n     Q       K   photons to lase (wavelength in nm): Stokes-shifted, electronic")
rows = []
for model in (StokesShifted(), Electronic()):
    rows.append(first_threshold(model, shell, merit))
for i, q in enumerate(quality):
    shown = "   ".join(f"{photons[i]:6.3f} ({where[i] * 1e9:5.1f})" for photons, where in rows)
    print(f"{q:6.0f}  {merit[i]:6.2f}   {shown}")

(shifted, red), (electronic, blue) = rows
# Nothing lases at K = 1 or below; above it only the Stokes-shifted model goes below one exciton, and
# there it lases to the red of the emission line, the electronic one never.
assert shifted[2] < 0.5 and electronic[2] > 1 and red[2] > 653e-9 > blue[2]  # noqa: PT018
