"""``colase read``: what an instrument file or a folder of them holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from colase.errors import InputError

from .fit.series import Dark, Density, Pattern, PumpTable, Response, series_of
from .fit.shared import Axis, Excitation, File, Unit, given, length
from .options import Json
from .terminal import bar, columns, echo, print_json, title_line, wrapped

if TYPE_CHECKING:
    import xarray as xr

_KNOWN = (("exposure", " s"), ("accumulations", ""), ("saturation", ""), ("date", ""), ("instrument", ""))


def read(
    file: File,
    unit: Unit = "",
    pattern: Pattern = "",
    pump_table: PumpTable = "",
    dark: Dark = "",
    density: Density = 0.0,
    response: Response = "",
    axis: Axis = "",
    excitation: Excitation = "",
    out: Annotated[
        str, typer.Option("--out", metavar="PATH", help="Save a series as .nc or .csv (pixel by pump).")
    ] = "",
    as_json: Json = False,
) -> None:
    """Read an instrument file, or a folder of them as a series over pump."""
    settings = given(locals())
    from colase.measurement import read as read_file

    if Path(file).is_dir() and (pattern or pump_table or out):
        _series(Path(file), series_of(file, settings, as_json), out, as_json)
    elif Path(file).is_dir():
        _folder(Path(file), axis, length(excitation), as_json)
    else:
        if pattern or pump_table or out:
            raise InputError(
                f"{Path(file).name}: --pattern, --pump-table and --out are for a folder of spectra."
            )
        _file(read_file(file, axis=axis, excitation=length(excitation)), as_json)


def _file(data: xr.Dataset, as_json: bool) -> None:
    if as_json:
        print_json({"attributes": dict(data.attrs), "data": columns(data)})
        return
    title_line(data.attrs["file"], data.attrs["format"])
    echo(f"  spectra      {data.sizes['spectrum']} of {data.counts.shape[1]} pixels")
    echo(f"  {str(data.counts.dims[1]).replace('_', ' '):12s} {_span(data)}")
    echo(f"  counts       {float(data.counts.min()):g} to {float(data.counts.max()):g}")
    for name, unit in _KNOWN:
        if name in data.attrs:
            value = data.attrs[name]
            echo(f"  {name:12s} {value if isinstance(value, str) else f'{value:g}'}{unit}")
    wrapped(f"Axis: {data.attrs['calibration']}.", "  ")


def _folder(folder: Path, axis: str, excitation: float | None, as_json: bool) -> None:
    """Say of each file what it holds, or why it cannot be read."""
    from colase.measurement import read as read_file

    rows: list[tuple[str, str]] = []
    files = sorted(path for path in folder.iterdir() if path.is_file())
    with bar("files", show=not as_json) as progress:
        for done, path in enumerate(files, 1):
            try:
                data = read_file(path, axis=axis, excitation=excitation)
                size = f"{data.sizes['spectrum']} x {data.counts.shape[1]}"
                rows.append((path.name, f"{data.attrs['format']}, {size}, {_span(data)}"))
            except InputError as problem:
                rows.append((path.name, str(problem).removeprefix(f"{path.name}: ")))
            progress(done, len(files))
    if as_json:
        print_json([{"file": name, "holds": said} for name, said in rows])
        return
    title_line(f"{folder.name}", f"{len(rows)} files")
    for name, said in rows:
        wrapped(f"{name}: {said}", "  ")
    wrapped('With --pattern, e.g. "film_{pump}uJ*.asc", or --pump-table they become a series over pump.')


def _series(folder: Path, series: xr.Dataset, out: str, as_json: bool) -> None:
    from colase.measurement.shown import unit_of

    if out:
        _save(series, out)
    if as_json:
        print_json({"attributes": dict(series.attrs), "data": columns(series)})
        return
    pump, lam = series.pump.values, series.wavelength.values * 1e9
    unit, scale = unit_of(series.pump.attrs["units"])
    title_line(folder.name, f"series of {pump.size} pump levels")
    echo(f"  pump         {pump[0] * scale:.4g} to {pump[-1] * scale:.4g} {unit or '(no unit; give --unit)'}")
    echo(f"  wavelength   {lam[0]:.3f} to {lam[-1]:.3f} nm, {lam.size} pixels")
    echo(f"  signal       {float(series.signal.min()):.4g} to {float(series.signal.max()):.4g}")
    for name, what in (("saturated", "at the ceiling of the detector"), ("cosmic", "probably cosmic rays")):
        count = int(series[name].sum())
        echo(f"  {name:12s} {count} pixels {what}" if count else f"  {name:12s} none")
    if out:
        echo(out)


def _save(series: xr.Dataset, out: str) -> None:
    suffix = Path(out).suffix.lower()
    if suffix == ".nc":
        series.to_netcdf(out)
    elif suffix == ".csv":
        _write_csv(series, Path(out))
    else:
        raise InputError(f"--out {out}: the name must end in .nc or .csv.")


def _write_csv(series: xr.Dataset, out: Path) -> None:
    """Write wavelength (nm) and one column a pump level, in the units of the field, as `read` reads it."""
    from colase.measurement.shown import unit_of

    unit, scale = unit_of(series.pump.attrs["units"])
    heads = ["wavelength (nm)", *(f"signal at {p * scale:.6g} {unit}".rstrip() for p in series.pump.values)]
    rows = [",".join(heads)]
    for lam, row in zip(series.wavelength.values * 1e9, series.signal.values.T, strict=True):
        rows.append(",".join([f"{lam:.5f}", *(f"{v:.7g}" for v in row)]))
    out.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _span(data: xr.Dataset) -> str:
    dim = str(data.counts.dims[1])
    scale, unit = (1e9, "nm") if dim == "wavelength" else (1e-2, "1/cm")
    low, high = float(data[dim][0]) * scale, float(data[dim][-1]) * scale
    return f"{low:.3f} to {high:.3f} {unit}"
