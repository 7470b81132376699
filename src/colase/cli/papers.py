"""``colase papers``: every printed claim of a paper beside what colase computes."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Json
from .terminal import bar, echo, style, wrapped

_COLOURS = {"reproduced": "green", "differs": "red"}


def papers(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Key of one paper; all of them if left out.")
    ] = None,
    thresholds: Annotated[
        bool, typer.Option("--thresholds", help="Computed beside measured thresholds instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare printed claims with computed values; a disagreement stays visible."""
    if thresholds:
        _thresholds(name, as_json)
        return
    from colase import papers as room
    from colase.papers.ledger import paper

    with bar("papers", show=not as_json) as progress:
        results = room.ledger(name, progress)
    if as_json:
        typer.echo(room.to_json(results))
        return
    for key in dict.fromkeys(r.claim.paper for r in results):
        own = [r for r in results if r.claim.paper == key]
        echo(style(f"{key}: {paper(key).title}", bold=True))
        for row in room.table(own):
            _claim(row)
        echo(f"  {room.summary(own)}")
        echo()
    echo("Thresholds from published inputs alone: colase papers --thresholds")


def _thresholds(name: str | None, as_json: bool) -> None:
    from colase.papers.a_priori import WITHOUT_INPUTS, a_priori, verdict

    from .terminal import print_json

    with bar("thresholds", show=not as_json) as progress:
        rows = a_priori(paper=name, progress=progress)
    if as_json:
        print_json(
            [
                {
                    "device": r.measured.device,
                    "paper": r.measured.paper,
                    "what": r.measured.what,
                    "measured": r.measured.printed,
                    "computed": r.computed,
                    "ratio": r.ratio,
                    "guesses": r.guesses,
                    "unit": r.measured.unit,
                }
                for r in rows
            ]
        )
        return
    for row in rows:
        m = row.measured
        echo(style(f"{m.paper}: {m.what}", bold=True))
        wrapped("; ".join(filter(None, (m.place, f"preset {m.device}", m.note))), " " * 4)
        wrapped(
            f"measured {m.printed:.3g}, computed {row.computed:.3g} {m.unit}, ratio {row.ratio:.2g}, "
            f"{row.guesses} guessed inputs",
            " " * 6,
        )
    wrapped(verdict(rows))
    if name is None:
        for line in WITHOUT_INPUTS:
            wrapped(f"not computable: {line}", "  ")


def _claim(row: dict[str, str]) -> None:
    verdict = style(row["verdict"], fg=_COLOURS.get(row["verdict"], "yellow"))
    echo(f"  {verdict}")
    wrapped(f"{row['quantity']} ({row['place']})", " " * 4)
    wrapped(f"printed {row['printed']}; computed {row['computed']}", " " * 6)
    wrapped(row["sentence"], " " * 6)
