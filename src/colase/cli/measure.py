"""``colase read`` and ``colase fit``: instrument files to numbers with intervals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from colase.errors import InputError, nearest

from .options import Json
from .terminal import WIDTH, bar, columns, echo, print_json, title_line, wrapped

File = Annotated[
    str, typer.Argument(metavar="FILE", help="Instrument file, table or folder.", show_default=False)
]
Axis = Annotated[
    str, typer.Option("--axis", metavar="UNIT", help="Unit of the axis: nm, um, m, eV, 1/cm, raman.")
]
Excitation = Annotated[
    str, typer.Option("--excitation", metavar="LENGTH", help='Laser behind a Raman shift, e.g. "532 nm".')
]
KINDS = ("threshold", "vsl", "lines", "comb", "track", "polarisation")
_PUMP = ("J/m^2", "W/m^2", "J", "W")


def read(file: File, axis: Axis = "", excitation: Excitation = "", as_json: Json = False) -> None:
    """Read an instrument file and say what it holds."""
    from colase.measurement import read as read_file

    data = read_file(file, axis=axis, excitation=_length(excitation))
    if as_json:
        print_json({"attributes": dict(data.attrs), "data": columns(data)})
        return
    dim = data.counts.dims[1]
    scale, unit = (1e9, "nm") if dim == "wavelength" else (1e-2, "1/cm")
    title_line(data.attrs["file"], data.attrs["format"])
    low, high = float(data[dim][0]) * scale, float(data[dim][-1]) * scale
    echo(f"  spectra      {data.sizes['spectrum']} of {data.sizes[dim]} pixels")
    echo(f"  {dim.replace('_', ' '):12s} {low:.3f} to {high:.3f} {unit}")
    echo(f"  counts       {float(data.counts.min()):g} to {float(data.counts.max()):g}")
    for name, unit in (
        ("exposure", " s"),
        ("accumulations", ""),
        ("saturation", ""),
        ("date", ""),
        ("instrument", ""),
    ):
        if name in data.attrs:
            value = data.attrs[name]
            echo(f"  {name:12s} {value if isinstance(value, str) else f'{value:g}'}{unit}")
    wrapped(f"Axis: {data.attrs['calibration']}.", "  ")


def fit(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"One of {', '.join(KINDS)}.", show_default=False)
    ],
    file: File,
    unit: Annotated[
        str, typer.Option("--unit", metavar="UNIT", help="Unit of the first column: uJ/cm^2, mW, um, deg ...")
    ] = "",
    pattern: Annotated[
        str, typer.Option("--pattern", metavar="NAME", help='Names in a folder, e.g. "film_{pump}uJ*.asc".')
    ] = "",
    window: Annotated[
        str, typer.Option("--window", metavar="FROM,TO", help='Part of the spectra, e.g. "620 nm, 640 nm".')
    ] = "",
    spectrum: Annotated[int, typer.Option("--spectrum", metavar="N", help="Which spectrum of a file.")] = 0,
    shape: Annotated[str, typer.Option("--shape", help="lorentz, gauss, voigt or fano.")] = "lorentz",
    resolution: Annotated[
        str,
        typer.Option("--resolution", metavar="LENGTH", help='Instrument response, e.g. "0.1 +/- 0.01 nm".'),
    ] = "",
    perimeter: Annotated[
        str, typer.Option("--perimeter", metavar="LENGTH", help='Round trip, e.g. "78.5 +/- 3 um".')
    ] = "",
    pump_error: Annotated[
        float, typer.Option("--pump-error", help="Relative error of each pump value.")
    ] = 0.0,
    pump_scale: Annotated[
        float, typer.Option("--pump-scale-error", help="Relative error that all pump values share.")
    ] = 0.0,
    axis: Axis = "",
    excitation: Excitation = "",
    plot: Annotated[
        str, typer.Option("--plot", metavar="PATH", help="Save the figure (svg, png, pdf).")
    ] = "",
    as_json: Json = False,
) -> None:
    """Reduce measured data to numbers with intervals."""
    if kind not in KINDS:
        raise InputError(
            f'there is nothing to fit called "{kind}".{nearest(kind, KINDS)} Known: {", ".join(KINDS)}.'
        )
    spectral = {"axis": axis, "excitation": _length(excitation)}
    if kind in ("lines", "comb", "track"):
        found = _spectral(kind, file, spectral, spectrum, shape, resolution, perimeter, as_json)
    elif kind == "threshold":
        found = _threshold(file, unit, pattern, window, spectral, pump_error, pump_scale, as_json)
    elif kind == "vsl":
        from colase.measurement import fit_stripe

        values = _columns(file, 2)
        found = fit_stripe(values[:, 0] * _scale(unit or "um", ("m",))[0], values[:, 1])
    else:
        from colase.measurement import fit_polarisation

        values = _columns(file, 2)
        found = fit_polarisation(
            values[:, 0] * (1.0 if unit == "rad" else 0.017453292519943295), values[:, 1]
        )
    _show(kind, file, found, plot, as_json)


def _threshold(
    file: str,
    unit: str,
    pattern: str,
    window: str,
    spectral: dict[str, Any],
    error: float,
    scale_error: float,
    quiet: bool,
) -> Any:
    from colase.measurement import Noise, fit_threshold, integrated, read_series

    scale, si = _scale(unit, _PUMP)
    noise = Noise(pump=error, pump_scale=scale_error)
    if Path(file).is_dir():
        with bar("spectra", show=not quiet) as progress:
            series = read_series(
                file, pattern=pattern, scale=scale, pump_unit=si, progress=progress, **spectral
            )
        curve = integrated(series, _window(window))
        return fit_threshold(
            curve.pump.values, curve.output.values, curve.linewidth.values, pump_unit=si, noise=noise
        )
    values = _columns(file, 2)
    width = values[:, 2] if values.shape[1] > 2 else None
    return fit_threshold(values[:, 0] * scale, values[:, 1], width, pump_unit=si, noise=noise)


def _spectral(
    kind: str,
    file: str,
    spectral: dict[str, Any],
    which: int,
    shape: str,
    resolution: str,
    perimeter: str,
    quiet: bool,
) -> Any:
    from colase.measurement import fit_comb, fit_lines, read, track_lines
    from colase.units import read as quantity

    data = read(file, **spectral)
    options: dict[str, Any] = {"shape": shape}
    if resolution:
        seen = quantity(resolution, "m", "0.1 nm")
        options |= {"resolution": seen.value, "resolution_error": seen.error or 0.0}
    if kind == "lines":
        return fit_lines(data, which, **options)
    if kind == "comb":
        if perimeter:
            length = quantity(perimeter, "m", "78.5 +/- 3 um")
            options |= {"perimeter": length.value, "perimeter_error": length.error or 0.0}
        return fit_comb(data, which, **options)
    with bar("spectra", show=not quiet) as progress:
        return track_lines(data, progress=progress, **options)


def _show(kind: str, file: str, found: Any, plot: str, as_json: bool) -> None:
    if plot:
        _save(found.plot, plot)
    if as_json:
        print_json(
            {
                "fit": kind,
                "file": Path(file).name,
                "warnings": list(getattr(found, "warnings", ())),
                "data": columns(found.data),
            }
        )
        return
    title_line(Path(file).name, kind)
    for line in found.describe().splitlines():
        if len(line) > WIDTH and "  " not in line.strip():
            wrapped(line)
        else:
            echo(line)


def _save(draw: Callable[[], Any], path: str) -> None:
    suffix = Path(path).suffix.lower()
    if suffix not in (".svg", ".png", ".pdf"):
        raise InputError(f"--plot {path}: the name must end in .svg, .png or .pdf.")
    draw().figure.savefig(path)


def _columns(file: str, least: int) -> Any:
    from colase.measurement import read_table

    values, _ = read_table(file)
    if values.shape[1] < least:
        raise InputError(f"{Path(file).name}: at least {least} columns are wanted.")
    return values


def _scale(unit: str, allowed: tuple[str, ...]) -> tuple[float, str]:
    """Return the factor to SI and the SI unit of a unit; without one the numbers are pure."""
    from colase.units import convert

    if not unit:
        return 1.0, ""
    problem = InputError(f'--unit "{unit}" is none of {", ".join(allowed)} in any multiple.')
    for si in allowed:
        try:
            return convert(1.0, unit, si), si
        except InputError as found:
            problem = found if "not a unit" in str(found) else problem
    raise problem


def _length(text: str) -> float | None:
    from colase.units import parse

    return parse(text, "m") if text else None


def _window(text: str) -> tuple[float, float] | None:
    from colase.units import parse

    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 2:
        raise InputError(f'--window "{text}": write two wavelengths, for example "620 nm, 640 nm".')
    return parse(parts[0].strip(), "m"), parse(parts[1].strip(), "m")
