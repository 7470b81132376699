"""Light out against light in, for a small coated sphere, from far below threshold to ten times above.

Every mode competes for the same excitons. What does each emit, how narrow does its line get, and where do
the absorbed photons go?
"""

import numpy as np

from colase.cavity import Microsphere, ModeWindow
from colase.gain import GainMedium, GaussianPulse, StokesShifted
from colase.laser import Instrument, Pump, light_curve, threshold
from colase.materials import ConstantIndex
from colase.nanocrystals import QuantumDot

dot = QuantumDot(
    name="dot",
    absorption_wavelength=635e-9,
    emission_wavelength=650e-9,
    biexciton_wavelength=645e-9,
    fwhm=28e-9,
    lineshape_axis="wavelength",
    sigma_abs=5e-20,
    sigma_pump=5e-19,
    sigma_pump_wavelength=532e-9,
    tau_x=10e-9,
    tau_xx=0.5e-9,
    quantum_yield_x=0.8,
    quantum_yield_xx=0.2,
    diameter=8e-9,
)
film = GainMedium(nanocrystal=dot, model=StokesShifted(), packing_fraction=0.5)
sphere = Microsphere(
    core_diameter=6e-6,
    core=ConstantIndex(1.46),
    coating_thickness=400e-9,
    coating_index=ConstantIndex(1.8),
    q_scattering=4000.0,
)
pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
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
