"""Shapes of bodies of revolution: outlines in the (r, z) half-plane, and faces of them for a mesher."""

from .corners import smooth_outline, straight_outline
from .occ import UM, face_of, fem
from .profile import Curve, Region, distance, half_disk, polygon, vertical_length

__all__ = [
    "UM",
    "Curve",
    "Region",
    "distance",
    "face_of",
    "fem",
    "half_disk",
    "polygon",
    "smooth_outline",
    "straight_outline",
    "vertical_length",
]
