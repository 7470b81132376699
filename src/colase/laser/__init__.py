"""Gain meets cavity: threshold, rate equations, light curve, spectra."""

from .absorption import PumpConversion
from .dynamics.cells import Dynamics, standing_waves
from .dynamics.kinetic_monte_carlo import kinetic_monte_carlo
from .dynamics.rate_equations import RateEquations, rate_equations, resolved_equations
from .dynamics.steady_state import steady_states
from .dynamics.trajectory import histories, pump_rate, trajectory
from .instrument import Instrument
from .light_curve import LightCurve, light_curve
from .pump import FluenceSweep, IrradianceSweep, Pump
from .stripes.amplified_emission import amplified_emission, amplified_pulse, variable_stripe
from .stripes.stripe import Stripe, cuvette, detection_exponent, minimum_concentration
from .stripes.stripe_emission import StripeEmission
from .threshold import Threshold, threshold

__all__ = [
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
    "Threshold",
    "amplified_emission",
    "amplified_pulse",
    "cuvette",
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
