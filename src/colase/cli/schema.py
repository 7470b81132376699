"""``colase schema``: what a device file may hold, for editors and for people."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Json
from .terminal import echo, print_json, style, wrapped


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
        echo(f"  {style(row.name, fg='cyan')} = {row.example}")
        wrapped(row.words(), " " * 6)
