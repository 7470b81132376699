"""Pillars or ridges under a film, to scale: a section through them, and the lattice from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.plot.style import INK, MM, MUTED, WIDE, drawing

from .to_scale import ARROW, FILLS, index_text, length

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CELLS = 3
_COLOURS = {
    "substrate": FILLS[0],
    "film": FILLS[1],
    "pillars": FILLS[2],
    "ridges": FILLS[2],
    "cover": "#f6f4ef",
}


def grating_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw the cavity of a device of kind "dfb-1d" or "dfb-2d" to scale; lengths in nm."""
    from matplotlib.patches import Rectangle

    cavity = device.cavity
    lined = cavity.kind == "dfb-1d"
    name = "ridges" if lined else "pillars"
    body = (
        (cavity.ridge_width, cavity.ridge_height) if lined else (cavity.pillar_diameter, cavity.pillar_height)
    )
    p, d, h, t = (1e9 * v for v in (cavity.period, *body, cavity.film_height))
    width, top = _CELLS * p, max(h, t)
    depth = max(0.3 * p, (2 * p - top) / 2)
    with drawing(ax, WIDE, 62 * MM) as ax:
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.add_patch(Rectangle((0, -depth), width, depth, fc=_COLOURS["substrate"], ec=INK, lw=0.5))
        ax.add_patch(Rectangle((0, 0), width, top + depth, fc=_COLOURS["cover"], ec=INK, lw=0.5))
        ax.add_patch(Rectangle((0, 0), width, t, fc=_COLOURS["film"], ec=INK, lw=0.5))
        for i in range(_CELLS):
            x = (i + 0.5) * p - d / 2
            ax.add_patch(Rectangle((x, 0), d, h, fc=_COLOURS[name], ec=INK, lw=0.5))
        _measures(ax, p, d, h, t, depth, name)
        _from_above(ax, p, d, lined, width + 0.55 * p, -depth, top + 2 * depth)
        _legend(ax, device, width + 0.75 * p + (top + 2 * depth), -depth, top + 2 * depth)
        ax.set_xlim(-0.55 * p, width + 3.3 * p + top + 2 * depth)
        ax.set_ylim(-depth - 0.4 * p, top + depth + 0.1 * p)
    return ax


def _measures(ax: Axes, p: float, d: float, h: float, t: float, depth: float, name: str) -> None:
    """Mark period, width and height of the bodies, and the height of the film."""
    y = -0.35 * p
    ax.annotate("", (0.5 * p, y), (1.5 * p, y), arrowprops=ARROW)
    ax.text(p, y - 0.03 * p, length(p * 1e-3), ha="center", va="top")
    x = 1.5 * p
    ax.annotate("", (x - d / 2, h / 2), (x + d / 2, h / 2), arrowprops=ARROW)
    ax.text(x, h / 2 + 0.02 * p, length(d * 1e-3), ha="center", va="bottom", fontsize=6)
    for position, height, side in ((-0.08 * p, t, "film"), (_CELLS * p + 0.06 * p, h, "body")):
        ax.annotate("", (position, 0), (position, height), arrowprops=ARROW)
        ax.text(
            position + (-0.05 * p if side == "film" else 0.05 * p),
            height / 2,
            length(height * 1e-3),
            rotation=90,
            ha="right" if side == "film" else "left",
            va="center",
        )
    ax.text(0, -depth - 0.08 * p, f"section through the {name}", color=MUTED, va="top")


def _from_above(ax: Axes, p: float, d: float, lined: bool, left: float, bottom: float, side: float) -> None:
    """Draw pillars or ridges from above in a square window."""
    from matplotlib.patches import Circle, Rectangle

    frame = Rectangle((left, bottom), side, side, fc=_COLOURS["film"], ec=INK, lw=0.5)
    ax.add_patch(frame)
    count = int(side / p) + 2
    for i in range(count):
        if lined:
            ridge = Rectangle(
                (left + (i + 0.5) * p - d / 2, bottom), d, side, fc=_COLOURS["ridges"], ec=INK, lw=0.5
            )
            ax.add_patch(ridge)
            ridge.set_clip_path(frame)
            continue
        for j in range(count):
            pillar = Circle(
                (left + (i + 0.5) * p, bottom + (j + 0.5) * p), d / 2, fc=_COLOURS["pillars"], ec=INK, lw=0.5
            )
            ax.add_patch(pillar)
            pillar.set_clip_path(frame)
    ax.text(left, bottom - 0.08 * p, "from above", color=MUTED, va="top")


def _legend(ax: Axes, device: Any, left: float, bottom: float, height: float) -> None:
    """Name the materials with their indices at the middle of the window."""
    from matplotlib.patches import Rectangle

    middle = 0.5 * (device.modes.start + device.modes.stop)
    layers = device.cavity.layers()
    step = height / len(layers)
    for row, layer in enumerate(layers):
        y = bottom + (row + 0.5) * step
        ax.add_patch(
            Rectangle(
                (left, y - 0.2 * step), 0.35 * step, 0.35 * step, fc=_COLOURS[layer.name], ec=INK, lw=0.5
            )
        )
        ax.text(left + 0.6 * step, y + 0.02 * step, layer.name, va="bottom", fontsize=8)
        ax.text(left + 0.6 * step, y, index_text(layer, middle), va="top", color=MUTED)
    ax.text(left, bottom - 0.05 * height, f"indices at {middle * 1e9:.4g} nm", va="top", color=MUTED)
