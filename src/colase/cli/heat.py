"""``colase heat``: how hot, how long it lases, and whether it could run continuously."""

from __future__ import annotations

from .options import DeviceName, Json, Settings, load
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped


def heat(device: DeviceName, settings: Settings = None, as_json: Json = False) -> None:
    """Find how long a long pulse lases under its own heat, and what helps."""
    from colase import study

    loaded = load(device, settings)
    with bar("heat", show=not as_json) as progress:
        found = study.sustained(loaded, progress)
    if as_json:
        boundary = found.continuous
        print_json(
            {
                "title": loaded.title,
                "duration": found.run.duration,
                "survived": found.run.survived,
                "heat_fraction": float(found.laser.balance.heat()),
                "continuous_margin": boundary.margin,
                "repetition_rate": found.repetition_rate,
                "data": columns(found.data.drop_dims("iteration")),
                "levers": columns(found.levers.data.stack(case=("lever", "factor")).reset_index("case")),
            }
        )
        return
    title_line(loaded.title, loaded.reference)
    for line in found.describe().splitlines():
        if len(line) > WIDTH:
            wrapped(line)
        else:
            echo(line)
