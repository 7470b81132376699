"""Find and fit the lines of one spectrum, group by group."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError

from .found import LineFit, gathered
from .search import REACH, find_lines, groups_of
from .shapes import pixel_widths
from .spectrum import noise_of, spectrum_of
from .window_fit import SHAPES, WindowFit, fit_window

Array = NDArray[np.float64]

_SIGNIFICANT = 4.0  # areas over their error below which a line of a group is noise on its neighbour
_ALONE, _STRONG = 3.5, 8.0  # ... and below which a line of less than so many times the noise is noise itself


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
    groups = groups_of(x, peaks, widths)
    found = [_fit_group(x, y, group, widths, known, resolution_error, shape, noise_of(y)) for group in groups]
    fits = [one for one in found if one is not None]
    return gathered(x, y, fits, float(known), shape, saturation=data.attrs.get("saturation"))


def _fit_group(
    x: Array,
    y: Array,
    group: NDArray[np.intp],
    widths: Array,
    resolution: float,
    resolution_error: float,
    shape: str,
    noise: float,
) -> tuple[slice, WindowFit] | None:
    """Return the lines of a group that stand out by their area, None if none does."""
    width = float(np.median(widths)) if widths.size else 0.0
    pixel = float(np.median(pixel_widths(x)))
    reach = max(REACH * width, 8 * pixel)
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
    significant = np.abs(fitted.area) / np.maximum(fitted.area_error, 1e-300)
    if np.any(significant > _SIGNIFICANT) and not np.all(significant > _SIGNIFICANT):
        again = fitted.centre[significant > _SIGNIFICANT]
        fitted = fit_window(x[part], y[part], again, width, shape=shape, shared=shared, **response)
        significant = np.abs(fitted.area) / np.maximum(fitted.area_error, 1e-300)
    weak = np.max(np.abs(fitted.height)) < _STRONG * noise
    return None if weak and not np.any(significant > _ALONE) else (part, fitted)
