"""What it takes to compute this again: the device file, versions, and how long it took."""

from __future__ import annotations

from typing import Any

from colase.report.blocks import Block, Listing, Section, Table, Text

_NAMES = {
    "modes": "modes",
    "gain": "gain",
    "threshold": "threshold",
    "light": "light curve",
    "stripe": "stripe, pump",
    "lengths": "stripe, length",
    "cuvette": "cuvette",
    "transient": "transient absorption",
    "levers": "levers",
}


def section(run: Any) -> Section:
    """Return the TOML text, the versions and the time of each step."""
    blocks: list[Block] = []
    if run.device.source:
        blocks += [
            Text("The device file; saved as device.toml, “colase run device.toml” gives this page again."),
            Listing(run.device.source.strip()),
        ]
    names = tuple(run.versions)
    blocks.append(Table(names, (tuple(str(run.versions[n]) for n in names),), title="Versions"))
    if run.timings:
        steps = tuple(run.timings)
        spent = tuple(_seconds(run.timings[s]) for s in steps)
        blocks.append(
            Table(tuple(_NAMES.get(str(s), str(s)) for s in steps), (spent,), title="Time of each step")
        )
    return Section("again", "To compute it again", blocks)


def _seconds(value: float) -> str:
    return f"{value * 1e3:.0f} ms" if value < 0.9995 else f"{value:.1f} s"
