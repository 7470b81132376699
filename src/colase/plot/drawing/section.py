"""Bodies of revolution: the profile to scale, and the rim enlarged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import xarray as xr

from colase.plot.style import INK, MM, MUTED, WIDE, drawing

from .to_scale import ARROW, FILLS, index_text, length, round_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM = 1e6
_SUBSTRATE = "#e6e6e6"


@runtime_checkable
class ShowsSection(Protocol):
    """A cavity that is a body of revolution and knows the field of its modes."""

    def parts(self) -> Sequence[Any]:
        """Return its parts as they are painted, what is around last."""
        ...

    def section(self, modes: xr.Dataset, mode: int, points: int = ...) -> xr.Dataset:
        """Return |E|^2 over z and r."""
        ...


def section_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw the profile of a device to scale, and its rim enlarged.

    Parameters
    ----------
    device : Device
        Its cavity gives its parts.
    ax : Axes, optional
        Where to draw.
    """
    parts = device.cavity.parts()
    solid = np.concatenate([p.outline for p in parts if p.outline is not None]) * UM
    rim, low, high = solid[:, 0].max(), min(0.0, solid[:, 1].min()), solid[:, 1].max()
    ground = any(p.outline is None and p.name == "substrate" for p in parts)
    with drawing(ax, WIDE, 78 * MM) as ax:
        ax.set_axis_off()
        whole = ax.inset_axes((0.0, 0.62, 1.0, 0.38))
        whole.set_xlim(-1.25 * rim, 1.25 * rim)
        spare = 0.12 * rim
        whole.set_ylim(low - (spare if ground else 0.3 * spare), high + spare)
        _paint(whole, parts, ground, low)
        whole.annotate("", (-rim, high + 0.4 * spare), (rim, high + 0.4 * spare), arrowprops=ARROW)
        whole.text(0, high + 0.5 * spare, f"{2 * rim:.4g} µm", ha="center", va="bottom", fontsize=8)
        whole.annotate("", (1.1 * rim, low), (1.1 * rim, high), arrowprops=ARROW)
        whole.text(1.12 * rim, 0.5 * (low + high), f"{high - low:.4g} µm", va="center", fontsize=8)
        whole.set_aspect("equal")
        whole.set_axis_off()
        _rim(ax.inset_axes((0.02, 0.0, 0.52, 0.58)), parts, ground, low, solid)
        _legend(ax.inset_axes((0.62, 0.0, 0.38, 0.58)), device, parts)
    return ax


def _paint(ax: Axes, parts: Sequence[Any], ground: bool, low: float) -> None:
    """Fill both halves of every part, in the order in which they lie on top of each other."""
    from matplotlib.patches import Polygon, Rectangle

    if ground:
        far = 10 * (ax.get_xlim()[1] - ax.get_xlim()[0])
        ax.add_patch(Rectangle((-far, low - far), 2 * far, far, fc=_SUBSTRATE, ec=INK, lw=0.4))
    solid = [p for p in parts if p.outline is not None]
    for part, fill in zip(solid, fills(parts), strict=False):
        r, z = part.outline.T * UM
        ring = np.concatenate([np.stack([r, z], -1)[r > 0], np.stack([-r, z], -1)[r > 0][::-1]])
        ax.add_patch(Polygon(ring, fc=fill, ec=INK, lw=0.4))


def fills(parts: Sequence[Any]) -> list[str]:
    """Return a colour for every solid part: the innermost (painted last) like the core of a sphere."""
    count = sum(p.outline is not None for p in parts)
    return [FILLS[(count - 1 - i) % len(FILLS)] for i in range(count)]


def _rim(zoom: Axes, parts: Sequence[Any], ground: bool, low: float, solid: np.ndarray) -> None:
    """Draw the rim enlarged, with a bar for the scale."""
    rim, high = solid[:, 0].max(), solid[:, 1].max()
    view = min(1.15 * (high - low), 0.6 * rim)
    zoom.set_xlim(rim - 1.35 * view, rim + 0.35 * view)
    zoom.set_ylim(high - 1.02 * view, high + 0.13 * view)
    _paint(zoom, parts, ground, low)
    zoom.set_aspect("equal")
    zoom.set_xticks([])
    zoom.set_yticks([])
    for spine in zoom.spines.values():
        spine.set_visible(True)
    bar = round_length(view / 4)
    x, y = rim + 0.31 * view - bar, high - 0.55 * view
    zoom.plot([x, x + bar], [y, y], color=INK, lw=1.6, solid_capstyle="butt")
    zoom.text(x + bar / 2, y + 0.02 * view, length(bar), ha="center", va="bottom")


def _legend(ax: Axes, device: Any, parts: Sequence[Any]) -> None:
    """Name each part with its colour and its index at the middle of the mode window."""
    from matplotlib.patches import Rectangle

    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    middle = 0.5 * (device.modes.start + device.modes.stop)
    colours = [*fills(parts)]
    step = min(0.22, 0.9 / len(parts))
    for row, part in enumerate(parts):
        y = 0.95 - row * step
        fill = colours[row] if row < len(colours) else _SUBSTRATE if part.name == "substrate" else "white"
        ax.add_patch(Rectangle((0.0, y - 0.05), 0.07, 0.08, fc=fill, ec=INK, lw=0.5))
        ax.text(0.11, y, part.name, va="center", fontsize=8)
        ax.text(0.11, y - 0.4 * step, index_text(part, middle), va="center", color=MUTED)
    ax.text(0.0, 0.0, f"indices at {middle * 1e9:.4g} nm", va="bottom", color=MUTED)
