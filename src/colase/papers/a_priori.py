"""Thresholds from published inputs alone, beside the measured ones. Nothing is fitted.

Where a paper withholds an input, the preset holds a guess with its reason, made before the threshold was
computed; the table says how many there are. ``python -m colase.papers.a_priori docs/a-priori.md`` computes
the table again and writes it into the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isinf
from pathlib import Path
from typing import final

import numpy as np

from colase import device as devices
from colase.errors import InputError, nearest

from .measured_thresholds import MEASURED, WITHOUT_INPUTS, Measured

_NO_PART = ("instrument", "modes", "heat", "cuvette", "transient")

MARKS = ("<!-- a-priori: begin -->", "<!-- a-priori: end -->")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured threshold, the computed one, and how many inputs behind it are guesses."""

    measured: Measured
    computed: float
    guesses: int

    @property
    def ratio(self) -> float:
        """Computed over measured."""
        return self.computed / self.measured.printed

    def markdown(self) -> str:
        """Return the row of a table."""
        m = self.measured
        found = "never" if isinf(self.computed) else f"{self.computed:.3g}"
        ratio = "-" if isinf(self.computed) else f"{self.ratio:.2g}"
        note = f"; {m.note}" if m.note else ""
        return (
            f"| `{m.device}` | {m.what} ({m.paper}, {m.place}{note}) | {m.unit} | {m.printed:.3g} | "
            f"{found} | {ratio} | {self.guesses} |"
        )


def a_priori(
    names: tuple[str, ...] | None = None,
    paper: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Row, ...]:
    """Return computed beside measured thresholds.

    Parameters
    ----------
    names : tuple of str, optional
        Presets; all by default (a few minutes).
    paper : str, optional
        Key of one paper.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Raises
    ------
    InputError
        If nothing was measured on such a device, or in such a paper.
    """
    known = sorted({m.paper for m in MEASURED})
    if paper is not None and paper not in known:
        raise InputError(
            f'papers: no threshold of "{paper}" can be computed.{nearest(paper, known)} There is '
            f"{', '.join(known)}."
        )
    chosen = [
        m for m in MEASURED if (names is None or m.device in names) and (paper is None or m.paper == paper)
    ]
    rows = []
    for done, measured in enumerate(chosen):
        device = devices.load(measured.device)
        if measured.changes:
            device = devices.replace(device, measured.changes)
        guesses = [p for p in device.guessed if p.partition(".")[0] not in _NO_PART]
        rows.append(Row(measured=measured, computed=measured.compute(device), guesses=len(guesses)))
        if progress is not None:
            progress(done + 1, len(chosen))
    return tuple(rows)


def verdict(rows: tuple[Row, ...]) -> str:
    """Say in a sentence how well computed and measured thresholds agree."""
    ratios = np.array([row.ratio for row in rows if row.ratio < inf])
    if not ratios.size:
        return "None of these thresholds is reached by the computed device."
    spread = float(np.exp(np.std(np.log(ratios))))
    count = f"Of {len(rows)} thresholds" if len(rows) > 1 else "Of 1 threshold"
    return (
        f"{count} {int((abs(np.log(ratios)) < np.log(2)).sum())} come out within a factor of two; the ratios "
        f"run from {ratios.min():.2g} to {ratios.max():.2g}, their median is {np.median(ratios):.2g} and "
        f"they scatter by a factor of {spread:.2g}."
    )


def table(rows: tuple[Row, ...]) -> str:
    """Return the rows as a Markdown table, with what they amount to and what is missing."""
    head = (
        "| preset | what was measured | in | measured | computed | ratio | guessed inputs |\n"
        "|---|---|---|---|---|---|---|"
    )
    missing = "\n".join(f"* {line}" for line in WITHOUT_INPUTS)
    body = "\n".join(row.markdown() for row in rows)
    return f"{head}\n{body}\n\n{verdict(rows)}\n\nNot computable:\n\n{missing}"


def main(path: Path) -> None:
    """Write the table into the page at ``path``."""
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n{table(a_priori())}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
