"""What was assumed: every input with its source; and what is doubtful."""

from __future__ import annotations

from typing import Any

from colase.device import check
from colase.report.blocks import Block, Items, Section, Table, Text
from colase.report.doubts import doubts
from colase.report.facts import typeset


def section(run: Any) -> Section:
    """Return the table of inputs and the list of doubts."""
    rows = check(run.device)
    table = Table(
        ("setting", "meaning", "value", "status", "source"),
        tuple((r.path, r.meaning, r.shown, r.status, r.source) for r in rows),
        "Every input. A default was not written in the device file; a guess is marked.",
        marked=tuple(i for i, r in enumerate(rows) if r.status == "guess"),
    )
    found = doubts(run)
    remarks = [Text(typeset(part)) for part in run.device.notes.split("\n\n") if part.strip()]
    blocks: list[Block] = [*remarks, table]
    if found:
        blocks += [Text("What is doubtful:"), Items(tuple((text, "") for text in found))]
    return Section("assumed", "What was assumed", blocks)
