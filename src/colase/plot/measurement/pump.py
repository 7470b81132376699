"""The axis of a measured pump: the unit it is shown in, and its name."""

from __future__ import annotations

import xarray as xr

from colase.units import axis_label, convert

_SHOWN = {"J/m^2": "uJ/cm^2", "W/m^2": "kW/cm^2", "J": "nJ", "W": "mW", "": ""}
_WORDS = {"J/m^2": "pump fluence", "W/m^2": "pump irradiance", "J": "pump energy", "W": "pump power"}


def shown_pump(pump: xr.DataArray) -> tuple[float, str]:
    """Return the factor from the unit of ``pump`` to the one it is shown in, and the label of its axis."""
    unit = str(pump.attrs["units"])
    shown = str(_SHOWN.get(unit, unit))
    scale = float(convert(1.0, unit, shown)) if unit else 1.0
    return scale, axis_label("", _WORDS.get(unit, "pump"), shown)
