"""The light of the first mode: along a radius, across its orbit, or in the half-plane of a profile."""

from __future__ import annotations

from typing import Any

from colase.plot.drawing.section import ShowsSection
from colase.plot.modes import field as plots
from colase.plot.modes.dose_map import dose_columns, dose_map
from colase.plot.modes.section_map import section_columns, section_map
from colase.report.blocks import Block, Figure
from colase.report.facts import shown_mode
from colase.report.picture import picture

from . import near_field


def _section(run: Any, at: int) -> list[Block]:
    """Return the field of one mode in the half-plane of its profile."""
    name = str(run.modes.data.label.values[at])
    field = run.device.cavity.section(run.modes.data, at)
    across = picture(section_map(field, run.device.cavity.parts()), "field_map", f"Field of {name}")
    caption = f"|E|² of {name} in the half-plane through the axis; lines are the surfaces of the materials."
    shown: list[Block] = [
        Figure("field_map", "Field across the orbit", caption, across, section_columns(field))
    ]
    return shown + dose(run.device.cavity)


def dose(cavity: Any) -> list[Block]:
    """Return the dose that wrote the body, if its exposure is given."""
    spot = getattr(cavity, "exposure", None)
    if spot is None:
        return []
    drawn = picture(dose_map(spot, cavity.height), "dose", "Dose in the resist")
    top, base = (2e6 * r for r in spot.radii(cavity.height))
    caption = (
        "Dose of the laser spot in the film; what lies beyond the line washes away. It leaves "
        f"{top:.4g} µm at the top and {base:.4g} µm at the substrate."
    )
    columns = dose_columns(spot, cavity.height)
    return [Figure("dose", "Dose that wrote the body", caption, drawn, columns, wide=False)]


def field_blocks(run: Any) -> list[Block]:
    """Return the field of the first mode along a radius and on a cut across its orbit."""
    at, cavity = shown_mode(run), run.device.cavity
    if at is not None and cavity.kind in ("dfb-1d", "dfb-2d"):
        return near_field.blocks(run, at)
    if at is not None and isinstance(cavity, ShowsSection):
        return _section(run, at)
    if at is None or not isinstance(cavity, plots.ShowsField):
        return []
    data = run.modes.data
    name, layers = str(data.label.values[at]), cavity.layers()
    profile, cut = cavity.field(data, at), cavity.cut(data, at, points=801)
    shares = data.confinement.isel(mode=at).sel(definition="electric").values
    along = picture(plots.field_profile(profile, layers, shares, name=name), "field", f"Field of {name}")
    across = picture(plots.field_map(cut, layers), "field_map", f"Cut of {name} across its orbit")
    return [
        Figure(
            "field",
            "Field along a radius",
            f"|E|² of {name} in the plane of its orbit, with the share of |E|² in each layer.",
            along,
            plots.field_columns(profile),
            wide=False,
        ),
        Figure(
            "field_map",
            "Field across the orbit",
            f"|E|² of {name} (orbit m = l) on a cut that holds the axis; lines are the surfaces.",
            across,
            plots.map_columns(cut, layers),
            wide=False,
        ),
    ]
