"""Pump and probe on a film of dots: when does it amplify, and what shortens the decay?

The halide-capped dots of adachi2015 (library sample, mostly guesses) in a film of 120 nm after a flash.
"""

from pathlib import Path

import numpy as np

import colase as cl
from colase.gain import (
    ExcitonLadder,
    GainMedium,
    StimulatedDecay,
    gain_threshold,
    thin_film_photons,
    transient_absorption,
)

sphere = cl.load("duan2022-microsphere")
dot = cl.replace(sphere, {"gain.nanocrystal": "adachi2015-inorganic"}).gain.nanocrystal
film = GainMedium(
    nanocrystal=dot,
    model=ExcitonLadder(table="2e2h", radiative="linear", most_excitons=16),
    number_density=2.2e24,
)
thickness = 120e-9

# The band of the first exciton, one width wide, as an experiment averages it.
line = np.linspace(dot.absorption_wavelength - dot.fwhm / 2, dot.absorption_wavelength + dot.fwhm / 2, 61)
transparent = gain_threshold(film, line)
fluence = np.array([16.0, 39.0, 96.0])  # uJ/cm2
photons = thin_film_photons(film, fluence * 1e-2, thickness)
print(f"the first exciton is transparent from {transparent:.2f} photons per dot")
for f, n in zip(fluence, photons, strict=True):
    print(f"  {f:4.0f} uJ/cm2 puts {n:.2f} photons into each dot")

wavelength = np.linspace(590e-9, 670e-9, 161)
delay = np.concatenate([[0.0], np.geomspace(0.2e-12, 3e-9, 80)])
emission = StimulatedDecay(wavelength=dot.emission_wavelength + 5e-9, threshold_gain=2e4, rate=3e11)
probe = transient_absorption(film, wavelength, delay, photons, thickness=thickness, stimulated=emission)
alone = transient_absorption(film, wavelength, delay, photons, thickness=thickness)

at = {"delay": [3e-12, 25e-12, 700e-12], "method": "nearest"}
bleach = probe.averaged(line[0], line[-1]).sel(**at).values
print("\nbleach of the first exciton 3, 25 and 700 ps after the pump")
for f, row, plain in zip(fluence, bleach, alone.averaged(line[0], line[-1]).sel(**at).values, strict=True):
    print(f"  {f:4.0f} uJ/cm2: {np.round(row, 3)}   without emission {np.round(plain, 3)}")

if Path("runs").is_dir():
    probe.plot().figure.savefig("runs/transient_spectra.svg")
    probe.plot_decay().figure.savefig("runs/transient_decay.svg")

# Above threshold every pump ends on one curve once emission has acted, as figure 1e of the paper shows.
assert abs(bleach[2, 1] - bleach[1, 1]) < 0.02 < abs(bleach[2, 0] - bleach[1, 0])
