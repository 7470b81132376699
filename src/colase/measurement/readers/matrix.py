"""Transient-absorption matrices in text: delays in the first row, wavelengths in the first column.

Read are a plain table of that shape (first cell empty, a number or words), decimal points or commas, with
lines of words above and below it, and the "Time explicit" text of global-analysis programs, whose delays
stand alone in a row after ``intervalnr``. Wavelengths at which every value is missing (the ends of a
detector) are left out and counted; a single missing value is an error. Units are given by whoever reads.
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
        times, waves, values, missing = _rows(decoded(content))
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
            "wavelengths_left_out": missing,
        },
    )


def _rows(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return delays, wavelengths, values (wavelength, delay) and how many wavelengths were left out."""
    lines = text.splitlines()
    comma = _decimal_commas(lines)
    rows: list[list[float]] = []
    ended = 0
    for number, line in enumerate(lines, 1):
        cells = _numbers(line, comma, first=len(rows) == 0)
        if cells is None or not cells:
            ended = ended or (number if rows and line.strip() else 0)
        elif ended and len(cells) > 1:
            raise UnreadableError(f"line {ended} inside the matrix is no row of numbers")
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
    known = ~np.isnan(table[:, 1:]).all(axis=1)
    found = np.array(times), table[known, 0], table[known, 1:]
    if not all(np.isfinite(v).all() for v in found):
        bad = np.argwhere(~np.isfinite(found[2]))
        at = f" (first at {found[1][bad[0, 0]]:g}, delay {found[0][bad[0, 1]]:g})" if bad.size else ""
        raise UnreadableError(f"it holds values that are no finite numbers{at}")
    for name, axis in (("delays", found[0]), ("wavelengths", found[1])):
        step = np.diff(axis)
        if not (np.all(step > 0) or np.all(step < 0)):
            raise UnreadableError(f"its {name} neither rise nor fall throughout")
    return *found, int(np.sum(~known))


def _decimal_commas(lines: list[str]) -> bool:
    """Return whether commas are decimal signs: they stand beside tabs or semicolons, and no points do."""
    rows = [line for line in lines if ("\t" in line or ";" in line) and line[:1] in "0123456789+-\t;"][:50]
    return bool(rows) and any("," in r for r in rows) and not any("." in r for r in rows)


def _numbers(line: str, comma: bool, first: bool) -> list[float] | None:
    """Return the numbers of a line, of the first row also behind a cell of words; None if it is no row."""
    cells = line.replace(";", "\t").replace(",", "." if comma else "\t")
    split = cells.split()
    try:
        return [float(c) for c in split]
    except ValueError:
        pass
    words, tab, rest = cells.partition("\t")
    if not (first and tab and words.strip()):
        return None
    try:
        found = [float(c) for c in rest.split()]
    except ValueError:
        return None
    return [0.0, *found] if len(found) > 2 else None
