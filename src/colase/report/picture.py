"""A drawn figure as it stands in the page: SVG text, and pixels for those who need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colase.plot.saving import png
from colase.plot.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Picture(str):
    """SVG text that remembers the figure it was written from."""

    figure: Figure

    def png(self) -> bytes:
        """Return the same figure as pixels."""
        return png(self.figure)


def picture(ax: Axes, name: str, title: str) -> Picture:
    """Return the figure of an Axes as SVG with identifiers of its own."""
    drawn = Picture(svg(ax.figure, name, title))
    drawn.figure = ax.figure  # type: ignore[assignment]
    return drawn
