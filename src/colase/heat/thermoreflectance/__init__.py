"""Frequency-domain thermoreflectance: forward model, sweeps, fit, and what would explain a misfit."""

from .experiment import PUMP_SHAPES, Thermoreflectance
from .phase_fit import PhaseFit, fit_phase
from .suspects import suspects
from .sweep import Sweep, noise, read_sweep

__all__ = [
    "PUMP_SHAPES",
    "PhaseFit",
    "Sweep",
    "Thermoreflectance",
    "fit_phase",
    "noise",
    "read_sweep",
    "suspects",
]
