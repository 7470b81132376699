"""An ensemble of nanocrystals under a pump: populations and gain."""

from .balance import StokesBalance, balance_warning, lifetime_balance, radiative_lifetime, stokes_balance
from .base import GainModel
from .electronic import Electronic
from .inversion import (
    BIEXCITON_INVERSION,
    GAIN_RATIO,
    inversion_x,
    inversion_xx,
    transparency_photons,
)
from .medium import GainMedium
from .merit import first_threshold, merit_k, modal_loss, threshold_photons
from .populations import driven_populations, poisson, steady_populations
from .pulse import GaussianPulse, InstantPulse, Pulse, SquarePulse
from .pulse_series import ContinuousPulse, PulseTrain, TracePulse
from .spectrum import GainSpectrum, gain_spectrum, material_gain
from .stokes_shifted import StokesShifted

GAIN_MODELS = (StokesShifted, Electronic)
"""Every kind a device file may name; add a new one here."""

PULSES = (InstantPulse, GaussianPulse, SquarePulse, PulseTrain, TracePulse, ContinuousPulse)
"""Every shape a device file may name; add a new one here."""

__all__ = [
    "BIEXCITON_INVERSION",
    "GAIN_MODELS",
    "GAIN_RATIO",
    "PULSES",
    "ContinuousPulse",
    "Electronic",
    "GainMedium",
    "GainModel",
    "GainSpectrum",
    "GaussianPulse",
    "InstantPulse",
    "Pulse",
    "PulseTrain",
    "SquarePulse",
    "StokesBalance",
    "StokesShifted",
    "TracePulse",
    "balance_warning",
    "driven_populations",
    "first_threshold",
    "gain_spectrum",
    "inversion_x",
    "inversion_xx",
    "lifetime_balance",
    "material_gain",
    "merit_k",
    "modal_loss",
    "poisson",
    "radiative_lifetime",
    "steady_populations",
    "stokes_balance",
    "threshold_photons",
    "transparency_photons",
]
