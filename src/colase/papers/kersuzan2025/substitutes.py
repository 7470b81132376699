"""kersuzan2025: stand-ins for what the supporting information withholds.

None of these numbers is the paper's. Spectra, cross sections and lifetimes are those of the library
sample ``kersuzan2025-qs3``, each marked there as a guess with its reason; concentrations are a
common range; a polymer sphere stands for the parabolic cavity, which has no exact solution. Every
claim that uses them is undecided by construction.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from colase.device import Device, loads
from colase.gain import GainMedium, StokesShifted, first_threshold, gain_spectrum, merit_k
from colase.nanocrystals import Nanocrystal

DENSITIES = (1e23, 5e23)
"""Nanocrystals per volume of the mode, in 1/m^3."""

INDEX, Q_FACTOR = 1.58, 6000.0
"""Refractive index of the polymer (substituted) and smallest printed quality factor."""

SAID = "spectra, σ_0 and concentration substituted"
WITHHELD = "spectra, shifts, σ_0 and concentration (supporting information)"

_WINDOW = np.arange(620e-9, 720e-9, 0.05e-9)

_SPHERE = """
title = "Polymer sphere in place of a parabolic cavity"
reference = "kersuzan2025"

[cavity]
kind = "microsphere"
core_diameter = { value = "20 um", guess = true, why = "middle of the printed 10 to 30 um" }
core = { value = 1.58, guess = true, why = "SU-8 at 640 nm; not printed" }
coating_thickness = { value = "100 nm", guess = true, why = "a spin-coated film; not printed" }
coating_index = { value = 1.8, guess = true, why = "nanocrystals with ligands; not printed" }
q_scattering = { value = 6000, reference = "kersuzan2025", place = "fabrication, Q > 6000" }

[gain]
nanocrystal = "kersuzan2025-qs3"
model = "stokes-shifted"
packing_fraction = { value = 0.5, guess = true, why = "spheres with ligands; not printed" }

[pump]
wavelength = "532 nm"
pulse = { shape = "gaussian", fwhm = { value = "1 ns", guess = true, why = "Q-switched; not printed" } }

[modes]
from = "620 nm"
to = "700 nm"
radial_max = 1
"""


@cache
def sphere() -> Device:
    """Return the substitute laser: a coated polymer sphere with the library sample QS-3."""
    return loads(_SPHERE, name="kersuzan2025 substitute")


def quantum_shell() -> Nanocrystal:
    """Return the library sample QS-3."""
    return sphere().gain.nanocrystal


@cache
def platelet() -> Nanocrystal:
    """Return the library sample NPL-1."""
    text = _SPHERE.replace('"kersuzan2025-qs3"', '"kersuzan2025-npl1"')
    return loads(text, name="kersuzan2025 substitute").gain.nanocrystal


def unsplit_shell() -> Nanocrystal:
    """Return the same without an X-XX shift."""
    crystal = quantum_shell()
    return replace(crystal, biexciton_wavelength=crystal.emission_wavelength)


def medium() -> GainMedium:
    """Return the quantum shells at the lower substitute density."""
    return GainMedium(nanocrystal=quantum_shell(), model=StokesShifted(), number_density=DENSITIES[0])


def merits() -> tuple[float, float]:
    """Return the figure of merit K at the two densities (39 and 193)."""
    sigma = quantum_shell().sigma_abs
    low, high = merit_k(640e-9, Q_FACTOR, DENSITIES, sigma, INDEX)
    return float(low), float(high)


def red_shift(wavelength: float) -> float:
    """Return how far a wavelength in m lies to the red of the X emission peak, in nm."""
    return (wavelength - quantum_shell().emission_wavelength) * 1e9


def peak_gain(photons: float) -> tuple[float, float]:
    """Return the largest g/(C sigma_0) after a flash at any wavelength, and that wavelength in m."""
    m = medium()
    found = gain_spectrum(m, _WINDOW, photons).data.isel(pump=0)
    return float(found.peak_gain) / (m.density * m.nanocrystal.sigma_abs), float(found.peak_wavelength)


@cache
def lasing_onset(merit: float) -> tuple[float, float]:
    """Return threshold N and wavelength in m where modes are dense; N is inf if nothing lases."""
    photons, wavelength = first_threshold(StokesShifted(), quantum_shell(), merit)
    return float(photons), float(wavelength)
