"""Conduction of heat in layers under a spot of light, and the measurement that feeds it."""

from .conduction import Conduction
from .drive import Constant, Drive, Pieces, Train, gaussian, sampled, square
from .fields import depth_profile, peak, stored_heat, surface_map, temperature
from .heating import Heating
from .solid import Solid
from .sources import At, BeerLambert, Profile, Uniform, Weighted
from .spots import SPOTS, Disc, Ellipse, GaussianSpot, ImageSpot, Rectangle, Spot
from .stack import Face, HeatLayer, Stack, scaled_resistances
from .thermoreflectance import (
    PhaseFit,
    Sweep,
    Thermoreflectance,
    fit_phase,
    noise,
    read_sweep,
    suspects,
)
from .views import Point, Probe, SpotMean, View

__all__ = [
    "SPOTS",
    "At",
    "BeerLambert",
    "Conduction",
    "Constant",
    "Disc",
    "Drive",
    "Ellipse",
    "Face",
    "GaussianSpot",
    "HeatLayer",
    "Heating",
    "ImageSpot",
    "PhaseFit",
    "Pieces",
    "Point",
    "Probe",
    "Profile",
    "Rectangle",
    "Solid",
    "Spot",
    "SpotMean",
    "Stack",
    "Sweep",
    "Thermoreflectance",
    "Train",
    "Uniform",
    "View",
    "Weighted",
    "depth_profile",
    "fit_phase",
    "gaussian",
    "noise",
    "peak",
    "read_sweep",
    "sampled",
    "scaled_resistances",
    "square",
    "stored_heat",
    "surface_map",
    "suspects",
    "temperature",
]
