"""Measured data and devices: what a device says beforehand, and what data say back."""

from .cavity import round_cavity
from .device_fit import DeviceFit, fit_device
from .errors_of_data import DataErrors
from .files import data_of
from .observation import MeasuredComb, MeasuredEmission, MeasuredLight, MeasuredPeaks, Observation
from .spectra import MeasuredSpectra

__all__ = [
    "DataErrors",
    "DeviceFit",
    "MeasuredComb",
    "MeasuredEmission",
    "MeasuredLight",
    "MeasuredPeaks",
    "MeasuredSpectra",
    "Observation",
    "data_of",
    "fit_device",
    "round_cavity",
]
