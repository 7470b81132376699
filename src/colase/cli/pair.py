"""``colase pair``: supermodes, coupling rate, exceptional point, moving pump, random pairs, combs."""

from __future__ import annotations

from .options import DeviceName, Json, Settings, load
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped


def pair(device: DeviceName, settings: Settings = None, as_json: Json = False) -> None:
    """Study bodies side by side: how they share light, and what gain in one does to all."""
    from colase import study
    from colase.study.tree import pairs

    loaded = load(device, settings)
    with bar("pair", show=not as_json) as progress:
        found = study.pair(loaded, progress)
    if as_json:
        answers = {
            name: {"sentences": f.sentences, "doubts": f.doubts, "data": columns(pairs(f.data))}
            for name, f in found.found.items()
        }
        print_json({"title": loaded.title, **answers})
        return
    title_line(loaded.title, loaded.reference)
    for line in found.describe().splitlines():
        if len(line) > WIDTH:
            wrapped(line)
        else:
            echo(line)
