"""Small questions that several sections ask of a run."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from colase.plot.laser.threshold import leading
from colase.plot.style import SUPERSCRIPT

_TYPESET = (
    ("uJ/cm2", "µJ/cm²"),
    ("1/cm3", "cm⁻³"),
    ("1/cm^3", "cm⁻³"),
    ("1/cm", "cm⁻¹"),
    ("cm2", "cm²"),
    ("um3", "µm³"),
    (" um", " µm"),
    ("<=", "≤"),
)
_RAISED = re.compile(r"\^(-?\d+)")
_DECADE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e[+]?(-?\d+)\b")


def typeset(text: str) -> str:
    """Return a sentence written for a terminal with the units of a printed page."""
    for plain, printed in _TYPESET:
        text = text.replace(plain, printed)
    text = _RAISED.sub(lambda m: m[1].translate(SUPERSCRIPT), text)
    return _DECADE.sub(lambda m: f"{m[1]} × 10{str(int(m[2])).translate(SUPERSCRIPT)}", text)


def lases(run: Any) -> bool:
    """Whether the threshold is known and some mode reaches it."""
    return run.threshold is not None and bool(run.threshold.lases)


def first_mode(run: Any) -> int | None:
    """Return the number of the mode that lases first; None if none does or it is not known."""
    return int(run.threshold.mode) if lases(run) else None


def shown_mode(run: Any) -> int | None:
    """Return the mode that lases first, or else the one that comes closest; None without modes."""
    if run.modes is None or not len(run.modes):
        return None
    return int(order_by_threshold(run)[0]) if run.threshold is None else int(run.threshold.mode)


def instant_photons(run: Any) -> float | None:
    """Return the photons per nanocrystal at threshold for a flash; None if that is not finite."""
    at = first_mode(run)
    if at is None:
        return None
    photons = float(run.threshold.data.photons_per_nanocrystal_instant[at])
    return photons if np.isfinite(photons) else None


def order_by_threshold(run: Any) -> np.ndarray:
    """Return the numbers of the modes, easiest to lase first; by needed gain while that is all we know."""
    if run.threshold is not None:
        return leading(run.threshold, len(run.modes))
    return np.argsort(run.modes.required_gain, kind="stable")
