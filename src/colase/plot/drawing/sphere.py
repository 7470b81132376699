"""A layered sphere to scale, with its diameters, and its thin layers enlarged.

A coat of half a micrometre on a sphere of twenty is a thin line; a second view at the rim, drawn
from the same numbers at a larger scale, shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import INK, MM, MUTED, WIDE, drawing

from .to_scale import ARROW, FILLS, index_text, length, round_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def sphere_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw a cavity whose layers are concentric spheres."""
    from matplotlib.patches import Circle, Rectangle

    layers = device.cavity.layers()
    solid = [layer for layer in layers if np.isfinite(layer.outer)]
    radius = solid[-1].outer * 1e6
    thin = min(layer.outer - layer.inner for layer in solid) * 1e6
    view = min(3.2 * thin, 0.8 * radius)
    with drawing(ax, WIDE, 72 * MM) as ax:
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.set_xlim(-1.5 * radius, 4.6 * radius)
        ax.set_ylim(-1.32 * radius, 1.08 * radius)
        for layer, fill in reversed(list(zip(solid, FILLS, strict=False))):
            ax.add_patch(Circle((0, 0), layer.outer * 1e6, fc=fill, ec=INK, lw=0.4))
        _diameters(ax, solid)
        left, bottom = radius - 0.64 * view, -0.5 * view
        ax.add_patch(Rectangle((left, bottom), view, view, fc="none", ec=INK, lw=0.6))
        frame = (1.55 * radius, -1.0 * radius, 2.0 * radius, 2.0 * radius)
        _zoom(ax.inset_axes(frame, transform=ax.transData), layers, left, bottom, view)
        for y_box, y_frame in ((bottom, -radius), (bottom + view, radius)):
            ax.plot([left + view, 1.55 * radius], [y_box, y_frame], color=MUTED, lw=0.5)
        _legend(ax, device, layers, 3.68 * radius, radius)
    return ax


def _diameters(ax: Axes, solid: list[Any]) -> None:
    """Mark the innermost diameter inside and the outermost one below the circle."""
    inner, outer = solid[0].outer * 1e6, solid[-1].outer * 1e6
    ax.annotate("", (-inner, 0), (inner, 0), arrowprops=ARROW)
    ax.text(0, 0.03 * outer, f"{2 * inner:.4g} µm", ha="center", va="bottom", fontsize=8)
    if len(solid) > 1:
        y = -1.16 * outer
        ax.annotate("", (-outer, y), (outer, y), arrowprops=ARROW)
        ax.text(0, y - 0.03 * outer, f"{2 * outer:.4g} µm", ha="center", va="top", fontsize=8)
        for x in (-outer, outer):
            ax.plot([x, x], [-0.06 * outer, y - 0.04 * outer], color=MUTED, lw=0.4, ls=(0, (2, 2)))


def _zoom(zoom: Axes, layers: Any, left: float, bottom: float, view: float) -> None:
    """Draw the rim enlarged, with the thickness of each thin layer."""
    from matplotlib.patches import Circle

    zoom.set_xlim(left, left + view)
    zoom.set_ylim(bottom, bottom + view)
    zoom.set_xticks([])
    zoom.set_yticks([])
    for spine in zoom.spines.values():
        spine.set_visible(True)
    solid = [layer for layer in layers if np.isfinite(layer.outer)]
    for layer, fill in reversed(list(zip(solid, FILLS, strict=False))):
        zoom.add_patch(Circle((0, 0), layer.outer * 1e6, fc=fill, ec=INK, lw=0.5))
    for layer in solid:
        a, b = layer.inner * 1e6, layer.outer * 1e6
        if a > left:
            y = bottom + 0.40 * view
            zoom.annotate("", (a, y), (b, y), arrowprops=ARROW)
            zoom.text((a + b) / 2, y + 0.02 * view, length(b - a), ha="center", va="bottom", fontsize=8)
    bar = round_length(view / 4)
    x, y = left + 0.06 * view, bottom + 0.07 * view
    zoom.plot([x, x + bar], [y, y], color=INK, lw=1.6, solid_capstyle="butt")
    zoom.text(x + bar / 2, y + 0.02 * view, length(bar), ha="center", va="bottom")


def _legend(ax: Axes, device: Any, layers: Any, x: float, radius: float) -> None:
    """Name each layer with its colour and its refractive index at the middle of the mode window."""
    from matplotlib.patches import Rectangle

    middle = 0.5 * (device.modes.start + device.modes.stop)
    side = 0.14 * radius
    for row, layer in enumerate(reversed(layers)):
        y = 0.72 * radius - 0.5 * row * radius
        solid = np.isfinite(layer.outer)
        fill = FILLS[len(layers) - 1 - row] if solid else "white"
        ax.add_patch(Rectangle((x, y - side / 2), side, side, fc=fill, ec=INK, lw=0.5))
        ax.text(x + 1.5 * side, y, layer.name, va="center", fontsize=8)
        ax.text(x + 1.5 * side, y - 0.19 * radius, index_text(layer, middle), va="center", color=MUTED)
    ax.text(x, -0.92 * radius, f"indices at {middle * 1e9:.4g} nm", va="center", color=MUTED)
