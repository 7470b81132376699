"""Temperature over time, depth and place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.columns import Column, stacked
from colase.plot.style import (
    FAINT,
    MM,
    MUTED,
    NARROW,
    beside,
    drawing,
    levels,
    log_axis,
)

from .scales import ZERO_CELSIUS, cycle, seconds

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def history_columns(curves: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return time and one temperature a curve; all curves share their times."""
    first = next(iter(curves.values()))
    values = np.column_stack([c.temperature.values - ZERO_CELSIUS for c in curves.values()])
    return (
        Column("time", "s", first.time.values),
        *stacked("temperature", "degC", values, tuple(curves)),
    )


def temperature_history(
    curves: Mapping[str, Any], ax: Axes | None = None, *, marks: Mapping[str, float] | None = None
) -> Axes:
    """Draw temperature against time on a logarithmic axis, one curve a name.

    Parameters
    ----------
    curves : mapping
        From a name to a Dataset of `colase.heat.temperature`.
    ax : Axes, optional
        Where to draw.
    marks : mapping, optional
        Temperatures in K to mark with a line, by name.
    """
    with drawing(ax, NARROW, 62 * MM) as ax:
        labels = []
        for (name, data), colour in zip(curves.items(), cycle(len(curves)), strict=True):
            t = data.time.values
            T = data.temperature.values - ZERO_CELSIUS
            ax.plot(t[t > 0], T[t > 0], color=colour)
            labels.append((float(T[-1]), name, colour))
        log_axis(ax.xaxis)
        _time_ticks(ax)
        for name, value in (marks or {}).items():
            ax.axhline(value - ZERO_CELSIUS, color=MUTED, lw=0.6, ls=(0, (4, 2)))
            ax.annotate(
                name, (0.98, value - ZERO_CELSIUS), (0, 2), xycoords=("axes fraction", "data"),
                textcoords="offset points", ha="right", color=MUTED,
            )  # fmt: skip
        ax.margins(x=0)
        ax.set_xlabel("time t (s)")
        ax.set_ylabel("temperature T (°C)")
        beside(ax, labels)
    return ax


def profile_columns(profile: Any) -> tuple[Column, ...]:
    """Return depth and one temperature a time."""
    names = [f"at {seconds(t)}" for t in profile.time.values]
    return (
        Column("depth", "nm", profile.depth.values * 1e9),
        *stacked("temperature", "degC", profile.temperature.values - ZERO_CELSIUS, names),
    )


def depth_profile(profile: Any, ax: Axes | None = None) -> Axes:
    """Draw temperature over depth at several times, with the layers named and their faces marked."""
    with drawing(ax, NARROW, 62 * MM) as ax:
        x = profile.depth.values * 1e9
        T = profile.temperature.values - ZERO_CELSIUS
        for i, colour in enumerate(levels(T.shape[1])):
            ax.plot(x, T[:, i], color=colour)
        ax.set_xlim(0, x[-1])
        ax.set_ylim(top=T.max() + 0.12 * np.ptp(T))
        layer = profile.layer.values
        starts = np.concatenate([[0], np.flatnonzero(np.diff(layer)) + 1])
        for start, name in zip(starts, profile.attrs["layers"], strict=False):
            if start:
                ax.axvline(x[start], color=FAINT, lw=0.8, zorder=0)
            ax.annotate(
                name, (x[start], 1), (3, -2), xycoords=("data", "axes fraction"),
                textcoords="offset points", va="top", color=MUTED,
            )  # fmt: skip
        ax.set_xlabel("depth z (nm)")
        ax.set_ylabel("temperature T (°C)")
        labels = [
            (T[-1, i], seconds(t), c)
            for i, (t, c) in enumerate(zip(profile.time.values, levels(T.shape[1]), strict=True))
        ]
        beside(ax, labels)
    return ax


def map_columns(surface: Any) -> tuple[Column, ...]:
    """Return one row a point of the map."""
    y, x = np.meshgrid(surface.y.values, surface.x.values, indexing="ij")
    T = surface.temperature.values - ZERO_CELSIUS
    return (
        Column("x", "um", x.ravel() * 1e6),
        Column("y", "um", y.ravel() * 1e6),
        Column("temperature", "degC", T.ravel()),
    )


def surface_map(surface: Any, ax: Axes | None = None) -> Axes:
    """Draw temperature across the surface with contours."""
    with drawing(ax, NARROW, 72 * MM) as ax:
        x, y = surface.x.values * 1e6, surface.y.values * 1e6
        T = surface.temperature.values - ZERO_CELSIUS
        mesh = ax.pcolormesh(x, y, T, cmap="inferno", shading="gouraud", rasterized=True)
        ax.contour(x, y, T, levels=6, colors="white", linewidths=0.4, alpha=0.7)
        ax.set_aspect("equal")
        bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.85)
        bar.set_label("temperature T (°C)")
        ax.set_xlabel("position x (µm)")
        ax.set_ylabel("position y (µm)")
    return ax


def body_columns(section: Any) -> tuple[Column, ...]:
    """Return one row a point of the cut."""
    z, r = np.meshgrid(section.z.values, section.r.values, indexing="ij")
    return (
        Column("r", "um", r.ravel() * 1e6),
        Column("z", "um", z.ravel() * 1e6),
        Column("temperature", "degC", section.temperature.values.ravel() - ZERO_CELSIUS),
    )


def body_map(section: Any, ax: Axes | None = None) -> Axes:
    """Draw temperature in the half-plane of a body of revolution, with the outlines of its parts."""
    with drawing(ax, NARROW, 72 * MM) as ax:
        r, z = section.r.values * 1e6, section.z.values * 1e6
        T = np.ma.masked_invalid(section.temperature.values - ZERO_CELSIUS)
        mesh = ax.pcolormesh(r, z, T, cmap="inferno", shading="nearest", rasterized=True)
        for number in np.unique(section.outline_part.values):
            corner = section.outline_part.values == number
            ax.plot(section.outline_r.values[corner] * 1e6, section.outline_z.values[corner] * 1e6,
                    color="white", lw=0.5)  # fmt: skip
        ax.set_xlim(r[0] - (r[1] - r[0]) / 2, r[-1] + (r[1] - r[0]) / 2)
        ax.set_ylim(z[0] - (z[1] - z[0]) / 2, z[-1] + (z[1] - z[0]) / 2)
        ax.set_aspect("equal")
        ax.set_facecolor(FAINT)
        bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.85)
        bar.set_label("temperature T (°C)")
        ax.set_xlabel("distance from the axis r (µm)")
        ax.set_ylabel("height z (µm)")
    return ax


def _time_ticks(ax: Axes) -> None:
    """Write decades of time with prefixes: 1 ns, 1 us."""
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: seconds(value)))
