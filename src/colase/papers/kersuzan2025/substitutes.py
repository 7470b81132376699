"""kersuzan2025: stand-ins for what the supporting information withholds.

None of these numbers is the paper's. Spectra, cross sections and lifetimes are those of the library
sample ``kersuzan2025-qs3``, each marked there as a guess with its reason; concentrations are a
common range; a polymer sphere stands for the parabolic cavity, which has no exact solution. Every
claim that uses them is undecided by construction.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import pi

import numpy as np

from colase.device import Device, loads
from colase.errors import PhysicsError
from colase.gain import GainMedium, StokesShifted, material_gain, poisson
from colase.nanocrystals import Nanocrystal
from colase.papers.root import zero

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


def unsplit_shell() -> Nanocrystal:
    """Return the same without an X-XX shift."""
    crystal = quantum_shell()
    return replace(crystal, biexciton_wavelength=crystal.emission_wavelength)


def medium(density: float = DENSITIES[0]) -> GainMedium:
    """Return the substitute quantum shells at a number density in 1/m^3."""
    return GainMedium(nanocrystal=quantum_shell(), model=StokesShifted(), number_density=density)


def merits() -> tuple[float, float]:
    """Return K = lambda Q C sigma_0/(2 pi n) at the two densities (39 and 193)."""
    sigma = quantum_shell().sigma_abs
    low, high = (640e-9 * Q_FACTOR * density * sigma / (2 * pi * INDEX) for density in DENSITIES)
    return low, high


def red_shift(wavelength: float) -> float:
    """Return how far a wavelength in m lies to the red of the X emission peak, in nm."""
    return (wavelength - quantum_shell().emission_wavelength) * 1e9


def normalised_gain(wavelength: float | np.ndarray, photons: float) -> np.ndarray:
    """Return g/(C sigma_0) after a short pulse, same shape as the wavelengths."""
    m = medium()
    return material_gain(m, wavelength, poisson(photons, 3)) / (m.density * m.nanocrystal.sigma_abs)


def peak_gain(photons: float) -> tuple[float, float]:
    """Return the largest g/(C sigma_0) at any wavelength, and that wavelength in m."""
    gain = normalised_gain(_WINDOW, photons)
    i = int(np.clip(gain.argmax(), 1, gain.size - 2))
    a, b, c = gain[i - 1 : i + 2]
    offset = 0.5 * (a - c) / (a - 2 * b + c)
    return float(b - 0.25 * (a - c) * offset), float(_WINDOW[i] + offset * (_WINDOW[1] - _WINDOW[0]))


@cache
def lasing_onset(merit: float) -> tuple[float, float]:
    """Return threshold N and lasing wavelength in m where modes are dense: max g/(C sigma_0) = 1/K.

    Raises
    ------
    PhysicsError
        If gain stays below loss for every pump, as it must for K <= 1.
    """
    levels = np.geomspace(1e-3, 30.0, 120)
    excess = np.array([peak_gain(float(n))[0] - 1 / merit for n in levels])
    above = np.flatnonzero(excess > 0)
    if not above.size or above[0] == 0:
        raise PhysicsError(f"no threshold between N = 0.001 and 30 for K = {merit:g}; K must be above 1.")
    low, high = levels[above[0] - 1], levels[above[0]]
    photons = zero(lambda n: peak_gain(n)[0] - 1 / merit, float(low), float(high))
    return photons, peak_gain(photons)[1]
