"""Rival gain models: what each predicts for this device, and the measurement that tells them apart."""

from __future__ import annotations

from typing import Any

from colase.plot.gain import compare as plots
from colase.report.blocks import Block, Figure, Items, Note, Section, Table, Text
from colase.report.facts import typeset
from colase.report.picture import picture

_WIDTHS = (20, 12, 14, 14, 16, 10, 14)
_ONE_PHOTON = 1.0


def section(run: Any) -> Section | None:
    """Return the section, or None when no comparison was asked for."""
    comparison = getattr(run, "comparison", None)
    if comparison is None:
        return None
    blocks: list[Block] = [
        Text(
            "The literature disagrees on where gain comes from. Here several gain models get the same "
            "nanocrystals, cavity, modes and pump; no input is fitted. The first is the model of this report."
        ),
        _table(comparison),
        _spectra(comparison),
        Items(tuple((typeset(sentence), "") for sentence in comparison.sentences)),
    ]
    blocks += [Note(typeset(note)) for note in comparison.notes]
    return Section("rivals", "Rival gain models", blocks)


def _table(comparison: Any) -> Table:
    found = comparison.table()
    heads = (
        "model",
        "photons per nanocrystal",
        "µJ/cm²",
        "nm",
        "first mode",
        "d ln F/d ln Q",
        "gain lasts (ps)",
    )
    return Table(
        heads,
        found.rows,
        caption="What follows from each model; gain life after a flash of twice the threshold.",
        numeric=(1, 2, 3, 5, 6),
        widths=_WIDTHS,
    )


def _spectra(comparison: Any) -> Figure:
    ax = plots.rival_gain(comparison, photons=_ONE_PHOTON)
    caption = (
        "Material gain right after a flash; triangles below mark where each model lases first under the pump "
        "of the device."
    )
    svg = picture(ax, "rival_gain", "Gain by rival models")
    columns = plots.rival_columns(comparison, _ONE_PHOTON)
    return Figure("rival_gain", "Gain by rival models", caption, svg, columns)
