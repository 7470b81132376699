"""``colase fit yield``, ``density`` and ``cross-section``: what a film is made of, with budgets of errors."""

from __future__ import annotations

from typing import Annotated

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .counted import measured, told
from .shared import Plot, Report, given


def quantum_yield(
    laser: Annotated[
        list[str],
        typer.Option(
            "--laser",
            metavar="N",
            help="Laser photons, three times: sphere empty, sample beside the beam, in it; "
            'e.g. "1e6 +/- 1e3".',
        ),
    ],
    emission: Annotated[
        list[str],
        typer.Option("--emission", metavar="N", help="Emitted photons, twice: beside the beam, in it."),
    ],
    reabsorbed: Annotated[
        str,
        typer.Option("--reabsorbed", metavar="A", help='Share absorbed again, e.g. "0.1 +/- 0.02".'),
    ] = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the quantum yield from an integrating sphere in three measurements."""
    settings = given(locals())
    from colase.measurement.films import Measured, quantum_yield

    if len(laser) != 3 or len(emission) != 2:
        raise InputError(
            f"{len(laser)} times --laser and {len(emission)} times --emission: three (empty, beside, in the "
            "beam) and two (beside, in the beam) are wanted."
        )
    empty, beside, within = (measured("--laser", v, "", "1e6 +/- 1e3") for v in laser)
    off, on = (measured("--emission", v, "", "1e6 +/- 1e3") for v in emission)
    again = measured("--reabsorbed", reabsorbed, "") if reabsorbed else Measured(0.0)
    found = quantum_yield((empty, beside, within), (off, on), again)
    told("yield", "integrating sphere", found, plot, as_json, report, settings)


def density(
    absorbance: Annotated[
        str, typer.Option("--absorbance", metavar="A", help='Decadic, of the film, "0.30 +/- 0.01".')
    ],
    thickness: Annotated[
        str, typer.Option("--thickness", metavar="D", help='Of the film, e.g. "200 +/- 10 nm".')
    ],
    cross_section: Annotated[
        str, typer.Option("--cross-section", metavar="S", help='There, e.g. "4e-14 +/- 1e-14 cm^2".')
    ],
    volume: Annotated[
        str,
        typer.Option("--volume", metavar="V", help='Of one nanocrystal, for the packing: "250 +/- 20 nm^3".'),
    ] = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find nanocrystals per volume of a film from its absorbance, or the share they fill."""
    settings = given(locals())
    from colase.measurement.films import Measured, density_from_absorbance, packing

    found = density_from_absorbance(
        measured("--absorbance", absorbance, "", "0.30 +/- 0.01"),
        measured("--thickness", thickness, "m"),
        measured("--cross-section", cross_section, "m^2"),
    )
    if volume:
        one = measured("--volume", volume, "m^3", "250 +/- 20 nm^3")
        found = packing(Measured(found.value, found.error), one)
    told("packing" if volume else "density", absorbance, found, plot, as_json, report, settings)


def cross_section(
    at_pump: Annotated[
        str, typer.Option("--at-pump", metavar="A", help='Absorbance at the pump, e.g. "0.62 +/- 0.01".')
    ],
    at_line: Annotated[
        str, typer.Option("--at-line", metavar="A", help='Of the same spectrum at the line, "0.11 +/- 0.01".')
    ],
    line_cross_section: Annotated[
        str, typer.Option("--line-cross-section", metavar="S", help='Known there, "8e-15 +/- 1e-15 cm^2".')
    ],
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the cross section at the pump from that of a line and the absorbances of both."""
    settings = given(locals())
    from colase.measurement.films import pump_cross_section

    found = pump_cross_section(
        measured("--at-pump", at_pump, "", "0.62 +/- 0.01"),
        measured("--at-line", at_line, "", "0.11 +/- 0.01"),
        measured("--line-cross-section", line_cross_section, "m^2"),
    )
    told("cross-section", f"{at_pump} over {at_line}", found, plot, as_json, report, settings)
