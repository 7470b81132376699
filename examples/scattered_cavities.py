"""Sixty-three cavities with scattered quality factors: at how many excitons does each lase, and where?

Quantum shells of kersuzan2025 on a polymer sphere that stands for the parabolic cavity. Spectra, densities
and the scatter of Q are guesses (the supporting information is not at hand), so what counts is how things
go: worse cavities lase later and bluer, most below half an exciton, and the first mode stays the brightest.
"""

import numpy as np
import xarray as xr

import colase as cl
from colase.cavity import Microsphere
from colase.gain import GaussianPulse, merit_k
from colase.laser import Instrument, Pump, light_curve, threshold
from colase.materials import ConstantIndex

device = cl.load("kersuzan2025-parabolic")  # its nanocrystals; the cavity is replaced
sphere = Microsphere(
    core_diameter=20e-6,
    core=ConstantIndex(1.58),
    coating_thickness=100e-9,
    coating_index=ConstantIndex(1.8),
    q_scattering=6000.0,
)
pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
cold = sphere.modes(cl.ModeWindow(start=620e-9, stop=700e-9, radial_max=1))


def modes_of(quality):
    """Return the modes of the cavity with another scattering Q."""
    total = 1 / (1 / quality + 1 / cold.q_radiative + 1 / cold.q_absorption)
    return cold.assign(q_scattering=0 * cold.q_scattering + quality, q_factor=total)


quality = 6000.0 * np.exp(0.5 * np.random.default_rng(63).standard_normal(63))
every = xr.concat([modes_of(q) for q in quality], dim="mode")  # modes do not know of each other at threshold
found = threshold(every, device.gain, sphere, pump, verify=False).data
photons = found.photons_per_nanocrystal.values.reshape(quality.size, -1)
best = photons.argmin(axis=1)
photons, wavelength = photons.min(axis=1), cold.wavelength.values[best]
share = float(cold.gain_confinement.mean())
merit = merit_k(wavelength, quality, share * device.gain.density, device.gain.crystal.sigma_abs, 1.8)

print("     Q       K   photons to lase   at (nm)")
for i in np.argsort(quality)[:: -len(quality) // 9]:
    print(f"{quality[i]:6.0f}  {merit[i]:6.1f}   {photons[i]:15.3f}   {wavelength[i] * 1e9:7.1f}")
below = np.isfinite(photons) & (photons < 0.5)
print(f"\n{100 * below.mean():.0f} % of the cavities lase below half an exciton")

# The first mode stays the brightest up to ten photons per nanocrystal.
modes = modes_of(6000.0)
one = threshold(modes, device.gain, sphere, pump, verify=False)
levels = np.geomspace(1.1 * one.photons_per_nanocrystal, 10.0, 6) / one.conversion.photons_per_fluence
light = light_curve(modes, device.gain, sphere, pump, Instrument(), one, levels=levels)
energy = light.data.emitted_energy.values
for i, row in enumerate(energy):
    at = light.data.isel(pump=i)
    name = light.data.label.values[int(at.dominant_mode)]
    share = 100 * row.max() / row.sum()
    print(f"{float(at.photons_per_nanocrystal):6.2f} photons: {name}, {share:.0f} % of all light")

order = np.argsort(-merit)
assert (np.diff(photons[order]) >= -1e-9).all()  # worse cavities lase later
assert wavelength[order[-1]] <= wavelength[order[0]]  # and bluer
assert (light.data.dominant_mode.values == one.mode).all()
assert below.mean() > 0.9
