"""Has the ladder enough rungs? The share of nanocrystals in its last state says so.

The last state stands for all higher ones. Its gain is theirs once the band edge is full, but it decays
too slowly and, on a band edge that is not full, absorbs too much. Up to one per cent of the nanocrystals
there is accepted; above it, rungs are added. Models whose last state stands for all higher ones by
definition (0, X, XX) are left as they are.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from colase.gain.medium import GainMedium
from colase.gain.pulses.memory import remembered
from colase.gain.pulses.pulse import InstantPulse, Pulse
from colase.gain.pulses.pulse_series import ContinuousPulse

from .populations import driven_populations, flash_populations

ACCEPTED = 0.01
"""Share of the nanocrystals that may be in the last state."""

MOST_RUNGS = 64
"""Excitons up to which rungs are added."""

_GROWTH = 1.4
_DURING, _ENDS = 33, 3  # samples of a stretch of the pulse; first and last stretches that are looked at


def last_rung(populations: NDArray[np.float64]) -> float:
    """Return the largest share of the nanocrystals in the last state; populations have shape (..., state)."""
    return float(np.asarray(populations)[..., -1].max(initial=0.0))


def enough_rungs(
    medium: GainMedium, pulse: Pulse, photons: float, most: int = MOST_RUNGS
) -> tuple[GainMedium, tuple[str, ...]]:
    """Return the medium with as many rungs as a pump needs, and what there is to say about it.

    No laser light is included, so the answer holds a fortiori with it.

    Parameters
    ----------
    medium : GainMedium
        Its model is asked for more rungs.
    pulse : Pulse
        Shape of the pump.
    photons : float
        Photons absorbed per nanocrystal over the pulse; infinity asks for a band edge that can be full.
    most : int
        Excitons in the last state up to which rungs are added.

    Returns
    -------
    medium : GainMedium
        The same, if its rungs suffice or its ladder is fixed.
    remarks : tuple of str
        How many rungs were added, or that they do not suffice.
    """
    given = highest = len(medium.states) - 1
    if medium.model.with_rungs(highest + 1) == medium.model:
        return medium, ()
    most = max(most, given)
    if not np.isfinite(photons):
        return _filled(medium, given, most)
    while True:
        share = _share(medium, pulse, photons)
        if share <= ACCEPTED or highest >= most:
            break
        highest = min(max(highest + 1, ceil(_GROWTH * highest)), most)
        medium = replace(medium, model=medium.model.with_rungs(highest))
    remarks = []
    if highest > given:
        remarks.append(
            f"The exciton ladder was extended from {given} to {highest} excitons: with {photons:.3g} photons "
            f"absorbed per nanocrystal more than {100 * ACCEPTED:g} % of them would be in the last state."
        )
    if share > ACCEPTED:
        remarks.append(
            f"The exciton ladder ends at {highest} excitons, but with {photons:.3g} photons absorbed per "
            f"nanocrystal {100 * share:.2g} % of them are in its last state: they decay and amplify like "
            f"{highest} excitons. Use less pump, or a larger most_excitons."
        )
    return medium, tuple(remarks)


def _filled(medium: GainMedium, given: int, most: int) -> tuple[GainMedium, tuple[str, ...]]:
    """Return the medium with as many rungs as its band edge holds excitons."""
    full = medium.model.filling(medium.crystal)
    highest = min(full, most)
    if highest <= given:
        return medium, ()
    remark = (
        f"The exciton ladder was extended from {given} to {highest} excitons: its band edge holds {full}."
    )
    return replace(medium, model=medium.model.with_rungs(highest)), (remark,)


def _share(medium: GainMedium, pulse: Pulse, photons: float) -> float:
    """Return the largest share in the last state during a pulse."""
    if isinstance(pulse, InstantPulse):
        return last_rung(flash_populations(medium, photons))
    if isinstance(pulse, ContinuousPulse):
        return last_rung(driven_populations(medium, pulse, photons, 0.0))
    short, part = remembered(pulse, 1 / medium.decay_rates()[1:].min())
    ends = short.pieces if len(short.pieces) <= 2 * _ENDS else short.pieces[:_ENDS] + short.pieces[-_ENDS:]
    times = np.concatenate([np.linspace(*piece, _DURING) for piece in ends])
    return last_rung(driven_populations(medium, short, part * photons, times))
