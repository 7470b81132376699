"""Threshold of a nanocrystal-coated microsphere, from the exact modes to the pump fluence.

A silica sphere with a coat of nanoplatelets. Which mode lases first, at which pump, what does it lose,
and does first-order theory agree with Maxwell's equations solved again with the pumped coat?
"""

from colase.cavity import Microsphere, ModeWindow
from colase.gain import GainMedium, GaussianPulse, StokesShifted
from colase.laser import Pump, threshold
from colase.materials import ConstantIndex
from colase.nanocrystals import Nanoplatelet

platelet = Nanoplatelet(
    name="platelet",
    absorption_wavelength=648e-9,
    emission_wavelength=655e-9,
    biexciton_wavelength=660e-9,
    fwhm=18e-9,
    sigma_abs=8e-19,
    sigma_pump=5e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=10e-9,
    tau_xx=2e-9,
    length=20e-9,
    width=20e-9,
    thickness=7e-9,
)
film = GainMedium(nanocrystal=platelet, model=StokesShifted(), packing_fraction=0.5)
pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
window = ModeWindow(start=640e-9, stop=690e-9, radial_max=2)

# The same sphere with coats of different thickness: a thin one takes less of the pump, but shares it
# among fewer nanocrystals.
print("coat (nm)   fluence (uJ/cm2)   first mode")
fluences = []
for thickness in (250e-9, 350e-9, 490e-9):
    sphere = Microsphere(
        core_diameter=10e-6,
        core=ConstantIndex(1.457),
        coating_thickness=thickness,
        coating_index=ConstantIndex(1.76),
        q_scattering=4200.0,
    )
    found = threshold(sphere.modes(window), film, sphere, pump)
    fluences.append(found.fluence)
    print(f"{thickness * 1e9:9.0f} {found.fluence * 100:18.3g}   {found.data['label'].values[found.mode]}")

print(f"\n{found.describe()}\n\n{found.conversion.describe()}")

# First order in the gain against the sphere solved with the complex index of its pumped coat.
assert found.verified_ratio is not None
assert abs(found.verified_ratio - 1) < 1e-6
