"""Text with the spectral axis in its first column: Ocean Optics, OceanView, Avantes, CRAIC, Andor .asc, CSV.

The further columns are spectra, unless their heads say that they are a dark or a reference spectrum.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .content import Content, Reader, UnreadableError
from .facts import axis_unit, facts, pixels
from .text import decoded, table


def parse(content: bytes, habit: str = "") -> Content:
    """Read a text whose first column is the spectral axis.

    Parameters
    ----------
    content : bytes
        The whole file.
    habit : str
        Unit of the axis where the file does not say.
    """
    found = table(decoded(content))
    around = [*found.before, *found.after]
    promised = pixels(around)
    if promised is not None and promised != len(found.values):
        raise UnreadableError(
            f"it promises {promised} pixels and holds {len(found.values)}: it is cut or damaged"
        )
    heads = [h.lower() for h in found.heads]
    kinds = [_kind(h) for h in heads[1:]] or ["signal"] * (found.values.shape[1] - 1)
    if len(kinds) != found.values.shape[1] - 1 or "signal" not in kinds:
        kinds = ["signal"] * (found.values.shape[1] - 1)
    signal = found.values[:, [i + 1 for i, k in enumerate(kinds) if k == "signal"]].T
    dark = found.values[:, 1 + kinds.index("dark")] if "dark" in kinds else None
    return Content(
        found.values[:, 0], signal, _unit(found.heads, found.before), habit, facts=facts(around), dark=dark
    )


def _kind(head: str) -> str:
    if "dark" in head:
        return "dark"
    return "other" if re.search(r"\bref|white|absorbance|transmit|reflect", head) else "signal"


def _unit(heads: object, before: object) -> str:
    """Take the unit from the head of the first column, or from the line of units above the numbers."""
    cells = list(heads)  # type: ignore[call-overload]
    for text in [cells[0] if cells else "", *list(before)[:-4:-1]]:  # type: ignore[call-overload]
        first = re.split(r"[\t;,]", text.strip())[0] if text else ""
        if unit := axis_unit(first):
            return unit
    return ""


def _reader(kind: str, meaning: str, words: str, habit: str, suffix: str = "") -> Reader:
    pattern = re.compile(words.encode(), re.IGNORECASE) if words else None

    def recognises(head: bytes, name: str) -> bool:
        plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
        return bool(pattern and pattern.search(plain)) or bool(suffix and name.endswith(suffix))

    return Reader(kind, meaning, recognises, _with_habit(habit))


def _with_habit(habit: str) -> Callable[[bytes], Content]:
    return lambda content: parse(content, habit)


OCEAN = _reader(
    "ocean",
    "Ocean Optics and OceanView text",
    r"SpectraSuite|OceanView|Ocean Optics|OOIBase|Spectral Data<<<",
    "nm",
)
AVANTES = _reader("avantes", "Avantes text", r"avantes|avasoft|Averaging Nr\.|^\s*Wave\s*;\s*Sample", "nm")
CRAIC = _reader("craic", "CRAIC text", r"craic", "nm")
ANDOR_ASC = _reader("andor-asc", "Andor Solis text", r"Pre-Amplifier Gain|Acquisition Mode:", "", ".asc")
PLAIN = Reader("text", "any table of numbers in text", lambda head, name: True, parse)
