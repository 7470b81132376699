"""Renishaw text: columns of axis and intensity, preceded by time or position where there are several spectra.

Without heads it is known by its shape: three or four columns whose last-but-one starts again for every
spectrum while the ones before stand still. WiRE writes Raman shifts unless its header says otherwise.
"""

from __future__ import annotations

import re

import numpy as np

from .content import Content, Reader, UnreadableError
from .facts import axis_unit, facts
from .text import decoded, table

_HEAD = re.compile(rb"^\s*#(?:Time|X|Y|Wave|Acquired)\b.*#Intensity", re.IGNORECASE | re.MULTILINE)
_PAIR = rb"[\t ]+[-+.0-9eE]+[\t ]+[-+.0-9eE]+\s*\n\s*"
_ROWS = re.compile(rb"\s*([-+.0-9eE]+)" + _PAIR + rb"\1" + _PAIR + rb"\1[\t ]")


def recognises(head: bytes, name: str) -> bool:
    """Whether WiRE's column heads are there, or a first column that stands still."""
    return _HEAD.search(head) is not None or _ROWS.match(head) is not None


def parse(content: bytes) -> Content:
    """Read Renishaw text."""
    found = table(decoded(content))
    columns = found.values.shape[1]
    if columns > 4:
        raise UnreadableError(f"it has {columns} columns where Renishaw text has two to four")
    axis, counts, along = found.values[:, -2], found.values[:, -1], found.values[:, :-2]
    if columns == 2:
        length = axis.size
    else:
        changed = np.flatnonzero(np.any(np.diff(along, axis=0) != 0, axis=1)) + 1
        length = int(changed[0]) if changed.size else axis.size
        whole = axis.size % length == 0 and np.all(changed % length == 0)
        if not whole or not np.array_equal(np.tile(axis[:length], axis.size // length), axis):
            raise UnreadableError("its spectra do not share one axis: it is cut or damaged")
    spectra = axis.size // length
    named = (
        [("time", "s", "time of the spectrum", 1.0)]
        if columns == 3
        else [("x", "m", "position", 1e-6), ("y", "m", "position", 1e-6)]
    )
    positions = {
        n: (along[::length, i] * scale, unit, words)
        for i, (n, unit, words, scale) in enumerate(named[: columns - 2])
    }
    unit = axis_unit(" ".join(found.before[-1:]).replace("#Wave", ""))
    return Content(
        axis[:length], counts.reshape(spectra, length), unit, "raman", positions, facts(found.before)
    )


RENISHAW = Reader("renishaw", "Renishaw WiRE text", recognises, parse)
