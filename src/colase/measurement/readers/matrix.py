"""Transient-absorption matrices in text: delays in the first row, wavelengths in the first column.

Read are a plain table of that shape (first cell empty, or any number) and the "Time explicit" text of
global-analysis programs, whose delays stand alone in a row after ``intervalnr``. Units are given by whoever
reads.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import xarray as xr

from colase.errors import InputError

from .content import UnreadableError
from .text import decoded

_LARGEST = 64 * 2**20


def read_matrix(path: str | Path, delay: float = 1e-12, wavelength: float = 1e-9) -> xr.DataArray:
    """Return dA over (delay, wavelength).

    Parameters
    ----------
    delay, wavelength : float
        SI values of the units of the file: ps and nm if left out.

    Raises
    ------
    InputError
        One sentence, whatever is wrong with the file.
    """
    where = Path(path)
    try:
        if where.stat().st_size > _LARGEST:
            raise InputError(f"{where.name}: more than {_LARGEST >> 20} MB; this is no matrix in text.")
        content = where.read_bytes()
        times, waves, values = _rows(decoded(content))
    except OSError as problem:
        raise InputError(f"{where.name}: cannot be opened ({problem.strerror}).") from None
    except UnreadableError as problem:
        raise InputError(f"{where.name}: {problem}.") from None
    return xr.DataArray(
        values.T,
        coords={
            "delay": ("delay", times * delay, {"units": "s", "long_name": "delay after the pump"}),
            "wavelength": (
                "wavelength",
                waves * wavelength,
                {"units": "m", "long_name": "vacuum wavelength"},
            ),
        },
        name="change",
        attrs={
            "units": "1",
            "long_name": "change of the decadic absorbance",
            "file": where.name,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )


def _rows(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = _numbers(line)
        if cells is None:
            if rows:
                raise UnreadableError(f"line {number} inside the matrix is no row of numbers")
        elif len(cells) > 1:
            rows.append(cells)
    if len(rows) < 3:
        raise UnreadableError(
            "no matrix with delays in its first row and wavelengths in its first column is seen"
        )
    times, body = rows[0], rows[1:]
    if len(times) == len(body[0]):
        times = times[1:]  # the first cell belongs to neither
    for number, row in enumerate(body, 1):
        if len(row) != len(times) + 1:
            raise UnreadableError(
                f"row {number} of the matrix holds {len(row) - 1} values for {len(times)} delays"
            )
    table = np.array(body)
    found = np.array(times), table[:, 0], table[:, 1:]
    for name, axis in (("delays", found[0]), ("wavelengths", found[1])):
        step = np.diff(axis)
        if not (np.all(step > 0) or np.all(step < 0)):
            raise UnreadableError(f"its {name} neither rise nor fall throughout")
    if not all(np.isfinite(v).all() for v in found):
        raise UnreadableError("it holds values that are no finite numbers")
    return found


def _numbers(line: str) -> list[float] | None:
    cells = line.replace(";", "\t").replace(",", "\t").split()
    try:
        return [float(c) for c in cells] or None
    except ValueError:
        return None
