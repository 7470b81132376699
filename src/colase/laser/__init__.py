"""Gain meets cavity: threshold, rate equations, light curve, spectra."""

from .absorption import PumpConversion
from .dynamics.cells import Dynamics, standing_waves
from .dynamics.kinetic_monte_carlo import kinetic_monte_carlo
from .dynamics.pump_rate import pump_rate
from .dynamics.rate_equations import RateEquations, rate_equations, resolved_equations
from .dynamics.steady_state import steady_states
from .dynamics.trajectory import histories, trajectory
from .instrument import Instrument
from .light_curve import LightCurve, light_curve
from .pump import FluenceSweep, IrradianceSweep, Pump
from .stripes.amplified_emission import amplified_emission, amplified_pulse, variable_stripe
from .stripes.concentrations import ConcentrationScan, concentration_scan
from .stripes.stripe import Stripe, cuvette, detection_exponent, minimum_concentration
from .stripes.stripe_decay import decaying_populations
from .stripes.stripe_emission import StripeEmission
from .stripes.stripe_settings import CuvetteSettings, StripeSettings
from .threshold import Threshold, threshold

__all__ = [
    "ConcentrationScan",
    "CuvetteSettings",
    "Dynamics",
    "FluenceSweep",
    "Instrument",
    "IrradianceSweep",
    "LightCurve",
    "Pump",
    "PumpConversion",
    "RateEquations",
    "Stripe",
    "StripeEmission",
    "StripeSettings",
    "Threshold",
    "amplified_emission",
    "amplified_pulse",
    "concentration_scan",
    "cuvette",
    "decaying_populations",
    "detection_exponent",
    "histories",
    "kinetic_monte_carlo",
    "light_curve",
    "minimum_concentration",
    "pump_rate",
    "rate_equations",
    "resolved_equations",
    "standing_waves",
    "steady_states",
    "threshold",
    "trajectory",
    "variable_stripe",
]
