"""Confinement factors as papers define and print them, to hold the computed ones against.

adachi2015 (text on figure 1c) takes the share of |E|^2 in the film, azizov2025 (eq. 3) the share of
the power flow. For TE modes the two are the same number, and neither is what multiplies the
material gain: that is dN/dn, n_film/n_eff times as large for TE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Definition:
    """How a paper defines its confinement factor: ``name`` as in `base.DEFINITIONS`."""

    paper: str
    name: str
    place: str


@final
@dataclass(frozen=True, slots=True)
class PrintedConfinement:
    """One printed confinement factor of a film, its thickness in m."""

    paper: str
    sample: str
    thickness: float
    value: float
    place: str


USED = (
    Definition("adachi2015", "electric", "caption of figure 1c"),
    Definition("azizov2025", "poynting", "eq. 3"),
)

_PLACE = "text after eq. 3"
_STAMPED = "text on figure 2"
PRINTED = (
    PrintedConfinement("azizov2025", "SC1", 204.3e-9, 0.93, _PLACE),
    PrintedConfinement("azizov2025", "SC2", 205.1e-9, 0.93, _PLACE),
    PrintedConfinement("azizov2025", "SC3", 161.6e-9, 0.86, _PLACE),
    PrintedConfinement("azizov2025", "SC4", 69.96e-9, 0.10, _PLACE),
    PrintedConfinement("azizov2025", "SC1S", 137.4e-9, 0.82, _STAMPED),
    PrintedConfinement("azizov2025", "SC2S", 133.4e-9, 0.77, _STAMPED),
    PrintedConfinement("azizov2025", "SC3S", 143.3e-9, 0.85, f"{_STAMPED}, where SC3 is printed for SC3S"),
)
"""The seven films of azizov2025, spin-coated and stamped."""
