"""``colase cite``: whom to cite for a device, and for what."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import DeviceName, Json, load
from .terminal import echo, print_json, style, wrapped


def cite(
    device: DeviceName,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX alone, for a .bib file.")] = False,
    as_json: Json = False,
) -> None:
    """Print what to cite and for what, then BibTeX."""
    from colase import citations, study

    cited = study.cite(load(device))
    if as_json:
        print_json([{"for": use, "key": key, **citations.entry(key).fields} for use, key in cited.uses])
        return
    if not bibtex:
        for key in cited.keys:
            echo(style(key, bold=True))
            wrapped(citations.format_reference(key), "  ")
            wrapped(f"for {cited.uses_of(key)}", "  ")
        echo()
    echo(cited.bibtex())
