"""Settings in sentences: ``gain.nanocrystal.sigma_abs`` is "sigma abs", ``pump.pulse.fwhm`` "pulse fwhm"."""

from __future__ import annotations

_SHARED = {"wavelength", "fwhm", "length", "width", "height", "thickness", "diameter", "duration", "index"}
_BODIES = {"first", "second", "third"}


def spoken(path: str) -> str:
    """Return the last word of a dotted path, with the table before it where several tables have that word."""
    table, _, word = path.rpartition(".")
    table = table.rpartition(".")[2]
    shared = (word in _SHARED and table not in ("", "cavity")) or table in _BODIES
    words = f"{table} {word}" if shared else word
    return words.replace("_", " ")
