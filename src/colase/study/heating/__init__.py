"""A device under its own heat: what conducts, where the pump goes, how long it lases, what helps."""

from .alone import alone
from .maps import duration_over
from .optics import Optics, optics
from .parts import heat_balance, heat_settings, hot_laser, threshold_law
from .pictures import HeatViews, heat_views
from .proposal import guessed, proposal
from .sustained import SustainedRun, sustained

__all__ = [
    "HeatViews",
    "Optics",
    "SustainedRun",
    "alone",
    "duration_over",
    "guessed",
    "heat_balance",
    "heat_settings",
    "heat_views",
    "hot_laser",
    "optics",
    "proposal",
    "sustained",
    "threshold_law",
]
