"""Eigenvalues of coupled modes along a parameter, with exceptional points marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.style import CYCLE, MM, MUTED, NARROW, VERMILION, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def path_columns(path: xr.Dataset, scale: float = 1.0, unit: str = "") -> tuple[Column, ...]:
    """Return the parameter and both parts of every eigenvalue."""
    names = [f"of mode {i + 1}" for i in range(path.sizes["mode"])]
    return (
        Column(
            path.parameter.attrs["long_name"], path.parameter.attrs["units"] or "1", path.parameter.values
        ),
        *stacked("frequency", unit or "1", path.frequency.values * scale, names),
        *stacked("growth", unit or "1", path.growth.values * scale, names),
    )


def eigenvalue_paths(
    path: xr.Dataset,
    ax: Axes | None = None,
    *,
    part: str = "frequency",
    points: Sequence[float] = (),
    names: Sequence[str] = (),
    scale: float = 1.0,
    unit: str = "",
    parameter_scale: float = 1.0,
    parameter_label: str = "",
) -> Axes:
    """Draw one part of the eigenvalues along a sweep, with exceptional points as dashed lines.

    Parameters
    ----------
    path : Dataset
        From `colase.coupling.follow` or `colase.coupling.sweep`.
    part : {"frequency", "growth"}
        Real or imaginary part.
    points : sequence of float
        Parameters of exceptional points; ``names`` labels them.
    scale, unit
        Factor and unit of the eigenvalues (1/(2 pi 1e9) and "GHz" for rad/s).
    parameter_scale, parameter_label
        Factor of the parameter and the label of its axis.
    """
    x = path.parameter.values * parameter_scale
    y = path[part].values * scale
    with drawing(ax, NARROW, 60 * MM) as axes:
        for i in range(y.shape[1]):
            axes.plot(x, y[:, i], color=CYCLE[i % len(CYCLE)], label=f"mode {i + 1}")
        top = axes.get_ylim()[1]
        for i, p in enumerate(points):
            axes.axvline(p * parameter_scale, color=MUTED, linewidth=0.7, linestyle=(0, (4, 2)))
            name = names[i] if i < len(names) else "EP"
            axes.annotate(name, (p * parameter_scale, top), (2, -2), textcoords="offset points", va="top",
                          color=MUTED)  # fmt: skip
        doubtful = x[path.doubtful.values]
        if doubtful.size:
            axes.plot(
                doubtful, np.full(doubtful.size, axes.get_ylim()[0]), "|", color=VERMILION, clip_on=False
            )
        attrs = path.parameter.attrs
        axes.set_xlabel(parameter_label or axis_label("", attrs["long_name"], attrs["units"]))
        meaning = "frequency" if part == "frequency" else "growth rate"
        axes.set_ylabel(axis_label("Re ω" if part == "frequency" else "Im ω", meaning, unit))
        axes.legend(loc="best")
    return axes
