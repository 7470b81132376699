"""Refractive index of bulk materials and nanocrystal films."""

from .index import ConstantIndex, Material, TabulatedIndex, as_material
from .mixture import MixedIndex

__all__ = ["ConstantIndex", "Material", "MixedIndex", "TabulatedIndex", "as_material"]
