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
    points: int = 101,
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
        ``temperature`` (K; NaN where nothing conducts) and ``part``, its number in ``parts``; over
        ``corner`` the outlines of the parts, ``outline_r`` and ``outline_z`` (m) of ``outline_part``.
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
    corners = _outlines(body, 2 * float(r[-1]))
    return dataset(
        {
            "temperature": variable(("z", "r"), ambient + irradiance * rise, "K", "temperature"),
            "part": variable(("z", "r"), part, "", "number of the part"),
            "outline_part": variable("corner", corners[2].astype(int), "", "number of the outline"),
            "outline_r": variable("corner", corners[0], "m", "distance of a corner from the axis"),
            "outline_z": variable("corner", corners[1], "m", "height of a corner"),
        },
        {"r": variable("r", r, "m", "distance from the axis"), "z": variable("z", z, "m", "height")},
        time=time,
        parts=list(body.names),
    )


def _outlines(body: HeatBody, wide: float) -> Floats:
    """Return r, z and number of the corners of all outlines, faces of the base last, shape (3, corner)."""
    found = [np.vstack([region.sampled(), region.sampled()[:1]]) for region in body.regions]
    if body.base is not None:
        found.append(np.array([[0.0, 0.0], [wide, 0.0]]))
        if np.isfinite(body.base_thickness):
            found.append(np.array([[0.0, -body.base_thickness], [wide, -body.base_thickness]]))
    return np.vstack([np.column_stack([points, np.full(len(points), n)]) for n, points in enumerate(found)]).T


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
