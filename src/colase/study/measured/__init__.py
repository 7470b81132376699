"""Measured data and devices: what a device says beforehand, and what data say back."""

from .cavity import round_cavity
from .device_fit import DeviceFit, fit_device
from .files import observation
from .observations import MeasuredComb, MeasuredEmission, MeasuredLight, MeasuredPeaks, Observation

__all__ = [
    "DeviceFit",
    "MeasuredComb",
    "MeasuredEmission",
    "MeasuredLight",
    "MeasuredPeaks",
    "Observation",
    "fit_device",
    "observation",
    "round_cavity",
]
