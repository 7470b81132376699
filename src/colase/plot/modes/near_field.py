"""The near field of a band-edge mode: |E|^2 in a horizontal and a vertical plane, pillars outlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.light_map import light_map
from colase.plot.style import INK, MM, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NM = 1e9


def near_field_map(cut: xr.Dataset, ax: Axes | None = None) -> Axes:
    """Draw |E|^2 of a mode on a plane.

    Parameters
    ----------
    cut : Dataset
        ``e_squared`` over (second, first) with coordinates x, y or z in m, what
        `colase.cavity.grating.dfb_array.DfbArray.near_field` gives.
    ax : Axes, optional
        Where to draw.
    """
    down, across = cut.e_squared.dims
    with drawing(ax, NARROW, 72 * MM) as ax:
        x, y = cut[across].values * NM, cut[down].values * NM
        values = cut.e_squared.values / cut.e_squared.values.max()
        light_map(ax, x, y, values, shading="nearest")
        _outline(ax, cut, x, y)
        for height in cut.attrs.get("surfaces", ()):
            ax.axhline(height * NM, color=INK, lw=0.5, ls=(0, (3, 2)))
        ax.set_xlabel(axis_label(str(across), "along the array", "nm"))
        ax.set_ylabel(axis_label(str(down), "height" if down == "z" else "along the array", "nm"))
    return ax


def _outline(ax: Axes, cut: xr.Dataset, x: np.ndarray, y: np.ndarray) -> None:
    """Draw the walls of the cylinders and keep the limits of the map."""
    from matplotlib.patches import Circle, Rectangle

    dx, dy = (NM * s for s in cut.attrs["spacing"])
    for bottom, top, radius in (tuple(NM * v for v in c) for c in cut.attrs["cylinders"]):
        for i in np.arange(np.floor(x[0] / dx), x[-1] / dx + 1):
            if dy == 0:
                ax.add_patch(
                    Rectangle((i * dx - radius, bottom), 2 * radius, top - bottom, fc="none", ec=INK, lw=0.7)
                )
                continue
            for j in np.arange(np.floor(y[0] / dy), y[-1] / dy + 1):
                ax.add_patch(Circle((i * dx, j * dy), radius, fc="none", ec=INK, lw=0.7))
    ax.set_xlim(x[0], x[-1])
    ax.set_ylim(y[0], y[-1])


def near_field_columns(cut: xr.Dataset) -> tuple[Column, ...]:
    """Return the second coordinate and |E|^2 (largest 1) for every value of the first."""
    down, across = (str(name) for name in cut.e_squared.dims)
    values = cut.e_squared.values / np.max(cut.e_squared.values)
    names = [f"at {across} = {position * NM:.1f} nm" for position in cut[across].values]
    return (Column(down, "nm", cut[down].values * NM), *stacked("|E|^2", "1", values, names))
