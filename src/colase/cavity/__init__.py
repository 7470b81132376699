"""Where light sits: exact layered spheres, gratings, and the cavities a device file may name."""

from .base import MODE_VARIABLES, Cavity, Layer, ModeWindow
from .dfb_array import DfbArray
from .microsphere import Microsphere
from .sphere import LayeredSphere

CAVITIES = (Microsphere, DfbArray)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "CAVITIES",
    "MODE_VARIABLES",
    "Cavity",
    "DfbArray",
    "Layer",
    "LayeredSphere",
    "Microsphere",
    "ModeWindow",
]
