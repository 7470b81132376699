"""``colase read``: what an instrument file holds."""

from __future__ import annotations

from .fit.shared import Axis, Excitation, File, length
from .options import Json
from .terminal import columns, echo, print_json, title_line, wrapped


def read(file: File, axis: Axis = "", excitation: Excitation = "", as_json: Json = False) -> None:
    """Read an instrument file and say what it holds."""
    from colase.measurement import read as read_file

    data = read_file(file, axis=axis, excitation=length(excitation))
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
