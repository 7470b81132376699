"""Refractive index of bulk materials and nanocrystal films."""

from .film import NanocrystalFilm
from .index import ConstantIndex, Material, TabulatedIndex, as_material
from .mixture import MixedIndex
from .shifted import Shifted

__all__ = [
    "ConstantIndex",
    "Material",
    "MixedIndex",
    "NanocrystalFilm",
    "Shifted",
    "TabulatedIndex",
    "as_material",
]
