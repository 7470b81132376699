"""Lines of a spectrum: found by prominence over the noise, fitted in groups, with Q or its lower bound.

The quality factor is wavelength over the Lorentzian width behind the instrument response; where that is
hidden a lower bound is given and said to be one (`line_fit`). Above threshold a linewidth is not that of
the cold cavity.

Two neighbouring lines are a doublet only if two lines of one width describe the window better than one by
the Bayesian information criterion; always fitting two would make the splitting of lafalce2019 eq. 1,

    phi = 2 |lambda_1 - lambda_2| / FSR,

biased upward, since two lines fitted to one never coincide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from .line_fit import SHAPES, WindowFit, fit_window
from .line_shapes import pixel_widths
from .shown import table

Array = NDArray[np.float64]

_REACH = 4.0
_MOST_IN_A_GROUP = 6
_SIGNIFICANT = 4.0  # areas over their error below which a line of a group is noise on its neighbour
_STRONG = 5.0


def spectrum_of(data: xr.Dataset | xr.DataArray, which: int = 0) -> tuple[Array, Array]:
    """Return wavelength (m) and counts of one spectrum.

    Raises
    ------
    InputError
        If the data have no wavelength.
    """
    counts = data["counts"] if isinstance(data, xr.Dataset) else data
    if "wavelength" not in counts.coords:
        raise InputError(
            "these spectra have no wavelength axis; read a Raman shift with excitation=..., for "
            "example 532e-9."
        )
    other = [d for d in counts.dims if d != "wavelength"]
    for dim in other:
        if not -counts.sizes[dim] <= which < counts.sizes[dim]:
            raise InputError(f"spectrum {which} does not exist; there are {counts.sizes[dim]}.")
        counts = counts.isel({dim: which})
        which = 0
    x, y = counts.wavelength.values.astype(float), counts.values.astype(float)
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
        raise InputError("a spectrum must hold finite numbers.")
    return x, y


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
        return "\n".join(
            [text, f"Shape {d.attrs['shape']}, {seen}.", *(f"Warning: {w}" for w in self.warnings)]
        )

    def plot(self, ax: Any = None) -> Any:
        """Draw the spectrum and the lines."""
        return draw("measured.lines", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_lines(
    data: xr.Dataset | xr.DataArray,
    which: int = 0,
    *,
    shape: str = "lorentz",
    resolution: float | None = None,
    resolution_error: float = 0.0,
    prominence: float = 6.0,
    most: int = 60,
) -> LineFit:
    """Find and fit the lines of one spectrum.

    Parameters
    ----------
    data : Dataset or DataArray
        Counts over wavelength (m), as `colase.measurement.read` returns them.
    which : int
        Number of the spectrum.
    shape : {"lorentz", "gauss", "voigt", "fano"}
        Shape behind the instrument response.
    resolution, resolution_error : float, optional
        Full width of the response in m; that of the data if left out, none if they do not know it.
    prominence : float
        How far a line must stand out, in standard deviations of the noise.
    most : int
        Largest number of lines, the most prominent first.

    Raises
    ------
    InputError
        For unusable data or an unknown shape.
    """
    if shape not in SHAPES:
        raise InputError(f'shape "{shape}" is not known; it is one of {", ".join(SHAPES)}.')
    x, y = spectrum_of(data, which)
    known = data.attrs.get("resolution", 0.0) if resolution is None else resolution
    if not 0 <= known < 1e-6 or not 0 <= resolution_error < 1e-6:
        raise InputError(
            f"resolution = {known:g} m: a width in metres below 1e-6 is wanted, for example 0.1e-9."
        )
    peaks, widths = find_lines(x, y, prominence, known, most)
    fits = [
        _fit_group(x, y, group, widths, known, resolution_error, shape, noise_of(y))
        for group in _groups(x, peaks, widths)
    ]
    return _gathered(x, y, fits, float(known), shape, saturation=data.attrs.get("saturation"))


def noise_of(y: Array) -> float:
    """Return the standard deviation of the noise from second differences, which lines hardly touch."""
    second = y[2:] - 2 * y[1:-1] + y[:-2]
    return float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6))


def find_lines(
    x: Array, y: Array, prominence: float, resolution: float, most: int
) -> tuple[NDArray[np.intp], Array]:
    """Return pixels of the lines by wavelength and their full widths in m."""
    from scipy.signal import find_peaks, peak_widths

    noise = noise_of(y)
    floor = max(noise, 1e-9 * float(np.ptp(y)), 1e-300)
    smooth = _smoothed(y, resolution / float(np.median(pixel_widths(x))))
    peaks, found = find_peaks(smooth, prominence=prominence * floor)
    order = np.sort(np.argsort(found["prominences"])[::-1][:most])
    peaks = peaks[order]
    if not peaks.size:
        return peaks, np.array([])
    wide = peak_widths(smooth, peaks, rel_height=0.5)[0]
    return peaks, np.maximum(wide, 1.5) * pixel_widths(x)[peaks]


def _smoothed(y: Array, pixels: float) -> Array:
    """Blur by half a resolution element where that spans several pixels."""
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(y, 0.25 * pixels) if pixels > 2 else y


def _groups(x: Array, peaks: NDArray[np.intp], widths: Array) -> list[NDArray[np.intp]]:
    """Put lines together that lie within a few widths of each other, as positions in ``peaks``."""
    groups: list[list[int]] = []
    for i in range(peaks.size):
        near = groups and x[peaks[i]] - x[peaks[i - 1]] < _REACH * 0.5 * (widths[i] + widths[i - 1])
        if near and len(groups[-1]) < _MOST_IN_A_GROUP:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [peaks[g] for g in groups]


def _fit_group(
    x: Array,
    y: Array,
    group: NDArray[np.intp],
    widths: Array,
    resolution: float,
    resolution_error: float,
    shape: str,
    noise: float,
) -> tuple[slice, WindowFit]:
    width = float(np.median(widths)) if widths.size else 0.0
    pixel = float(np.median(pixel_widths(x)))
    reach = max(_REACH * width, 8 * pixel)
    first, last = np.searchsorted(x, [x[group[0]] - reach, x[group[-1]] + reach])
    first, last = max(0, min(int(first), group[0] - 6)), min(x.size, max(int(last), group[-1] + 7))
    part = slice(first, last)
    response: dict[str, Any] = {
        "resolution": resolution,
        "resolution_error": resolution_error,
        "noise": noise,
    }
    shared = group.size > 1 and shape == "fano"
    fitted = fit_window(x[part], y[part], x[group], width, shape=shape, shared=shared, **response)
    real = np.abs(fitted.area) > _SIGNIFICANT * fitted.area_error
    if np.any(real) and not np.all(real):
        again = fitted.centre[real]
        fitted = fit_window(x[part], y[part], again, width, shape=shape, shared=shared, **response)
    return part, fitted


def _gathered(
    x: Array,
    y: Array,
    fits: list[tuple[slice, WindowFit]],
    resolution: float,
    shape: str,
    saturation: float | None,
) -> LineFit:
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
    return LineFit(data, _warnings(y, fits, saturation))


def _warnings(y: Array, fits: list[tuple[slice, WindowFit]], saturation: float | None) -> tuple[str, ...]:
    notes = []
    top = float(y.max())
    plateau = int(np.sum(y >= top - 1e-4 * abs(top)))
    if fits and (plateau >= 3 or (saturation is not None and top >= 0.98 * saturation)):
        notes.append("the strongest line is saturated: its height, width and Q are wrong.")
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class Doublet:
    """One line or two: centres (m), shared width (m), ln of the Bayes factor of two against one."""

    centres: tuple[float, ...]
    width: float
    separation: float
    separation_error: float
    log_evidence: float

    @property
    def split(self) -> bool:
        """Whether the data ask for two lines."""
        return self.log_evidence > _STRONG

    def describe(self) -> str:
        """Return one sentence."""
        if not self.split:
            return f"One line at {self.centres[0] * 1e9:.3f} nm (ln K = {self.log_evidence:.1f} for two)."
        gap = f"{self.separation * 1e9:.3f} +/- {self.separation_error * 1e9:.3f} nm"
        return f"Two lines {gap} apart (ln K = {self.log_evidence:.1f})."


def fit_doublet(
    data: xr.Dataset | xr.DataArray,
    window: tuple[float, float],
    which: int = 0,
    *,
    resolution: float | None = None,
) -> Doublet:
    """Decide between one and two lines of shared width in a window.

    Parameters
    ----------
    window : (float, float)
        Wavelengths in m.
    """
    x, y = spectrum_of(data, which)
    part = (x >= window[0]) & (x <= window[1])
    if part.sum() < 9:
        raise InputError(
            f"the window {window[0] * 1e9:g} to {window[1] * 1e9:g} nm holds {part.sum()} pixels; at "
            "least 9 are needed."
        )
    x, y = x[part], y[part]
    known = float(data.attrs.get("resolution", 0.0) if resolution is None else resolution)
    top = x[int(np.argmax(y))]
    half = np.ptp(x[y > y.min() + 0.5 * np.ptp(y)]) + float(np.median(pixel_widths(x)))
    one = fit_window(x, y, np.array([top]), half, resolution=known)
    starts = ([-0.25, 0.25], [-0.4, 0.4], [-0.5, 0.1], [-0.1, 0.5])
    two = min(
        (
            fit_window(x, y, one.centre + half * np.array(s), 0.6 * half, resolution=known, shared=True)
            for s in starts
        ),
        key=lambda f: f.chi2 - float(np.sum(np.log(f.weights))),
    )
    same = {"resolution": known, "weights": two.weights}
    one = fit_window(x, y, one.centre, half, **same)
    two = fit_window(x, y, two.centre, float(two.lorentz[0]) + known, shared=True, **same)
    n = x.size
    evidence = 0.5 * n * float(np.log(one.chi2 / two.chi2)) - 0.5 * (two.free - one.free) * float(np.log(n))
    gap = float(np.ptp(two.centre))
    if np.any(two.height <= 0):
        evidence = min(evidence, 0.0)
    if evidence <= _STRONG:
        return Doublet((float(one.centre[0]),), float(one.lorentz[0]), 0.0, gap, evidence)
    error = float(np.hypot(*two.centre_error))
    return Doublet(tuple(float(c) for c in two.centre), float(two.lorentz[0]), gap, error, evidence)


def phi(doublet: Doublet, fsr: float) -> float:
    """Return the splitting over half the free spectral range, lafalce2019 eq. 1; 0 for one line."""
    return 2 * doublet.separation / fsr
