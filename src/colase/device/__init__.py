"""Device files: reading, checking, presets and the library of nanocrystals."""

from .catalog import preset_text, presets, sample_text, samples, template
from .device import Device, Provenance
from .reading import load, loads

__all__ = [
    "Device",
    "Provenance",
    "load",
    "loads",
    "preset_text",
    "presets",
    "sample_text",
    "samples",
    "template",
]
