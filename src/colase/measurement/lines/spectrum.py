"""One spectrum out of labelled data, and the noise of its pixels."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError

Array = NDArray[np.float64]


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
