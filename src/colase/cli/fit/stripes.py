"""``colase fit vsl`` and ``fluences``: gain from stripes of one fluence or of several."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .shared import File, Plot, Report, Unit, given, number, show
from .tables import columns_of


def vsl(
    file: File,
    unit: Unit = "",
    zero_error: Annotated[
        str,
        typer.Option("--zero-error", metavar="L", help="Within which the true zero of the stripe is known."),
    ] = "5 um",
    edge: Annotated[
        str, typer.Option("--edge", metavar="L", help="Blur of the edge (standard deviation), e.g. 3 um.")
    ] = "0 um",
    length_error: Annotated[
        str, typer.Option("--length-error", metavar="L", help="Of each single length.")
    ] = "1 um",
    no_background: Annotated[
        bool, typer.Option("--no-background", help="The background has been taken off.")
    ] = False,
    output_error: Annotated[
        float, typer.Option("--output-error", help="Relative error of the outputs (else found).")
    ] = 0.0,
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find the gain of a stripe from emission against its length."""
    settings = given(locals())
    from colase.measurement import Noise, fit_stripe

    table = columns_of(file, 2)
    known = {"zero_error": zero_error, "edge": edge, "length_error": length_error}
    found = fit_stripe(
        table.si(1, ("m",), unit, "um", settings)[0],
        table.values[:, 1],
        noise=Noise(relative=output_error),
        background=not no_background,
        **{k: number(f"--{k.replace('_', '-')}", v, "m", "5 um").value for k, v in known.items()},
    )
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
    unit: Unit = "",
    length_unit: Annotated[
        str, typer.Option("--length-unit", metavar="UNIT", help="Of the stripe lengths.")
    ] = "",
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
        "confinement": _number("--confinement", confinement, ""),
        "sigma_e": _number("--sigma-e", sigma_e, "m^2"),
        "loss": _number("--loss", loss, "1/m") if loss else None,
        "law": law or None,
    }
    table = columns_of(file, 3)
    fluence, _ = table.si(1, ("J/m^2",), unit, "uJ/cm^2", settings)
    if gains:
        gain, error = (table.si(n, ("1/m",), default="1/cm", settings=settings)[0] for n in (2, 3))
        found = fit_fluences(fluence, gain, error, **known)
        show("gains", file, found, plot, as_json, report, settings)
        return
    levels = sorted(set(fluence.tolist()))
    length, _ = table.si(2, ("m",), length_unit, "um", settings, "--length-unit")
    curves = [(length[fluence == f], table.values[fluence == f, 2]) for f in levels]
    found = fit_stripes(levels, [x for x, _ in curves], [y for _, y in curves], **known)
    show("fluences", file, found, plot, as_json, report, settings)


def _number(option: str, text: str, si: str) -> tuple[float, float]:
    seen = number(
        option, text, si, {"": "0.75 +/- 0.03", "m^2": "4.3e-15 +/- 3e-16 cm^2"}.get(si, "60 +/- 10 1/cm")
    )
    return seen.value, seen.error or 0.0
