"""``colase fit transient``: where, from which fluence on and how long a film amplifies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.options import Json
from colase.errors import InputError

from .shared import File, Plot, Report, Unit, given, number, show, window_of
from .tables import columns_of, scale_of


def transient(
    file: File,
    absorbance: Annotated[
        str, typer.Option("--absorbance", metavar="FILE", help="A0 of the film: wavelength (nm), absorbance.")
    ],
    absorbance_error: Annotated[
        float, typer.Option("--absorbance-error", help="Standard error of A0.")
    ] = 0.005,
    delay_unit: Annotated[str, typer.Option("--delay-unit", metavar="UNIT", help="fs, ps or ns.")] = "ps",
    chirp: Annotated[
        int,
        typer.Option("--chirp", metavar="DEGREE", help="Take out a chirp: highest degree of its polynomial."),
    ] = -1,
    solvent: Annotated[
        str, typer.Option("--solvent", metavar="FILE", help="Matrix without the film, to find the chirp in.")
    ] = "",
    band: Annotated[
        str, typer.Option("--band", metavar="FROM,TO", help='For decay or threshold, e.g. "620 nm, 640 nm".')
    ] = "",
    auger: Annotated[bool, typer.Option("--auger", help="Decay by Auger recombination.")] = False,
    response: Annotated[
        str, typer.Option("--response", metavar="TIME", help='Of the decay, standard deviation: "0.1 ps".')
    ] = "",
    pattern: Annotated[
        str, typer.Option("--pattern", metavar="NAME", help='Files of a folder, e.g. "ta_{pump}uJ.txt".')
    ] = "",
    unit: Unit = "uJ/cm^2",
    plot: Plot = "",
    report: Report = "",
    as_json: Json = False,
) -> None:
    """Find where a film amplifies (A0 + dA below zero), its decay or threshold."""
    settings = given(locals())
    from colase.measurement.films import band_decay, fit_gain_threshold, gain_region

    delay, _ = scale_of(delay_unit, ("s",), "--delay-unit")
    more = [absorbance, solvent]
    if Path(file).is_dir():
        from colase.measurement.readers.folder import files_by_pump

        levels = files_by_pump(Path(file), pattern)
        pairs = [_matrix(str(Path(file) / name), absorbance, delay, chirp, solvent) for name in levels]
        if not band:
            raise InputError('fit transient: a threshold is that of a band; give --band "620 nm, 640 nm".')
        wavelengths = window_of(band, "--band")
        assert wavelengths is not None
        fluence = [v * scale_of(unit, ("J/m^2",))[0] for v in levels.values()]
        if not pairs:
            raise InputError(f"{Path(file).name}: no file matches {pattern}.")
        changes, base = [change for change, _, _ in pairs], pairs[0][1]
        limit = fit_gain_threshold(fluence, changes, base, absorbance_error, wavelengths)
        show("gain-threshold", file, limit, plot, as_json, report, settings, more)
        return
    change, base, zero = _matrix(file, absorbance, delay, chirp, solvent)
    found = replace(gain_region(change, base, absorbance_error), zero=zero)
    if (wavelengths := window_of(band, "--band")) is not None:
        pulse = number("--response", response, "s", "0.1 ps").value if response else 0.0
        kind = "auger" if auger else "exponentials"
        found = band_decay(found, wavelengths, kind=kind, response=pulse)
    show("transient", file, found, plot, as_json, report, settings, more)


def _matrix(file: str, absorbance: str, delay: float, chirp: int, solvent: str) -> tuple[Any, Any, Any]:
    """Return dA where A0 is known, chirp taken out, A0 there, and the time zero that was found."""
    import numpy as np

    from colase.measurement.films import time_zero
    from colase.measurement.readers.matrix import read_matrix

    change, zero = read_matrix(file, delay=delay), None
    if chirp >= 0 or solvent:
        degree = chirp if chirp >= 0 else 3
        seen = read_matrix(solvent, delay=delay) if solvent else change
        zero = time_zero(seen, degree, kind="artefact" if solvent else "rise")
        change = zero.corrected(change)
    base = columns_of(absorbance, 2)
    at, _ = base.si(1, ("m",), default="nm")
    lam, order = change.wavelength.values, np.argsort(at)
    known = at[order]
    inside = (lam >= known[0]) & (lam <= known[-1])
    if not inside.any():
        raise InputError(f"{Path(absorbance).name}: it covers none of the wavelengths of {Path(file).name}.")
    change = change.isel(wavelength=inside)
    return change, np.interp(change.wavelength.values, known, base.values[order, 1]), zero
