"""An ensemble of nanocrystals under a pump: populations and gain."""

from .base import GainModel
from .electronic import Electronic
from .medium import GainMedium
from .populations import driven_populations, poisson
from .pulse import PULSES, GaussianPulse, InstantPulse, Pulse, SquarePulse
from .spectrum import GainSpectrum, gain_spectrum, material_gain
from .stokes_shifted import StokesShifted

GAIN_MODELS = (StokesShifted, Electronic)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "GAIN_MODELS",
    "PULSES",
    "Electronic",
    "GainMedium",
    "GainModel",
    "GainSpectrum",
    "GaussianPulse",
    "InstantPulse",
    "Pulse",
    "SquarePulse",
    "StokesShifted",
    "driven_populations",
    "gain_spectrum",
    "material_gain",
    "poisson",
]
