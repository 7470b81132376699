"""Checks and defaults that need more than one section of a device file."""

from __future__ import annotations

from collections.abc import Iterator

from colase.cavity import ModeWindow
from colase.errors import InputError
from colase.materials import Material
from colase.nanocrystals import Nanocrystal

from .describe import leaves
from .device import Device
from .provenance import Provenance

_BLUE, _RED = 30e-9, 45e-9
_SLOPE = 2e-4  # the group index looks this share of a wavelength to both sides

DEFAULT_WINDOW = "from 30 nm below the absorption line to 45 nm above the emission line"


def default_window(nanocrystal: Nanocrystal) -> tuple[ModeWindow, Provenance]:
    """Return the window of modes for a file without [modes]: where this nanocrystal may have gain."""
    window = ModeWindow(
        start=nanocrystal.absorption_wavelength - _BLUE, stop=nanocrystal.emission_wavelength + _RED
    )
    return window, Provenance(written="", note=f"default: {DEFAULT_WINDOW}")


def uncovered(device: Device) -> Iterator[str]:
    """Say of every material whose index is not known in the window of modes or at the pump."""
    start, stop = device.modes.start, device.modes.stop
    for path, setting, value in leaves(device):
        if not isinstance(value, Material):
            continue
        section, _, key = path.partition(".")
        for wavelength, why in (
            (start * (1 - _SLOPE), f"the window of modes begins at {start * 1e9:.6g} nm"),
            (stop * (1 + _SLOPE), f"the window of modes ends at {stop * 1e9:.6g} nm"),
            (device.pump.wavelength, f"the pump is at {device.pump.wavelength * 1e9:.6g} nm"),
        ):
            try:
                value.index(wavelength)
            except InputError as problem:
                yield f"[{section}] {key}: {problem} Choose another {setting.meaning}: {why}."
                break
