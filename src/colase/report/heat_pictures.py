"""The pictures of a device's heat, for the page and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
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


def heat_pictures(run: Any, views: Any) -> Iterator[Picture]:
    """Yield the pictures of a `SustainedRun` and its `HeatViews`."""
    yield Picture(
        "heat_lasing",
        "Pump and threshold during the pulse",
        "The threshold rises as the laser warms up; where it meets the pump, lasing ends.",
        plots.lasing_under_heat(run.run),
        plots.run_columns(run.run),
    )
    yield Picture(
        "heat_history",
        "Temperature against time",
        "Where the mode is, without laser light taken off: one pulse, and a pump that is never switched off.",
        plots.temperature_history(views.history, marks={"threshold meets pump": views.limit}),
        plots.history_columns(views.history),
    )
    if views.depth is not None:
        yield Picture(
            "heat_depth",
            "Temperature over depth",
            "At the centre of the spot, at several times of the pulse.",
            plots.depth_profile(views.depth),
            plots.profile_columns(views.depth),
        )
        yield Picture(
            "heat_map",
            "Temperature at the end of the pulse",
            "Across the surface.",
            plots.surface_map(views.place),
            plots.map_columns(views.place),
        )
    else:
        yield Picture(
            "heat_map",
            "Temperature at the end of the pulse",
            "In the half-plane beside the axis, with the outlines of the parts.",
            plots.body_map(views.place),
            plots.body_columns(views.place),
        )
    yield Picture(
        "heat_duration",
        "How long it lases",
        f"Against the pump; {views.durations.choice.attrs['long_name']} varies. The pulse is "
        f"{views.durations.attrs['pulse'] * 1e6:.3g} us long.",
        plots.duration_map(views.durations),
        plots.duration_columns(views.durations),
    )
    yield Picture(
        "heat_levers",
        "What helps against heat",
        "Steady temperature with the pump at the cold threshold after doubling (filled) or halving (open).",
        plots.heat_lever_bars(run.levers),
        plots.heat_lever_columns(run.levers),
        wide=True,
    )
