"""A device under its own heat: what conducts, where the pump goes, how long it lases, what helps."""

from .maps import duration_over
from .optics import Optics, optics
from .parts import heat_balance, heat_settings, hot_laser, threshold_law
from .pictures import HeatViews, heat_views
from .sustained import SustainedRun, sustained

__all__ = [
    "HeatViews",
    "Optics",
    "SustainedRun",
    "duration_over",
    "heat_balance",
    "heat_settings",
    "heat_views",
    "hot_laser",
    "optics",
    "sustained",
    "threshold_law",
]
