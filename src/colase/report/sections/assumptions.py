"""What was assumed: every input with its source; and what is doubtful."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from colase.device import check
from colase.report.blocks import Block, Heading, Items, Section, Table, Text
from colase.report.doubts import doubts
from colase.report.facts import typeset

_TITLES = {
    "cavity": "Cavity",
    "gain": "Gain",
    "pump": "Pump",
    "modes": "Window of modes",
    "instrument": "Instrument",
}


def section(run: Any) -> Section:
    """Return the tables of inputs and the list of doubts."""
    rows = check(run.device)
    blocks: list[Block] = [Text(typeset(part)) for part in run.device.notes.split("\n\n") if part.strip()]
    blocks.append(
        Text("Every input, as the device file calls it. A default was not written there; guesses are marked.")
    )
    for part, group in groupby(rows, key=lambda row: row["path"].split(".")[0]):
        blocks.append(_table(_TITLES.get(part, part.capitalize()), list(group)))
    found = doubts(run)
    if found:
        blocks += [Heading("What is doubtful"), Items(tuple((text, "") for text in found))]
    return Section("assumed", "What was assumed", blocks)


def _table(title: str, rows: list[dict[str, str]]) -> Table:
    cells = tuple(
        (r["path"], r["meaning"], typeset(f"{r['value']} {r['unit']}".rstrip()), r["status"], r["source"])
        for r in rows
    )
    marked = tuple(i for i, r in enumerate(rows) if r["status"] == "guess")
    head = ("setting", "meaning", "value", "status", "source")
    return Table(head, cells, title=title, marked=marked, widths=(24, 18, 13, 7, 38))
