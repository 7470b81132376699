"""``colase fit threshold``, ``vsl``, ``polarisation`` and ``stability``: one number against another."""

from __future__ import annotations

from math import pi
from pathlib import Path
from typing import Annotated

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .series import PUMP, Dark, Density, Pattern, PumpTable, Response, series_of
from .shared import (
    Axis,
    Excitation,
    File,
    Plot,
    Report,
    Unit,
    given,
    scale_of,
    show,
    table_of,
    window_of,
)


def threshold(
    file: File,
    unit: Unit = "",
    pattern: Pattern = "",
    pump_table: PumpTable = "",
    window: Annotated[
        str, typer.Option("--window", metavar="FROM,TO", help='Part of the spectra, e.g. "620 nm, 640 nm".')
    ] = "",
    baseline: Annotated[
        bool,
        typer.Option("--baseline", help="Of the window, keep what stands above a line through its edges."),
    ] = False,
    dark: Dark = "",
    density: Density = 0.0,
    response: Response = "",
    pump_error: Annotated[
        float, typer.Option("--pump-error", help="Relative error of each pump value.")
    ] = 0.0,
    pump_scale: Annotated[
        float, typer.Option("--pump-scale-error", help="Relative error that all pump values share.")
    ] = 0.0,
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the threshold of a light curve (table or folder of spectra)."""
    settings = given(locals())
    from colase.measurement import Noise, fit_threshold, integrated

    scale, si = scale_of(unit, PUMP)
    noise = Noise(pump=pump_error, pump_scale=pump_scale)
    if Path(file).is_dir():
        series = series_of(
            file,
            unit=unit,
            pattern=pattern,
            pump_table=pump_table,
            dark=dark,
            density=density,
            response=response,
            axis=axis,
            excitation=excitation,
            quiet=as_json,
        )
        curve = integrated(series, window_of(window), baseline)
        x, y, width = curve.pump.values, curve.output.values, curve.linewidth.values
    else:
        values = table_of(file, 2)
        x, y = values[:, 0] * scale, values[:, 1]
        width = values[:, 2] if values.shape[1] > 2 else None
    found = fit_threshold(x, y, width, pump_unit=si, noise=noise)
    show("threshold", file, found, plot, as_json, report, settings)


def vsl(file: File, unit: Unit = "um", plot: Plot = "", report: Report = "", as_json: Json = False) -> None:
    """Find the gain of a stripe from emission against its length."""
    settings = given(locals())
    from colase.measurement import fit_stripe

    values = table_of(file, 2)
    found = fit_stripe(values[:, 0] * scale_of(unit or "um", ("m",))[0], values[:, 1])
    show("vsl", file, found, plot, as_json, report, settings)


def fluences(
    file: File,
    confinement: Annotated[
        str, typer.Option("--confinement", metavar="G", help='Of the mode in the film, e.g. "0.75 +/- 0.03".')
    ],
    sigma_e: Annotated[
        str,
        typer.Option("--sigma-e", metavar="S", help='Stimulated emission, e.g. "4.3e-15 +/- 3e-16 cm^2".'),
    ],
    loss: Annotated[
        str, typer.Option("--loss", metavar="A", help='If measured on its own, e.g. "60 +/- 10 1/cm".')
    ] = "",
    unit: Unit = "uJ/cm^2",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit density, loss and saturation to fluence, gain and its error (1/cm)."""
    settings = given(locals())
    from colase.measurement import fit_fluences
    from colase.units import read

    def number(text: str, si: str) -> tuple[float, float]:
        seen = read(text, si, "0.75 +/- 0.03")
        return seen.value, seen.error or 0.0

    values = table_of(file, 3)
    found = fit_fluences(
        values[:, 0] * scale_of(unit, ("J/m^2",))[0],
        values[:, 1] * 100,
        values[:, 2] * 100,
        confinement=number(confinement, ""),
        sigma_e=number(sigma_e, "m^2"),
        loss=number(loss, "1/m") if loss else None,
    )
    show("fluences", file, found, plot, as_json, report, settings)


def polarisation(
    file: File, unit: Unit = "deg", plot: Plot = "", report: Report = "", as_json: Json = False
) -> None:
    """Find the degree of polarisation from intensity against analyser angle."""
    settings = given(locals())
    from colase.measurement import fit_polarisation

    values = table_of(file, 2)
    found = fit_polarisation(values[:, 0] * (1.0 if unit == "rad" else pi / 180), values[:, 1])
    show("polarisation", file, found, plot, as_json, report, settings)


def stability(
    file: File,
    unit: Unit = "s",
    wavelength: Annotated[
        int, typer.Option("--wavelength", metavar="COLUMN", help="Column of the wavelength (nm), from 1.")
    ] = 0,
    pump: Annotated[
        int, typer.Option("--pump", metavar="COLUMN", help="Column of the pump monitor, from 1.")
    ] = 0,
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find decay, drift and mode hops from time and intensity."""
    settings = given(locals())
    from colase.measurement.stability import fit_stability

    values = table_of(file, max(2, wavelength, pump))
    if min(wavelength, pump) < 0:
        raise InputError("--wavelength and --pump are numbers of columns, counted from 1.")
    lam = values[:, wavelength - 1] * 1e-9 if wavelength else None
    monitor = values[:, pump - 1] if pump else None
    found = fit_stability(values[:, 0] * scale_of(unit or "s", ("s",))[0], values[:, 1], lam, monitor)
    show("stability", file, found, plot, as_json, report, settings)
