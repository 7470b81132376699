"""``colase fit bands``, ``ase`` and ``transient``: what the measurements of a film say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .curves import PUMP
from .shared import File, Plot, Report, Unit, given, scale_of, show, table_of


def bands(
    file: File,
    absorbance: Annotated[
        str, typer.Option("--absorbance", metavar="FILE", help="Absorbance of the same sample.")
    ] = "",
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
    show("bands", file, found, "", as_json, report, settings, [absorbance])


def ase(file: File, unit: Unit = "", plot: Plot = "", report: Report = "", as_json: Json = False) -> None:
    """Find the onset of amplified emission from pump, output and linewidth (nm)."""
    settings = given(locals())
    from colase.measurement.films import fit_amplified

    values = table_of(file, 3)
    scale, si = scale_of(unit, PUMP)
    found = fit_amplified(values[:, 0] * scale, values[:, 1], values[:, 2] * 1e-9, pump_unit=si)
    show("ase", file, found, plot, as_json, report, settings)


def transient(
    file: File,
    absorbance: Annotated[
        str, typer.Option("--absorbance", metavar="FILE", help="A0 of the film: wavelength (nm), absorbance.")
    ],
    absorbance_error: Annotated[
        float, typer.Option("--absorbance-error", help="Standard error of A0.")
    ] = 0.005,
    delay_unit: Annotated[str, typer.Option("--delay-unit", metavar="UNIT", help="fs, ps or ns.")] = "ps",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find where a film amplifies: A0 + dA below zero by two errors."""
    settings = given(locals())
    import numpy as np

    from colase.measurement.films import gain_region
    from colase.measurement.readers.matrix import read_matrix
    from colase.units import convert

    change = read_matrix(file, delay=convert(1.0, delay_unit, "s"))
    base = table_of(absorbance, 2)
    lam, order = change.wavelength.values, np.argsort(base[:, 0])
    known = base[order, 0] * 1e-9
    inside = (lam >= known[0]) & (lam <= known[-1])
    if not inside.any():
        raise InputError(f"{Path(absorbance).name}: it covers none of the wavelengths of {Path(file).name}.")
    change = change.isel(wavelength=inside)
    a0 = np.interp(change.wavelength.values, known, base[order, 1])
    found = gain_region(change, a0, absorbance_error)
    show("transient", file, found, "", as_json, report, settings, [absorbance])
