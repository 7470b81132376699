"""An index table in a text file: wavelength with its unit in the header, then n and k.

::

    wavelength (nm), n, k
    400, 1.82, 0.030
    700, 1.74, 0.000

Columns are parted by commas, semicolons, tabs or blanks; k may be missing; "#" opens a comment. Rows
may stand in any order of wavelength. Between the rows the index follows straight lines. The first
column may be a photon energy ("energy (eV)"), with the wavelength lambda = h c/E.

Exports of ellipsometer software are read too: lines of text, then a line that holds only the unit
("nm", "eV", "Angstroms", "um", or "Wavelength (nm)"), perhaps a line "NK" (n and k) or "E1E2" (both parts of
n^2), then rows of numbers.
"""

from __future__ import annotations

import cmath
import math
import re
from itertools import pairwise
from pathlib import Path

from colase.constants import HC
from colase.errors import InputError
from colase.materials import TabulatedIndex
from colase.units import parse, quoted

from .files import read_text

_WAVELENGTH = re.compile(
    r"(?:wavelength|lambda|photon energy|energy|e)[\[(/_ ]([^\])]+)[\])]?", re.IGNORECASE
)
_UNIT_LINES = {"nm": "nm", "ev": "eV", "angstroms": "angstrom", "angstrom": "angstrom", "um": "um"}
_FORMS = {"nk": False, "n k": False, "e1e2": True, "e1 e2": True}
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
    start, unit, columns, squared = _export(lines) or (1, *_header(lines[0][1]), False)
    rows = sorted(_row(i, line, columns, unit, squared) for i, line in lines[start:])
    for (first, *_), (second, *_) in pairwise(rows):
        if first == second:
            raise InputError(f"the wavelength {first * 1e9:g} nm stands in two rows.")
    wavelength, n, k = zip(*rows, strict=True)
    if wavelength[0] <= 0 or min(n) <= 0 or min(k) < 0:
        raise InputError("wavelength and n must be greater than 0, and k at least 0.")
    return TabulatedIndex(wavelength, n, k, label)


def _export(lines: list[tuple[int, str]]) -> tuple[int, str, list[str], bool] | None:
    """Return where the rows of an ellipsometer export begin, its unit and its columns; None if it is none."""
    for number, (_, line) in enumerate(lines[:-2]):
        words = line.strip(' "').lower()
        if words in _UNIT_LINES:
            after = lines[number + 1][1].strip(' "').lower()
            start = number + 2 if after in _FORMS else number + 1
            return start, _UNIT_LINES[words], ["n", "k"], _FORMS.get(after, False)
        if _numeric(line):
            return None
    return None


def _numeric(line: str) -> bool:
    try:
        return len([float(part) for part in re.split(r"\s*[,;\t]\s*|\s+", line)]) > 1
    except ValueError:
        return False


def _length(text: str, unit: str) -> float:
    """Return a vacuum wavelength in m from a number in a unit of length or of photon energy."""
    if unit != "eV" and not unit.endswith("eV"):
        return parse(f"{text} {unit}", "m")
    energy = parse(f"{text} {unit}", "J")
    if energy <= 0:
        raise InputError("a photon energy must be greater than 0.")
    return HC / energy


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
        _length("1", match[1])
    except InputError as problem:
        raise InputError(f"header: {problem}") from None
    return match[1], columns


def _row(
    number: int, line: str, columns: list[str], unit: str, squared: bool = False
) -> tuple[float, float, float]:
    parts = re.split(r"\s*[,;\t]\s*|\s+", line)
    if len(parts) != len(columns) + 1:
        raise InputError(f"line {number}: {len(columns) + 1} numbers are wanted, this has {len(parts)}.")
    try:
        wavelength = _length(parts[0], unit)
        values = dict(zip(columns, map(float, parts[1:]), strict=True))
    except (InputError, ValueError):
        raise InputError(f"line {number}: {quoted(line)} is not a row of numbers.") from None
    if not all(map(math.isfinite, values.values())):
        raise InputError(f"line {number}: {quoted(line)} holds a value that is not a finite number.")
    if squared:
        root = cmath.sqrt(complex(values["n"], values["k"]))
        return wavelength, root.real, root.imag
    return wavelength, values["n"], values.get("k", 0.0)
