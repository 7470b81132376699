"""``colase.read``: a file becomes its spectra, a folder with pump levels a series over pump."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xarray as xr

from colase.errors import InputError

from .readers import read as read_file
from .readers.folder import read_series


def read(path: str | Path, **options: Any) -> xr.Dataset:
    """Read an instrument file, or a folder of them as a series over pump.

    Parameters
    ----------
    path : str or Path
        File or folder.
    **options
        Of a file those of `colase.measurement.readers.read` (axis, excitation, gaps, form), of a folder those
        of `read_series` (pattern or pump_table, scale, pump_unit, dark, optical_density, response, ...).

    Returns
    -------
    Dataset
        ``counts`` over (spectrum, wavelength) of a file, ``signal`` over (pump, wavelength) of a folder.

    Raises
    ------
    InputError
        One sentence, whatever is wrong with the file or the folder; for a folder without ``pattern`` and
        ``pump_table`` it says what to give.
    """
    if Path(path).is_dir():
        return read_series(path, **options)
    for name in ("pattern", "pump_table"):
        if options.get(name):
            raise InputError(f"{Path(path).name}: {name} is for a folder of spectra, and this is none.")
    return read_file(path, **options)
