"""A list of peaks in text: wavelength and, if known, error (in nm or as the head says) and polarization."""

from __future__ import annotations

import re
from pathlib import Path

from colase.errors import InputError

from .content import UnreadableError
from .text import decoded

_MOST = 60
_SCALES = {"nm": 1e-9, "um": 1e-6, "µm": 1e-6, "μm": 1e-6, "m": 1.0}


def read_peaks(path: str | Path, error: float) -> tuple[list[float], list[float], list[str]]:
    """Return wavelengths and errors in m and polarizations ("TE", "TM" or "") of a list of peaks.

    One line a peak: ``664.68``, ``664.68, 0.05`` or ``664.68; 0,05; TE``; a line of heads and lines that
    begin with # are passed over.

    Parameters
    ----------
    error : float
        Error in m of a peak that has none.

    Raises
    ------
    InputError
        If the file is no such list.
    """
    where = Path(path)
    try:
        text = decoded(where.read_bytes())
    except OSError as problem:
        raise InputError(f"{where.name}: cannot be opened ({problem.strerror}).") from None
    except UnreadableError as problem:
        raise InputError(f"{where.name}: {problem}.") from None
    peaks: list[tuple[float, float, str]] = []
    scale = 1e-9
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#") or (not peaks and not words[0].isdigit()):
            scale = _scale(words, where.name) or scale
            continue
        peaks.append(_peak(words, f"{where.name}: line {number}", error, scale))
        if len(peaks) > _MOST:
            raise InputError(f"{where.name}: more than {_MOST} lines; this is no list of peaks.")
    if not peaks:
        raise InputError(f"{where.name}: no peak stands there; write one wavelength in nm a line.")
    wavelengths, errors, names = (list(column) for column in zip(*peaks, strict=True))
    return wavelengths, errors, names


def _scale(head: str, name: str) -> float:
    """Return the SI value of the unit that stands in brackets in the head of the wavelengths, 0 for none."""
    found = re.match(r"[^,;\t]*?[(\[]\s*([^)\]]+?)\s*[)\]]", head)
    unit = found[1] if found else ""
    if unit in ("eV", "meV", "1/cm", "cm-1", "cm^-1", "THz"):
        raise InputError(f'{name}: its peaks are in {unit}; write wavelengths, in nm or under "(um)".')
    return _SCALES.get(unit, 0.0)


def _peak(words: str, where: str, error: float, scale: float) -> tuple[float, float, str]:
    decimal_comma = ";" in words or "\t" in words
    cells = re.split(r"[;\t]\s*" if decimal_comma else r"[,\s]+", words)
    name = cells.pop().strip().upper() if cells[-1].strip().upper() in ("TE", "TM") else ""
    try:
        numbers = [float(c.strip().replace(",", ".")) * scale for c in cells if c.strip()]
    except ValueError:
        raise InputError(f"{where} is no peak; write for example 664.68, 0.05, TE.") from None
    if numbers and not 1e-8 < numbers[0] < 1e-4:
        raise InputError(
            f'{where}: {cells[0]} is no wavelength in nm; if it is another unit, head it "(um)".'
        )
    if not 1 <= len(numbers) <= 2:
        raise InputError(f"{where} is no peak; write for example 664.68, 0.05, TE.")
    return numbers[0], numbers[1] if len(numbers) > 1 and numbers[1] > 0 else error, name
