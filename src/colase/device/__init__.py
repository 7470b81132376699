"""Device files: reading, checking, presets and the library of nanocrystals."""

from .catalog import preset_text, presets, sample_text, samples, template
from .changing import paths, replace
from .checking import Checklist, check
from .database import Page, search_materials
from .device import Device
from .generated import json_schema, symbol_table
from .provenance import Provenance
from .reading import load, loads
from .writing import to_toml

__all__ = [
    "Checklist",
    "Device",
    "Page",
    "Provenance",
    "check",
    "json_schema",
    "load",
    "loads",
    "paths",
    "preset_text",
    "presets",
    "replace",
    "sample_text",
    "samples",
    "search_materials",
    "symbol_table",
    "template",
    "to_toml",
]
