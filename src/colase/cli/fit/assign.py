"""``colase fit assign``: names for the peaks of a round cavity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .shared import Axis, Excitation, File, Plot, Report, Which, given, length, number, show


def assign(
    file: File,
    cavity: Annotated[
        str, typer.Option("--cavity", metavar="KIND", help="sphere, coated-sphere, disk or ring.")
    ] = "sphere",
    device: Annotated[
        str, typer.Option("--device", metavar="DEVICE", help="Take what is known from a device file instead.")
    ] = "",
    radius: Annotated[
        str, typer.Option("--radius", metavar="LENGTH", help='Of the core if coated, e.g. "10 +/- 0.3 um".')
    ] = "",
    index: Annotated[
        str, typer.Option("--index", metavar="N", help='Of what guides, e.g. "1.76 +/- 0.02".')
    ] = "",
    slope: Annotated[
        str, typer.Option("--slope", metavar="N", help='Its slope dn/dlambda, e.g. "-0.2 +/- 0.1 1/um".')
    ] = "",
    shell: Annotated[
        str, typer.Option("--shell", metavar="LENGTH", help="Thickness of a coat, width of a ring.")
    ] = "",
    thickness: Annotated[
        str, typer.Option("--thickness", metavar="LENGTH", help="Of the film of a disk or ring.")
    ] = "",
    core: Annotated[
        str,
        typer.Option(
            "--core", metavar="MATERIAL", help='Core of a coated sphere, e.g. "main/SiO2/Malitson".'
        ),
    ] = "",
    radial_max: Annotated[int, typer.Option("--radial-max", help="Highest radial order.")] = 1,
    polarization: Annotated[
        str, typer.Option("--polarization", metavar="TE|TM", help="Of all peaks, if it is known.")
    ] = "",
    error: Annotated[
        str, typer.Option("--error", metavar="LENGTH", help="Error of a peak that has none of its own.")
    ] = "0.05 nm",
    model_error: Annotated[
        str, typer.Option("--model-error", metavar="LENGTH", help="Error of every computed mode.")
    ] = "0 nm",
    spectrum: Which = 0,
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Name peaks: TE or TM, radial and polar order; all assignments that fit."""
    settings = given(locals())
    from colase.measurement import assign_modes

    polarization = polarization.upper()
    if polarization not in ("", "TE", "TM"):
        raise InputError(f'--polarization "{polarization}": it is TE or TM.')
    if radial_max < 1:
        raise InputError(f"--radial-max {radial_max}: orders are counted from 1.")
    names = ("radius", "index", "slope", "shell", "thickness", "core")
    texts: dict[str, str] = dict(zip(names, (radius, index, slope, shell, thickness, core), strict=True))
    known = _from_device(device, texts) if device else _from_words(cavity, texts)
    peaks, errors, seen = _peaks(file, spectrum, axis, excitation, length(error, "--error", "0.05 nm") or 0.0)
    found = assign_modes(
        peaks,
        known,
        errors,
        polarization=[p or polarization for p in seen],
        radial_max=radial_max,
        model_error=length(model_error, "--model-error", "0.05 nm") or 0.0,
    )
    show("assign", file, found, plot, as_json, report, settings)


_EXAMPLES = {
    "radius": "10 +/- 0.3 um",
    "index": "1.76 +/- 0.02",
    "slope": "-0.2 +/- 0.1 1/um",
    "shell": "490 +/- 15 nm",
    "thickness": "490 +/- 15 nm",
}


def _from_words(kind: str, texts: dict[str, str]) -> Any:
    from colase.device.refractive import read_material
    from colase.measurement.assign import Known, RoundCavity
    from colase.measurement.assign.shape import UNITS

    values: dict[str, Any] = {}
    for name, unit in UNITS.items():
        if texts[name]:
            seen = number(f"--{name}", texts[name], "" if unit == "1" else unit, _EXAMPLES[name])
            values[name] = Known(seen.value, seen.error or 0.0)
    for name in ("radius", "index"):
        if name not in values:
            raise InputError(
                f'fit assign: give --{name} with its error, for example --radius "10 +/- 0.3 um".'
            )
    if texts["core"]:
        values["core"] = read_material(texts["core"], None)[0]
    return RoundCavity(kind=kind, **values)


def _from_device(name: str, texts: dict[str, str]) -> Any:
    from colase.device import load
    from colase.study.measured.cavity import round_cavity

    given = [f"--{k}" for k, v in texts.items() if v]
    if given:
        raise InputError(f"fit assign: {given[0]} and --device say the same thing twice; leave one out.")
    return round_cavity(load(name))


def _peaks(
    file: str, spectrum: int, axis: str, excitation: str, error: float
) -> tuple[list[float], list[float], list[str]]:
    """Return the peaks of a list, or those of a spectrum."""
    from colase.measurement import fit_lines, read
    from colase.measurement.readers.peaks import read_peaks

    try:
        return read_peaks(file, error)
    except InputError as problem:
        if not Path(file).is_file():
            raise
        try:
            data = read(file, axis=axis, excitation=length(excitation))
        except InputError as other:  # neither a list nor a spectrum: what is wrong with it as a list
            raise (problem if "no table of numbers" in str(other) else other) from None
    found = fit_lines(data, spectrum).data
    errors = [max(float(e), error) for e in found.centre_error.values]
    return [float(c) for c in found.centre.values], errors, [""] * found.sizes["line"]
