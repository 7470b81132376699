"""Horiba LabSpec text: the axis in the first row and one spectrum a row, or the axis in the first column.

The first row begins with one empty cell a coordinate (time; or x and y of a map). Without any header the
axis is a Raman shift, which is what LabSpec exports by habit; a header must name the unit.
"""

from __future__ import annotations

import re

import numpy as np

from .content import Content, Reader, UnreadableError
from .facts import axis_unit, facts
from .text import decoded

_UNIT = re.compile(r"#?AxisUnit\[1\]\s*=\s*(.+)")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:#[^\n]*\n)*\t{1,3}[-+0-9.]+\t[-+0-9.]+\t")


def recognises(head: bytes, name: str) -> bool:
    """Whether the text has LabSpec's header lines or begins with a row of axis values after empty cells."""
    return b"AxisUnit[1]" in head or _HEAD.match(head) is not None


def parse(content: bytes) -> Content:
    """Read LabSpec text."""
    lines = [line for line in decoded(content).splitlines() if line.strip()]
    header = [line for line in lines if line.startswith("#")]
    rows = [line for line in lines if not line.startswith("#")]
    unit = next((axis_unit(m[1]) for line in header if (m := _UNIT.match(line.strip()))), "")
    unit = "raman" if unit == "1/cm" else unit
    habit = "" if header else "raman"
    if not rows or not rows[0].startswith("\t"):
        from .columns import parse as columns

        plain = columns("\n".join(rows).encode(), "raman")
        return Content(plain.axis, plain.counts, unit or plain.unit, habit, facts=facts(_plain(header)))
    before = len(rows[0]) - len(rows[0].lstrip("\t"))
    axis = _numbers(rows[0].strip("\t").split("\t"), 1)
    table = np.array([_row(row, axis.size + before, i) for i, row in enumerate(rows[1:], 2)])
    if not table.size:
        raise UnreadableError("it holds an axis and no spectrum")
    names = (
        [("time", "s", "time of the spectrum")]
        if before == 1
        else [("y", "m", "position"), ("x", "m", "position")]
    )
    scale = 1.0 if before == 1 else 1e-6
    along = {n: (table[:, i] * scale, u, w) for i, (n, u, w) in enumerate(names[:before])}
    return Content(axis, table[:, before:], unit, habit, along, facts(_plain(header)))


def _plain(header: list[str]) -> list[str]:
    return [line.lstrip("#").replace("=", ":", 1) for line in header]


def _row(row: str, width: int, line: int) -> np.ndarray:
    cells = row.rstrip("\t").split("\t")
    if len(cells) != width:
        raise UnreadableError(
            f"row {line} has {len(cells)} cells where the axis asks for {width}: it is cut or damaged"
        )
    return _numbers(cells, line)


def _numbers(cells: list[str], line: int) -> np.ndarray:
    try:
        return np.array([float(c.replace(",", ".")) for c in cells])
    except ValueError:
        raise UnreadableError(f"row {line} holds a cell that is no number") from None


LABSPEC = Reader("labspec", "Horiba LabSpec text", recognises, parse)
