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
from colase import study
from colase.device import Device

MARKS = ("<!-- a-priori: begin -->", "<!-- a-priori: end -->")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measured threshold.

    Attributes
    ----------
    device : str
        Preset that describes the experiment.
    paper, place, what : str
        Source, and what is measured.
    printed : float
        Threshold as fluence in uJ/cm^2.
    compute : callable
        From the device to the same fluence.
    note : str
        How it was read or converted.
    """

    device: str
    paper: str
    place: str
    what: str
    printed: float
    compute: Callable[[Device], float]
    note: str = ""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured threshold, the computed one in uJ/cm^2, and how many inputs behind it are guesses."""

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
            f"| `{m.device}` | {m.what} ({m.paper}, {m.place}{note}) | {m.printed:.3g} | {found} | {ratio} | "
            f"{self.guesses} |"
        )


def lasing(device: Device) -> float:
    """Return the threshold of lasing in uJ/cm^2."""
    return study.threshold(device).fluence * 100


def narrowing(device: Device) -> float:
    """Return the fluence in uJ/cm^2 at which the line of a stripe has narrowed halfway."""
    return study.amplified_emission(device).threshold * 100


MEASURED = (
    Measured(
        device="duan2022-microsphere",
        paper="duan2022",
        place="section 2.3.1 and table 1",
        what="lasing, sphere of 20 um, 1 ns pulses",
        printed=3.26,
        compute=lasing,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="Results",
        what="amplified emission, 120 nm film, 1 ns pulses",
        printed=51.0,
        compute=narrowing,
        note="computed where the line has narrowed halfway",
    ),
    Measured(
        device="azizov2025-film",
        paper="azizov2025",
        place="figure 2",
        what="amplified emission, spin-coated film",
        printed=17.8,
        compute=narrowing,
        note="printed for another sample of the series; computed where the line has narrowed halfway",
    ),
    Measured(
        device="azizov2025-film-stamped",
        paper="azizov2025",
        place="figure 2",
        what="amplified emission, stamped film",
        printed=17.8,
        compute=narrowing,
        note="printed for another sample of the series; computed where the line has narrowed halfway",
    ),
    Measured(
        device="adachi2015-dfb",
        paper="adachi2015",
        place="figure 3c",
        what="lasing, pillar array, 400 ns pulses",
        printed=20_800.0,
        compute=lasing,
        note="52 kW/cm2 times 400 ns",
    ),
)
"""Measured thresholds for which a preset exists."""

WITHOUT_INPUTS = (
    "kersuzan2025: cross sections, spectra and concentrations of every sample are in the supporting "
    "information; with "
    "the substitutes of the ledger a sphere in place of the disk lases at 0.32 photons per nanocrystal "
    "(printed: 0.3).",
    "lafalce2019: no preset of its coupled pairs yet.",
    "The other rows of duan2022 table 1 (vertical cavity 2490, random 950, Mie 36, DBR 23, Fabry-Perot "
    "68.4, fibre 188 "
    "uJ/cm2) name a threshold and a Q, but neither geometry nor density nor spectra of the nanocrystals.",
)
"""Thresholds that cannot be computed, and why."""


def a_priori(names: tuple[str, ...] | None = None) -> tuple[Row, ...]:
    """Return computed beside measured thresholds.

    Parameters
    ----------
    names : tuple of str, optional
        Presets; all by default (about a minute).
    """
    rows = []
    for measured in MEASURED:
        if names is None or measured.device in names:
            device = devices.load(measured.device)
            guesses = [p for p in device.guessed if not p.startswith(("instrument", "modes"))]
            rows.append(Row(measured=measured, computed=measured.compute(device), guesses=len(guesses)))
    return tuple(rows)


def table(rows: tuple[Row, ...]) -> str:
    """Return the rows as a Markdown table, with what they amount to and what is missing."""
    head = (
        "| preset | what was measured | measured (uJ/cm²) | computed | ratio | guessed inputs |\n"
        "|---|---|---|---|---|---|"
    )
    ratios = np.array([row.ratio for row in rows if row.ratio < inf])
    spread = float(np.exp(np.std(np.log(ratios)))) if ratios.size else 1.0
    verdict = (
        f"Of {len(rows)} thresholds {int((abs(np.log(ratios)) < np.log(2)).sum())} come out within a "
        f"factor of two; "
        f"the ratios run from {ratios.min():.2g} to {ratios.max():.2g}, their median is "
        f"{np.median(ratios):.2g} and "
        f"they scatter by a factor of {spread:.2g}."
    )
    missing = "\n".join(f"* {line}" for line in WITHOUT_INPUTS)
    body = "\n".join(row.markdown() for row in rows)
    return f"{head}\n{body}\n\n{verdict}\n\nNot computable:\n\n{missing}"


def main(path: Path) -> None:
    """Write the table into the page at ``path``."""
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n{table(a_priori())}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
