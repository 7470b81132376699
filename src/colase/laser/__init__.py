"""Gain meets cavity: threshold, rate equations, light curve, spectra."""

from .absorption import PumpConversion
from .cells import Dynamics, standing_waves
from .instrument import Instrument
from .light_curve import LightCurve, light_curve
from .pump import FluenceSweep, IrradianceSweep, Pump
from .rate_equations import RateEquations, rate_equations, resolved_equations
from .steady_state import steady_states
from .threshold import Threshold, threshold
from .trajectory import histories, pump_rate, trajectory

__all__ = [
    "Dynamics",
    "FluenceSweep",
    "Instrument",
    "IrradianceSweep",
    "LightCurve",
    "Pump",
    "PumpConversion",
    "RateEquations",
    "Threshold",
    "histories",
    "light_curve",
    "pump_rate",
    "rate_equations",
    "resolved_equations",
    "standing_waves",
    "steady_states",
    "threshold",
    "trajectory",
]
