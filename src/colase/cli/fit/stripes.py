"""``colase fit vsl`` and ``fluences``: gain from stripes of one fluence or of several."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .shared import File, Plot, Report, Unit, given, scale_of, show, table_of


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
    gains: Annotated[
        bool, typer.Option("--gains", help="The table holds gains: fluence, gain and its error in 1/cm.")
    ] = False,
    law: Annotated[
        str,
        typer.Option("--law", metavar="LAW", help="hyperbolic or exponential (else the better one)."),
    ] = "",
    unit: Unit = "uJ/cm^2",
    length_unit: Annotated[
        str, typer.Option("--length-unit", metavar="UNIT", help="Of the stripe lengths.")
    ] = "um",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Fit stripes of several fluences together: fluence, length and output, a row a point."""
    settings = given(locals())
    from colase.measurement import fit_fluences, fit_stripes

    if law not in ("", "hyperbolic", "exponential"):
        raise InputError(f'--law "{law}": it is hyperbolic or exponential.')
    known: dict[str, Any] = {
        "confinement": _number(confinement, ""),
        "sigma_e": _number(sigma_e, "m^2"),
        "loss": _number(loss, "1/m") if loss else None,
        "law": law or None,
    }
    values = table_of(file, 3)
    fluence = values[:, 0] * scale_of(unit, ("J/m^2",))[0]
    if gains:
        found = fit_fluences(fluence, values[:, 1] * 100, values[:, 2] * 100, **known)
        show("gains", file, found, plot, as_json, report, settings)
        return
    levels = sorted(set(fluence.tolist()))
    length = values[:, 1] * scale_of(length_unit, ("m",))[0]
    curves = [(length[fluence == f], values[fluence == f, 2]) for f in levels]
    found = fit_stripes(levels, [x for x, _ in curves], [y for _, y in curves], **known)
    show("fluences", file, found, plot, as_json, report, settings)


def _number(text: str, si: str) -> tuple[float, float]:
    from colase.units import read

    seen = read(text, si, "0.75 +/- 0.03")
    return seen.value, seen.error or 0.0
