"""``colase compare``: rival gain models on one device, and the measurement that tells them apart."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import DeviceName, Json, Settings, load
from .terminal import bar, columns, echo, print_json, title_line, wrapped


def compare(
    device: DeviceName,
    settings: Settings = None,
    models: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="A rival, e.g. ladder-2e4h; may be repeated."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare rival gain models: threshold, lasing line, what tells them apart."""
    from colase import study

    loaded = load(device, settings)
    names = [_name(text) for text in models] if models else None
    with bar("models", show=not as_json) as progress:
        found = study.compare(loaded, names, progress=progress)
    if as_json:
        print_json(
            {
                "title": loaded.title,
                "data": columns(found.data),
                "sentences": list(found.sentences),
                "notes": list(found.notes),
            }
        )
        return
    title_line(loaded.title, loaded.reference)
    for line in found.table().text().splitlines():
        echo(line)
    for sentence in (*found.sentences, *found.notes):
        wrapped(sentence)


def _name(text: str) -> str:
    """Return the name of a rival as the shell may write it: "ladder-2e4h" for "ladder 2e4h"."""
    from colase.study.rivals import RIVALS

    plain = {name.replace(" ", "-"): name for name in RIVALS}
    return plain.get(text.strip(), text)
