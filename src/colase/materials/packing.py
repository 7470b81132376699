"""How many nanocrystals a film holds, and what stamping or ligand exchange changes.

density = phi/((pi/6) d^3)     spheres whose centres are d apart, packed to phi (adachi2015),
packing = density * volume     share of the nanocrystals themselves,
n_after/n_before = t_before/t_after    if pressing a film only thins it (azizov2025).
"""

from __future__ import annotations

from math import pi

from colase.errors import InputError

RANDOM_CLOSE_PACKING = 0.6
"""Packing of touching spheres that adachi2015 assumes (0.64 random, 0.74 crystalline at most)."""

DENSEST_SPHERES = 0.74
"""Packing of the densest crystal of equal spheres, pi/sqrt(18)."""


def density_from_spacing(spacing: float, packing: float = RANDOM_CLOSE_PACKING) -> float:
    """Return nanocrystals per m^3 from the distance of neighbouring centres in m."""
    _positive(spacing=spacing, packing=packing)
    return packing / (pi / 6 * spacing**3)


def packing_fraction(density: float, volume: float) -> float:
    """Return the volume share of nanocrystals of ``volume`` (m^3) at ``density`` (1/m^3).

    Raises
    ------
    InputError
        If they would fill more than all of space: size and density contradict each other.
    """
    _positive(density=density, volume=volume)
    share = density * volume
    if share > 1:
        raise InputError(
            f"{density * 1e-6:.4g} nanocrystals per cm^3 of {volume * 1e27:.4g} nm^3 each would fill "
            f"{share:.2f} of the film; the density or the size is wrong."
        )
    return share


def core_share(spacing: float, diameter: float, packing: float = RANDOM_CLOSE_PACKING) -> float:
    """Return the volume share of spheres of ``diameter`` whose centres are ``spacing`` apart."""
    _positive(spacing=spacing, diameter=diameter, packing=packing)
    if diameter > spacing:
        raise InputError(
            f"spheres of {diameter * 1e9:g} nm cannot have their centres {spacing * 1e9:g} nm apart; "
            "give a diameter below the spacing."
        )
    return packing * (diameter / spacing) ** 3


def pressed_density(density: float, thickness_before: float, thickness_after: float) -> float:
    """Return the density of a film pressed thinner without losing nanocrystals sideways."""
    _positive(density=density, thickness_before=thickness_before, thickness_after=thickness_after)
    return density * thickness_before / thickness_after


def _positive(**values: float) -> None:
    wrong = [f"{name} = {value:g}" for name, value in values.items() if not value > 0]
    if wrong:
        raise InputError(f"film: {', '.join(wrong)}; give numbers above zero.")
