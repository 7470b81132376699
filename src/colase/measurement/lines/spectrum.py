"""One spectrum out of labelled data, and the noise of its pixels."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError

Array = NDArray[np.float64]

_FOURTH = np.array([1.0, -4.0, 6.0, -4.0, 1.0])
_REACH = 75
_SHARE = 35.0


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


def noise_of(y: Array) -> float:
    """Return the standard deviation of the noise from second differences, which lines hardly touch."""
    second = y[2:] - 2 * y[1:-1] + y[:-2]
    return float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6))


def noise_at(y: Array) -> Array:
    """Return the standard deviation of the noise at every pixel, shape (pixel,).

    Light brings its own noise, so that a bright band has more of it than the dark beside it. The 35th
    percentile of the fourth differences within 75 pixels each way hardly sees lines, dense combs included.
    Where numbers are counted it is never below one count.
    """
    from scipy.ndimage import percentile_filter
    from scipy.stats import norm

    fourth = np.abs(np.convolve(y, _FOURTH, "valid")) / np.linalg.norm(_FOURTH)
    if not fourth.size:
        return np.full(y.shape, noise_of(y))
    reach = min(_REACH, max(fourth.size // 2, 1))
    spread = percentile_filter(fourth, _SHARE, size=2 * reach + 1, mode="mirror") / norm.ppf(
        0.5 + _SHARE / 200
    )
    steps = np.abs(np.diff(y))
    grain = float(np.min(steps[steps > 0], initial=np.inf))
    counted = np.isfinite(grain) and np.allclose(steps / grain, np.round(steps / grain), atol=1e-6)
    return np.maximum(np.pad(spread, 2, mode="edge"), grain if counted else 0.0)
