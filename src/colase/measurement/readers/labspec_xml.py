"""Horiba LabSpec XML: elements are told apart by the number in their ``ID``.

Numbers of the axis stand in the element 0x7D6CD4DB of the axis 0x1, its unit in 0x7C696E75, one
spectrum in every LSX_Row. What the numbers mean was taken from the documentation and behaviour of
RosettaSciIO; nothing of it is copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .content import Content, Reader, UnreadableError
from .facts import axis_unit
from .xml import parsed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_AXES, _SETUP, _DATES = "0x7B697861", "0x8716361", "0x7CECDBD7"
_NAME, _VALUE, _EXACT, _VALUES, _UNIT = "0x6D6D616E", "0x7D6C61DB", "0x8736F70", "0x7D6CD4DB", "0x7C696E75"


def recognises(head: bytes, name: str) -> bool:
    """Whether this is XML with LabSpec's elements."""
    return b"<LSX" in head


def parse(content: bytes) -> Content:
    """Read LabSpec XML."""
    root = parsed(content)
    axes = _find(root, _AXES)
    spectral = next((e for e in axes if e.get("ID") == "0x1"), None) if axes is not None else None
    if spectral is None:
        raise UnreadableError("it has no spectral axis")
    axis = _numbers(_text(spectral, _VALUES), "its spectral axis")
    rows = [_numbers(row.text or "", f"spectrum {i}") for i, row in enumerate(root.iter("LSX_Row"), 1)]
    if not rows or any(row.size != axis.size for row in rows):
        raise UnreadableError(f"its spectra do not all have the {axis.size} pixels of its axis")
    unit = axis_unit(_text(spectral, _UNIT))
    unit = "raman" if unit == "1/cm" and "abs" not in _text(spectral, _UNIT) else unit
    return Content(axis, np.array(rows), unit, "", facts=_facts(root))


def _facts(root: Element) -> dict[str, float | str]:
    said = {}
    for group in (_SETUP, _DATES):
        for entry in _find(root, group) or ():
            said[_text(entry, _NAME)] = _text(entry, _EXACT) or _text(entry, _VALUE)
    found: dict[str, float | str] = {}
    for name, key, scale in (
        ("Acq. time (s)", "exposure", 1.0),
        ("Accumulations", "accumulations", 1.0),
        ("Laser (nm)", "excitation", 1e-9),
    ):
        if said.get(name):
            found[key] = float(_numbers(said[name], name)[0]) * scale
    return found | {
        k: said[n] for n, k in (("Acquired", "date"), ("Instrument", "instrument")) if said.get(n)
    }


def _find(root: Element, wanted: str) -> Element | None:
    return next((e for e in root.iter() if e.get("ID") == wanted), None)


def _text(element: Element, wanted: str) -> str:
    found = next((e for e in element if e.get("ID") == wanted), None)
    return (found.text or "").strip() if found is not None else ""


def _numbers(text: str, what: str) -> np.ndarray:
    try:
        values = np.array([float(t) for t in text.split()])
    except ValueError:
        raise UnreadableError(f"{what} holds something that is no number") from None
    if not values.size:
        raise UnreadableError(f"{what} is empty")
    return values


LABSPEC_XML = Reader("labspec-xml", "Horiba LabSpec XML", recognises, parse)
