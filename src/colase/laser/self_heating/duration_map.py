"""Maps of how long a laser lasts: over pump and film thickness, substrate, threshold, or any other choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError
from colase.heat import Heating, Pieces
from colase.results import dataset, variable

from .sustained import HotLaser, lasing_durations


def duration_map(
    lasers: Mapping[str, HotLaser] | Mapping[float, HotLaser],
    irradiances: Sequence[float] | NDArray[np.float64],
    pulse: Pieces,
    choice: tuple[str, str] = ("choice", ""),
    progress: Callable[[int, int], None] | None = None,
    points: int = 80,
) -> xr.Dataset:
    """Return the duration of lasing over lasers and pumps.

    Parameters
    ----------
    lasers : mapping
        From a name or a number (SI) to a laser.
    irradiances : array_like, shape (pump,)
        Incident pump in W/m^2.
    pulse : Pieces
        The pulse; no duration exceeds it.
    choice : tuple of str
        What the keys mean, and their SI unit.
    progress : callable, optional
        Called as ``progress(done, total)`` before the first laser and after each.
    points : int
        Points in time.

    Returns
    -------
    Dataset
        ``duration`` (s) over (choice, pump).
    """
    if not lasers:
        raise InputError("duration map: give at least one laser.")
    tell = progress or (lambda done, total: None)
    tell(0, len(lasers))
    rows = []
    for laser in lasers.values():
        rows.append(lasing_durations(laser, irradiances, pulse, points))
        tell(len(rows), len(lasers))
    keys = list(lasers)
    return dataset(
        {"duration": variable(("choice", "pump"), np.array(rows), "s", "duration of lasing")},
        {
            "choice": variable("choice", keys, choice[1], choice[0]),
            "pump": variable("pump", np.asarray(irradiances, dtype=float), "W/m^2", "incident pump"),
        },
        pulse=pulse.duration,
    )


def film_thicknesses(
    laser: HotLaser, thicknesses: Sequence[float] | NDArray[np.float64]
) -> dict[float, HotLaser]:
    """Return the laser with other thicknesses (m) of the film that is heated; the heat per area stays.

    Raises
    ------
    InputError
        If what conducts is not a stack of layers.
    """
    if not isinstance(laser.heating, Heating):
        raise InputError("film thicknesses: only a stack of layers has a film whose thickness can change.")
    heating = laser.heating
    name = heating.stack.layers[heating.layer].name
    return {
        float(d): replace(laser, heating=heating.thickened(name, float(d)))
        for d in np.asarray(thicknesses, dtype=float)
    }
