"""``colase fit lines``, ``comb`` and ``track``: what the lines of spectra say."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.cli.terminal import bar

from .shared import Axis, Excitation, File, Plot, Resolution, Shape, Which, known_length, length, show


def _read(file: str, axis: str, excitation: str) -> Any:
    from colase.measurement import read

    return read(file, axis=axis, excitation=length(excitation))


def lines(
    file: File,
    spectrum: Which = 0,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    as_json: Json = False,
) -> None:
    """Fit the lines of a spectrum: place, width, Q or its lower bound."""
    from colase.measurement import fit_lines

    data = _read(file, axis, excitation)
    found = fit_lines(data, spectrum, shape=shape, **known_length(resolution, "resolution"))
    show("lines", file, found, plot, as_json)


def comb(
    file: File,
    spectrum: Which = 0,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    perimeter: Annotated[
        str, typer.Option("--perimeter", metavar="LENGTH", help='Round trip, e.g. "78.5 +/- 3 um".')
    ] = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    as_json: Json = False,
) -> None:
    """Find the comb of a spectrum: spacing, group path, group index."""
    from colase.measurement import fit_comb

    options: dict[str, Any] = {"shape": shape}
    options |= known_length(resolution, "resolution") | known_length(perimeter, "perimeter")
    show("comb", file, fit_comb(_read(file, axis, excitation), spectrum, **options), plot, as_json)


def track(
    file: File,
    shape: Shape = "lorentz",
    resolution: Resolution = "",
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    as_json: Json = False,
) -> None:
    """Follow the lines of all spectra of a file."""
    from colase.measurement import track_lines

    data = _read(file, axis, excitation)
    with bar("spectra", show=not as_json) as progress:
        found = track_lines(data, progress=progress, shape=shape, **known_length(resolution, "resolution"))
    show("track", file, found, plot, as_json)
