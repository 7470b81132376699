"""A list of peaks in text: wavelength (nm), and where known error (nm) and polarization."""

from __future__ import annotations

import re
from pathlib import Path

from colase.errors import InputError

from .content import UnreadableError
from .text import decoded

_MOST = 60


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
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#") or (not peaks and not words[0].isdigit()):
            continue
        peaks.append(_peak(words, f"{where.name}: line {number}", error))
        if len(peaks) > _MOST:
            raise InputError(f"{where.name}: more than {_MOST} lines; this is no list of peaks.")
    if not peaks:
        raise InputError(f"{where.name}: no peak stands there; write one wavelength in nm a line.")
    wavelengths, errors, names = (list(column) for column in zip(*peaks, strict=True))
    return wavelengths, errors, names


def _peak(words: str, where: str, error: float) -> tuple[float, float, str]:
    decimal_comma = ";" in words or "\t" in words
    cells = re.split(r"[;\t]\s*" if decimal_comma else r"[,\s]+", words)
    name = cells.pop().strip().upper() if cells[-1].strip().upper() in ("TE", "TM") else ""
    try:
        numbers = [float(c.strip().replace(",", ".")) * 1e-9 for c in cells if c.strip()]
    except ValueError:
        raise InputError(f"{where} is no peak; write for example 664.68, 0.05, TE.") from None
    if not 1 <= len(numbers) <= 2 or not 1e-8 < numbers[0] < 1e-4:
        raise InputError(f"{where} is no peak; write for example 664.68, 0.05, TE.")
    return numbers[0], numbers[1] if len(numbers) > 1 and numbers[1] > 0 else error, name
