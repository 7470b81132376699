"""Tables of numbers in text of any origin: delimiter, decimal sign and encoding are found, not assumed.

A file is read with the one dialect (tab, semicolon, comma or blanks between cells; point or comma in
numbers) under which most lines are rows of numbers. The table is one unbroken block; a line inside it
that is no row of numbers, or a cut last row, is an error that names the line: it never becomes a gap.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from .content import Array, UnreadableError

_DIALECTS = (("\t", "."), ("\t", ","), (";", "."), (";", ","), (",", "."), (" ", "."), (" ", ","))
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ROWLIKE = re.compile(r"\s*[+-]?[.,]?\d")
_COMPLEX = re.compile(r"\d[+-]\d+(?:\.\d+)?[ij]\b")
_SAMPLE = 2000  # lines in which the dialect is looked for:
_CLOSE = 150  # all of the first, then as many evenly over the rest


def decoded(content: bytes) -> str:
    """Return bytes as text.

    Raises
    ------
    UnreadableError
        If the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise UnreadableError(
                    f"its text is damaged: it is not {encoding.upper()} as its first bytes say"
                ) from None
    if b"\0" in content:
        raise UnreadableError("it holds binary data that no reader knows")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


@cache
def _row(delimiter: str, point: str, gaps: bool = False) -> re.Pattern[str]:
    number = rf"[+-]?(?:\d+(?:\{point}\d*)?|\{point}\d+)(?:[eE][+-]?\d{{1,3}})?"
    number = rf"(?:{number}|[nN][aA][nN])" if gaps else number
    between = r"[ \t]+" if delimiter == " " else rf"[ ]*{re.escape(delimiter)}[ ]*"
    end = "" if delimiter == " " else rf"(?:{re.escape(delimiter)}[ ]*)?"
    return re.compile(rf"[ ]*{number}(?:{between}{number})+[ ]*{end}[ \t]*")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of numbers and the lines around them.

    Attributes
    ----------
    values : ndarray, shape (row, column)
    before, after : sequence of str
        Lines above and below the rows.
    heads : sequence of str
        Words above every column; empty if there are none.
    """

    values: Array
    before: Sequence[str]
    after: Sequence[str]
    heads: Sequence[str]


def table(text: str, gaps: bool = False) -> Table:
    """Find the table of numbers in a text; with ``gaps`` a cell may say nan for a number that is missing.

    Raises
    ------
    UnreadableError
        If there is none, or it is broken, cut or ambiguous.
    """
    lines = text.splitlines()
    delimiter, point = _dialect(lines, gaps)
    row = _row(delimiter, point, gaps)
    fits = [row.fullmatch(line) is not None for line in lines]
    first = _first(lines, fits, delimiter)
    width = len(_cells(lines[first], delimiter))
    last = first
    while last < len(lines) and fits[last] and len(_cells(lines[last], delimiter)) == width:
        last += 1
    _check_surroundings(lines, fits, first, last, delimiter, width)
    rows = [_cells(line, delimiter) for line in lines[first:last]]
    heads = _heads(lines[:first], delimiter, width)
    if delimiter == "," and width > 2 and not heads and not any("." in line for line in lines[first:last]):
        raise UnreadableError("its commas may separate cells or be decimal signs; save it with semicolons")
    values = np.array([[float(c.replace(",", ".")) for c in cells] for cells in rows])
    return Table(values, lines[:first], lines[last:], heads)


def _dialect(lines: Sequence[str], gaps: bool) -> tuple[str, str]:
    sample = lines[:_SAMPLE]
    few = [*sample[:_CLOSE], *sample[_CLOSE :: max(1, len(sample) // _CLOSE)]]
    counts = [sum(_row(*d, gaps).fullmatch(line) is not None for line in few) for d in _DIALECTS]
    best = int(np.argmax(counts)) if counts else 0
    if not counts or counts[best] < 1:
        raise UnreadableError(_no_table(sample))
    return _DIALECTS[best]


def _no_table(lines: Sequence[str]) -> str:
    if any(_COMPLEX.search(line) for line in lines):
        return "it holds complex numbers; a spectrum is real"
    return "no table of numbers was found in it"


def _cells(line: str, delimiter: str) -> list[str]:
    cells = line.split() if delimiter == " " else line.split(delimiter)
    cells = [c.strip() for c in cells]
    return cells[:-1] if cells and not cells[-1] else cells


def _first(lines: Sequence[str], fits: Sequence[bool], delimiter: str) -> int:
    """Return the first row that another of the same width follows."""
    previous, width = -1, 0
    for i, fit in enumerate(fits):
        now = len(_cells(lines[i], delimiter)) if fit else 0
        if fit and previous == i - 1 and width == now:
            return previous
        if fit:
            previous, width = i, now
    raise UnreadableError(
        "its table has a single row of numbers" if previous >= 0 else "it holds no rows of numbers"
    )


def _check_surroundings(
    lines: Sequence[str], fits: Sequence[bool], first: int, last: int, delimiter: str, width: int
) -> None:
    """Refuse a table that goes on after a line that cannot be read, or that begins or ends damaged."""
    above = lines[first - 1] if first else ""
    if _ROWLIKE.match(above) and len(_cells(above, delimiter)) >= min(width, 2):
        raise UnreadableError(f"line {first} cannot be read as numbers: {_shown(above)}")
    rest = range(last, len(lines))
    resumes = any(fits[i] and len(_cells(lines[i], delimiter)) == width for i in rest)
    ending = next((i for i in rest if lines[i].strip()), None)
    if ending is not None and (resumes or _ROWLIKE.match(lines[ending])):
        what = "a table that goes on below" if resumes else "the end of the table"
        if resumes and fits[ending] and ending > last:
            raise UnreadableError(f"line {last + 1} is empty and the table goes on below it; take it out")
        if _COMPLEX.search(lines[ending]):
            raise UnreadableError(
                f"line {ending + 1} holds a complex number, and a spectrum is real: {_shown(lines[ending])}"
            )
        raise UnreadableError(
            f"line {ending + 1}, at {what}, cannot be read as {width} numbers: {_shown(lines[ending])}"
        )


def _heads(before: Sequence[str], delimiter: str, width: int) -> list[str]:
    """Return the words above every column, names and units together."""
    heads = [""] * width
    for line in list(before)[-3:]:
        cells = [c.strip().strip('"') for c in (line.split(None if delimiter == " " else delimiter))]
        if len(cells) >= width and any(cells):
            heads = [f"{h} {c}".strip() for h, c in zip(heads, cells, strict=False)]
    return heads if any(heads) else []


def _shown(line: str) -> str:
    safe = "".join(c if c.isprintable() else "·" for c in line.strip())
    return f'"{safe[:40]}{"…" if len(safe) > 40 else ""}"'
