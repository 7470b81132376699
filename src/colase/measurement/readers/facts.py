"""Facts that vendors write in words above or below their numbers: exposure, averages, date, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .content import UnreadableError

_NUMBER = r"[:=\s]*([+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)"
_TIMES = {
    "usec": 1e-6,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "msec": 1e-3,
    "milliseconds": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "seconds": 1.0,
}
_EXPOSURE = re.compile(
    r"^\W*(?:integration time|exposure time|exposure|acq\. time|acquisition time|time per scan)\s*"
    rf"(?:[\[(]\s*(?P<unit>[a-zµ]+)\s*[\])])?{_NUMBER}\s*(?P<after>[a-zµ]+)?",
    re.IGNORECASE,
)
_ACCUMULATIONS = re.compile(
    r"^\W*(?:spectra averaged|scans to average|averaging nr\.?(?:\s*\[scans\])?|average|accumulations?|"
    rf"number of accumulations){_NUMBER}",
    re.IGNORECASE,
)
_DATE = re.compile(r"^\W*(?:date(?: and time)?|acquired|timestamp)\s*[:=\t]\s*(.{6,60}?)\s*$", re.IGNORECASE)
_INSTRUMENT = re.compile(
    r"^\W*(?:spectrometers?|model|instrument|data measured with spectrometer \[name\])"
    r"\s*[:=\t]\s*(.{1,60}?)\s*$",
    re.IGNORECASE,
)
_LASER = re.compile(rf"^\W*laser\s*[\[(]nm[\])]{_NUMBER}", re.IGNORECASE)
_PIXELS = re.compile(rf"^\W*number of pixels(?: in [a-z ]+| in file)?{_NUMBER}", re.IGNORECASE)
_MOST_PIXELS = 1e9
_UNITS = (
    ("raman", r"raman|shift"),
    ("1/cm", r"1/cm|cm\s*\^?-1|cm⁻|wavenumber"),
    ("eV", r"\bev\b|energy"),
    ("um", r"\b[uµμ]m\b|micron|micromet"),
    ("nm", r"\bnm\b|nanomet|wavelength|\bwave\b|lambda|λ"),
)


def facts(lines: Iterable[str]) -> dict[str, float | str]:
    """Return what the lines say about exposure (s), accumulations, date, instrument, excitation (m)."""
    found: dict[str, float | str] = {}
    for line in lines:
        line = line.strip()[:300]
        if (m := _EXPOSURE.match(line)) and (unit := _TIMES.get((m["unit"] or m["after"] or "s").lower())):
            found.setdefault("exposure", _number(m[2]) * unit)
        elif m := _ACCUMULATIONS.match(line):
            found.setdefault("accumulations", _number(m[1]))
        elif m := _LASER.match(line):
            found.setdefault("excitation", _number(m[1]) * 1e-9)
        elif m := _DATE.match(line):
            found.setdefault("date", m[1])
        elif m := _INSTRUMENT.match(line):
            found.setdefault("instrument", m[1])
    return found


def pixels(lines: Iterable[str]) -> int | None:
    """Return the number of pixels that the lines promise, if they do."""
    for line in lines:
        if m := _PIXELS.match(line.strip()[:300]):
            promised = _number(m[1])
            if not promised < _MOST_PIXELS:
                raise UnreadableError(f"it promises {m[1][:12]} pixels, which is no number of pixels")
            return int(promised)
    return None


def axis_unit(text: str) -> str:
    """Return the unit of a spectral axis from the head of its column, "" if it does not say."""
    return next((unit for unit, words in _UNITS if re.search(words, text, re.IGNORECASE)), "")


def _number(text: str) -> float:
    return float(text.replace(",", "."))
