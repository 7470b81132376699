"""A drawn figure as it stands in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colase.plot.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def picture(ax: Axes, name: str, title: str) -> str:
    """Return the figure of an Axes as SVG with identifiers of its own."""
    return svg(ax.figure, name, title)
