"""Refractive index of bulk materials and nanocrystal films."""

from .index import ConstantIndex, Material, TabulatedIndex, as_material

__all__ = ["ConstantIndex", "Material", "TabulatedIndex", "as_material"]
