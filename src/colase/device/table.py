"""An index table in a text file: wavelength with its unit in the header, then n and k.

::

    wavelength (nm), n, k
    400, 1.82, 0.030
    700, 1.74, 0.000

Columns are parted by commas, semicolons, tabs or blanks; k may be missing; "#" opens a comment. Rows
may stand in any order of wavelength. Between the rows the index follows straight lines.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

from colase.errors import InputError
from colase.materials import TabulatedIndex
from colase.units import parse, quoted

from .files import read_text

_WAVELENGTH = re.compile(r"(?:wavelength|lambda)[\[(/_ ]([^\])]+)[\])]?", re.IGNORECASE)
_HEADER = 'the first line must name the columns, for example "wavelength (nm), n, k"'


def read_index_table(name: str, folder: Path | None) -> TabulatedIndex:
    """Return the table in a file beside the device file.

    Parameters
    ----------
    name : str
        File name, relative to ``folder``.
    folder : Path or None
        Folder of the device file; None if the device came from a text.

    Raises
    ------
    InputError
        If the file cannot be read; with the line if a row is not numbers.
    """
    if folder is None and not Path(name).is_absolute():
        raise InputError(f"{quoted(name)}: a file can only be named in a device file, not in a text.")
    try:
        return parse_index_table(read_text((folder or Path()) / name), name)
    except InputError as problem:
        raise InputError(f"{quoted(name)}: {problem}") from None


def parse_index_table(text: str, label: str) -> TabulatedIndex:
    """Return the table that a text holds; see `read_index_table`."""
    lines = [(i, line.split("#")[0].strip()) for i, line in enumerate(text.splitlines(), 1)]
    lines = [(i, line) for i, line in lines if line]
    if len(lines) < 3:
        raise InputError(f"a table needs a header and at least two rows; {_HEADER}.")
    unit, columns = _header(lines[0][1])
    rows = sorted(_row(i, line, columns, unit) for i, line in lines[1:])
    for (first, *_), (second, *_) in pairwise(rows):
        if first == second:
            raise InputError(f"the wavelength {first * 1e9:g} nm stands in two rows.")
    wavelength, n, k = zip(*rows, strict=True)
    if wavelength[0] <= 0 or min(n) <= 0 or min(k) < 0:
        raise InputError("wavelength and n must be greater than 0, and k at least 0.")
    return TabulatedIndex(wavelength, n, k, label)


def _header(line: str) -> tuple[str, list[str]]:
    """Return the unit of the wavelength and the names of the columns after it."""
    joined = re.sub(r"\s*([\[(/])\s*", r"\1", line)
    first, *columns = (
        part.strip(' "') for part in re.split(r"[,;\t]" if re.search(r"[,;\t]", line) else r"\s+", joined)
    )
    match = _WAVELENGTH.fullmatch(first)
    if match is None:
        raise InputError(f"the wavelength needs its unit in the header; {_HEADER}.")
    columns = [column.lower() for column in columns]
    if sorted(columns) not in (["n"], ["k", "n"]):
        raise InputError(f"the columns after the wavelength must be n, or n and k; {_HEADER}.")
    try:
        parse(f"1 {match[1]}", "m")
    except InputError as problem:
        raise InputError(f"header: {problem}") from None
    return match[1], columns


def _row(number: int, line: str, columns: list[str], unit: str) -> tuple[float, float, float]:
    parts = re.split(r"\s*[,;\t]\s*|\s+", line)
    if len(parts) != len(columns) + 1:
        raise InputError(f"line {number}: {len(columns) + 1} numbers are wanted, this has {len(parts)}.")
    try:
        wavelength = parse(f"{parts[0]} {unit}", "m")
        values = dict(zip(columns, map(float, parts[1:]), strict=True))
    except (InputError, ValueError):
        raise InputError(f"line {number}: {quoted(line)} is not a row of numbers.") from None
    if not all(map(math.isfinite, values.values())):
        raise InputError(f"line {number}: {quoted(line)} holds a value that is not a finite number.")
    return wavelength, values["n"], values.get("k", 0.0)
