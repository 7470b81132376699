"""What was assumed: every input with its source; and what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from colase.device import check
from colase.report.blocks import Block, Heading, Items, Section, Table, Text
from colase.report.doubts import doubts
from colase.report.facts import typeset


def section(run: Any) -> Section:
    """Return the tables of inputs and the list of doubts."""
    rows = check(run.device)
    blocks: list[Block] = [Text(typeset(part)) for part in run.device.notes.split("\n\n") if part.strip()]
    blocks.append(
        Text("Every input, as the device file calls it. A default was not written there; guesses are marked.")
    )
    blocks.append(_table(rows))
    found = doubts(run)
    if found:
        blocks += [Heading("What is doubtful"), Items(tuple((text, "") for text in found))]
    return Section("assumed", "What was assumed", blocks)


def _table(rows: Sequence[dict[str, str]]) -> Table:
    """Return one row an input, under the section of the device file that holds it."""
    cells = tuple(
        (
            r["path"].rpartition(".")[2],
            r["meaning"],
            typeset(f"{r['value']} {r['unit']}".rstrip()),
            r["status"],
            typeset(r["source"]),
        )
        for r in rows
    )
    parts = [f"[{r['path'].rpartition('.')[0]}]" for r in rows]
    groups = {i: part for i, part in enumerate(parts) if i == 0 or parts[i - 1] != part}
    marked = tuple(i for i, r in enumerate(rows) if r["status"] == "guess")
    head = ("setting", "meaning", "value", "status", "source")
    return Table(head, cells, marked=marked, widths=(19, 21, 15, 7, 38), groups=groups)
