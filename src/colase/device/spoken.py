"""Settings in sentences: ``gain.nanocrystal.sigma_abs`` is "sigma abs", ``pump.pulse.fwhm`` "pulse fwhm"."""

from __future__ import annotations

_SHARED = {"wavelength", "fwhm", "length", "width", "height", "thickness", "diameter", "duration", "index"}


def spoken(path: str) -> str:
    """Return the last word of a dotted path, with the table before it where several tables have that word."""
    table, _, word = path.rpartition(".")
    table = table.rpartition(".")[2]
    words = word if word not in _SHARED or table in ("", "cavity") else f"{table} {word}"
    return words.replace("_", " ")
