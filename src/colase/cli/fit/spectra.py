"""``colase fit lines``, ``comb`` and ``track``: what the lines of spectra say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.cli.terminal import bar
from colase.errors import InputError

from .series import Dark, Density, Pattern, PumpTable, Response, series_of
from .shared import (
    Axis,
    Excitation,
    File,
    Plot,
    Report,
    Resolution,
    Shape,
    Unit,
    Which,
    Window,
    given,
    known_length,
    length,
    show,
    window_of,
)


def _read(file: str, axis: str, excitation: str) -> Any:
    from colase.measurement import read

    if Path(file).is_dir():
        raise InputError(
            f"{Path(file).name}: this is a folder, and one file is wanted; colase fit follow and colase fit "
            "track take folders."
        )

    return read(file, axis=axis, excitation=length(excitation))


def lines(
    file: File,
    spectrum: Which = 0,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit the lines of a spectrum: place, width, Q or its lower bound."""
    settings = given(locals())
    from colase.measurement import fit_lines

    data = _read(file, axis, excitation)
    found = fit_lines(data, spectrum, shape=shape, **known_length(resolution, "resolution"))
    show("lines", file, found, plot, as_json, report, settings)


def comb(
    file: File,
    spectrum: Which = 0,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    perimeter: Annotated[
        str, typer.Option("--perimeter", metavar="LENGTH", help='Round trip, e.g. "78.5 +/- 3 um".')
    ] = "",
    two: Annotated[
        bool, typer.Option("--two", help="Two interleaved combs: their splitting and phi, or that it is one.")
    ] = False,
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the comb of a spectrum: spacing, group path, group index."""
    settings = given(locals())
    from colase.measurement import fit_comb, fit_two_combs

    options: dict[str, Any] = {"shape": shape}
    options |= known_length(resolution, "resolution")
    if two:
        found = fit_two_combs(_read(file, axis, excitation), spectrum, **options)
        show("comb", file, found, plot, as_json, report, settings)
        return
    options |= known_length(perimeter, "perimeter")
    found = fit_comb(_read(file, axis, excitation), spectrum, **options)
    show("comb", file, found, plot, as_json, report, settings)


def track(
    file: File,
    unit: Unit = "",
    pattern: Pattern = "",
    pump_table: PumpTable = "",
    dark: Dark = "",
    density: Density = 0.0,
    response: Response = "",
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Follow the lines of all spectra of a file, or of a folder against pump."""
    settings = given(locals())
    from colase.measurement import track_lines

    folder = Path(file).is_dir()
    data = series_of(file, settings, as_json) if folder else _read(file, axis, excitation)
    with bar("spectra", show=not as_json) as progress:
        found = track_lines(data, progress=progress, shape=shape, **known_length(resolution, "resolution"))
    show("track", file, found, plot, as_json, report, settings)


def follow(
    file: File,
    pattern: Annotated[str, typer.Option("--pattern", metavar="NAME", help='Files, e.g. "run_*.txt".')] = "*",
    journal: Annotated[
        str, typer.Option("--journal", metavar="PATH", help="Where finished rows are kept, to go on later.")
    ] = "",
    window: Window = "",
    dark: Annotated[float, typer.Option("--dark", help="Counts of every pixel in the dark.")] = 0.0,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit one line in every spectrum of a folder; goes on where it was interrupted."""
    settings = given(locals())
    from colase.study.measured.follow import JOURNAL, follow_folder

    options = {"shape": shape, **known_length(resolution, "resolution")}
    place = journal or str(Path(file) / JOURNAL)
    try:
        with bar("spectra", show=not as_json) as progress:
            found = follow_folder(
                file,
                pattern,
                journal=place,
                window=window_of(window),
                dark=dark,
                progress=progress,
                axis=axis,
                excitation=length(excitation),
                **options,
            )
    except KeyboardInterrupt:
        typer.echo(f"Finished spectra are kept in {place}; the same command goes on from there.", err=True)
        raise
    show("follow", file, found, plot, as_json, report, settings)
