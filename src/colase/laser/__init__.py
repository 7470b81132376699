"""Gain meets cavity: threshold, rate equations, light curve, spectra."""

from .absorption import PumpConversion
from .instrument import Instrument
from .pump import FluenceSweep, Pump
from .threshold import Threshold, threshold

__all__ = ["FluenceSweep", "Instrument", "Pump", "PumpConversion", "Threshold", "threshold"]
