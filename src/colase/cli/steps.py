"""One step of a run each: modes, gain, threshold, light curve, levers, stripe, transient absorption."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

import typer

from colase.errors import InputError, nearest

from .options import DeviceName, Json, Settings, load
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped

_VARIED = ("pump", "length", "concentration")


def modes(
    device: DeviceName,
    settings: Settings = None,
    every: Annotated[bool, typer.Option("--all", help="Print every mode.")] = False,
    leaky: Annotated[
        bool, typer.Option("--leaky", help="Of a film: modes that radiate into a half-space, at mid-window.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find the resonances: wavelength, Q, confinement, volume."""
    from colase import study

    loaded = load(device, settings)
    if leaky:
        data, table = study.leaky_modes(loaded)
        _show(loaded, data, table.text(), as_json)
        return
    with bar("modes", show=not as_json) as progress:
        found = study.modes(loaded, progress)
    _show(loaded, found.data, found.table(None if every else 10).text(), as_json)


def gain(
    device: DeviceName,
    settings: Settings = None,
    photons: Annotated[
        list[float] | None,
        typer.Option("--photons", metavar="N", help="Photons absorbed per nanocrystal; may be repeated."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute gain spectra at several pump levels."""
    from colase import study

    loaded = load(device, settings)
    spectrum = study.gain_spectrum(loaded, tuple(photons)) if photons else study.gain_spectrum(loaded)
    _show(loaded, spectrum.data, spectrum.describe(), as_json)
    if not as_json:
        balance(loaded)


def threshold(device: DeviceName, settings: Settings = None, as_json: Json = False) -> None:
    """Find the smallest pump that lases, and the mode that lases first."""
    from colase import study

    loaded = load(device, settings)
    found = study.threshold(loaded)
    _show(loaded, found.data, f"{found.describe()}\n\n{found.conversion.describe()}", as_json)


def ll(
    device: DeviceName,
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Compute light out against light in, with spectra and linewidth."""
    from colase import study

    loaded = load(device, settings)
    with bar("light", show=not as_json) as progress:
        curve = study.light_curve(loaded, progress=progress)
    _show(loaded, curve.data, f"{_levels(curve.data)}\n\n{curve.describe()}", as_json)


def levers(
    device: DeviceName,
    settings: Settings = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", min=0, help="Draws of the uncertain inputs; 0 for none.")
    ] = 100,
    as_json: Json = False,
) -> None:
    """Say why the threshold is what it is: losses, where the pump goes, and what would lower it most."""
    from colase.study.levers import levers as why

    loaded = load(device, settings)
    with bar("draws", show=bool(draws) and not as_json) as progress:
        found = why(loaded, draws=draws, progress=progress)
    _show(loaded, found.data, found.describe(), as_json)


def stripe(
    device: DeviceName,
    settings: Settings = None,
    vary: Annotated[
        str, typer.Option("--vary", metavar="WHAT", help='"pump", "length" or "concentration" (a cuvette).')
    ] = "pump",
    length: Annotated[
        float | None, typer.Option("--length", metavar="UM", help="Length of the stripe in um.")
    ] = None,
    fluence: Annotated[
        float | None,
        typer.Option("--fluence", metavar="UJ_CM2", help="Fluence in uJ/cm2 while the length varies."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute amplified emission: a film against pump or length, or a dispersion in a cuvette."""
    from colase import study

    loaded = load(device, settings)
    if vary not in _VARIED:
        raise InputError(f"stripe: --vary {vary}: there is no such choice.{nearest(vary, _VARIED)}")
    given = [n for n, value in (("--length", length), ("--fluence", fluence)) if value is not None]
    useless = [n for n in given if n != {"pump": "--length", "length": "--fluence"}.get(vary)]
    if useless:
        raise InputError(f"stripe: {useless[0]} says nothing while the {vary} varies; leave it out.")
    with bar("levels", show=not as_json) as progress:
        if vary == "pump":
            found = study.amplified_emission(
                loaded, length=_scaled(length, 1e-6, "--length"), progress=progress
            )
        elif vary == "length":
            found = study.variable_stripe(loaded, _scaled(fluence, 1e-2, "--fluence"), progress=progress)
        else:
            found = study.concentration_scan(loaded, progress)
    _show(loaded, found.data, found.describe(), as_json)


def transient(device: DeviceName, settings: Settings = None, as_json: Json = False) -> None:
    """Compute transient absorption: bleach against delay, and when the film amplifies."""
    from colase import study

    loaded = load(device, settings)
    with bar("pumps", show=not as_json) as progress:
        found = study.transient(loaded, progress=progress)
    _show(loaded, found.data, found.describe(), as_json)


def _scaled(value: float | None, unit: float, name: str) -> float | None:
    """Return a number of the command line in SI units."""
    if value is None:
        return None
    if not (isfinite(value) and value > 0):
        raise InputError(f"stripe: {name} {value:g}: give a number above zero.")
    return value * unit


def _levels(data: Any) -> str:
    """Return the light curve as a table, one row a pump level."""
    from colase.study.table import Table
    from colase.units import digits

    rows, steady = [], "irradiance" in data
    for level in range(data.sizes["pump"]):
        at = data.isel(pump=level)
        m = int(at.dominant_mode)
        pumped = (
            (at.irradiance * 1e-7, at.emitted_power.sum() * 1e3)
            if steady
            else (at.fluence * 100, at.emitted_energy.sum() * 1e12)
        )
        numbers = (
            pumped[0],
            at.photons_per_nanocrystal,
            pumped[1],
            at.emitted_photons.sum(),
            at.emitted_counts.sum(),
        )
        rows.append(
            (
                *(digits(float(x), 3) for x in numbers),
                str(data.label.values[m]),
                digits(float(at.fwhm[m]) * 1e9, 3),
            )
        )
    pump, out = ("kW/cm2", "out mW") if steady else ("uJ/cm2", "out pJ")
    heads = (f"pump {pump}", "photons/NC", out, "photons", "counts", "brightest mode", "width nm")
    return Table(heads, tuple(rows)).text()


def balance(device: Any) -> None:
    """Write the detailed-balance warning of the gain medium, if it has one."""
    from colase.gain import balance_warning

    warning = balance_warning(device.gain)
    if warning:
        wrapped(warning)


def _show(device: Any, data: Any, text: str, as_json: bool) -> None:
    if as_json:
        print_json({"title": device.title, "data": columns(data)})
        return
    title_line(device.title, device.reference)
    for line in text.splitlines():
        if len(line) > WIDTH:
            wrapped(line)
        else:
            echo(line)
