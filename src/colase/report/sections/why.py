"""Why this threshold: where the pump goes, what the loss is made of, what moves it, how well it is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.device.spoken import spoken
from colase.plot.laser import levers as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Section, Table, Text
from colase.report.facts import typeset
from colase.report.picture import picture
from colase.study.levers_found import NOT_SOLVED

_WIDTHS = (34, 28, 14, 8, 9, 7)


def section(run: Any) -> Section | None:
    """Return the section, or None when the levers are not computed or nothing lases."""
    levers = run.levers
    if levers is None or levers.message:
        return None
    interval = levers.interval
    known = interval if interval is not None and interval.uncertain else None
    blocks: list[Block] = [Text(_losses(levers))]
    if known is not None:
        words = typeset(known.describe())
        blocks.append(Text(f"{words} Draws are independent of each other; the seed is fixed."))
    if levers.pump_goes:
        blocks.append(_budget(levers))
    if known is not None and np.isfinite(known.fluence).any():
        blocks.append(_interval(known))
    if levers.data.sizes["setting"]:
        blocks += [_bars(levers), _table(levers)]
    if not levers.data.attrs.get("solved", 1):
        blocks.append(Text(NOT_SOLVED))
    idle = levers.data.attrs.get("without_influence", "")
    if idle:
        blocks.append(Text(f"The threshold does not depend on {idle}."))
    return Section("why", "Why this threshold", blocks)


def _losses(levers: Any) -> str:
    total = sum(loss for _, loss in levers.losses)
    parts = ", ".join(
        f"{number(loss / 100)} cm⁻¹ by {name}" for name, loss in levers.losses if loss > 1e-6 * total
    )
    text = f"The mode that comes first loses {number(total / 100)} cm⁻¹: {parts or 'nothing'}."
    if levers.to_measure:
        named = ((spoken(path), share) for path, share in levers.to_measure[:3])
        worst = ", ".join(f"{name} ({100 * share:.2g} %)" for name, share in named)
        text += f" Better measured first, by how much their stated errors move the threshold: {worst}."
    return text


def _budget(levers: Any) -> Figure:
    caption = (
        "Where the energy of the absorbed pump ends in a pulse right at threshold. Only the light of the "
        "modes is of use."
    )
    svg = picture(plots.budget_bars(levers), "pump_goes", "Where the pump goes at threshold")
    return Figure("pump_goes", "Where the pump goes", caption, svg, plots.budget_columns(levers), wide=False)


def _bars(levers: Any) -> Figure:
    caption = (
        "By how many per cent the threshold fluence changes when one input grows by one per cent and all "
        "others stay: to the right it takes more pump, to the left less. Hollow: guesses. Wavelengths, "
        "lengths and indices, which move lines and modes, are in the table below."
    )
    svg = picture(plots.lever_bars(levers), "levers", "What moves the threshold")
    return Figure("levers", "Levers", caption, svg, plots.lever_columns(levers))


def _interval(interval: Any) -> Figure:
    caption = (
        "Thresholds of devices whose uncertain inputs were drawn at random within their errors; shaded: two "
        "thirds of all draws."
    )
    svg = picture(plots.interval_histogram(interval), "interval", "How well the threshold is known")
    columns = plots.interval_columns(interval)
    return Figure("interval", "How well it is known", caption, svg, columns, wide=False)


def _table(levers: Any) -> Table:
    rows = tuple(
        tuple(cell.replace("-", "−") if i == 2 else cell for i, cell in enumerate(r))
        for r in levers.table().rows
    )
    marked = tuple(i for i, guess in enumerate(levers.data.guess.values) if guess)
    head = ("setting", "meaning", "d ln F/d ln x", "error", "moves F by", "")
    return Table(
        head,
        rows,
        caption="Every number of cavity, gain medium and pump. “local”: lines or modes move with it, and the "
        "slope holds for this mode near its place.",
        numeric=(2, 3, 4),
        marked=marked,
        widths=_WIDTHS,
    )
