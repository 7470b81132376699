"""Heat: how long it lases, whether it could run continuously, what helps."""

from __future__ import annotations

from typing import Any

from colase.report.blocks import Block, Figure, Note, Section, Table, Text
from colase.report.heat_pictures import heat_pictures
from colase.report.picture import picture
from colase.study.heating import alone, heat_views, optics


def section(run: Any) -> Section | None:
    """Return the section, or None for a device that says nothing about heat."""
    if run.heat_message:
        return Section("heat", "Heat", [Note(f"Not computed: {run.heat_message}")])
    if run.heat is None:
        return None
    found, device = run.heat, alone(run.device)
    light = optics(device, run.modes.data if device is run.device else None)
    views = heat_views(device, found, found=light)
    blocks: list[Block] = [
        Text(f"{found.run.message} {found.continuous.describe()} {found.tracked.describe()}"),
        _balance(found),
    ]
    blocks += [
        Figure(p.name, p.title, p.caption, picture(p.ax, p.name, p.title), p.columns, wide=p.wide)
        for p in heat_pictures(found, views)
    ]
    return Section("heat", "Heat", [*blocks, *map(Note, found.warnings)])


def _balance(found: Any) -> Table:
    """Return where the pump light goes, without laser light."""
    balance = found.laser.balance
    rows = tuple((name, f"{share:.1%}") for name, share in balance.parts(0.0).items())
    total = float(balance.heat(0.0))
    caption = f"Without laser light {total:.1%} of the pump become heat"
    caption += ", set by hand; the shares below are those computed." if balance.override is not None else "."
    return Table(("share of the pump", ""), rows, caption, numeric=(1,), title="Heat balance.")
