"""An ensemble of nanocrystals under a pump: populations and gain."""

from .balance import StokesBalance, balance_warning, lifetime_balance, radiative_lifetime, stokes_balance
from .kinetics.inversion import (
    BIEXCITON_INVERSION,
    GAIN_RATIO,
    inversion_x,
    inversion_xx,
    transparency_photons,
)
from .kinetics.populations import driven_populations, flash_populations, poisson, steady_populations
from .kinetics.stimulated_decay import StimulatedDecay
from .kinetics.truncation import enough_rungs, last_rung
from .medium import GainMedium
from .merit import first_threshold, merit_k, modal_loss, threshold_photons
from .models.base import GainModel
from .models.coefficients import TABLES, Coefficients, coefficients
from .models.electronic import Electronic
from .models.ladder import ExcitonLadder
from .models.rates import Rates, ladder_rates
from .models.saturable import SaturableGain, net_gain, saturation
from .models.stokes_shifted import StokesShifted
from .pulses.pulse import GaussianPulse, InstantPulse, Pulse, SquarePulse
from .pulses.pulse_series import ContinuousPulse, PulseTrain, TracePulse
from .spectrum import GainSpectrum, gain_spectrum, material_gain
from .transient.transient_absorption import gain_threshold, thin_film_photons, transient_absorption
from .transient.transient_result import TransientAbsorption

GAIN_MODELS = (StokesShifted, Electronic, ExcitonLadder, SaturableGain)
"""Every kind a device file may name; add a new one here."""

PULSES = (InstantPulse, GaussianPulse, SquarePulse, PulseTrain, TracePulse, ContinuousPulse)
"""Every shape a device file may name; add a new one here."""

__all__ = [
    "BIEXCITON_INVERSION",
    "GAIN_MODELS",
    "GAIN_RATIO",
    "PULSES",
    "TABLES",
    "Coefficients",
    "ContinuousPulse",
    "Electronic",
    "ExcitonLadder",
    "GainMedium",
    "GainModel",
    "GainSpectrum",
    "GaussianPulse",
    "InstantPulse",
    "Pulse",
    "PulseTrain",
    "Rates",
    "SaturableGain",
    "SquarePulse",
    "StimulatedDecay",
    "StokesBalance",
    "StokesShifted",
    "TracePulse",
    "TransientAbsorption",
    "balance_warning",
    "coefficients",
    "driven_populations",
    "enough_rungs",
    "first_threshold",
    "flash_populations",
    "gain_spectrum",
    "gain_threshold",
    "inversion_x",
    "inversion_xx",
    "ladder_rates",
    "last_rung",
    "lifetime_balance",
    "material_gain",
    "merit_k",
    "modal_loss",
    "net_gain",
    "poisson",
    "radiative_lifetime",
    "saturation",
    "steady_populations",
    "stokes_balance",
    "thin_film_photons",
    "threshold_photons",
    "transient_absorption",
    "transparency_photons",
]
