"""The pictures of a device's heat, for the page and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from colase.plot import heat as plots
from colase.plot.columns import Column


@dataclass(frozen=True, slots=True)
class Picture:
    """An Axes with its name, title, caption and numbers; ``wide`` takes the full width."""

    name: str
    title: str
    caption: str
    ax: Any
    columns: tuple[Column, ...]
    wide: bool = False


Row = tuple[str, str, str, Callable[..., Any], Callable[..., tuple[Column, ...]]]

_LASING: Row = (
    "lasing", "Pump and threshold during the pulse",
    "The threshold rises as the laser warms up; where it meets the pump, lasing ends.",
    plots.lasing_under_heat, plots.run_columns,
)  # fmt: skip
_HISTORY: Row = (
    "history", "Temperature against time",
    "Where the mode is, without laser light taken off: one pulse, and a pump that is never switched off.",
    plots.temperature_history, plots.history_columns,
)  # fmt: skip
_DEPTH: Row = (
    "depth", "Temperature over depth", "At the centre of the spot, at several times of the pulse.",
    plots.depth_profile, plots.profile_columns,
)  # fmt: skip
_SURFACE: Row = (
    "map", "Temperature at the end of the pulse", "Across the surface.", plots.surface_map, plots.map_columns,
)  # fmt: skip
_BODY: Row = (
    "map", "Temperature at the end of the pulse",
    "In the half-plane beside the axis, with the outlines of the parts.", plots.body_map, plots.body_columns,
)  # fmt: skip
_DURATION: Row = (
    "duration", "How long it lases", "Against the pump; {choice} varies. The pulse is {pulse:.3g} us long.",
    plots.duration_map, plots.duration_columns,
)  # fmt: skip
_LEVERS: Row = (
    "levers", "What helps against heat",
    "Steady temperature with the pump at the cold threshold after doubling (filled) or halving (open).",
    plots.heat_lever_bars, plots.heat_lever_columns,
)  # fmt: skip


def heat_pictures(run: Any, views: Any) -> Iterator[Picture]:
    """Yield the pictures of a `SustainedRun` and its `HeatViews`."""
    yield _drawn(_LASING, run.run)
    yield _drawn(_HISTORY, views.history, marks={"threshold meets pump": views.limit})
    if views.depth is None:
        yield _drawn(_BODY, views.place)
    else:
        yield _drawn(_DEPTH, views.depth)
        yield _drawn(_SURFACE, views.place)
    yield _drawn(_DURATION, views.durations)
    yield _drawn(_LEVERS, run.levers)


def _drawn(row: Row, data: Any, **how: Any) -> Picture:
    name, title, caption, draw, columns = row
    if row is _DURATION:
        caption = caption.format(choice=data.choice.attrs["long_name"], pulse=data.attrs["pulse"] * 1e6)
    return Picture(f"heat_{name}", title, caption, draw(data, **how), columns(data), wide=row is _LEVERS)
