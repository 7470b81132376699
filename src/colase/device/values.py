"""One value of a device file: text with a unit, number or table, to an SI value with its provenance.

A value is written bare or as a table ``{ value, error, guess, why, note, reference, place }``. A
number with a dimension needs its unit; a bare number is an error that shows an example.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from colase.errors import InputError, nearest
from colase.quantity import Quantity
from colase.units import convert, digits, quoted, read

from .describe import Setting
from .provenance import Provenance
from .refractive import MATERIAL_KEYS, read_material

_TEXTS = ("why", "note", "reference", "place")
RECORD_KEYS = ("error", "guess", *_TEXTS)
"""Keys that say where a value came from, beside ``value``."""


class Problem(ValueError):  # noqa: N818
    """Sentences about one value, or about the key ``at`` of a table; who catches it knows the place."""

    def __init__(self, *sentences: str, at: str = "") -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        self.at = at


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that has been read, in SI units, and its birth certificate."""

    value: Any
    provenance: Provenance


def read_leaf(raw: Any, setting: Setting, folder: Path | None) -> Leaf:
    """Read one value of any sort but "part".

    Parameters
    ----------
    raw : object
        As TOML gives it; a `Leaf` is taken as it is, after a look at its bounds.
    setting : Setting
        What is wanted.
    folder : Path or None
        Where files named in a value are looked for.

    Raises
    ------
    Problem
        With every sentence there is to say about this value.
    """
    if isinstance(raw, Leaf):
        if setting.sort in ("number", "integer") and setting.quantity:
            _bounded(raw.value, setting.quantity)
        return raw
    record, bare = _unwrap(raw, setting)
    value, provenance = _READERS[setting.sort](bare, setting, folder)
    return Leaf(value, _certified(provenance, record, setting, value))


def _unwrap(raw: Any, setting: Setting) -> tuple[dict[str, Any], Any]:
    """Part a value table into its record and the bare value."""
    if not isinstance(raw, dict):
        return {}, raw
    inner = MATERIAL_KEYS if setting.sort == "material" and "value" not in raw else ("value",)
    known = (*inner, *RECORD_KEYS)
    unknown = [
        f"{quoted(k)} is no key of a value table.{nearest(k[:40], known)}" for k in raw if k not in known
    ]
    if unknown:
        raise Problem(*unknown)
    record = {k: v for k, v in raw.items() if k in RECORD_KEYS}
    if inner != ("value",):
        return record, {k: v for k, v in raw.items() if k in MATERIAL_KEYS}
    if "value" not in raw:
        raise Problem(f"this table needs a value, for example {{ value = {setting.example} }}.")
    if isinstance(raw["value"], dict) and setting.sort != "material":
        raise Problem(f"value must not be a table itself; write for example {setting.example}.")
    return record, raw["value"]


def _certified(found: Provenance, record: dict[str, Any], setting: Setting, value: Any) -> Provenance:
    """Join what the text itself said with what the value table says."""
    sentences = [f"{k} must be a text in quotes." for k in _TEXTS if not isinstance(record.get(k, ""), str)]
    guess = record.get("guess", False)
    if not isinstance(guess, bool):
        sentences.append("guess must be true or false.")
    error = found.error
    if "error" in record:
        try:
            error = _error(record["error"], setting, value)
        except InputError as problem:
            sentences.append(f"error = {given(record['error'])}: {problem}")
    if sentences:
        raise Problem(*sentences)
    texts = {k: record[k] for k in _TEXTS if k in record}
    if found.note and texts.get("note") and found.note not in texts["note"]:
        texts["note"] = f"{texts['note']} ({found.note})"
    return replace(found, guess=guess, error=error, **texts)


def _error(raw: Any, setting: Setting, value: Any) -> float:
    """Return the error of a value in SI units; "5 %" of a quantity with a dimension is relative."""
    quantity = setting.quantity
    if quantity is None or setting.sort == "points":
        raise InputError("this value is no number and has no error.")
    if isinstance(raw, str):
        match = re.fullmatch(r"\s*([0-9.eE+-]+)\s*%\s*", raw)
        if match and quantity.unit:
            return abs(value) * read(match[1], "").value / 100
        if quantity.unit == "K":  # a difference of 1 degC is 1 K
            raw = re.sub(r"(?:deg|°)C\s*$", "K", raw)
        error = read(raw, quantity.unit).value
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool) and not quantity.unit:
        error = float(raw)
    else:
        raise InputError(f"write the error like the value, for example {setting.example}.")
    if not (math.isfinite(error) and error >= 0):
        raise InputError("the error must be a finite number of at least zero.")
    return error


def _number(raw: Any, setting: Setting, _: Path | None) -> tuple[float, Provenance]:
    quantity = setting.quantity
    assert quantity is not None
    if isinstance(raw, str):
        try:
            reading = read(raw, quantity.unit, quantity.example)
        except InputError as problem:
            raise Problem(str(problem)) from None
        return _bounded(reading.value, quantity), Provenance(written=raw.strip(), error=reading.error)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        wanted = "a number with its unit" if quantity.unit else "a number"
        raise Problem(f"{wanted} is wanted, for example {setting.example}.")
    if quantity.unit:
        raise Problem(f"write the unit, for example {setting.example}.")
    return _bounded(_finite(raw), quantity), Provenance(written=repr(raw))


def _integer(raw: Any, setting: Setting, _: Path | None) -> tuple[int, Provenance]:
    quantity = setting.quantity
    assert quantity is not None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or _finite(raw) != int(raw):
        raise Problem(f"a whole number is wanted, for example {setting.example}.")
    _bounded(float(raw), quantity)
    return int(raw), Provenance(written=repr(int(raw)))


def _text(raw: Any, setting: Setting, _: Path | None) -> tuple[str, Provenance]:
    if not isinstance(raw, str):
        raise Problem('a text in quotes is wanted, for example "...".')
    return raw, Provenance(written=raw)


def _choice(raw: Any, setting: Setting, _: Path | None) -> tuple[str, Provenance]:
    if not isinstance(raw, str) or raw not in setting.choices:
        options = " or ".join(f'"{c}"' for c in setting.choices)
        hint = nearest(raw[:40], setting.choices) if isinstance(raw, str) else ""
        raise Problem(f"must be {options}.{hint}")
    return raw, Provenance(written=raw)


def _material(raw: Any, setting: Setting, folder: Path | None) -> tuple[Any, Provenance]:
    try:
        material, written, note = read_material(raw, folder, setting.example)
    except InputError as problem:
        raise Problem(*problem.problems) from None
    return material, Provenance(written=written, note=note)


def _points(raw: Any, setting: Setting, _: Path | None) -> tuple[tuple[tuple[float, ...], ...], Provenance]:
    quantity = setting.quantity
    assert quantity is not None
    if not isinstance(raw, list) or not all(isinstance(p, list) and len(p) == 2 for p in raw):
        raise Problem(f"a list of pairs is wanted, for example {setting.example}.")
    found, sentences = [], []
    for i, pair in enumerate(raw, 1):
        try:
            if not all(isinstance(v, str) for v in pair):
                raise InputError("write both numbers in quotes with their unit.")
            found.append(tuple(read(v, quantity.unit).value for v in pair))
        except InputError as problem:
            sentences.append(f"pair {i}: {problem}")
    if sentences:
        raise Problem(*sentences)
    return tuple(found), Provenance(written=json.dumps(raw, ensure_ascii=False))


_READERS = {
    "number": _number,
    "integer": _integer,
    "points": _points,
    "text": _text,
    "choice": _choice,
    "material": _material,
}


def _finite(raw: float) -> float:
    try:
        number = float(raw)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Problem("a finite number is wanted.")
    return number


def _bounded(value: float, quantity: Quantity) -> float:
    if not quantity.allows(value):
        example = f', for example "{quantity.example}"' if quantity.example and quantity.unit else ""
        raise Problem(f"must be {bounds(quantity)}{example}.")
    return value


def bounds(quantity: Quantity) -> str:
    """Say which values are allowed, in the unit of the example: "greater than 0 um and less ..."."""
    unit = example_unit(quantity)
    words = {"gt": "greater than", "ge": "at least", "lt": "less than", "le": "at most"}
    limits = {w: getattr(quantity, k) for k, w in words.items() if getattr(quantity, k) is not None}
    said = [
        f"{word} {digits(convert(limit, quantity.unit, unit))} {unit}".rstrip()
        for word, limit in limits.items()
    ]
    return " and ".join(said) or "a finite number"


def example_unit(quantity: Quantity) -> str:
    """Return the unit of the example ("nm" of "490 nm"), or the display unit."""
    _, _, unit = quantity.example.partition(" ")
    return unit if quantity.unit and unit else quantity.display_unit


def given(raw: Any) -> str:
    """Show a value of a file in an error line, shortened and free of control characters."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return quoted(raw)
    if isinstance(raw, float):
        return f"{raw:.6g}"
    if isinstance(raw, int):
        return str(raw) if abs(raw) < 10**15 else f"a number of {len(str(abs(raw)))} digits"
    if isinstance(raw, Leaf):
        return quoted(raw.provenance.written)
    if isinstance(raw, dict):
        inner = next((raw[k] for k in ("value", "page", "file", "n") if k in raw), {})
        return "{ ... }" if isinstance(inner, dict) else given(inner)
    if isinstance(raw, list):
        return "[ ... ]"
    return quoted(str(raw)).strip('"')
