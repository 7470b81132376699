"""``colase fit bands`` and ``ase``: what the spectra of a film say."""

from __future__ import annotations

from typing import Annotated

import typer

from colase.cli.options import Json

from .curves import PUMP
from .shared import File, Plot, Report, Unit, given, show
from .tables import columns_of


def bands(
    file: File,
    absorbance: Annotated[
        str, typer.Option("--absorbance", metavar="FILE", help="Absorbance of the same sample.")
    ] = "",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find emission and absorption line on the energy axis, widths, Stokes shift."""
    settings = given(locals())
    from colase.measurement import read
    from colase.measurement.films import fit_bands
    from colase.measurement.lines import spectrum_of

    pair = spectrum_of(read(absorbance)) if absorbance else None
    found = fit_bands(spectrum_of(read(file)), pair)
    show("bands", file, found, plot, as_json, report, settings, [absorbance])


def ase(file: File, unit: Unit = "", plot: Plot = "", report: Report = "", as_json: Json = False) -> None:
    """Find the onset of amplified emission from pump, output and linewidth (nm)."""
    settings = given(locals())
    from colase.measurement.films import fit_amplified

    table = columns_of(file, 3)
    pump, si = table.si(1, PUMP, unit, settings=settings)
    width, _ = table.si(3, ("m",), default="nm")
    found = fit_amplified(pump, table.values[:, 1], width, pump_unit=si)
    show("ase", file, found, plot, as_json, report, settings)
