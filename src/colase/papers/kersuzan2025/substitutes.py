"""kersuzan2025: stand-ins for what the supporting information withholds.

None of these numbers is the paper's. The line: emission 653 nm, Stokes shift 18 nm, width 30 nm,
X-XX shift 8 nm to the blue, all on the wavelength axis on which eq. 5 is printed. The shift is what
detailed balance asks of such a width (15 nm for 80 meV, 24 nm for 100 meV); cross section 1e-14 cm^2
and 1e17 to 5e17 1/cm^3 in the mode are common for quantum shells. Every claim that uses them is
undecided by construction.
"""

from __future__ import annotations

from functools import cache
from math import pi

import numpy as np
from scipy.optimize import brentq

from colase.errors import PhysicsError
from colase.gain import GainMedium, StokesShifted, material_gain, poisson
from colase.nanocrystals import QuantumShell

EMISSION = 653e-9
"""Peak of X → 0 emission, in m."""

DENSITIES = (1e23, 5e23)
"""Nanocrystals per volume of the mode, in 1/m^3."""

INDEX, Q_FACTOR = 1.58, 6000.0
"""Refractive index of the polymer (substituted) and smallest printed quality factor."""

SAID = "spectra, σ_0 and concentration substituted"
WITHHELD = "spectra, shifts, σ_0 and concentration (supporting information)"

_WINDOW = np.arange(620e-9, 720e-9, 0.05e-9)


def quantum_shell(biexciton_wavelength: float = 645e-9) -> QuantumShell:
    """Return a substitute for sample QS-3."""
    return QuantumShell(
        name="substitute for QS-3",
        absorption_wavelength=635e-9,
        emission_wavelength=EMISSION,
        biexciton_wavelength=biexciton_wavelength,
        fwhm=30e-9,
        lineshape_axis="wavelength",
        sigma_abs=1e-18,
        sigma_pump=2e-18,
        sigma_pump_wavelength=532e-9,
        tau_x=25e-9,
        tau_xx=5e-9,
        quantum_yield_x=0.5,
        quantum_yield_xx=0.23,
        diameter=12e-9,
    )


def medium(density: float = DENSITIES[0]) -> GainMedium:
    """Return the substitute quantum shells at a number density in 1/m^3."""
    return GainMedium(nanocrystal=quantum_shell(), model=StokesShifted(), number_density=density)


def merits() -> tuple[float, float]:
    """Return K = lambda Q C sigma_0/(2 pi n) at the two densities (39 and 193)."""
    sigma = quantum_shell().sigma_abs
    low, high = (640e-9 * Q_FACTOR * density * sigma / (2 * pi * INDEX) for density in DENSITIES)
    return low, high


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
    photons = float(brentq(lambda n: peak_gain(n)[0] - 1 / merit, low, high, xtol=1e-10))
    return photons, peak_gain(photons)[1]
