"""Gain meets cavity: threshold, rate equations, light curve, spectra."""

from .absorption import PumpConversion
from .instrument import Instrument
from .light_curve import LightCurve, light_curve
from .pump import FluenceSweep, Pump
from .threshold import Threshold, threshold

__all__ = [
    "FluenceSweep",
    "Instrument",
    "LightCurve",
    "Pump",
    "PumpConversion",
    "Threshold",
    "light_curve",
    "threshold",
]
