"""``colase fit device``: chosen inputs of a device file fitted to measurements together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from colase.cli.options import DeviceName, Json, Settings, load
from colase.cli.terminal import bar, echo
from colase.errors import InputError

from .shared import Plot, Report, given, show


def device(
    name: DeviceName,
    data: Annotated[
        list[str],
        typer.Option(
            "--data", metavar="KIND=FILE", help="light:uJ/cm^2=, peaks=, comb= or emission=; any number."
        ),
    ],
    free: Annotated[
        list[str], typer.Option("--free", metavar="PATH", help="Input to fit, e.g. cavity.coating_thickness.")
    ],
    out: Annotated[str, typer.Option("--out", metavar="PATH", help="Write the new device file here.")] = "",
    relative: Annotated[float, typer.Option("--output-error", help="Relative error of every output.")] = 0.05,
    pump_scale: Annotated[
        float, typer.Option("--pump-scale-error", help="Relative error that all pump values share.")
    ] = 0.0,
    settings: Settings = None,
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit inputs of a device to light curves, peaks, combs and spectra together."""
    asked = given(locals())
    from colase.study.measured import fit_device, observation

    if out and not out.endswith(".toml"):
        raise InputError(f"--out {out}: a device file ends in .toml.")
    known = load(name, settings)
    seen = [observation(known, text, relative, pump_scale) for text in data]
    with bar("runs", show=not as_json) as progress:
        found = fit_device(known, [one for one, _ in seen], free, progress=progress)
    found = replace(found, warnings=tuple(note for _, notes in seen for note in notes) + found.warnings)
    show("device", name, found, plot, as_json, report, asked, [d.partition("=")[2] for d in data])
    if out:
        Path(out).write_text(found.toml, encoding="utf-8")
        if not as_json:
            echo(out)
