"""``colase fit phase``: thermal conductivities from a thermoreflectance sweep."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isfinite
from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.cli.terminal import echo
from colase.errors import InputError

from .shared import File, Plot, Report, given, show

START = 1e-8  # m^2 K/W: a boundary resistance before it is fitted
SUSPECTS = ("pump_radius", "pump_shape", "phase_offset", "delay")


def phase(
    file: File,
    layers: Annotated[
        str,
        typer.Option(
            "--layers", metavar="LIST", help='From the top: "gold 60 nm, sapphire"; names of thermal data.'
        ),
    ],
    wanted: Annotated[
        list[str] | None,
        typer.Option("--fit", metavar="NAME", help='"sapphire.conductivity"; repeat for more.'),
    ] = None,
    known: Annotated[
        list[str] | None,
        typer.Option(
            "--known",
            metavar="NAME=VALUE",
            help='An assumed value with its error: "pump_radius=4 +/- 0.1 um".',
        ),
    ] = None,
    pump: Annotated[
        str, typer.Option("--pump", metavar="SHAPE", help="gaussian, or disc for even light.")
    ] = "gaussian",
    amplitude: Annotated[
        bool, typer.Option("--amplitude", help="Fit the amplitude as well, up to a factor.")
    ] = False,
    suspect: Annotated[
        bool, typer.Option("--suspects", help="Say which single input would explain a misfit.")
    ] = False,
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Thermal conductivity and boundary resistance from phase (and amplitude) against frequency."""
    settings = given(locals())
    from colase.heat import fit_phase, read_sweep, suspects

    sweep = read_sweep(_text(file))
    sample, errors = _assumed(_sample(layers, sweep, pump), known or [])
    names = wanted or [
        f"{sample.stack.layers[-1].name}.conductivity",
        f"{sample.stack.layers[0].name}.resistance",
    ]
    free = {name: sample.value(name) or START for name in names}
    found = fit_phase(sweep, sample, free, errors, amplitude=amplitude)
    doubted = [name for name in SUSPECTS if name not in free]
    table = suspects(sweep, sample, free, doubted, amplitude) if suspect else None
    show("phase", file, found, plot, as_json, report, settings)
    if table is not None and not as_json:
        _told(table)


def _told(table: Any) -> None:
    """Print what every suspect would explain."""
    from math import degrees

    echo(f"scatter from point to point {degrees(table.attrs['noise']):.2g} degrees; set free alone:")
    for name in table.suspect.values:
        at = table.sel(suspect=name)
        values = ", ".join(
            f"{p} {float(v):.4g}" for p, v in zip(table.parameter.values, at.value.values, strict=True)
        )
        echo(f"  {name!s:20s} misfit {degrees(float(at.misfit)):.2f}   {values}")


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}.") from error


def _sample(text: str, sweep: Any, shape: Any) -> Any:
    """Return the experiment that a list of layers and the header of a sweep describe."""
    from colase.device.thermal_library import thermal
    from colase.heat import HeatLayer, Stack, Thermoreflectance
    from colase.units import parse

    found = []
    for part in (p.strip() for p in text.split(",")):
        name, _, thickness = part.partition(" ")
        deep = parse(thickness, "m") if thickness.strip() else inf
        found.append(HeatLayer(name=name, thickness=deep, solid=thermal(name).solid, resistance=START))
    if len(found) < 2 or not isfinite(found[0].thickness):
        raise InputError(
            f'--layers "{text}": give the transducer with its thickness and what is below it, for example '
            '"gold 60 nm, sapphire".'
        )
    found[-1] = replace(found[-1], resistance=0.0)
    pump, probe = sweep.pump_radius or 4e-6, sweep.probe_radius or 4e-6
    return Thermoreflectance(
        stack=Stack(tuple(found)), pump_radius=pump, probe_radius=probe, pump_shape=shape
    )


def _assumed(sample: Any, words: list[str]) -> tuple[Any, dict[str, float]]:
    """Return the experiment with assumed values put in, and their errors."""
    from colase.units import parse

    units = {
        "thickness": "m", "resistance": "m^2*K/W", "heat_capacity": "J/(m^3*K)", "conductivity": "W/(m*K)",
        "lateral_conductivity": "W/(m*K)", "phase_offset": "rad", "delay": "s",
    }  # fmt: skip
    errors: dict[str, float] = {}
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        sample.value(name)
        value, _, error = text.partition("+/-")
        if not (equals and error.strip()):
            raise InputError(f'--known "{word}": write a value and its error, "pump_radius=4 +/- 0.1 um".')
        unit = units.get(name.rpartition(".")[2], "m")
        shown = error.strip().partition(" ")[2]
        sample = sample.changed({name: parse(f"{value.strip().split(' ')[0]} {shown}".strip(), unit)})
        errors[name] = parse(error.strip(), unit)
    return sample, errors
