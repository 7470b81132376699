"""Every input of a device in one list: value, unit, where it came from, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from colase.materials import Material
from colase.units import convert, digits, flat

from .describe import Setting, settings, tag, tag_key
from .provenance import Provenance

_WIDTH = 80

Births = Mapping[str, Provenance]

Row = dict[str, str]
"""Keys: path, meaning, value, unit, status ("given", "default" or "guess"), source."""


class Checklist(tuple[Row, ...]):
    """The rows of `check`; printing it gives a table 80 columns wide."""

    __slots__ = ()

    def __str__(self) -> str:
        cells = [
            (r["path"].rpartition(".")[2], f"{r['value']} {r['unit']}".rstrip(), r["status"], r["source"])
            for r in self
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines, section = [], ""
        for row, cell in zip(self, cells, strict=True):
            if row["path"].rpartition(".")[0] != section:
                section = row["path"].rpartition(".")[0]
                lines.append(f"[{section}]")
            lines.append(_line(cell, widths))
        return "\n".join(lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    line = "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1].rstrip() + "…"


class Certified(Protocol):
    """A dataclass whose values have birth certificates, by their dotted paths."""

    @property
    def provenance(self) -> Mapping[str, Provenance]:
        """Where each value came from."""
        ...


def check(device: Certified) -> Checklist:
    """Return one row for every input of a device, also those that a file left to their defaults.

    Returns
    -------
    Checklist
        Rows of texts with the keys path, meaning, value, unit, status and source; paths are written
        as in a file, values as in `colase.units.show`.
    """
    return Checklist(_rows(device, "", "", device.provenance))


def _rows(thing: Any, path: str, shown: str, births: Births) -> Iterator[Row]:
    """Yield the rows of one table: its kind, its values, then the tables inside.

    ``path`` follows the classes, as provenance does; ``shown`` follows the file.
    """
    key = tag_key(type(thing))
    if key:
        yield _row(
            f"{path}.{key}", f"{shown}.{key}", f"which {shown.split('.')[-1]}", tag(type(thing)), "", births
        )
    for s in sorted(settings(type(thing)), key=lambda s: s.sort == "part"):
        value = getattr(thing, s.name)
        inner, seen = (f"{above}.{name}".lstrip(".") for above, name in ((path, s.name), (shown, s.key)))
        if s.sort == "part" and value is not None:
            yield from _rows(value, inner, seen, births)
        elif s.sort not in ("text", "part"):
            yield _row(inner, seen, s.meaning, *_value(s, value), births)


def _value(setting: Setting, value: Any) -> tuple[str, str]:
    if value is None:
        return "none", ""
    if isinstance(value, Material):
        return value.name, ""
    if setting.sort == "number" and setting.quantity:
        quantity = setting.quantity
        return digits(convert(value, quantity.unit, quantity.display_unit)), flat(quantity.display_unit)
    if setting.sort == "points" and setting.quantity:
        unit, shown = setting.quantity.unit, setting.quantity.display_unit
        pairs = (", ".join(digits(convert(v, unit, shown)) for v in pair) for pair in value)
        return "; ".join(pairs), flat(shown)
    return str(value), ""


def _row(path: str, shown: str, meaning: str, value: str, unit: str, births: Births) -> Row:
    birth = births.get(path)
    status = "default" if birth is None or not birth.written else "guess" if birth.guess else "given"
    source = _source(birth, path, births) if birth else ""
    return {
        "path": shown,
        "meaning": meaning,
        "value": value,
        "unit": unit,
        "status": status,
        "source": source,
    }


def _source(birth: Provenance, path: str, births: Births) -> str:
    """Say where a value came from: reference, reasoning and remark, or else the sample it belongs to."""
    place = ", ".join(filter(None, (birth.reference, birth.place)))
    told = "; ".join(filter(None, (place, birth.why, birth.note)))
    sample = births.get("gain.nanocrystal")
    if not told and sample and path.startswith("gain.nanocrystal."):
        return f"sample {sample.written}"
    return " ".join(told.split())
