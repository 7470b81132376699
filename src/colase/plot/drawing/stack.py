"""The layers of a film to scale in height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import INK, LASING, MM, MUTED, WIDE, drawing

from .to_scale import FILLS, index_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NM = 1e9


def stack_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw the layers of a film to scale in height, with thickness and index; light runs to the side."""
    from matplotlib.patches import Rectangle

    layers = device.cavity.layers()
    solid = [layer for layer in layers if np.isfinite(layer.inner) and np.isfinite(layer.outer)]
    top = solid[-1].outer * NM
    margin = 0.45 * top
    middle = 0.5 * (device.modes.start + device.modes.stop)
    with drawing(ax, WIDE, 60 * MM) as ax:
        ax.set_axis_off()
        ax.set_xlim(0, 1)
        ax.set_ylim(-margin, top + margin)
        for i, layer in enumerate(layers):
            a, b = max(layer.inner * NM, -margin), min(layer.outer * NM, top + margin)
            fill = "white" if np.isinf(layer.outer) else FILLS[i % len(FILLS)]
            edge = INK if layer in solid else "none"
            ax.add_patch(Rectangle((0.12, a), 0.46, b - a, fc=fill, ec=edge, lw=0.5))
            shown = f"{layer.name}, {index_text(layer, middle)}"
            ax.text(0.66, (a + b) / 2, shown, va="center", fontsize=8)
            ax.plot([0.585, 0.65], [(a + b) / 2] * 2, color=MUTED, lw=0.4)
            if layer in solid:
                ax.annotate(
                    "", (0.09, a), (0.09, b), arrowprops={"arrowstyle": "<->", "lw": 0.6, "color": INK}
                )
                ax.text(0.08, (a + b) / 2, f"{b - a:.4g} nm", ha="right", va="center", fontsize=8)
        film = next(layer for layer in layers if layer.name == "film")
        y = NM * (film.inner + film.outer) / 2
        ax.annotate("", (0.55, y), (0.3, y), arrowprops={"arrowstyle": "->", "lw": 0.8, "color": LASING})
        ax.text(0.28, y, "guided light", ha="right", va="center", color=LASING)
        ax.text(0.66, -margin, f"indices at {middle * NM:.4g} nm", va="bottom", color=MUTED)
    return ax
