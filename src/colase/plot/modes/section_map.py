"""The light of one mode of a body of revolution in the (r, z) half-plane, with every material outlined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.light_map import light_map
from colase.plot.style import INK, MM, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM = 1e6


def section_map(field: xr.Dataset, parts: Sequence[Any], ax: Axes | None = None) -> Axes:
    """Draw |E|^2 of a mode over distance from the axis and height, with every material outlined.

    Parameters
    ----------
    field : Dataset
        As `AxisymmetricCavity.field` gives it.
    parts : sequence of Part
        Their outlines are drawn.
    ax : Axes, optional
        Where to draw.
    """
    r, z = field.r.values * UM, field.z.values * UM
    values = field.e_squared.values / field.e_squared.values.max()
    with drawing(ax, NARROW, 70 * MM) as ax:
        light_map(ax, r, z, values)
        for part in parts:
            if part.outline is not None:
                closed = np.vstack([part.outline, part.outline[:1]]) * UM
                ax.plot(*closed.T, color=INK, lw=0.6)
            elif part.name == "substrate":
                ax.axhline(0.0, color=INK, lw=0.6)
        ax.set_xlim(r[0], r[-1])
        ax.set_ylim(z[0], z[-1])
        ax.set_xlabel(axis_label("r", "distance from the axis", "um"))
        ax.set_ylabel(axis_label("z", "height", "um"))
    return ax


def section_columns(field: xr.Dataset) -> tuple[Column, ...]:
    """Return the height z and, for every distance r from the axis, |E|^2 relative to its largest value."""
    values = field.e_squared.values / field.e_squared.values.max()
    names = [f"at r = {r * UM:.4f} um" for r in field.r.values]
    return (Column("height", "um", field.z.values * UM), *stacked("|E|^2", "1", values, names))
