"""Lines followed through a series: one label a line, kept over gaps, with hops named.

Every spectrum is fitted by itself; then lines are tied to labels by the assignment with the smallest total
distance (Hungarian method), allowing none beyond a gate. A label that finds no line waits for a number of
spectra at its last place. A hop is a change of the label that carries the most light.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.results import dataset, draw, variable

from .lines import LineFit, fit_lines
from .shown import table, unit_of

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tracks:
    """Lines over ``spectrum`` and ``label``; not a number where a label found no line."""

    data: xr.Dataset

    @property
    def hops(self) -> tuple[int, ...]:
        """Numbers of the spectra in which another label has taken the lead."""
        leader = self.data.leader.values
        return tuple(int(i) for i in np.flatnonzero((leader[1:] != leader[:-1]) & (leader[1:] >= 0)) + 1)

    def describe(self) -> str:
        """Return one row a label."""
        d = self.data
        unit, scale = unit_of(d.pump.attrs["units"]) if "pump" in d.coords else ("", 1.0)
        rows = []
        for label in range(d.sizes["label"]):
            centre = d.centre.values[:, label] * 1e9
            seen = np.isfinite(centre)
            led = int(np.sum(d.leader.values == label))
            since = (f"{d.pump.values[seen][0] * scale:.4g}",) if "pump" in d.coords else ()
            drift = centre[seen][-1] - centre[seen][0]
            rows.append(
                (
                    str(label),
                    str(int(seen.sum())),
                    f"{np.median(centre[seen]):.3f}",
                    f"{drift:+.3f}",
                    str(led),
                    *since,
                )
            )
        head = ("label", "spectra", "median (nm)", "drift (nm)", "strongest in")
        head += (f"seen from ({unit})",) if "pump" in d.coords else ()
        ceiling = int(d.saturated.sum()) if "saturated" in d.coords else 0
        cut = f"Warning: {ceiling} spectra hold pixels at the ceiling of the detector, with wrong widths."
        hops = f"{len(self.hops)} changes of the strongest line in {d.sizes['spectrum']} spectra."
        said = [table(head, rows), hops, *([cut] if ceiling else [])]
        return "\n".join(said) if rows else "No line was found in any spectrum."

    def plot(self, ax: Any = None) -> Any:
        """Draw the places of all labels."""
        return draw("measurement.series.tracks", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def track_lines(
    data: xr.Dataset,
    *,
    gate: float | None = None,
    patience: int = 10,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> Tracks:
    """Fit every spectrum of a series and follow its lines.

    Parameters
    ----------
    data : Dataset
        Counts over (spectrum, wavelength), or the signal over (pump, wavelength) of a series.
    gate : float, optional
        Farthest step of a line between spectra in m; four pixels or two resolution elements if left out.
    patience : int
        Spectra that a label may miss before a line at its place gets a new one.
    progress : callable, optional
        ``progress(done, total)``.
    **options
        Passed on to `fit_lines`.
    """
    data = _spectra(data)
    total = data.sizes["spectrum"]
    fits: list[LineFit] = []
    for i in range(total):
        fits.append(fit_lines(data, i, **options))
        if progress:
            progress(i + 1, total)
    pixel = float(np.median(np.abs(np.diff(data.wavelength.values))))
    gate = gate if gate is not None else max(4 * pixel, 2 * float(data.attrs.get("resolution", 0.0)))
    labels, count = _labelled([f.data.centre.values for f in fits], gate, patience)
    return _gathered(data, fits, labels, count)


def _spectra(data: xr.Dataset) -> xr.Dataset:
    """Return spectra as they are, and a series as spectra that know their pump, cosmic rays bridged."""
    if "signal" not in data:
        return data
    clean = data.signal.where(~data.cosmic).interpolate_na("wavelength", fill_value="extrapolate")
    rows = {
        "counts": variable(
            ("spectrum", "wavelength"), clean.values, data.signal.attrs["units"], "corrected counts"
        )
    }
    coords = {
        "wavelength": variable("wavelength", data.wavelength.values, "m", "vacuum wavelength"),
        "pump": variable("spectrum", data.pump.values, data.pump.attrs["units"], "pump"),
        "saturated": variable(
            "spectrum", data.saturated.any("wavelength").values, "1", "pixel at the ceiling"
        ),
    }
    return dataset(rows, coords, **{k: data.attrs[k] for k in ("resolution",) if k in data.attrs})


def _labelled(centres: list[Array], gate: float, patience: int) -> tuple[list[NDArray[np.intp]], int]:
    """Return the label of every line of every spectrum, and how many labels there are."""
    from scipy.optimize import linear_sum_assignment

    place: list[float] = []
    last: list[int] = []
    out = []
    for i, here in enumerate(centres):
        mine = np.full(here.size, -1)
        alive = [k for k in range(len(place)) if i - last[k] <= patience + 1]
        if alive and here.size:
            distance = np.abs(here[:, None] - np.array([place[k] for k in alive])[None, :])
            rows, columns = linear_sum_assignment(np.minimum(distance, 2 * gate))
            for r, c in zip(rows, columns, strict=True):
                if distance[r, c] <= gate:
                    mine[r] = alive[c]
        for r in range(here.size):
            if mine[r] < 0:
                mine[r] = len(place)
                place.append(0.0)
                last.append(0)
            place[mine[r]], last[mine[r]] = float(here[r]), i
        out.append(mine)
    return out, len(place)


def _gathered(data: xr.Dataset, fits: list[LineFit], labels: list[NDArray[np.intp]], count: int) -> Tracks:
    total = len(fits)
    names = ("centre", "centre_error", "width", "width_error", "q_factor", "height", "area")
    grids = {name: np.full((total, count), np.nan) for name in names}
    leader = np.full(total, -1)
    for i, (one, mine) in enumerate(zip(fits, labels, strict=True)):
        for name in names:
            grids[name][i, mine] = one.data[name].values
        if mine.size:
            leader[i] = mine[int(np.argmax(one.data.area.values))]
    described = fits[0].data if fits else None
    variables = {
        name: variable(
            ("spectrum", "label"), grid, described[name].attrs["units"], described[name].attrs["long_name"]
        )
        for name, grid in grids.items()
        if described is not None
    }
    variables["leader"] = variable(
        "spectrum", leader, "1", "label of the line with the largest area, -1 without lines"
    )
    along = {
        str(k): variable("spectrum", v.values, v.attrs.get("units", "1"), v.attrs.get("long_name", str(k)))
        for k, v in data.coords.items()
        if v.dims == ("spectrum",)
    }
    return Tracks(
        dataset(variables, {**along, "label": variable("label", np.arange(count), "1", "label of the line")})
    )
