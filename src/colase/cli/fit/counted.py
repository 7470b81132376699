"""``colase fit photons`` and ``sweep``: numbers multiplied with all their errors, and their budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.cli.terminal import echo, print_json, title_line, wrapped

from .shared import Plot, Report, given, number, pictured


def photons(
    cross_section: Annotated[
        str, typer.Option("--cross-section", metavar="S", help='At the pump, e.g. "4e-14 +/- 1e-14 cm^2".')
    ],
    wavelength: Annotated[str, typer.Option("--wavelength", metavar="L", help='Of the pump, e.g. "532 nm".')],
    fluence: Annotated[
        str, typer.Option("--fluence", metavar="F", help='At the sample, e.g. "20 +/- 1 uJ/cm^2".')
    ] = "",
    energy: Annotated[
        str, typer.Option("--energy", metavar="E", help='Instead: of a pulse, e.g. "10 +/- 0.3 nJ", ...')
    ] = "",
    spot_radius: Annotated[
        str,
        typer.Option(
            "--spot-radius", metavar="W", help='... and the 1/e^2 radius of its spot, "150 +/- 8 um".'
        ),
    ] = "",
    reflectance: Annotated[
        str,
        typer.Option("--reflectance", metavar="R", help='Share that does not enter, e.g. "0.1 +/- 0.02".'),
    ] = "",
    calibration: Annotated[float, typer.Option("--calibration-error", help="Of the power meter.")] = 0.0,
    density: Annotated[
        str, typer.Option("--density", metavar="N", help='Nanocrystals per volume, e.g. "2e18 1/cm^3".')
    ] = "",
    thickness: Annotated[
        str, typer.Option("--thickness", metavar="D", help='Of the film, e.g. "200 +/- 10 nm".')
    ] = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Turn a fluence into photons absorbed per nanocrystal, with all its uncertainty."""
    settings = given(locals())
    from colase.measurement.films import Measured, absorbed_photons

    units = {
        "fluence": (fluence, "J/m^2"),
        "energy": (energy, "J"),
        "spot_radius": (spot_radius, "m"),
        "density": (density, "1/m^3"),
        "thickness": (thickness, "m"),
    }
    more = {k: measured(f"--{k.replace('_', '-')}", v, si) for k, (v, si) in units.items() if v}
    found = absorbed_photons(
        calibration=Measured(1.0, calibration),
        wavelength=number("--wavelength", wavelength, "m", "532 nm").value,
        cross_section=measured("--cross-section", cross_section, "m^2"),
        reflectance=measured("--reflectance", reflectance, "") if reflectance else Measured(0.0),
        **more,
    )
    told("photons", fluence or f"{energy} on {spot_radius}", found, plot, as_json, report, settings)


def sweep(
    offset: Annotated[
        str, typer.Option("--offset", metavar="L", help='Of the beam from the middle, e.g. "5 +/- 1 um".')
    ],
    radius: Annotated[str, typer.Option("--radius", metavar="L", help='Of each disk, e.g. "12.5 um".')],
    separation: Annotated[
        str, typer.Option("--separation", metavar="L", help='Of the centres, e.g. "25.2 um".')
    ],
    waist: Annotated[
        str, typer.Option("--waist", metavar="L", help='1/e^2 radius of the beam, e.g. "25 +/- 2 um".')
    ],
    energy: Annotated[str, typer.Option("--energy", metavar="E", help='Of a pulse, e.g. "1 +/- 0.05 nJ".')],
    gain_slope: Annotated[
        str,
        typer.Option("--gain-slope", metavar="S", help='dg/dF in 1/m per J/m^2, e.g. "1e5 +/- 1e4 m/J".'),
    ],
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Turn the offset of a pump beam into the gain differential of two disks."""
    settings = given(locals())
    from colase.measurement.beam_sweep import gain_differential

    found = gain_differential(
        measured("--offset", offset, "m"),
        radius=measured("--radius", radius, "m"),
        separation=measured("--separation", separation, "m"),
        waist=measured("--waist", waist, "m"),
        energy=measured("--energy", energy, "J"),
        gain_slope=measured("--gain-slope", gain_slope, "m/J"),
    )
    told("sweep", offset, found, plot, as_json, report, settings)


_EXAMPLES = {
    "J/m^2": "20 +/- 1 uJ/cm^2", "m^2": "4e-14 +/- 1e-14 cm^2", "1/m^3": "2e18 1/cm^3", "m": "200 +/- 10 nm",
    "J": "1 +/- 0.05 nJ", "m/J": "1e5 +/- 1e4 m/J", "": "0.1 +/- 0.02",
}  # fmt: skip


def measured(option: str, text: str, unit: str, example: str = "") -> Any:
    """Return a number with its error in SI units; an error names the option."""
    from colase.measurement.films import Measured

    seen = number(option, text, unit, example or _EXAMPLES[unit])
    return Measured(seen.value, seen.error or 0.0)


def told(
    kind: str, title: str, found: Any, plot: str, as_json: bool, report: str, settings: Mapping[str, Any]
) -> None:
    """Write value, interval and budget, and the figure and page where they are asked for."""
    pictured(kind, found, plot, as_json, report, settings)
    if as_json:
        names = ("value", "error", "low", "high", "budget", "notes")
        print_json({name: getattr(found, name) for name in names})
        return
    title_line(title, kind)
    for line in found.describe().splitlines():
        echo(line) if len(line) <= 80 else wrapped(line)
