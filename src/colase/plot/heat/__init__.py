"""Heat in pictures: temperature over time, depth and surface, how long it lases, and what helps."""

from .lasing import (
    duration_columns,
    duration_map,
    heat_lever_bars,
    heat_lever_columns,
    lasing_under_heat,
    run_columns,
)
from .phase import phase_columns, phase_fit
from .temperature import (
    body_columns,
    body_map,
    depth_profile,
    history_columns,
    map_columns,
    profile_columns,
    surface_map,
    temperature_history,
)

__all__ = [
    "body_columns",
    "body_map",
    "depth_profile",
    "duration_columns",
    "duration_map",
    "heat_lever_bars",
    "heat_lever_columns",
    "history_columns",
    "lasing_under_heat",
    "map_columns",
    "phase_columns",
    "phase_fit",
    "profile_columns",
    "run_columns",
    "surface_map",
    "temperature_history",
]
