"""``colase thickness``: what the thickness of a film does to confinement, or to band edges of an array."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import DeviceName, Json, Settings, load
from .terminal import bar, columns, echo, print_json, title_line


def thickness(
    device: DeviceName,
    settings: Settings = None,
    wavelength: Annotated[
        float | None, typer.Option("--wavelength", metavar="NM", help="Vacuum wavelength in nm.")
    ] = None,
    low: Annotated[float | None, typer.Option("--from", metavar="NM", help="Thinnest film in nm.")] = None,
    high: Annotated[float | None, typer.Option("--to", metavar="NM", help="Thickest film in nm.")] = None,
    points: Annotated[int | None, typer.Option("--points", metavar="N", help="How many films.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write the picture as SVG, PNG and CSV.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Scan the film: its confinement, or which film puts a band edge where."""
    from colase.plot.saving import save_picture
    from colase.study.thickness import thickness_scan

    loaded = load(device, settings)
    line, least, most = (None if v is None else v * 1e-9 for v in (wavelength, low, high))
    with bar("films", show=not as_json) as progress:
        scan = thickness_scan(loaded, line, least, most, points, progress)
    paths = save_picture(scan.plot(), scan.columns(), out, "thickness", loaded.title) if out else ()
    if as_json:
        print_json({"title": loaded.title, "wavelength": scan.wavelength, "data": columns(scan.data)})
        return
    title_line(loaded.title, loaded.reference)
    echo(scan.describe())
    for path in paths:
        echo(str(path))
