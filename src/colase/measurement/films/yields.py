"""Quantum yield of an integrating sphere, step by step (demello1997), with errors.

L_a, L_b, L_c is the laser light with an empty sphere, with the sample beside the beam and in the beam; E_b
and E_c the emission of the latter two, all as photons and corrected for the response of the sphere:

    A = 1 - L_c/L_b,   eta = [E_c - (1 - A) E_b]/(L_a A).

Emission that the sample absorbs again (share a) is re-emitted with the same yield,
eta_seen = eta (1 - a)/(1 - a eta), so that eta = eta_seen/(1 - a + a eta_seen).
"""

from __future__ import annotations

import numpy as np

from colase.errors import InputError

from .counted import Array, Counted, Measured, counted

NONE = Measured(0.0)


def quantum_yield(
    laser: tuple[Measured, Measured, Measured],
    emission: tuple[Measured, Measured],
    reabsorbed: Measured = NONE,
) -> Counted:
    """Return the quantum yield.

    Parameters
    ----------
    laser : (L_a, L_b, L_c)
        Photons of the laser: empty sphere, sample beside the beam, sample in the beam.
    emission : (E_b, E_c)
        Photons of the sample: beside, and in the beam.
    reabsorbed : Measured
        Share of the emission that is absorbed again.

    Raises
    ------
    InputError
        If the sample absorbs nothing, or a count is below zero.
    """
    names = ("laser_empty", "laser_beside", "laser_in_beam", "emission_beside", "emission_in_beam")
    factors: dict[str, Measured] = dict(zip(names, (*laser, *emission), strict=True))
    if any(v.value < 0 for v in factors.values()) or laser[0].value <= 0 or laser[1].value <= 0:
        raise InputError("quantum yield: photon numbers must not be below zero, those of the laser above it.")
    if laser[2].value >= laser[1].value:
        raise InputError(
            "quantum yield: as much laser light is left in the beam as beside it; nothing was absorbed."
        )
    if not 0 <= reabsorbed.value < 1:
        raise InputError(f"reabsorbed = {reabsorbed.value:g}: a share below 1 is wanted.")
    factors["reabsorbed"] = reabsorbed

    def value(**f: Array) -> Array:
        absorbed = 1 - f["laser_in_beam"] / f["laser_beside"]
        seen = (f["emission_in_beam"] - (1 - absorbed) * f["emission_beside"]) / (f["laser_empty"] * absorbed)
        return without_self_absorption(seen, f["reabsorbed"])

    found = counted("Quantum yield", "", value, factors)
    if found.value > 1:
        note = "a yield above 1: some photons are counted wrong (response, filter, scattered laser light)."
        return Counted(
            found.name, found.unit, found.value, found.error, found.low, found.high, found.budget, (note,)
        )
    return found


def without_self_absorption(seen: Array | float, share: Array | float) -> Array:
    """Return the yield before a share of the emission was absorbed again."""
    return np.asarray(seen) / (1 - np.asarray(share) + np.asarray(share) * np.asarray(seen))
