"""A folder of spectra as a series over pump: the options that reading and fitting share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from colase.cli.terminal import bar
from colase.errors import InputError

from .shared import length
from .tables import scale_of, unit_in

if TYPE_CHECKING:
    import xarray as xr

PUMP = ("J/m^2", "W/m^2", "J", "W")

Pattern = Annotated[
    str, typer.Option("--pattern", metavar="NAME", help='Names in a folder, e.g. "film_{pump}uJ*.asc".')
]
PumpTable = Annotated[
    str,
    typer.Option(
        "--pump-table", metavar="TABLE", help="Instead: file, pump and, if you like, optical density a line."
    ),
]
Dark = Annotated[str, typer.Option("--dark", metavar="COUNTS|FILE", help="Dark counts, or a file of them.")]
Density = Annotated[float, typer.Option("--density", help="Optical density of filters before the detector.")]
Response = Annotated[
    str, typer.Option("--response", metavar="FILE", help="Relative spectral response, a spectrum in text.")
]


def series_of(folder: str, settings: dict[str, Any], quiet: bool) -> xr.Dataset:
    """Return the corrected spectra of a folder over pump; see `colase.measurement.read_series`.

    ``settings`` holds what was given of the options above, ``unit``, ``axis`` and ``excitation``; where the
    unit of the pump comes from is added.
    """
    from colase.measurement import read_series

    reading = reading_of(folder, settings)
    unit, pump_table = settings.get("unit", ""), reading["pump_table"]
    if not unit:
        unit = _unit_of(pump_table) if pump_table else ""
        settings["unit of the pump"] = f"{unit} (head of {Path(str(pump_table)).name})" if unit else "none"
    scale, si = scale_of(unit, PUMP)
    with bar("spectra", show=not quiet) as progress:
        return read_series(folder, scale=scale, pump_unit=si, progress=progress, **reading)


def reading_of(folder: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options above as arguments of `colase.measurement.read_series`."""
    from colase.measurement import read

    pattern, pump_table = settings.get("pattern", ""), settings.get("pump_table")
    if not (pattern or pump_table):
        raise InputError(
            'a folder becomes a series with --pattern, e.g. "*_{pump}uJ.txt", or --pump-table and a --unit.'
        )
    if pump_table and not Path(pump_table).exists() and (Path(folder) / pump_table).is_file():
        pump_table = str(Path(folder) / pump_table)
    response = settings.get("response")
    return {
        "pattern": pattern,
        "pump_table": pump_table,
        "axis": settings.get("axis", ""),
        "excitation": length(settings.get("excitation", "")),
        "dark": _dark(settings.get("dark", "")),
        "optical_density": settings.get("density", 0.0),
        "response": read(response).counts.mean("spectrum") if response else None,
    }


def _dark(text: str) -> Any:
    """Return dark counts as a number or as the spectrum of a file; None for no text."""
    from colase.measurement import read

    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return read(text)


def _unit_of(pump_table: str) -> str:
    """Return the unit of the pump that the first line of a table names, or no text."""
    try:
        first = Path(pump_table).read_text(encoding="utf-8-sig", errors="replace").partition("\n")[0]
    except OSError:
        return ""
    cells = re.split(r"[\t;,]", first)
    unit, fits = unit_in(cells[1].strip(), PUMP) if len(cells) > 1 else ("", True)
    return unit if fits else ""
