"""What the pictures of a device's heat show: history, depth, place, duration of lasing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase.device import Device
from colase.heat import At, Heating, Point, depth_profile, square, surface_map, temperature
from colase.heat.bodies import BodyHeating, section

from .alone import alone
from .maps import Choice, duration_over
from .optics import Optics
from .parts import heat_settings
from .sustained import SustainedRun

TIMES = np.geomspace(1e-10, 1.0, 121)
_ACROSS = 31  # points of a map across the surface


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HeatViews:
    """Datasets behind the pictures; ``depth`` is None for a body, ``place`` a map of surface or section.

    Attributes
    ----------
    history : mapping
        From a name to temperature over time.
    limit : float
        Temperature (K) at which the threshold reaches the pump.
    depth : Dataset or None
        Temperature over depth at several times, for layers.
    place : Dataset
        At the end of the pulse: over (y, x) of the surface, or over (z, r) of a body.
    durations : Dataset
        Duration of lasing over pump and one choice.
    """

    history: Mapping[str, xr.Dataset]
    limit: float
    depth: xr.Dataset | None
    place: xr.Dataset
    durations: xr.Dataset


def heat_views(
    device: Device, run: SustainedRun, choice: Choice = "substrate", found: Optics | None = None
) -> HeatViews:
    """Return what the pictures show.

    Heat in depth and place is that of a laser that does not lase, the upper bound; the history shows both.

    Parameters
    ----------
    device : Device
        With a [heat] section.
    run : SustainedRun
        Of this device.
    choice : {"substrate", "thickness", "threshold"}
        What the map of durations varies.
    found : Optics, optional
        If known already.
    """
    device = alone(device)
    settings, hot = heat_settings(device), run.laser
    heat = settings.irradiance * float(hot.balance.heat(0.0))
    pulse, end, ambient = square(settings.duration), settings.duration, hot.ambient
    history = {
        "never off": temperature(hot.heating, TIMES, heat, None, ambient),
        "one pulse": temperature(hot.heating, TIMES, heat, pulse, ambient),
    }
    depth, place = None, None
    if isinstance(hot.heating, Heating):
        film = hot.heating.stack.layers[0].thickness
        top = Heating(hot.heating.stack, hot.heating.spot, view=Point())
        times = [t for t in np.array([1e-3, 1e-2, 1e-1, 1.0]) * end if t >= 1e-10]
        depth = depth_profile(top, times, heat, max(5 * film, 1e-6), pulse, ambient)
        half = np.linspace(0, 1.6 * hot.heating.spot.reach, _ACROSS // 2 + 1)
        across = np.concatenate([-half[:0:-1], half])
        place = surface_map(
            Heating(hot.heating.stack, hot.heating.spot, weight=At(0.0)),
            end, heat, across, across, pulse, ambient,
        )  # fmt: skip
    else:
        assert isinstance(hot.heating, BodyHeating)
        place = section(hot.heating, end, heat, pulse, ambient)
    return HeatViews(
        history=history,
        limit=hot.law.endured(settings.irradiance),
        depth=depth,
        place=place,
        durations=duration_over(device, choice, found=found, laser=hot),
    )
