"""A cavity of a kind that has no drawing of its own: its values in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.device import check
from colase.plot.style import MM, MUTED, WIDE, drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINE = 5.0 * MM


def plain_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """List the settings of the cavity of a device with their values."""
    rows = [row for row in check(device) if row["path"].startswith("cavity.") and row["value"] != "none"]
    with drawing(ax, WIDE, _LINE * (len(rows) + 1)) as ax:
        ax.set_axis_off()
        ax.set_xlim(0, 1)
        ax.set_ylim(-len(rows), 1)
        for i, row in enumerate(rows):
            ax.text(0.0, -i, row["meaning"], va="center", color=MUTED)
            ax.text(0.45, -i, f"{row['value']} {row['unit']}".rstrip(), va="center", fontsize=8)
    return ax
