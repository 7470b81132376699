"""``colase fit threshold``, ``polarisation`` and ``stability``: one number against another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .series import PUMP, Dark, Density, Pattern, PumpTable, Response, series_of
from .shared import (
    Axis,
    Excitation,
    File,
    Plot,
    PumpError,
    PumpScale,
    Report,
    Unit,
    Window,
    given,
    number,
    show,
    window_of,
)
from .tables import columns_of, scale_of


def threshold(
    file: File,
    unit: Unit = "",
    pattern: Pattern = "",
    pump_table: PumpTable = "",
    window: Window = "",
    baseline: Annotated[
        bool,
        typer.Option("--baseline", help="Of the window, keep what stands above a line through its edges."),
    ] = False,
    dark: Dark = "",
    density: Density = 0.0,
    response: Response = "",
    pump_error: PumpError = 0.0,
    pump_scale: PumpScale = 0.0,
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the threshold of a light curve (table or folder of spectra)."""
    settings = given(locals())
    from colase.measurement import Noise, ShownSeries, fit_threshold, integrated

    raw = {}
    scale_of(unit, PUMP)  # a wrong unit is told before any file is read
    noise = Noise(pump=pump_error, pump_scale=pump_scale)
    if Path(file).is_dir():
        series = series_of(file, settings, as_json)
        curve = integrated(series, window_of(window), baseline)
        x, y, width = curve.pump.values, curve.output.values, curve.linewidth.values
        saturated, si = curve.any_saturated.values, curve.pump.attrs["units"]
        raw = {"series": ShownSeries(series)}
    else:
        table = columns_of(file, 2, gaps=True)
        x, si = table.si(1, PUMP, unit, settings=settings)
        y = table.values[:, 1]
        width = table.si(3, ("m",), default="nm")[0] if table.values.shape[1] > 2 else None
        saturated = None
    found = fit_threshold(x, y, width, pump_unit=si, noise=noise, saturated=saturated)
    show("threshold", file, found, plot, as_json, report, settings, raw=raw)


def polarisation(
    file: File,
    unit: Unit = "",
    response: Annotated[
        str,
        typer.Option(
            "--response",
            metavar="RATIO|FILE",
            help='Of the detection, across over along its axis, e.g. "0.7 +/- 0.02"; or angle and intensity '
            "of a lamp that is not polarised.",
        ),
    ] = "",
    response_axis: Annotated[
        str, typer.Option("--response-axis", metavar="ANGLE", help='Of a ratio, e.g. "0 deg".')
    ] = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the degree of polarisation from intensity against analyser angle."""
    settings = given(locals())
    from colase.measurement import fit_polarisation

    table = columns_of(file, 2)
    angle, _ = table.si(1, ("rad",), unit, "deg", settings)
    detection, lamp = _response(response, response_axis, unit)
    found = fit_polarisation(angle, table.values[:, 1], **detection)
    show("polarisation", file, found, plot, as_json, report, settings, lamp)


def _response(text: str, axis: str, unit: str) -> tuple[dict[str, Any], list[str]]:
    """Return the response of the detection as arguments of the fit, and the file it comes from."""
    from colase.measurement import analyser_response

    if axis and (not text or Path(text).is_file()):
        raise InputError("--response-axis belongs to a ratio, --response 0.7; a lamp shows its axis itself.")
    if not text:
        return {}, []
    if Path(text).is_file():
        lamp = columns_of(text, 2)
        ratio, along, error = analyser_response(lamp.si(1, ("rad",), unit, "deg")[0], lamp.values[:, 1])
        return {"response": ratio, "response_axis": along, "response_error": error}, [text]
    if not text[:1].isdigit():
        raise InputError(f'--response "{text}": this is neither a file nor a ratio such as "0.7 +/- 0.02".')
    seen = number("--response", text, "", "0.7 +/- 0.02")
    along = number("--response-axis", axis, "rad", "20 deg").value if axis else 0.0
    return {"response": seen.value, "response_axis": along, "response_error": seen.error or 0.0}, []


def stability(
    file: File,
    unit: Unit = "",
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

    if min(wavelength, pump) < 0:
        raise InputError("--wavelength and --pump are numbers of columns, counted from 1.")
    table = columns_of(file, max(2, wavelength, pump))
    time, _ = table.si(1, ("s",), unit, "s", settings)
    lam = table.si(wavelength, ("m",), default="nm")[0] if wavelength else None
    monitor = table.values[:, pump - 1] if pump else None
    found = fit_stability(time, table.values[:, 1], lam, monitor)
    show("stability", file, found, plot, as_json, report, settings)
