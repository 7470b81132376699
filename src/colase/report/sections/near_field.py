"""Near field of a band-edge mode, seen from above and from the side."""

from __future__ import annotations

from typing import Any

from colase.plot.modes.near_field import near_field_columns, near_field_map
from colase.report.blocks import Block, Figure
from colase.report.picture import picture

_BODIES = {"dfb-1d": "the ridges", "dfb-2d": "the pillars, through their middles"}
_WALLS = {"dfb-1d": "lines are the walls of the ridges.", "dfb-2d": "circles are the pillars."}


def blocks(run: Any, at: int) -> list[Block]:
    """Return the maps of one mode of a photonic-crystal cavity."""
    data, cavity = run.modes.data, run.device.cavity
    name = str(data.label.values[at])
    found: list[Block] = []
    for plane, title, caption in (
        (
            "xy",
            "Near field from above",
            f"|E|² of {name} at half the height of the film; {_WALLS[cavity.kind]}",
        ),
        (
            "xz",
            "Near field from the side",
            f"|E|² of {name} on a vertical plane across {_BODIES[cavity.kind]}.",
        ),
    ):
        cut = cavity.near_field(data, at, plane)
        drawn = picture(near_field_map(cut), f"near_field_{plane}", f"{title}, {name}")
        found.append(
            Figure(f"near_field_{plane}", title, caption, drawn, near_field_columns(cut), wide=False)
        )
    return found
