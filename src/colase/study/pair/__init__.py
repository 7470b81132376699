"""What two bodies do together that one does not: supermodes, rates, exceptional points, combs."""

from __future__ import annotations

from types import MappingProxyType

from colase.device import Device
from colase.errors import InputError

from . import combs, histogram, paths, pump_offset, rates, sheets, sphere_fields, spheres, supermodes
from .finding import Analysis, Finding, PairStudy, Progress

ANALYSES: dict[str, tuple[Analysis, ...]] = {
    "disk": (
        Analysis("supermodes", supermodes.find),
        Analysis("rates", rates.find),
        Analysis("paths", paths.find),
        Analysis("sheets", sheets.find),
        Analysis("pump_offset", pump_offset.find),
        Analysis("histogram", histogram.find),
        Analysis("combs", combs.find),
    ),
    "coated-sphere": (
        Analysis("splitting", spheres.splitting),
        Analysis("supermode", sphere_fields.find),
        Analysis("sphere_combs", spheres.combs),
        Analysis("chance", spheres.chance),
        Analysis("lasing", spheres.lasing),
    ),
}
"""What is computed for a pair, by the kind of its bodies; a new kind adds its own row."""

__all__ = ["ANALYSES", "Analysis", "Finding", "PairStudy", "is_pair", "pair"]


def is_pair(device: Device) -> bool:
    """Whether the cavity of a device is a pair."""
    return device.cavity.kind == "pair"  # type: ignore[attr-defined]


def pair(device: Device, progress: Progress | None = None) -> PairStudy:
    """Compute everything that is known about a pair.

    Parameters
    ----------
    device : Device
        With ``kind = "pair"`` in its cavity.
    progress : callable, optional
        Called as ``progress(done, total)`` after each analysis.

    Raises
    ------
    InputError
        If the device is no pair.
    """
    if not is_pair(device):
        kind = device.cavity.kind  # type: ignore[attr-defined]
        raise InputError(f'pair: the cavity of "{device.title}" is a {kind}; a pair has kind = "pair".')
    kind = device.cavity.first.kind  # type: ignore[attr-defined]
    wanted = ANALYSES.get(kind, ())
    tell = progress or (lambda done, total: None)
    found: dict[str, Finding] = {}
    for i, analysis in enumerate(wanted):
        tell(i, len(wanted))
        found[analysis.name] = analysis.find(device)
    tell(len(wanted), len(wanted))
    return PairStudy(device, MappingProxyType(found))
