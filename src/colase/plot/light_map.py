"""Light or dose on a plane, from white to dark red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_HEAT = ("#ffffff", "#fde0b5", "#f4a259", "#c8501e", "#5c1a0a")


def heat() -> Colormap:
    """Return the colours."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("heat", _HEAT)


def scale_bar(ax: Axes, image: Any, label: str) -> Any:
    """Draw the scale of colours beside a map and return it."""
    bar = ax.figure.colorbar(image, ax=ax, pad=0.02, aspect=30)
    bar.outline.set_linewidth(0.5)
    bar.set_label(label)
    return bar


def light_map(ax: Axes, x: np.ndarray, y: np.ndarray, values: np.ndarray, shading: str = "gouraud") -> None:
    """Draw |E|^2, relative to its largest value, over two coordinates in the units of the axes."""
    image = ax.pcolormesh(x, y, values, cmap=heat(), vmin=0, vmax=1, shading=shading, rasterized=True)  # type: ignore[arg-type]
    scale_bar(ax, image, axis_label("|E|²", "field", "of its maximum")).set_ticks([0, 0.5, 1])
    ax.set_aspect("equal")
