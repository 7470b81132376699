"""What is generated from the declarations: the JSON schema and the table of quantities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from colase.materials import Material
from colase.units import flat, show

from .describe import Setting, family, members, noun, settings, tag, tag_key
from .device import Device
from .fragments import DEFINITIONS, REFERENCE
from .values import bounds

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON schema (2020-12) of a device file, for editors and other programs."""
    from .schema import root

    made = _linked(root().model_json_schema(by_alias=True))
    made["$defs"] = dict(sorted((DEFINITIONS | made["$defs"]).items()))
    head = {"$schema": _DIALECT, "title": "colase device", "description": "A nanocrystal laser, as one file."}
    return head | {key: value for key, value in made.items() if key not in head}


def schema_text() -> str:
    """Return the JSON schema as it is committed, with a line break at the end."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _linked(part: Any) -> Any:
    """Turn the names of definitions into references."""
    if isinstance(part, list):
        return [_linked(item) for item in part]
    if not isinstance(part, dict):
        return part
    linked = {key: _linked(value) for key, value in part.items() if key != REFERENCE}
    return {"$ref": f"#/$defs/{part[REFERENCE]}"} | linked if REFERENCE in part else linked


def symbol_table() -> str:
    """Return every quantity of a device file as Markdown: symbol, name, unit, meaning, bounds, example."""
    return "\n\n".join(f"### {title}\n\n{_table(list(rows))}" for title, rows in _sections(Device, ""))


def _sections(base: type, path: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield a title and the rows of every table that a file may hold; what all kinds share comes once."""
    first, *others = members(base)
    common = [s for s in settings(first) if all(s.key in {t.key for t in settings(cls)} for cls in others)]
    if others:
        yield f"[{path}], any {family(base)}", iter([_kinds(base), *map(_line, common)])
    for cls in (first, *others) if others else ():
        own = [s for s in settings(cls) if s.key not in {c.key for c in common}]
        if own:
            yield f"[{path}], {noun(cls)}", (_line(s) for s in own)
    if not others:
        kind = [_kinds(base)] if tag_key(first) else []
        yield f"[{path}]" if path else "At the top of a file", iter([*kind, *map(_line, common)])
    for s in {s.key: s for cls in (first, *others) for s in settings(cls)}.values():
        if s.base not in (None, base):
            yield from _sections(s.base, f"{path}.{s.key}".lstrip("."))


def _table(rows: list[str]) -> str:
    return "\n".join(["| symbol | setting | unit | meaning | allowed | example |", "|---" * 6 + "|", *rows])


def _kinds(base: type) -> str:
    names = [tag(cls) for cls in members(base)]
    allowed = " or ".join(f"`{name}`" for name in names)
    return f'|  | `{tag_key(base)}` |  | which {family(base)} | {allowed} | `"{names[0]}"` |'


def _line(setting: Setting) -> str:
    quantity = setting.quantity
    symbol, unit = (quantity.symbol, flat(quantity.display_unit)) if quantity else ("", "")
    allowed = ""
    if setting.sort == "points":
        allowed = "at least three pairs"
    elif quantity and setting.sort not in ("material", "text"):
        allowed = bounds(quantity)
    elif setting.choices:
        allowed = " or ".join(f"`{c}`" for c in setting.choices)
    elif setting.base:
        allowed = "a table or a name" if tag_key(setting.base) else "a table"
    optional = "" if setting.required else f" ({_default(setting)})"
    example = f"`{setting.example}`" if quantity or setting.choices else ""
    return f"| {symbol} | `{setting.key}`{optional} | {unit} | {setting.meaning} | {allowed} | {example} |"


def _default(setting: Setting) -> str:
    """Say what holds if a file leaves a setting out."""
    value = setting.default
    if value in (None, "") or setting.base:
        return "may be left out"
    if isinstance(value, Material):
        return f"default {value.name}"
    if setting.quantity and setting.sort == "number":
        return f"default {show(value, setting.quantity)}"
    return f"default {value}"
