"""Thousands of spectra, one line each: read, corrected, fitted; and taken up again where it stopped.

Every finished spectrum is one line of a journal (JSON), written at once with the size and time of its file
and the settings. When work is taken up again, rows whose file and settings have not changed are not done
again; a line that an interruption cut short is done again. The line is the most prominent of each spectrum
(`fit_lines`), in a window if one is given; whether a pixel is saturated stands beside it.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from colase.errors import ColaseError, InputError
from colase.measurement.lines import fit_lines
from colase.measurement.lines.window_fit import SHAPES
from colase.measurement.readers import read
from colase.measurement.shown import table
from colase.results import dataset, draw, variable

COLUMNS = {
    "centre": ("m", "centre of the strongest line"),
    "centre_error": ("m", "its standard error"),
    "width": ("m", "width behind the response"),
    "width_error": ("m", "its standard error"),
    "area": ("m/s", "area of the line per second of exposure"),
    "output": ("m/s", "counts over wavelength per second of exposure"),
    "exposure": ("s", "exposure"),
    "saturated": ("1", "whether a pixel is at the ceiling"),
}
JOURNAL = "lines.jsonl"
FEWEST = 8  # pixels of a window in which a line can be fitted


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Followed:
    """One line of every spectrum over ``spectrum``, not a number where none stands out."""

    data: xr.Dataset
    resumed: int
    warnings: tuple[str, ...]

    def describe(self) -> str:
        """Return how many lines were fitted and where they are."""
        d = self.data
        seen = np.isfinite(d.centre.values)
        if not seen.any():
            return f"{d.sizes['spectrum']} spectra, and no line stands out in any."
        lam, width = d.centre.values[seen] * 1e9, d.width.values[seen] * 1e9
        rows = [
            ("spectra", str(d.sizes["spectrum"])),
            ("with a line", str(int(seen.sum()))),
            ("taken from the journal", str(self.resumed)),
            ("centre (nm)", f"{np.median(lam):.4f}, from {lam.min():.4f} to {lam.max():.4f}"),
            ("width (nm)", f"{np.median(width):.4f}"),
            ("saturated", str(int(np.nansum(d.saturated.values)))),
        ]
        return "\n".join([table(("", ""), rows).lstrip("\n "), *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the centre of the line through the series."""
        return draw("measurement.followed.centre", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def follow_folder(
    folder: str | Path,
    pattern: str = "*",
    *,
    journal: str | Path | None = None,
    window: tuple[float, float] | None = None,
    dark: float = 0.0,
    progress: Callable[[int, int], None] | None = None,
    axis: str = "",
    excitation: float | None = None,
    **options: Any,
) -> Followed:
    """Fit one line in every spectrum of a folder, going on where an earlier run stopped.

    Parameters
    ----------
    folder : str or Path
        With the files; in the order of their names, numbers in them as numbers.
    pattern : str
        Names of files, with ``*`` for anything.
    journal : str or Path, optional
        Where finished rows are kept; ``lines.jsonl`` in the folder if left out.
    window : (float, float), optional
        Wavelengths in m.
    dark : float
        Counts that every pixel shows in the dark.
    **options
        shape, resolution, prominence: passed on to `fit_lines`.
    """
    where = Path(folder)
    if not where.is_dir():
        raise InputError(f"{where.name}: this is not a folder.")
    if (shape := options.get("shape", SHAPES[0])) not in SHAPES:
        raise InputError(f'shape "{shape}" is not known; it is one of {", ".join(SHAPES)}.')
    book = Path(journal) if journal else where / JOURNAL
    files = [p for p in sorted(where.iterdir(), key=_natural) if p.is_file() and p.name != book.name]
    files = [p for p in files if fnmatch.fnmatch(p.name, pattern)]
    if not files:
        raise InputError(f'{where.name}: no file is called "{pattern}".')
    asked = json.dumps({"window": window, "dark": dark, "axis": axis, "excitation": excitation, **options})
    done = _journal(book, asked)
    rows: list[Mapping[str, Any]] = []
    refused: list[str] = []
    resumed = 0
    try:
        cut = book.is_file() and not book.read_bytes().endswith(b"\n")  # the last line of an interrupted run
        with book.open("a", encoding="utf-8") as out:
            out.write("\n" if cut else "")
            for number, path in enumerate(files, 1):
                stat = path.stat()
                key = (path.name, stat.st_size, stat.st_mtime_ns)
                if key in done:
                    found = done[key]
                    resumed += 1
                else:
                    found = _row(path, window, dark, axis, excitation, options)
                    record = {"file": key[0], "size": key[1], "time": key[2], "asked": asked, "rows": found}
                    out.write(json.dumps(record) + "\n")
                    out.flush()
                refused += [path.name] if not found else []
                rows += found
                if progress:
                    progress(number, len(files))
    except OSError as problem:
        raise InputError(f"{book.name}: the journal cannot be written ({problem.strerror}).") from None
    if not rows:
        inside = f" with {FEWEST} pixels inside the window" if window else ""
        raise InputError(f"{where.name}: none of {len(files)} files is a spectrum that can be read{inside}.")
    return Followed(_dataset(rows), resumed, _warnings(rows, refused))


def _natural(path: Path) -> list[tuple[int, Any]]:
    """Order names with the numbers in them as numbers: a2 before a10."""
    words = "".join(c if c.isdigit() else f"\0{c}\0" for c in path.name).split("\0")
    return [(0, int(w)) if w.isdigit() else (1, w) for w in words if w]


def _journal(book: Path, asked: str) -> dict[tuple[str, int, int], list[dict[str, Any]]]:
    """Return the rows that were finished with the same settings; a damaged line does not count."""
    found: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
    if not book.is_file():
        return found
    for line in book.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            one = json.loads(line)
            if one["asked"] == asked:
                found[(str(one["file"]), int(one["size"]), int(one["time"]))] = list(one["rows"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _row(
    path: Path,
    window: tuple[float, float] | None,
    dark: float,
    axis: str,
    excitation: float | None,
    options: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return one row a spectrum of a file, none if the file cannot be read."""
    try:
        data = read(path, axis=axis, excitation=excitation)
        part = data if window is None else data.sel(wavelength=slice(min(window), max(window)))
        if part.sizes["wavelength"] < FEWEST:
            return []
        return [_line(part, i, dark, options) for i in range(part.sizes["spectrum"])]
    except (ColaseError, KeyError):
        return []


def _line(data: xr.Dataset, which: int, dark: float, options: Mapping[str, Any]) -> dict[str, Any]:
    counts = data.counts.values[which]
    ceiling = float(data.attrs.get("saturation", np.inf))
    exposure = float(data.attrs.get("exposure", 1.0)) * float(data.attrs.get("accumulations", 1.0))
    found = fit_lines(data.assign(counts=data.counts - dark), which, most=1, **options).data
    row = {
        "file": str(data.attrs.get("file", "")),
        "exposure": exposure,
        "saturated": float(counts.max() >= 0.98 * ceiling),
        "output": float(np.trapezoid(counts - dark, data.wavelength.values)) / exposure,
    }
    names = ("centre", "centre_error", "width", "width_error", "area")
    if not found.sizes["line"]:
        return row | dict.fromkeys(names)
    best = int(np.argmax(found.area.values))
    row |= {n: float(found[n].values[best]) for n in names}
    row["area"] /= exposure
    return row


def _dataset(rows: list[Mapping[str, Any]]) -> xr.Dataset:
    def column(name: str) -> np.ndarray:
        return np.array([np.nan if r.get(name) is None else r[name] for r in rows], dtype=float)

    variables = {n: variable("spectrum", column(n), *about) for n, about in COLUMNS.items()}
    variables["file"] = variable("spectrum", np.array([r["file"] for r in rows]), "1", "file")
    number = variable("spectrum", np.arange(len(rows)), "1", "number of the spectrum")
    return dataset(variables, {"spectrum": number})


def _warnings(rows: list[Mapping[str, Any]], refused: list[str]) -> tuple[str, ...]:
    notes = []
    if refused:
        shown = ", ".join(refused[:3]) + (" ..." if len(refused) > 3 else "")
        notes.append(f"{len(refused)} files could not be read and are left out ({shown}).")
    lost = sum(r.get("centre") is None for r in rows)
    if lost:
        notes.append(f"in {lost} spectra no line stands out.")
    return tuple(notes)
