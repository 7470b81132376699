"""Where light sits: exact layered spheres, and the cavities a device file may name."""

from .base import MODE_VARIABLES, Cavity, Layer, ModeWindow
from .microsphere import Microsphere
from .sphere import LayeredSphere

CAVITIES = (Microsphere,)
"""Every kind a device file may name; add a new one here."""

__all__ = ["CAVITIES", "MODE_VARIABLES", "Cavity", "Layer", "LayeredSphere", "Microsphere", "ModeWindow"]
