"""``colase fit device``: chosen inputs of a device file fitted to measurements together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from colase.cli.options import DeviceName, Json, Settings, load
from colase.cli.terminal import bar, echo
from colase.errors import InputError

from .series import Dark, Density, Pattern, PumpTable, Response, reading_of
from .shared import Axis, Excitation, Plot, PumpError, PumpScale, Report, given, show


def device(
    name: DeviceName,
    data: Annotated[
        list[str],
        typer.Option(
            "--data",
            metavar="[KIND=]PATH",
            help="light:uJ/cm^2=, series:uJ/cm^2= (a folder of spectra), peaks=, comb= or emission=; "
            "any number. Without KIND= the columns tell.",
        ),
    ],
    free: Annotated[
        list[str], typer.Option("--free", metavar="PATH", help="Input to fit, e.g. cavity.coating_thickness.")
    ],
    out: Annotated[str, typer.Option("--out", metavar="PATH", help="Write the new device file here.")] = "",
    relative: Annotated[
        float, typer.Option("--output-error", help="Relative error of every output, or spectrum as a whole.")
    ] = 0.05,
    within: Annotated[
        float, typer.Option("--band-error", help="Relative error of a band against others of its spectrum.")
    ] = 0.03,
    pump_error: PumpError = 0.0,
    pump_scale: PumpScale = 0.0,
    pattern: Pattern = "",
    pump_table: PumpTable = "",
    dark: Dark = "",
    density: Density = 0.0,
    response: Response = "",
    axis: Axis = "",
    excitation: Excitation = "",
    journal: Annotated[
        str, typer.Option("--journal", metavar="PATH", help="Where finished runs are kept, to go on later.")
    ] = "",
    settings: Settings = None,
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit inputs of a device to light curves, spectra, peaks and combs together."""
    asked = given(locals())
    from colase.study.measured import DataErrors, data_of, fit_device
    from colase.study.measured.files import told

    if out and not out.endswith(".toml"):
        raise InputError(f"--out {out}: a device file ends in .toml.")
    known = load(name, settings)
    kinds = [told(text) for text in data]
    folders = [str(path) for kind, _, path in kinds if kind == "series"]
    reading = reading_of(folders[0], asked) if folders else {}
    errors = DataErrors(output=relative, within=within, jitter=pump_error, pump_scale=pump_scale)
    seen = [data_of(known, text, errors, **reading) for text in data]
    files = [str(path) for _, _, path in kinds]
    with bar("runs", show=not as_json) as progress:
        found = fit_device(
            known,
            [one for some, _ in seen for one in some],
            free,
            progress=progress,
            files=files,
            journal=journal or None,
        )
    found = replace(found, warnings=tuple(note for _, notes in seen for note in notes) + found.warnings)
    show("device", name, found, plot, as_json, report, asked, files)
    if out:
        Path(out).write_text(found.toml, encoding="utf-8")
        if not as_json:
            echo(out)
