"""Where light sits: layered spheres, films, gratings, bodies of revolution; what a device file may name."""

from colase.shapes import Curve, Region, half_disk, polygon

from .axisymmetric.cavity import AxisymmetricCavity
from .axisymmetric.disk import AxisymmetricDisk
from .axisymmetric.elements.problem import Accuracy
from .axisymmetric.lithography import Exposure
from .axisymmetric.parabolic import Parabolic
from .axisymmetric.revolution import Revolution, RevolvedPart
from .base import MODE_VARIABLES, Cavity, Layer, ModeWindow
from .cylinder.layered_cylinder import LayeredCylinder
from .cylinder.microdisk import Microdisk
from .grating.dfb_array import DfbArray
from .grating.dfb_grating import DfbGrating
from .slab.effective_index import SlabIndex, slab_index
from .slab.film import Film, FilmLayer
from .slab.waveguide import SlabWaveguide
from .sphere.layered_sphere import LayeredSphere
from .sphere.microsphere import Microsphere

CAVITIES = (Microsphere, Film, DfbArray, DfbGrating, Microdisk, Parabolic, AxisymmetricDisk, Revolution)
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
    "DfbGrating",
    "Exposure",
    "Film",
    "FilmLayer",
    "Layer",
    "LayeredCylinder",
    "LayeredSphere",
    "Microdisk",
    "Microsphere",
    "ModeWindow",
    "Parabolic",
    "Region",
    "Revolution",
    "RevolvedPart",
    "SlabIndex",
    "SlabWaveguide",
    "half_disk",
    "polygon",
    "slab_index",
]
