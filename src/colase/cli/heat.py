"""``colase heat``: how hot, how long it lases, and whether it could run continuously."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from colase.errors import InputError, nearest

from .options import DeviceName, Json, Settings, changed, load
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped

if TYPE_CHECKING:
    from colase.device import Device
    from colase.study import SustainedRun

OVER = ("substrate", "thickness", "threshold")


def heat(
    device: DeviceName,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for pictures (SVG, PNG) and numbers (CSV)."),
    ] = None,
    over: Annotated[
        str,
        typer.Option("--over", metavar="CHOICE", help=f"What the map varies: {', '.join(OVER)}."),
    ] = "substrate",
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Where nothing is said about heat, take a proposed [heat] section."),
    ] = False,
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Find how long a long pulse lases under its own heat, and what helps."""
    from colase import study

    if over not in OVER:
        raise InputError(f'--over "{over}": choose {", ".join(OVER)}.{nearest(over, OVER)}')
    loaded = load(device)
    if guess and loaded.heat is None:
        loaded = study.heating.guessed(loaded)
    loaded = changed(loaded, settings)
    if out is not None:
        from .run import writable_folder

        writable_folder(out)
    with bar("heat", show=not as_json) as progress:
        found = study.sustained(loaded, progress)
    written = _pictures(loaded, found, out, over) if out is not None else []
    if as_json:
        boundary = found.continuous
        print_json(
            {
                "title": loaded.title,
                "duration": found.run.duration,
                "survived": found.run.survived,
                "heat_fraction": float(found.laser.balance.heat()),
                "continuous_margin": boundary.margin,
                "runaway": found.tracked.runaway,
                "repetition_rate": found.repetition_rate,
                "data": columns(found.data.drop_dims("iteration")),
                "levers": columns(found.levers.data.stack(case=("lever", "factor")).reset_index("case")),
                "files": [str(path) for path in written],
            }
        )
        return
    title_line(loaded.title, loaded.reference)
    for line in found.describe().splitlines():
        if len(line) > WIDTH:
            wrapped(line)
        else:
            echo(line)
    for path in written:
        echo(str(path))


def _pictures(device: Device, found: SustainedRun, folder: Path, over: str) -> list[Path]:
    """Write every picture as SVG, PNG and CSV, and return the paths of the SVG files."""
    from colase.plot.columns import to_csv
    from colase.plot.svg import svg
    from colase.report.heat_pictures import heat_pictures
    from colase.study.heating import heat_views
    from colase.study.heating.maps import Choice

    written = []
    for picture in heat_pictures(found, heat_views(device, found, cast(Choice, over))):
        path = folder / f"{picture.name}.svg"
        path.write_text(svg(picture.ax.figure, picture.name, picture.title), encoding="utf-8")
        picture.ax.figure.savefig(path.with_suffix(".png"), dpi=200)
        path.with_suffix(".csv").write_text(to_csv(picture.columns), encoding="utf-8")
        written.append(path)
    return written
