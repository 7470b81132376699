"""A silica sphere under a film of quantum dots, pumped by nanosecond pulses: the laser of several examples.

Cross section and lifetime of the dot obey Einstein's relation to within a factor; it is nobody's sample.
"""

from colase.cavity import Microsphere
from colase.gain import GainMedium, GaussianPulse, StokesShifted
from colase.laser import Pump
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
