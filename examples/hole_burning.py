"""Do the modes of a small laser take turns or share? Travelling waves against standing ones.

Two modes are equally good and close together. Travelling waves meet every nanocrystal alike, and the better
mode takes all of them. Standing waves leave the nanocrystals at their nodes to each other.
"""

import numpy as np

from colase.cavity import Microsphere, ModeWindow
from colase.gain import GainMedium, GaussianPulse, StokesShifted
from colase.laser import Dynamics, Instrument, Pump, light_curve, threshold
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
