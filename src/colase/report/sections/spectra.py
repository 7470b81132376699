"""Spectra against the pump."""

from __future__ import annotations

from typing import Any

from colase.plot.laser import spectra as plots
from colase.report.blocks import Block, Figure, Section
from colase.report.facts import lases
from colase.report.picture import picture


def section(run: Any) -> Section | None:
    """Return the section, or None when the light curve is not computed."""
    if run.light is None:
        return None
    mark = run.threshold.fluence if lases(run) else None
    resolution = run.device.instrument.resolution * 1e9
    seen = f"seen with a resolution of {resolution:.3g} nm"
    lines = picture(plots.spectra(run.light, threshold=mark), "spectra", "Spectra at a few pump levels")
    whole = picture(plots.spectra_map(run.light, threshold=mark), "spectra_map", "Spectra at all pump levels")
    blocks: list[Block] = [
        Figure(
            "spectra",
            "Spectra",
            f"A few pump levels, {seen}, each scaled to its highest point.",
            lines,
            plots.spectra_columns(run.light, plots.chosen(run.light)),
            wide=False,
        ),
        Figure(
            "spectra_map",
            "All spectra",
            "Every pump level on one logarithmic scale of colour"
            + ("." if mark is None else "; the dashed line is the threshold."),
            whole,
            plots.map_columns(run.light),
            wide=False,
        ),
    ]
    return Section("spectra", "Spectra", blocks)
