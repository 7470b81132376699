"""A folder of spectra with their pump levels, from a table beside them or from the names of the files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from colase.errors import InputError
from colase.measurement.series import build_series

from . import read
from .content import UnreadableError
from .text import decoded, table

_NUMBER = r"(?P<pump>\d+(?:[.,p]\d+)?(?:e[+-]?\d+)?)"


def read_table(path: str | Path, gaps: bool = False) -> tuple[Any, tuple[str, ...]]:
    """Return the numbers (row, column) and the heads of a table in text; with ``gaps`` some may be nan.

    Raises
    ------
    InputError
        If the file holds no table of numbers.
    """
    where = Path(path)
    try:
        found = table(decoded(where.read_bytes()), gaps)
    except OSError as problem:
        raise InputError(f"{where.name}: cannot be opened ({problem.strerror}).") from None
    except UnreadableError as problem:
        raise InputError(f"{where.name}: {problem}.") from None
    return found.values, tuple(found.heads)


def read_series(
    folder: str | Path,
    *,
    pattern: str = "",
    pump_table: str | Path | None = None,
    scale: float = 1.0,
    pump_unit: str = "J/m^2",
    progress: Callable[[int, int], None] | None = None,
    axis: str = "",
    excitation: float | None = None,
    **options: Any,
) -> xr.Dataset:
    """Read a folder of spectra as a series over pump.

    Parameters
    ----------
    folder : str or Path
        Every file that matches is read.
    pattern : str
        Name of a file with ``{pump}`` where the number stands and ``*`` for anything: "film_{pump}uJ*.asc".
        A decimal sign may be a point, a comma or a p.
    pump_table : str or Path, optional
        Instead: text of two columns, name of the file and pump; a third holds the optical density of the
        filters before the detector.
    scale : float
        SI value of one unit of those numbers (1e-2 for uJ/cm^2).
    pump_unit : str
        SI unit of the pump.
    progress : callable, optional
        ``progress(done, total)``.
    **options
        dark, optical_density, response, saturation, pump_error: see `build_series`.
    """
    where = Path(folder)
    if not where.is_dir():
        raise InputError(f"{where.name}: this is not a folder.")
    if bool(pattern) == (pump_table is not None):
        raise InputError('give either a pattern such as "*_{pump}uJ.txt" or a pump table.')
    if pump_table is None:
        levels, filters = files_by_pump(where, pattern), {}
    else:
        levels, filters = _by_table(where, Path(pump_table))
    if not levels:
        raise InputError(f"{where.name}: no file matches {pattern or 'the pump table'}.")
    if filters:
        if np.any(options.get("optical_density", 0.0)):
            raise InputError("optical densities stand in the pump table already; do not give them twice.")
        options["optical_density"] = [filters[name] for name in levels]
    spectra = []
    for done, name in enumerate(levels, 1):
        spectra.append(read(where / name, axis=axis, excitation=excitation))
        if progress:
            progress(done, len(levels))
    return build_series(spectra, [v * scale for v in levels.values()], pump_unit=pump_unit, **options)


def files_by_pump(folder: Path, pattern: str) -> dict[str, float]:
    """Return the files of a folder whose names match "film_{pump}uJ*.asc", with the number in them."""
    if pattern.count("{pump}") != 1:
        raise InputError(f'the pattern "{pattern}" must hold {{pump}} once.')
    before, after = pattern.split("{pump}")
    wild = ["".join(".*" if c == "*" else re.escape(c) for c in part) for part in (before, after)]
    wanted = re.compile(f"{wild[0].replace('.*', '.*?')}{_NUMBER}{wild[1]}", re.IGNORECASE)
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and (m := wanted.fullmatch(path.name)):
            found[path.name] = float(re.sub("[,p]", ".", m["pump"].lower()))
    return found


def _by_table(folder: Path, path: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return pump and, if the table has a third column, optical density by name of the file."""
    try:
        text = decoded(path.read_bytes())
    except (OSError, UnreadableError) as problem:
        raise InputError(f"{path.name}: {getattr(problem, 'strerror', None) or problem}.") from None
    found: dict[str, float] = {}
    filters: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        delimiter = next((d for d in "\t;," if d in line), None)
        cells = next(csv.reader([line], delimiter=delimiter)) if delimiter else line.split()
        if len(cells) < 2 or not (folder / cells[0].strip()).is_file():
            if found and line.strip():
                raise InputError(f"{path.name}: line {number} names no file of the folder.")
            continue
        numbers = [cell.strip().replace(",", ".") for cell in cells[1:3] if cell.strip()]
        try:
            values = [float(number) for number in numbers]
            found[cells[0].strip()] = values[0]
        except (ValueError, IndexError):
            raise InputError(f"{path.name}: line {number}: its pump is no number.") from None
        if len(values) > 1:
            filters[cells[0].strip()] = values[1]
    if filters and len(filters) != len(found):
        raise InputError(f"{path.name}: {len(filters)} of {len(found)} files have an optical density.")
    return found, filters
