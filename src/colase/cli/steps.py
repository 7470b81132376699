"""``colase modes``, ``gain``, ``threshold`` and ``ll``: one step of a run each."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .options import DeviceName, Json, Settings, load
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped


def modes(
    device: DeviceName,
    settings: Settings = None,
    every: Annotated[bool, typer.Option("--all", help="Print every mode.")] = False,
    as_json: Json = False,
) -> None:
    """Find the resonances: wavelength, Q, confinement, volume."""
    from colase import study

    loaded = load(device, settings)
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
    length: Annotated[
        float | None, typer.Option("--length", metavar="UM", help="Length of the stripe in um.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute amplified emission from the end of a pumped stripe of a film."""
    from colase.study import amplified_emission

    loaded = load(device, settings)
    with bar("levels", show=not as_json) as progress:
        found = amplified_emission(loaded, length=length and length * 1e-6, progress=progress)
    _show(loaded, found.data, found.describe(), as_json)


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
