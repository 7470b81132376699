"""The lines of a spectrum as one labelled result: centres, widths or their bounds, Q, areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.measurement.shown import table
from colase.results import dataset, draw, variable

from .window_fit import WindowFit

Array = NDArray[np.float64]

_HIDDEN = 0.1  # of the response: narrower widths rest on its exact shape


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LineFit:
    """Lines of one spectrum, over ``line`` by wavelength, and the model over ``wavelength``."""

    data: xr.Dataset
    warnings: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return the lines as a table."""
        d = self.data
        if not d.sizes["line"]:
            return "No line stands out of the noise."
        rows = []
        for i in range(d.sizes["line"]):
            one = d.isel(line=i)
            limited = bool(one.resolution_limited)
            width = (
                f"< {float(one.width_limit) * 1e9:.3f}"
                if limited
                else f"{float(one.width) * 1e9:.3f} +/- {float(one.width_error) * 1e9:.3f}"
            )
            q = f"> {float(one.q_factor):.0f}" if limited else f"{float(one.q_factor):.0f}"
            rows.append(
                (
                    f"{float(one.centre) * 1e9:.3f} +/- {float(one.centre_error) * 1e9:.3f}",
                    width,
                    q,
                    f"{float(one.height):.4g}",
                )
            )
        text = table(("centre (nm)", "width (nm)", "Q", "height"), rows)
        resolution = d.attrs["resolution"]
        seen = (
            f"behind a response of {resolution * 1e9:.3f} nm"
            if resolution
            else "no instrument response given: widths are as seen"
        )
        cold = "Above threshold Q is not that of the cold cavity."
        return "\n".join(
            [text, f"Shape {d.attrs['shape']}, {seen}. {cold}", *(f"Warning: {w}" for w in self.warnings)]
        )

    def plot(self, ax: Any = None) -> Any:
        """Draw the spectrum and the lines."""
        return draw("measurement.lines.lines", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def gathered(
    x: Array,
    y: Array,
    fits: list[tuple[slice, WindowFit]],
    resolution: float,
    shape: str,
    saturation: float | None,
) -> LineFit:
    """Return the lines of all groups as one result over ``line``, by wavelength."""
    model = np.full_like(y, np.nan)
    for part, one in fits:
        model[part] = one.model
    columns = {
        name: np.concatenate([getattr(f, name) for _, f in fits]) if fits else np.array([])
        for name in (
            "centre",
            "centre_error",
            "lorentz",
            "lorentz_error",
            "gauss",
            "height",
            "area",
            "area_error",
            "fano",
            "lorentz_limit",
        )
    }
    limited = np.concatenate([f.limited for _, f in fits]) if fits else np.array([], dtype=bool)
    width = columns["gauss"] if shape == "gauss" else columns["lorentz"]
    if shape == "gauss" and width.size:
        width = np.sqrt(np.maximum(width**2 - resolution**2, 0.0))
    used = np.where(limited, columns["lorentz_limit"], width)
    rows = {
        "centre": (columns["centre"], "m", "centre of the line"),
        "centre_error": (columns["centre_error"], "m", "standard error of the centre"),
        "width": (width, "m", "full width behind the instrument response"),
        "width_error": (columns["lorentz_error"], "m", "standard error of the width"),
        "width_limit": (
            columns["lorentz_limit"],
            "m",
            "95 % upper bound of the width of a resolution-limited line",
        ),
        "q_factor": (
            columns["centre"] / np.maximum(used, 1e-300),
            "1",
            "quality factor, a lower bound if resolution-limited",
        ),
        "resolution_limited": (limited, "1", "whether only a bound of the width is known"),
        "height": (columns["height"], "1", "height in counts"),
        "area": (columns["area"], "m", "counts times wavelength"),
        "area_error": (columns["area_error"], "m", "standard error of the area"),
    }
    if shape == "fano":
        rows["fano_q"] = (columns["fano"], "1", "Fano's asymmetry parameter")
    variables = {k: variable("line", *v) for k, v in rows.items()}
    variables["counts"] = variable("wavelength", y, "1", "counts")
    variables["model"] = variable("wavelength", model, "1", "fit; not a number between the windows")
    coords = {"wavelength": variable("wavelength", x, "m", "vacuum wavelength")}
    data = dataset(variables, coords, resolution=resolution, shape=shape).sortby("centre")
    return LineFit(data, _warnings(y, fits, saturation, data))


def _warnings(
    y: Array,
    fits: list[tuple[slice, WindowFit]],
    saturation: float | None,
    lines: xr.Dataset,
) -> tuple[str, ...]:
    notes = []
    top = float(y.max())
    plateau = int(np.sum(y >= top - 1e-4 * abs(top)))
    if fits and (plateau >= 3 or (saturation is not None and top >= 0.98 * saturation)):
        notes.append("the strongest line is saturated: its height, width and Q are wrong.")
    hidden = (lines.width < _HIDDEN * lines.attrs["resolution"]) & ~lines.resolution_limited
    if bool(hidden.any()):
        notes.append(
            f"{int(hidden.sum())} widths are below a tenth of the response: they hold only if it is exactly "
            "Gaussian; else take Q as a lower bound."
        )
    seen = np.hypot(np.where(lines.resolution_limited, 0, lines.width), lines.attrs["resolution"])
    lost = lines.centre_error.values > np.maximum(seen, np.median(np.diff(lines.wavelength.values)))
    if np.any(lost):
        shown = ", ".join(f"{v * 1e9:.1f}" for v in lines.centre.values[lost][:4])
        notes.append(f"no line of this shape: at {shown} nm the centre is less sure than the width.")
    return tuple(notes)
