"""Where light sits: exact layered spheres, films, gratings, and the cavities a device file may name."""

from .base import MODE_VARIABLES, Cavity, Layer, ModeWindow
from .cylinder import LayeredCylinder
from .dfb_array import DfbArray
from .film import Film, FilmLayer
from .microsphere import Microsphere
from .slab import SlabWaveguide
from .sphere import LayeredSphere

CAVITIES = (Microsphere, Film, DfbArray)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "CAVITIES",
    "MODE_VARIABLES",
    "Cavity",
    "DfbArray",
    "Film",
    "FilmLayer",
    "Layer",
    "LayeredCylinder",
    "LayeredSphere",
    "Microsphere",
    "ModeWindow",
    "SlabWaveguide",
]
