"""``colase schema``: what a device file may hold, for editors and for people."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from .options import Json
from .terminal import INDENT, WIDTH, echo, print_json, style


def schema(
    listing: Annotated[bool, typer.Option("--list", help="List every setting for people.")] = False,
    field: Annotated[
        str | None, typer.Option("--field", metavar="PATH", help="Explain one, e.g. cavity.core_diameter.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the JSON schema of a device file, or explain its settings."""
    from .settings import every_setting, find

    if field is None and not listing:
        from colase import device

        print_json(device.json_schema())
        return
    rows = every_setting() if field is None else find(field)
    if as_json:
        print_json([row.record() for row in rows])
        return
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            echo("\n" + style(f"[{section}]", bold=True))
        _explain(row.name, row.lines())


def _explain(name: str, lines: list[str]) -> None:
    echo(f"  {style(name, fg='cyan')}")
    for line in lines:
        echo(textwrap.fill(line, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * INDENT))
