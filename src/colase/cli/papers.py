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
    as_json: Json = False,
) -> None:
    """Compare printed claims with computed values; a disagreement stays visible."""
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


def _claim(row: dict[str, str]) -> None:
    verdict = style(row["verdict"], fg=_COLOURS.get(row["verdict"], "yellow"))
    echo(f"  {verdict}")
    wrapped(f"{row['quantity']} ({row['place']})", " " * 4)
    wrapped(f"printed {row['printed']}; computed {row['computed']}", " " * 6)
    wrapped(row["sentence"], " " * 6)
