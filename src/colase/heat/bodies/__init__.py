"""Conduction in bodies of revolution, by finite elements."""

from .body import Contact, HeatBody
from .catalog import coated_sphere, disk, leaning, resisting
from .heating import BodyHeating
from .section import section
from .views import BodyPoint, BodyView, ModeMean, PartMean

__all__ = [
    "BodyHeating",
    "BodyPoint",
    "BodyView",
    "Contact",
    "HeatBody",
    "ModeMean",
    "PartMean",
    "coated_sphere",
    "disk",
    "leaning",
    "resisting",
    "section",
]
