"""``colase check``: which values a device uses, and how sure each of them is."""

from __future__ import annotations

from .options import DeviceName, Json, Settings, load
from .steps import balance
from .terminal import echo, print_json, title_line


def check(device: DeviceName, settings: Settings = None, as_json: Json = False) -> None:
    """List every value with its source: given, default or guess."""
    from colase import device as room

    loaded = load(device, settings)
    rows = room.check(loaded)
    if as_json:
        print_json([dict(row) for row in rows])
        return
    title_line(loaded.title, loaded.reference)
    echo(str(rows))
    balance(loaded)
