"""Where the heat is: temperature over depth, over the surface, and the share of the heat in each layer."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.errors import InputError
from colase.results import dataset, variable

from .conduction import Conduction, Floats
from .drive import Constant, Drive
from .heating import Heating
from .inversion import contour, decades
from .kernel import response, waves
from .sources import At, Uniform
from .spots import Disc, GaussianSpot, ImageSpot
from .views import Point


def temperature(
    heating: Conduction,
    time: ArrayLike,
    irradiance: float,
    drive: Drive | None = None,
    ambient: float = 295.0,
) -> xr.Dataset:
    """Return temperature against time at what ``heating`` looks at.

    Parameters
    ----------
    heating : Conduction
        Stack or body, spot, source and observer.
    time : array_like, shape (time,)
        In s; before the pulse the stack is at ambient temperature.
    irradiance : float
        Absorbed and turned into heat at the peak of pulse and spot, in W/m^2.
    drive : Drive, optional
        Power against time; switched on at zero for ever if left out.
    ambient : float
        Temperature before the pulse, in K.
    """
    t = np.atleast_1d(np.asarray(time, dtype=float))
    _check(irradiance, ambient)
    rise = irradiance * (drive or Constant()).rise(heating, t)
    return dataset(
        {
            "temperature": variable("time", ambient + rise, "K", "temperature"),
            "power": variable("time", (drive or Constant()).power(t), "", "power over its peak"),
        },
        {"time": variable("time", t, "s", "time")},
        ambient=ambient,
        irradiance=irradiance,
    )


def peak(heating: Heating, time: ArrayLike, drive: Drive | None = None, points: int = 17) -> Floats:
    """Return the highest rise over the depth of the layer seen, per absorbed irradiance, in K m^2/W."""
    layer = heating.stack.layers[heating.seen]
    if layer.infinite:
        return (drive or Constant()).rise(replace(heating, weight=At(0.0)), time)
    depths = layer.thickness * (1 - np.cos(np.pi * np.arange(points) / (points - 1))) / 2
    found = [(drive or Constant()).rise(replace(heating, weight=At(float(z))), time) for z in depths]
    return np.max(found, axis=0)


def depth_profile(
    heating: Heating,
    time: ArrayLike,
    irradiance: float,
    deep: float,
    drive: Drive | None = None,
    ambient: float = 295.0,
    points: int = 24,
) -> xr.Dataset:
    """Return temperature over depth, from the top face down to ``deep`` (m), at several times.

    Depth points are dense near the faces of layers; at a boundary resistance the temperature jumps between
    two points at the same depth.
    """
    _check(irradiance, ambient)
    if not (np.isfinite(deep) and deep > 0):
        raise InputError(f"heat: a depth profile down to {deep:g} m; give a positive depth.")
    t = np.atleast_1d(np.asarray(time, dtype=float))
    where, numbers, values, top = [], [], [], 0.0
    for number, layer in enumerate(heating.stack.layers):
        if top >= deep:
            break
        reach = min(layer.thickness, deep - top)
        own = reach * (1 - np.cos(np.pi * np.arange(points) / (points - 1))) / 2
        if layer.infinite:
            own = np.concatenate([[0.0], np.geomspace(reach * 1e-4, reach, points - 1)])
        for z in own:
            seen = replace(heating, seen=number, weight=At(float(min(z, layer.thickness))))
            values.append((drive or Constant()).rise(seen, t))
        where.append(top + own)
        numbers.append(np.full(own.size, number))
        top += layer.thickness
    rise = irradiance * np.array(values)
    return dataset(
        {"temperature": variable(("depth", "time"), ambient + rise, "K", "temperature")},
        {
            "depth": variable("depth", np.concatenate(where), "m", "depth below the top face"),
            "layer": variable("depth", np.concatenate(numbers), "", "number of the layer"),
            "time": variable("time", t, "s", "time"),
        },
        layers=[layer.name for layer in heating.stack.layers],
    )


def surface_map(
    heating: Heating,
    time: float,
    irradiance: float,
    x: ArrayLike,
    y: ArrayLike,
    drive: Drive | None = None,
    ambient: float = 295.0,
) -> xr.Dataset:
    """Return temperature across the surface at one time, over (y, x) in m.

    Spots are symmetric about both axes, so points at equal |x| and |y| (round ones: at equal distance) are
    computed once; images are not.
    """
    _check(irradiance, ambient)
    xs, ys = (np.atleast_1d(np.asarray(v, dtype=float)) for v in (x, y))
    rise = np.empty((ys.size, xs.size))
    known: dict[tuple[float, float], float] = {}
    spot = heating.spot
    round_spot = isinstance(spot, Disc) or (isinstance(spot, GaussianSpot) and spot.radius_y is None)
    for (i, yi), (j, xj) in ((a, b) for a in enumerate(ys) for b in enumerate(xs)):
        key = (float(xj), float(yi)) if isinstance(spot, ImageSpot) else (abs(float(xj)), abs(float(yi)))
        key = (round(key[0], 12), round(key[1], 12))
        if round_spot:
            key = (round(float(np.hypot(xj, yi)), 12), 0.0)
        if key not in known:
            seen = replace(heating, view=Point(*key))
            known[key] = float((drive or Constant()).rise(seen, np.array([time]))[0])
        rise[i, j] = irradiance * known[key]
    return dataset(
        {"temperature": variable(("y", "x"), ambient + rise, "K", "temperature")},
        {"x": variable("x", xs, "m", "position along x"), "y": variable("y", ys, "m", "position along y")},
        time=time,
    )


def stored_heat(heating: Heating, time: ArrayLike) -> xr.Dataset:
    """Return the share of the absorbed energy that is in each layer a time after a flash.

    What is missing from the sum has left through a face. Independent of the spot.
    """
    t = np.atleast_1d(np.asarray(time, dtype=float))
    layers = heating.stack.layers
    if not (np.isfinite(t).all() and (t > 0).all()):
        raise InputError("heat: stored heat is known at finite times after the flash.")
    out = np.empty((len(layers), t.size))
    number = decades(t)
    for n in np.unique(number):
        s, w = contour(10.0**n)
        found = waves(heating.stack, np.zeros(1), s)
        pick = number == n
        decay = np.exp(np.outer(t[pick], s))
        for i, layer in enumerate(layers):
            view = At(0.0) if layer.infinite else Uniform()
            seen = response(heating.stack, found, (heating.layer, heating.profile), (i, view))[:, 0]
            extent = 1 / found[i].mu[:, 0] if layer.thickness == inf else layer.thickness
            out[i, pick] = (decay * (w * seen * layer.solid.heat_capacity * extent)).real.sum(axis=1)
    return dataset(
        {"share": variable(("layer", "time"), out, "", "share of the absorbed energy")},
        {
            "layer": variable("layer", [layer.name for layer in layers], "", "layer"),
            "time": variable("time", t, "s", "time after the flash"),
        },
    )


def _check(irradiance: float, ambient: float) -> None:
    if not (np.isfinite(irradiance) and irradiance >= 0):
        raise InputError(
            f"heat: an absorbed irradiance of {irradiance:g} W/m^2; give a number of at least zero."
        )
    if not (np.isfinite(ambient) and ambient > 0):
        raise InputError(f"heat: surroundings at {ambient:g} K; give a temperature above zero.")
