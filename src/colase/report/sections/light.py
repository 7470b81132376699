"""Light out against light in, and where the absorbed photons go."""

from __future__ import annotations

from typing import Any

from colase.plot import light as plots
from colase.report.blocks import Block, Figure, Section
from colase.report.facts import lases
from colase.report.picture import picture


def section(run: Any) -> Section | None:
    """Return the section, or None when the light curve is not computed."""
    if run.light is None:
        return None
    blocks: list[Block] = [_curve(run)]
    return Section("light", "Light out against light in", blocks)


def _curve(run: Any) -> Figure:
    mark = run.threshold.fluence if lases(run) else None
    ax = plots.light_curve(run.light, threshold=mark)
    caption = (
        "Energy emitted per pulse, by the brightest modes (dots) and by all together (dashed). "
        "Squares, right axis: full width of the brightest line as the instrument sees it."
    )
    svg = picture(ax, "light_curve", "Light out against light in")
    return Figure("light_curve", "Light curve", caption, svg, plots.light_columns(run.light))
