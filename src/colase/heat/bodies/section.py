"""A cut through a body of revolution: temperature over distance from the axis and height."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.heat.conduction import Floats
from colase.heat.drive import Drive
from colase.results import dataset, variable

from .body import BASE, SURROUNDINGS, HeatBody
from .heating import BodyHeating


def section(
    heating: BodyHeating,
    time: float,
    irradiance: float,
    drive: Drive,
    ambient: float = 295.0,
    points: int = 61,
) -> xr.Dataset:
    """Return temperature in the half-plane at one time, over (z, r) in m.

    Parameters
    ----------
    heating : BodyHeating
        The body and its heat; where it looks does not matter.
    time : float
        In s.
    irradiance : float
        That becomes heat at the peak of pulse and spot, in W/m^2.
    drive : Drive
        Power against time.
    ambient : float
        Temperature before the pulse, in K.
    points : int
        Along the longer side.

    Returns
    -------
    Dataset
        ``temperature`` (K; NaN where nothing conducts) and ``part``, its number in ``parts``.
    """
    body = heating.body
    outline = np.concatenate([region.sampled() for region in body.regions])
    rim, top = outline[:, 0].max(), outline[:, 1].max()
    low = -min(0.5 * max(rim, top), body.base_thickness) if body.base is not None else 0.0
    step = max(1.3 * rim, 1.1 * top - low) / (points - 1)
    r, z = np.arange(0.5 * step, 1.3 * rim, step), np.arange(low + 0.5 * step, 1.1 * top, step)
    R, Z = np.meshgrid(r, z)
    part = parts_at(body, R, Z)
    rise = np.full(R.shape, np.nan)
    for number, name in enumerate(body.names):
        here = part == number
        if here.any():
            views = heating.seen_at(name, R[here], Z[here])
            rise[here] = [float(drive.rise(view, np.array([time]))[0]) for view in views]
    return dataset(
        {
            "temperature": variable(("z", "r"), ambient + irradiance * rise, "K", "temperature"),
            "part": variable(("z", "r"), part, "", "number of the part"),
        },
        {"r": variable("r", r, "m", "distance from the axis"), "z": variable("z", z, "m", "height")},
        time=time,
        parts=list(body.names),
    )


def parts_at(body: HeatBody, r: Floats, z: Floats) -> np.ndarray:
    """Return the number of the part (in ``body.names``) at points, -1 where nothing conducts."""
    names = body.names
    found = np.full(r.shape, -1)
    if SURROUNDINGS in names:
        found[z > 0] = names.index(SURROUNDINGS)
    if BASE in names:
        found[(z < 0) & (z > -body.base_thickness)] = names.index(BASE)
    for number, region in enumerate(body.regions):
        found[region.contains(r, z)] = number
    return found
