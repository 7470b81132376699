"""Options that several reductions share, and how what they found is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from colase.cli.terminal import WIDTH, columns, echo, print_json, title_line, wrapped
from colase.errors import InputError

from .tables import said_of_units

File = Annotated[
    str, typer.Argument(metavar="FILE", help="Instrument file, table or folder.", show_default=False)
]
Axis = Annotated[
    str, typer.Option("--axis", metavar="UNIT", help="Unit of the axis: nm, um, m, eV, 1/cm, raman.")
]
Excitation = Annotated[
    str, typer.Option("--excitation", metavar="LENGTH", help='Laser behind a Raman shift, e.g. "532 nm".')
]
Unit = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help="Of the first column: uJ/cm^2, mW, um, deg ...; else what its head names.",
    ),
]
Plot = Annotated[str, typer.Option("--plot", metavar="PATH", help="Save the figure (svg, png, pdf).")]
Window = Annotated[
    str, typer.Option("--window", metavar="FROM,TO", help='Part of the spectra, e.g. "620 nm, 640 nm".')
]
PumpError = Annotated[float, typer.Option("--pump-error", help="Relative error of each pump value.")]
PumpScale = Annotated[
    float, typer.Option("--pump-scale-error", help="Relative error that all pump values share.")
]
Which = Annotated[int, typer.Option("--spectrum", metavar="N", help="Which spectrum of a file.")]
Shape = Annotated[str, typer.Option("--shape", help="lorentz, gauss, voigt or fano.")]
Resolution = Annotated[
    str, typer.Option("--resolution", metavar="LENGTH", help='Instrument response, e.g. "0.1 +/- 0.01 nm".')
]


Report = Annotated[
    str, typer.Option("--report", metavar="FOLDER", help="Write a page with figures, method and provenance.")
]


def show(
    kind: str,
    file: str,
    found: Any,
    plot: str,
    as_json: bool,
    report: str = "",
    settings: Mapping[str, Any] | None = None,
    more_files: Sequence[str] = (),
    raw: Mapping[str, Any] | None = None,
) -> None:
    """Write what a reduction found: words or JSON, its figure and its page where they are asked for."""
    files = [f for f in (file, *more_files) if f and Path(f).exists()]
    pictured(kind, found, plot, as_json, report, settings, files, raw)
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
    for line in said_of_units(dict(settings or {})):
        wrapped(line)
    for line in found.describe().splitlines():
        if len(line) > WIDTH and "  " not in line.strip():
            wrapped(line)
        else:
            echo(line)


def pictured(
    kind: str,
    found: Any,
    plot: str,
    as_json: bool,
    report: str,
    settings: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
    raw: Mapping[str, Any] | None = None,
) -> None:
    """Save the figure and write the page of what was found, where they are asked for."""
    if plot:
        save_figure(found.plot, plot)
    if report:
        from colase.report.measured import write_measurement

        page = write_measurement(kind, found, report, files=files, settings=settings, raw=raw)
        if not as_json:
            echo(str(page))


def save_figure(draw: Callable[[], Any], path: str) -> None:
    """Save what ``draw`` draws under a name that ends in .svg, .png or .pdf."""
    suffix = Path(path).suffix.lower()
    if suffix not in (".svg", ".png", ".pdf"):
        raise InputError(f"--plot {path}: the name must end in .svg, .png or .pdf.")
    draw().figure.savefig(path)


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a command that were given, without those about its output."""
    return {k: v for k, v in values.items() if v and k not in ("plot", "report", "as_json")}


def number(option: str, text: str, si: str, example: str) -> Any:
    """Return value and error (None if not given) of a text in SI; an error names the option."""
    from colase.units import read

    try:
        return read(text, si, example)
    except InputError as problem:
        raise InputError(f'{option} "{text}": {problem}') from None


def length(text: str, option: str = "--excitation", example: str = "532 nm") -> float | None:
    """Return a length in m, None for no text."""
    return number(option, text, "m", example).value if text else None


def known_length(text: str, name: str) -> dict[str, Any]:
    """Return a length and its error as the arguments ``name`` and ``name_error``."""
    if not text:
        return {}
    seen = number(f"--{name}", text, "m", "0.10 +/- 0.01 nm")
    return {name: seen.value, f"{name}_error": seen.error or 0.0}


def window_of(text: str, option: str = "--window") -> tuple[float, float] | None:
    """Return two wavelengths in m, None for no text."""
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 2:
        raise InputError(f'{option} "{text}": write two wavelengths, for example "620 nm, 640 nm".')
    low, high = (number(option, part.strip(), "m", "620 nm, 640 nm").value for part in parts)
    return low, high
