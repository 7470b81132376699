"""The page of one reduction of measured data, written with the template of all reports."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from colase.errors import InputError
from colase.report.blocks import Block, Figure, Listing, Note, Section, Table, Text
from colase.report.facts import typeset
from colase.report.page import Page
from colase.report.picture import picture
from colase.report.write import save

from .columns import columns, residual

METHODS = {
    "threshold": (
        "colase.measurement.threshold",
        "colase.measurement.threshold.s_curve",
        "colase.measurement.threshold.collapse",
    ),
    "vsl": ("colase.measurement.vsl",),
    "fluences": ("colase.measurement.vsl.fluences", "colase.measurement.vsl.likelihood"),
    "gains": ("colase.measurement.vsl.fluences",),
    "lines": ("colase.measurement.lines", "colase.measurement.lines.window_fit"),
    "comb": ("colase.measurement.comb", "colase.measurement.two_combs"),
    "track": ("colase.measurement.tracking",),
    "follow": ("colase.study.measured.follow",),
    "polarisation": ("colase.measurement.polarisation",),
    "assign": ("colase.measurement.assign.assignment", "colase.measurement.assign.ladder"),
    "device": ("colase.study.measured.device_fit", "colase.study.measured.posterior"),
    "bands": ("colase.measurement.films.bands",),
    "ase": ("colase.measurement.films.amplified",),
    "transient": ("colase.measurement.films.transient", "colase.measurement.films.chirp"),
    "gain-threshold": ("colase.measurement.films.gain_threshold",),
    "photons": ("colase.measurement.films.counted",),
    "yield": ("colase.measurement.films.yields",),
    "density": ("colase.measurement.films.counted",),
    "packing": ("colase.measurement.films.counted", "colase.materials.packing"),
    "cross-section": ("colase.measurement.films.counted",),
    "phase": ("colase.heat.thermoreflectance", "colase.heat.thermoreflectance.phase_fit"),
    "sweep": ("colase.measurement.beam_sweep", "colase.measurement.films.counted"),
    "stability": ("colase.measurement.stability",),
}
"""Modules whose first words describe the method of a reduction, by kind."""
_LIBRARIES = ("colase", "numpy", "scipy", "xarray")
_LARGEST = 2**30
_HEADS = {
    "chirp": "Time zero against wavelength",
    "bands": "Emission, its fit and residuals",
    "absorption": "Absorption, its fit and residuals",
    "decay": "Decay of the band, fit and residuals",
    "device": "Inputs before and after",
}


def write_measurement(
    kind: str,
    found: Any,
    folder: str | os.PathLike[str],
    *,
    files: Sequence[str | Path] = (),
    settings: Mapping[str, Any] | None = None,
    raw: Mapping[str, Any] | None = None,
) -> Path:
    """Write the report of one reduction into a folder and return the path of the page.

    Parameters
    ----------
    kind : str
        "threshold", "vsl", "lines", "comb", "track", "polarisation", "assign", "device", "bands", "ase" ...
    found : object
        What the reduction returned: it has ``data``, ``describe()`` and usually ``warnings`` and ``plot``.
    files : sequence of path
        Files that were read; their hashes stand on the page (those of a folder one by one).
    settings : mapping
        What the reduction was asked for.
    raw : mapping, optional
        Further parts with ``data`` and ``plot``, by kind: what the reduced points were made from.

    Raises
    ------
    InputError
        For an unknown kind, or if the folder cannot be written.
    """
    if kind not in METHODS:
        raise InputError(f'no report for "{kind}"; known are {", ".join(METHODS)}.')
    said = [line for line in found.describe().splitlines() if not line.startswith("Warning:")]
    warnings = tuple(getattr(found, "warnings", ()))
    parts = {**getattr(found, "parts", {}), **(raw or {})}
    sections = [
        Section("found", "What was found", [Listing("\n".join(said)), *(Note(w) for w in warnings)]),
        *_pictures(kind, found),
        *(one for name, part in parts.items() for one in _pictures(name, part)),
        Section("method", "Method", _method(kind)),
        Section("provenance", "Where it came from", _provenance(files, settings or {})),
    ]
    names = ", ".join(Path(f).name for f in files) or "data"
    content = Page(
        title=f"{names}: {kind}",
        kicker="colase measurement",
        lead=typeset(_lead(said)),
        notes=[f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}: see below."] if warnings else [],
        opening=[],
        cards=[],
        sections=sections,
        footer="Lengths are vacuum wavelengths; intervals hold 95 % unless said.",
    )
    return save(content, Path(folder))


def _lead(said: Sequence[str]) -> str:
    """Return the first line that is a sentence, of a table of thresholds the first of them."""
    rows = [re.split(r"\s{2,}", line.strip()) for line in said[:2]]
    if len(rows) == 2 and rows[0][0] == "definition" and len(rows[1]) > 1:
        unit = rows[0][1].partition("(")[2].rstrip(")")
        return (
            f"{rows[0][1].partition(' (')[0].capitalize()} {rows[1][1]} {unit}".rstrip() + f" ({rows[1][0]})."
        )
    sentences = [line for line in said if "  " not in line.strip()]
    return next((line for line in sentences if line.endswith((".", ")"))), said[0] if said else "")


def _pictures(kind: str, found: Any) -> list[Section]:
    plot = getattr(found, "plot", None)
    if plot is None:
        return []
    table = columns(kind, found)
    ax = plot()
    caption = getattr(found, "caption", "Points are measured, lines are fitted.")
    blocks: list[Block] = [Figure(kind, "Data and fit", caption, picture(ax, kind, kind), table)]
    left = residual(kind, found)
    if left is not None and left[1].size > 1:
        x, y, unit, across, up = left
        blocks.append(
            Figure(
                f"{kind}-residuals",
                "Residuals",
                "What the fit leaves; a pattern in it is something the model does not know.",
                picture(_residuals(x, y, across, up), f"{kind}-residuals", "residuals"),
                _pair(x, y, across, up, unit),
            )
        )
    head = _HEADS.get(kind) or getattr(found, "title", "Data, fit and residuals")
    return [Section(f"data-{kind}", head, blocks)]


def _pair(x: Any, y: Any, across: str, up: str, unit: str) -> tuple[Any, ...]:
    from colase.plot.columns import Column

    name, _, shown = across.partition(" (")
    return Column(name, shown.rstrip(")"), x), Column(up.partition(" (")[0], unit, y)


def _residuals(x: Any, y: Any, across: str, up: str) -> Any:
    from colase.plot.style import BLUE, MM, MUTED, NARROW, drawing

    with drawing(None, NARROW, 42 * MM) as ax:
        ax.axhline(0, color=MUTED, lw=0.6)
        even = len(x) >= 200 and bool((x[1:] > x[:-1]).all())  # a spectrum; points of several curves are dots
        ax.plot(x, y, "-" if even else "o", ms=2.5, lw=0.5, color=BLUE)
        ax.set_xlabel(across)
        ax.set_ylabel(up)
    return ax


def _method(kind: str) -> list[Block]:
    """Return the opening words of the modules that did the work: what is fitted, with its equation."""
    return [Listing((import_module(name).__doc__ or "").strip()) for name in METHODS[kind]]


def _provenance(files: Sequence[str | Path], settings: Mapping[str, Any]) -> list[Block]:
    rows = [row for file in files for row in _hashes(Path(file))]
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(("file", "bytes", "SHA-256"), tuple(rows), title="Files", numeric=(1,)))
    given = tuple((str(k), str(v)) for k, v in settings.items() if v not in ("", None, False))
    if given:
        blocks.append(Table(("setting", "value"), given, title="Settings"))
    names = tuple((name, _version(name)) for name in _LIBRARIES)
    blocks.append(
        Table(("program", "version"), (*names, ("Python", platform.python_version())), title="Versions")
    )
    blocks.append(Text(f"Written {datetime.now(UTC).isoformat(timespec='seconds')}."))
    return blocks


def _hashes(path: Path) -> list[tuple[str, str, str]]:
    """Return name, size and hash of a file, or of every file of a folder."""
    inside = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    rows = []
    for one in inside:
        try:
            if one.stat().st_size > _LARGEST:
                rows.append((one.name, str(one.stat().st_size), "too large to be hashed"))
                continue
            content = one.read_bytes()
        except OSError:
            continue
        rows.append((one.name, str(len(content)), hashlib.sha256(content).hexdigest()))
    return rows


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return str(getattr(import_module(name), "__version__", "unknown"))
