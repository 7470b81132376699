"""How long a device lases over the pump and one choice: substrate, thickness of the film, or threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import xarray as xr

from colase.device import Device
from colase.errors import InputError
from colase.heat import square
from colase.laser.self_heating.duration_map import duration_map, film_thicknesses
from colase.laser.self_heating.sustained import HotLaser

from .alone import alone
from .conductor import conductor, flat, thickness_of
from .optics import Optics, optics
from .parts import heat_settings, hot_laser

SUBSTRATES = ("glass", "MgF2", "sapphire", "silicon", "aluminium")
Choice = Literal["substrate", "thickness", "threshold"]
CHOICES = ("substrate", "thickness", "threshold")


def duration_over(
    device: Device,
    choice: Choice = "substrate",
    values: Sequence[str] | Sequence[float] | None = None,
    pumps: Sequence[float] | None = None,
    found: Optics | None = None,
    laser: HotLaser | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Return the duration of lasing over pump and one choice.

    Parameters
    ----------
    device : Device
        With a [heat] section.
    choice : {"substrate", "thickness", "threshold"}
        What varies: names of thermal data, thickness of the film in m, or cold threshold in W/m^2.
    values : sequence, optional
        Its values; five substrates, a factor 3 or a factor 4 to either side if left out.
    pumps : sequence of float, optional
        Irradiances in W/m^2; from threshold to five times it if left out.
    found : Optics, optional
        If known already; needed only for other substrates, seen by the mode.
    laser : HotLaser, optional
        The device as heat sees it, if known already.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Raises
    ------
    InputError
        If there is no such choice, or the thickness of something that is no film is asked for.
    """
    device, settings = alone(device), heat_settings(device)
    if found is None and settings.seen == "mode" and (choice == "substrate" or laser is None):
        found = optics(device)
    base = laser or hot_laser(device, found)
    lasers: Mapping[str, HotLaser] | Mapping[float, HotLaser]
    if choice == "substrate":
        names = tuple(dict.fromkeys((settings.substrate, *(values or SUBSTRATES))))
        lasers = {
            str(name): replace(base, heating=conductor(device, replace(settings, substrate=str(name)), found))
            for name in names
        }
        meaning = ("substrate", "")
    elif choice == "thickness":
        if not flat(device, settings):
            raise InputError(f"{device.title}: it is no film, so its thickness cannot be varied.")
        d = thickness_of(device, settings)
        lasers = film_thicknesses(base, [float(v) for v in values or d * np.geomspace(1 / 3, 3, 13)])
        meaning = ("film thickness", "m")
    elif choice == "threshold":
        wanted = [float(v) for v in values or base.cold_threshold * np.geomspace(1 / 4, 4, 15)]
        lasers = {v: replace(base, law=base.law.scaled(v / base.cold_threshold)) for v in wanted}
        meaning = ("cold threshold", "W/m^2")
    else:
        raise InputError(f'duration: choose {", ".join(CHOICES)}, not "{choice}".')
    pump = np.asarray(pumps if pumps is not None else base.cold_threshold * np.geomspace(1.05, 5, 25))
    return duration_map(lasers, pump, square(settings.duration), meaning, progress)
