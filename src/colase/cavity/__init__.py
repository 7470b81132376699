"""Where light sits: layered spheres, films, gratings, bodies of revolution; what a device file may name."""

from .axisymmetric import AxisymmetricCavity
from .axisymmetric_disk import AxisymmetricDisk
from .axisymmetric_problem import Accuracy
from .base import MODE_VARIABLES, Cavity, Layer, ModeWindow
from .cylinder import LayeredCylinder
from .dfb_array import DfbArray
from .film import Film, FilmLayer
from .lithography import Exposure
from .microsphere import Microsphere
from .parabolic import Parabolic
from .profile import Curve, Region, half_disk, polygon
from .slab import SlabWaveguide
from .sphere import LayeredSphere

CAVITIES = (Microsphere, Film, DfbArray, Parabolic, AxisymmetricDisk)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "CAVITIES",
    "MODE_VARIABLES",
    "Accuracy",
    "AxisymmetricCavity",
    "AxisymmetricDisk",
    "Cavity",
    "Curve",
    "DfbArray",
    "Exposure",
    "Film",
    "FilmLayer",
    "Layer",
    "LayeredCylinder",
    "LayeredSphere",
    "Microsphere",
    "ModeWindow",
    "Parabolic",
    "Region",
    "SlabWaveguide",
    "half_disk",
    "polygon",
]
