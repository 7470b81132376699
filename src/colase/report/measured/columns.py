"""What stands in the CSV of a measurement and in the figure of its residuals, by the kind of reduction.

A view names the dimension of the points, the columns with their units, and how measured and model are
compared: "ratio" (ln of the two), "difference", or a variable that holds the distance already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from colase.constants import ELEMENTARY_CHARGE
from colase.plot.columns import Column, from_dataset

_SHOWN = {
    "J/m^2": ("uJ/cm^2", 1e2),
    "W/m^2": ("kW/cm^2", 1e-7),
    "J": ("nJ", 1e9),
    "W": ("mW", 1e3),
    "m": ("nm", 1e9),
    "m/s": ("nm/s", 1e9),
    "rad": ("deg", 180 / np.pi),
    "1/m": ("1/cm", 1e-2),
}


@dataclass(frozen=True, slots=True)
class View:
    """Points of one reduction: abscissa, measured, model or distance, further columns."""

    x: str
    measured: str = ""
    model: str = ""
    compare: str = "difference"
    more: tuple[str, ...] = ()


VIEWS: dict[str, View] = {
    "threshold": View("pump", "output", "model", "ratio", ("linewidth", "linewidth_model", "output_error")),
    "vsl": View("stripe_length", "output", "model", "difference"),
    "fluences": View("stripe_length", "output", "output_model", "ratio", ("point_fluence", "output_error")),
    "gains": View("fluence", "gain", "model", "difference", ("gain_error",)),
    "lines": View("wavelength", "counts", "model", "difference"),
    "comb": View("wavelength_of_line", "", "", "residual", ("mode_number",)),
    "polarisation": View("angle", "intensity", "model", "difference"),
    "assign": View("wavelength", "", "", "distance", ("sigma",)),
    "bands": View("photon_energy", "spectrum", "model", "difference"),
    "absorption": View("photon_energy", "spectrum", "model", "difference"),
    "ase": View("pump", "output", "model", "ratio", ("linewidth",)),
    "transient": View("wavelength", "", "", "", ("absorbance", "deepest", "deepest_error")),
    "decay": View("band_delay", "band_bleach", "band_model", "difference"),
    "chirp": View("wavelength", "time_zero", "model", "difference", ("error", "model_error", "used")),
    "gain-threshold": View("fluence", "", "", "", ("lowest", "lowest_error")),
    "follow": View(
        "spectrum", "", "", "", ("file", "centre", "centre_error", "width", "width_error", "area", "output")
    ),
    "photons": View("factor", "", "", "", ("share",)),
    **{
        kind: View("factor", "", "", "", ("share",))
        for kind in ("sweep", "yield", "density", "packing", "cross-section")
    },
    "phase": View("frequency", "phase", "phase_fitted", "difference"),
    "stability": View("time", "intensity", "model", "ratio", ("wavelength",)),
    "light": View("pump", "measured", "model", "ratio", ("error",)),
    "spectra": View("wavelength", "measured", "model", "ratio", ("pump", "error")),
    "peaks": View("wavelength", "measured", "model", "difference", ("error",)),
    "path": View("wavelength", "measured", "model", "difference", ("error",)),
    "emission": View("wavelength", "measured", "model", "difference", ("error",)),
    "device": View("input", "", "", "", ("before", "value", "error", "low", "high")),
}


def _view(kind: str) -> View | None:
    """Return the view of a kind, or of a part that carries a number, such as "light-2"."""
    return VIEWS.get(kind) or VIEWS.get(kind.rstrip("0123456789").rstrip("-"))


def _unit(data: Any, name: str) -> tuple[str, float]:
    unit = str(data[name].attrs.get("units", ""))
    if name == "stripe_length":
        return "um", 1e6
    if unit == "s" and ("time_zero" in data or name == "band_delay"):
        return "ps", 1e12
    if unit == "J" and name == "photon_energy":
        return "eV", 1 / ELEMENTARY_CHARGE
    return _SHOWN.get(unit, ("" if unit == "1" else unit, 1.0))


def columns(kind: str, found: Any) -> tuple[Column, ...]:
    """Return the points of a reduction as columns in the units of the field."""
    view, data = _view(kind), found.data
    if kind == "track":
        return _tracked(data)
    if kind == "series":
        return _spectra(found.chosen)
    if view is None:
        return ()
    names = [n for n in (view.x, view.measured, view.model, *view.more) if n and n in data]
    rows = [(n, n.replace("_", " "), *_unit(data, n)) for n in names]
    found_ = from_dataset(data, rows)
    left = residual(kind, found)
    return (*found_, Column("residual", left[2], left[1])) if left is not None and left[1].size else found_


def _spectra(signal: Any) -> tuple[Column, ...]:
    """Return the wavelength and one column a spectrum, headed by its pump."""
    unit, factor = _SHOWN.get(str(signal.pump.attrs["units"]), ("", 1.0))
    heads = [f"{v * factor:.6g} {unit}".strip() for v in signal.pump.values]
    rows = (Column(f"signal at {h}", "", row) for h, row in zip(heads, signal.values, strict=True))
    return (Column("wavelength", "nm", signal.wavelength.values * 1e9), *rows)


def _tracked(data: Any) -> tuple[Column, ...]:
    """Return one row a line and spectrum, by label."""
    label, spectrum = np.nonzero(np.isfinite(data.centre.values.T))
    found = [Column("label", "", label), Column("spectrum", "", spectrum)]
    for name, along in data.coords.items():
        if along.dims == ("spectrum",) and name != "saturated":
            unit, factor = _unit(data, str(name))
            found.append(Column(str(name), unit, along.values[spectrum] * factor))
    for name in ("centre", "centre_error", "width", "width_error", "q_factor", "height", "area"):
        unit, factor = _unit(data, name)
        found.append(Column(name.replace("_", " "), unit, data[name].values[spectrum, label] * factor))
    return tuple(found)


def residual(kind: str, found: Any) -> tuple[np.ndarray, np.ndarray, str, str, str] | None:
    """Return abscissa, residual, unit of the residual, and the names of both axes; None if there is none."""
    view, d = _view(kind), found.data
    if view is None or not view.compare:
        return None
    unit, factor = _unit(d, view.x)
    x = d[view.x].values * factor
    label = f"{view.x.replace('_', ' ')} ({unit})" if unit else view.x.replace("_", " ")
    if view.compare == "ratio":
        return x, np.log(d[view.measured].values / d[view.model].values), "", label, "ln(measured/fit)"
    if view.compare == "difference":
        shown, scale = _unit(d, view.measured)
        words = f"measured minus fit ({shown})" if shown else "measured minus fit"
        return x, (d[view.measured].values - d[view.model].values) * scale, shown, label, words
    values = d[view.compare]
    values = values.isel(assignment=0) if "assignment" in values.dims else values
    return x, values.values * 1e12, "pm", label, "peak minus mode (pm)"
