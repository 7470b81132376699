"""The device to scale, at the top of the page."""

from __future__ import annotations

from typing import Any

from colase.plot.drawing.device import device_drawing
from colase.report.blocks import Block, Figure
from colase.report.picture import picture


def blocks(run: Any) -> list[Block]:
    """Return the drawing of the device."""
    ax = device_drawing(run.device)
    caption = "Cross-section to scale; the frame shows the rim enlarged, also to scale."
    if run.device.cavity.kind in ("dfb-1d", "dfb-2d"):
        bodies = "ridges" if run.device.cavity.kind == "dfb-1d" else "pillars"
        caption = f"Section through the {bodies} and view from above, to scale."
    if not run.device.cavity.resonant:
        caption = "The layers, to scale in height."
    if run.device.cavity.kind == "pair":
        caption = "The bodies from above, to scale; the frame shows the gap enlarged, also to scale."
    return [Figure("device", "The device", caption, picture(ax, "device", "The device to scale"))]
