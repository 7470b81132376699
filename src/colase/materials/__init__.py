"""Refractive index of bulk materials and nanocrystal films."""

from .film import NanocrystalFilm
from .index import ConstantIndex, Material, TabulatedIndex, as_material
from .mixture import MixedIndex

__all__ = ["ConstantIndex", "Material", "MixedIndex", "NanocrystalFilm", "TabulatedIndex", "as_material"]
