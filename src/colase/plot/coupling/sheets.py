"""Riemann sheets of coupled modes over two parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xarray as xr

from colase.plot.style import CYCLE, MM, NARROW, drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def riemann_sheets(
    sheets: xr.Dataset,
    ax: Axes | None = None,
    *,
    part: str = "frequency",
    labels: tuple[str, str, str] = ("first parameter", "second parameter", "Re ω"),
) -> Axes:
    """Draw one part of the eigenvalues as surfaces (given axes must be three-dimensional).

    Parameters
    ----------
    sheets : Dataset
        From `colase.coupling.hamiltonian.sheets.riemann_sheets`.
    part : {"frequency", "growth"}
        Real or imaginary part.
    labels : tuple of str
        Of the three axes.
    """
    import numpy as np

    a, b = np.meshgrid(sheets["first"].values, sheets["second"].values, indexing="ij")
    with drawing(ax, NARROW, 75 * MM) as axes:
        if axes.name != "3d":
            figure, place = axes.figure, axes.get_subplotspec()
            axes.remove()
            axes = figure.add_subplot(place, projection="3d")  # type: ignore[call-overload,union-attr]
        for i in range(sheets.sizes["sheet"]):
            surface = sheets[part].values[:, :, i]
            color = CYCLE[i % len(CYCLE)]
            drawn = axes.plot_surface(a, b, surface, color=color, alpha=0.75, linewidth=0)  # type: ignore[attr-defined]
            drawn.set_rasterized(True)
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        axes.set_zlabel(labels[2])  # type: ignore[attr-defined]
        axes.set_box_aspect(None, zoom=0.75)  # type: ignore[call-arg]  (labels stay inside)
    return axes
