"""A [heat] section for a device that has none: every value a guess, with its reasoning, to be replaced.

The pump that it proposes keeps three excitons in a nanocrystal, were there no Auger decay,

    I = 3 h c/(lambda sigma tau_1),

above the thresholds of most ladders and of the order of published sustained lasing.
"""

from __future__ import annotations

from typing import Any

from colase.cavity import AxisymmetricDisk, Microsphere
from colase.cavity.axisymmetric.body import BodyOfRevolution
from colase.constants import HC
from colase.device import Device, replace

from .alone import alone
from .conductor import shaped

EXCITONS = 3.0
_LOOKS = (
    ("CYTOP", 1.30, 1.36),
    ("MgF2", 1.36, 1.42),
    ("fused-silica", 1.42, 1.49),
    ("glass", 1.49, 1.57),
    ("sapphire", 1.70, 1.80),
    ("silicon", 3.2, 5.0),
)
_METAL = 0.5  # imaginary part of an index from which a substrate is taken for gold

Table = dict[str, dict[str, Any]]


def proposed(device: Device) -> Table:
    """Return the values of a [heat] section, each with ``value``, ``guess`` and ``why``."""
    cavity, pump = alone(device).cavity, device.pump
    crystal = device.gain.crystal
    photons = EXCITONS * float(device.gain.decay_rates()[1]) / crystal.sigma_pump
    irradiance = photons * HC / pump.wavelength
    rows: dict[str, tuple[Any, str]] = {
        "film": ("nanocrystal-film", "thermal data of close-packed dots; estimates"),
        "substrate": _substrate(cavity),
        "irradiance": (
            f"{irradiance / 1e7:.2g} kW/cm^2",
            f"{EXCITONS:g} excitons a lifetime in a nanocrystal, without Auger decay",
        ),
        "duration": ("1 us", "of the order of published sustained lasing"),
    }
    if not shaped(cavity):
        rows["spot"] = ({"shape": "disc", "radius": "20 um"}, "nothing is said about a long pump")
    if isinstance(cavity, Microsphere):
        rows["core"] = ("fused-silica", "what such spheres are made of")
        rows["contact_radius"] = ("200 nm", "a sphere on a flat touches over a small fraction of its radius")
        rows["surroundings"] = ("air", "it takes more heat from a sphere than the contact does")
    elif isinstance(cavity, AxisymmetricDisk):
        rows["core"] = ("fused-silica", "of a pedestal")
    elif isinstance(cavity, BodyOfRevolution):
        rows["core"] = ("SU8", "the resist under the coat")
    return {key: {"value": value, "guess": True, "why": why} for key, (value, why) in rows.items()}


def proposal(device: Device) -> str:
    """Return that section as it stands in a device file."""
    lines = ["[heat]"]
    for key, row in proposed(device).items():
        value, why = row["value"], row["why"]
        if isinstance(value, dict):
            inner = ", ".join(f'{name} = "{one}"' for name, one in value.items())
            lines.append(f"{key} = {{ {inner} }}  # {why}")
        elif key in ("film", "substrate", "core", "surroundings"):
            lines.append(f'{key} = "{value}"  # {why}')
        else:
            lines.append(f'{key} = {{ value = "{value}", guess = true, why = "{why}" }}')
    return "\n".join(lines)


def guessed(device: Device) -> Device:
    """Return the device with the proposed section, its values flagged as guesses."""
    table = proposed(device)
    plain = ("film", "substrate", "core", "surroundings", "spot")
    return replace(device, {"heat": {k: row["value"] if k in plain else row for k, row in table.items()}})


def _substrate(cavity: Any) -> tuple[str, str]:
    """Return the thermal data whose index comes nearest to that of the substrate."""
    material = getattr(cavity, "substrate", None)
    if material is None:
        return "glass", "nothing is said about a substrate"
    index = complex(material.index(650e-9))
    if index.imag > _METAL:
        return "gold", "a metal; a film of it on something else conducts less"
    for name, low, high in _LOOKS:
        if low <= index.real < high:
            return name, f"by its index of {index.real:.3g}"
    return "glass", f"no thermal data belong to its index of {index.real:.3g}"
