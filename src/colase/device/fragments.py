"""JSON-schema fragments of single values: what an editor may complete and check while one types.

A fragment is looser than the reader: bounds in any unit cannot be said in JSON schema, so a text is
only checked for the form "number unit".
"""

from __future__ import annotations

import json
from typing import Any

from colase.nanocrystals import Nanocrystal
from colase.units import NUMBER

from . import catalog
from .describe import Setting, members, tag, tag_key
from .values import bounds

_WITH_UNIT = rf"^\s*\(?\s*{NUMBER}\s*(\+/-|±)?[^0-9].*$"
_PURE = rf"^\s*{NUMBER}\s*(%|((\+/-|±).*))?\s*$"

REFERENCE = "x-definition"
"""Key under which a fragment names one of the `DEFINITIONS`, until the whole schema is put together."""

DEFINITIONS: dict[str, Any] = {
    "part-of-mix": {
        "title": "A part of an effective medium",
        "type": "object",
        "properties": {
            "share": {"description": "share of the volume", "type": "number", "minimum": 0, "maximum": 1},
            "index": {"description": "the part", "$ref": "#/$defs/material"},
            "core": {"description": "core of a coated part", "$ref": "#/$defs/material"},
            "shell": {"description": "shell of a coated part", "$ref": "#/$defs/material"},
            "share_of_core": {
                "description": "volume of the core in that of core and shell",
                "type": "number",
                "minimum": 0,
                "maximum": 1,
            },
        },
        "additionalProperties": False,
    },
    "value-table": {
        "title": "A value with its birth certificate",
        "type": "object",
        "properties": {
            "value": True,
            "error": {
                "description": "standard error, in the unit of the value or in %",
                "type": ["string", "number"],
            },
            "guess": {"description": "true if the value is a guess", "type": "boolean"},
            "why": {"description": "the reasoning behind a guess", "type": "string"},
            "note": {"description": "a remark", "type": "string"},
            "reference": {"description": "key of the source in references.bib", "type": "string"},
            "place": {"description": "table, figure or sentence in the source", "type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    },
    "material": {
        "title": "A refractive index",
        "anyOf": [
            {"description": "a constant index", "type": "number", "minimum": 1},
            {
                "description": "shelf/book/page of the refractiveindex.info database, or a number",
                "type": "string",
                "examples": ["main/SiO2/Malitson"],
            },
            {
                "description": "a constant n + ik, a page, a table in a file or inline, or a mix of parts",
                "type": "object",
                "properties": {
                    "n": {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]},
                    "k": {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]},
                    "page": {"type": "string"},
                    "file": {"type": "string"},
                    "wavelength": {"type": "array", "items": {"type": "string"}},
                    "label": {"type": "string"},
                    "smooth": {"type": "boolean"},
                    "mix": {
                        "description": "rule of an effective medium",
                        "enum": ["bruggeman", "maxwell-garnett"],
                    },
                    "parts": {"type": "array", "items": {"$ref": "#/$defs/part-of-mix"}, "minItems": 2},
                    "packing": {"type": "number", "minimum": 0, "maximum": 1},
                    "pressed": {
                        "description": "thickness before pressing over that after it",
                        "type": "number",
                        "minimum": 1,
                    },
                    "sides": {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 3},
                    "axis": {
                        "description": "side of the particles along which the field points",
                        "enum": ["random", "length", "width", "thickness"],
                    },
                    **{
                        key: {"type": ["string", "number"] if key == "error" else "string"}
                        for key in ("error", "why", "note", "reference", "place")
                    },
                    "guess": {"type": "boolean"},
                },
                "additionalProperties": False,
            },
        ],
    },
}
"""Definitions that the fragments refer to, by their name under ``$defs``."""


def leaf_schema(setting: Setting) -> dict[str, Any]:
    """Return the fragment of one value: bare, or in a value table."""
    bare = _bare(setting)
    table = {REFERENCE: "value-table", "properties": {"value": bare}}
    about: dict[str, Any] = {"description": _description(setting)}
    if setting.quantity and setting.quantity.example:
        example = setting.example.strip('"')
        quoted = setting.example.startswith('"')
        about["examples"] = [example if quoted else json.loads(example)]
    return about | {"anyOf": [bare, table]}


def _description(setting: Setting) -> str:
    quantity = setting.quantity
    if quantity is None:
        return setting.meaning
    symbol = f" ({quantity.symbol})" if quantity.symbol else ""
    allowed = f"; {bounds(quantity)}" if setting.sort in ("number", "integer") else ""
    return f"{quantity.meaning}{symbol}{allowed}"


def _bare(setting: Setting) -> dict[str, Any]:
    if setting.sort == "material":
        return {REFERENCE: "material"}
    if setting.sort == "choice":
        return {"enum": list(setting.choices)}
    if setting.sort == "text":
        return {"type": "string"}
    quantity = setting.quantity
    assert quantity is not None
    if setting.sort == "points":
        pair = {
            "type": "array",
            "items": {"type": "string", "pattern": _WITH_UNIT},
            "minItems": 2,
            "maxItems": 2,
        }
        return {"type": "array", "items": pair, "minItems": 3}
    if quantity.unit:
        return {"type": "string", "pattern": _WITH_UNIT}
    limits = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
    kept = {word: getattr(quantity, k) for k, word in limits.items() if getattr(quantity, k) is not None}
    if setting.sort == "integer":
        return {"type": "integer", **kept}
    return {"anyOf": [{"type": "number", **kept}, {"type": "string", "pattern": _PURE}]}


def part_schema(table: dict[str, Any], base: type) -> dict[str, Any]:
    """Add to the fragment of a table the short forms by which a file may name it."""
    if issubclass(base, Nanocrystal):
        names = {"enum": list(catalog.samples())}
        like = {
            "type": "object",
            "description": "a sample of the library with some values changed",
            "properties": {"like": names},
            "required": ["like"],
        }
        return {"anyOf": [{"description": "a sample of the library", **names}, like, table]}
    if tag_key(base):
        return {"anyOf": [{"enum": [tag(cls) for cls in members(base)]}, table]}
    return table
