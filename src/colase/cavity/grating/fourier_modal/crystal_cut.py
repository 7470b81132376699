"""|E|^2 of a band-edge mode on a plane, for pictures."""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.errors import InputError
from colase.results import dataset, variable

from .crystal_fields import NearField
from .poles import System, polished

_MARGIN = 0.6


def crystal_cut(system: System, wavenumber: complex, plane: str, height: float, points: int) -> xr.Dataset:
    """Return |E|^2 over two cells, in an arbitrary unit, and what lies inside a cylinder.

    Parameters
    ----------
    system : System
        The crystal in the symmetry of the mode.
    wavenumber : complex
        k0 of the mode, 1/m.
    plane : {"xy", "xz", "diagonal"}
        Horizontal at ``height`` (m); vertical through the cylinders along x or along the diagonal.
    height : float
        Of the horizontal plane, in m above the substrate.
    points : int
        Points along a side.

    Returns
    -------
    Dataset
        ``e_squared`` and ``inside`` over (y, x) or (z, x), coordinates in m.
    """
    if plane not in ("xy", "xz", "diagonal"):
        raise InputError(f'near field: plane "{plane}"; give "xy", "xz" or "diagonal".')
    pole = polished(system, wavenumber)
    assert pole is not None
    near, period = NearField(system, pole), system.slab.period
    if plane == "xy":
        x, y = (np.linspace(-p, p, points) for p in period)
        field, inside = near.in_space(x, y, height)
        here = tuple(c for c in _cylinders(near) if c[0] <= height <= c[1])
        if system.slab.lined:  # seen from above a ridge is a stripe over the whole picture
            here = tuple((-period[1], period[1], radius) for _, _, radius in here)
            return _labelled("y", y, x, (np.abs(field) ** 2).sum(axis=0), inside, (), here, (period[0], 0.0))
        return _labelled("y", y, x, (np.abs(field) ** 2).sum(axis=0), inside, (), here, period)
    top = float(near.surfaces[-1])
    margin = _MARGIN * max(period)
    z = np.linspace(-margin, top + margin, points)
    x = np.linspace(-period[0], period[0], points)
    total, inside = np.empty((points, points)), np.zeros((points, points), dtype=bool)
    for i, level in enumerate(z):
        if plane == "xz":
            field, within = near.in_space(x, np.zeros(1), float(level))
            total[i], inside[i] = (np.abs(field[:, 0]) ** 2).sum(axis=0), within[0]
        else:
            y = x * period[1] / period[0]
            field, within = near.in_space(x, y, float(level))
            total[i] = np.diagonal((np.abs(field) ** 2).sum(axis=0))
            inside[i] = np.diagonal(within)
    stretch = 1.0 if plane == "xz" else float(np.hypot(1.0, period[1] / period[0]))
    surfaces = tuple(float(s) for s in near.surfaces)
    spacing = (stretch * period[0], 0.0)
    return _labelled("z", z, stretch * x, total, inside, surfaces, _cylinders(near), spacing)


def _cylinders(near: NearField) -> tuple[tuple[float, float, float], ...]:
    """Return bottom, top and radius of the cylinder of every patterned layer, in m."""
    layers = near.system.slab.layers
    edges = zip(near.surfaces[:-1], near.surfaces[1:], layers, strict=True)
    return tuple((float(a), float(b), layer.diameter / 2) for a, b, layer in edges if layer.patterned)


def _labelled(
    second: str,
    down: np.ndarray,
    x: np.ndarray,
    total: np.ndarray,
    inside: np.ndarray,
    surfaces: tuple,
    cylinders: tuple,
    spacing: tuple[float, float],
) -> xr.Dataset:
    """Return the Dataset; attributes hold interfaces, cylinders and their spacing, for outlines."""
    return dataset(
        {
            "e_squared": variable((second, "x"), total, "", "squared electric field"),
            "inside": variable((second, "x"), inside, "", "whether a point lies in a cylinder"),
        },
        {"x": variable("x", x, "m", "position"), second: variable(second, down, "m", "position")},
        surfaces=surfaces,
        cylinders=cylinders,
        spacing=spacing,
    )
