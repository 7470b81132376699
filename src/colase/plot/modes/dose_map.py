"""How one laser spot writes a body into resist: the dose over radius and height, and the wall it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.light_map import heat, scale_bar
from colase.plot.style import INK, MM, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM, PER_CM2 = 1e6, 1e-4
_WIDER = 1.4
_POINTS = (121, 61)


def dose_map(exposure: Any, thickness: float, ax: Axes | None = None) -> Axes:
    """Draw W(r, z) of an `Exposure` in a film of resist, with the line beyond which nothing stays.

    Parameters
    ----------
    exposure : Exposure
        The spot.
    thickness : float
        Of the film, in m.
    ax : Axes, optional
        Where to draw.
    """
    r, z, dose = _grid(exposure, thickness)
    heights = np.linspace(0.0, thickness, 200)
    with drawing(ax, NARROW, 56 * MM) as ax:
        image = ax.pcolormesh(
            r * UM, z * UM, dose * PER_CM2, cmap=heat(), vmin=0, shading="gouraud", rasterized=True
        )
        ax.plot(exposure.wall(heights, thickness) * UM, heights * UM, color=INK, lw=1.0)
        scale_bar(ax, image, axis_label("W", "dose", "J/cm^2"))
        ax.set_xlabel(axis_label("r", "distance from the axis", "um"))
        ax.set_ylabel(axis_label("z", "height", "um"))
    return ax


def dose_columns(exposure: Any, thickness: float) -> tuple[Column, ...]:
    """Return height, radius of the wall and the dose at every distance from the axis."""
    r, z, dose = _grid(exposure, thickness)
    names = [f"at r = {x * UM:.4f} um" for x in r]
    wall = exposure.wall(z, thickness) * UM
    return (
        Column("height", "um", z * UM),
        Column("wall", "um", wall),
        *stacked("dose", "J/cm^2", dose * PER_CM2, names),
    )


def _grid(exposure: Any, thickness: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return r, z (m) and the dose (J/m^2) over (z, r)."""
    top, _ = exposure.radii(thickness)
    r = np.linspace(0.0, _WIDER * top, _POINTS[0])
    z = np.linspace(0.0, thickness, _POINTS[1])
    return r, z, exposure.dose(r[None, :], z[:, None], thickness)
