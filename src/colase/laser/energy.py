"""Where the energy of the absorbed pump ends: light of the modes, other light, and four sorts of heat.

An exciton carries E = hc/lambda_em. A pump photon brings h nu_p and leaves one exciton, so h nu_p - E is heat
at once (relaxation); an exciton that feeds a mode or radiates elsewhere gives off the difference between E
and the photon likewise, which may be negative. What is lost without a photon is heat of a trap from the
state with one exciton, Auger heat from higher ones. Photons taken by passive materials or by higher states
are heat of their own. The energy books close as well as the photon books do.
"""

from __future__ import annotations

import numpy as np

from colase.constants import HC
from colase.gain.medium import GainMedium

from .dynamics.rate_equations import RateEquations
from .dynamics.trajectory import Trajectory
from .mode_gain import Array, ModeGain
from .spontaneous import photon_energies

ENERGY_CHANNELS = (
    "modes",
    "passive absorption",
    "absorption by higher states",
    "spontaneous elsewhere",
    "relaxation",
    "Auger",
    "traps",
    "lost above the last state",
    "stored",
)
"""Where absorbed energy may end; all but the first, the fourth and the last are heat."""


def energy_books(
    runs: list[Trajectory], gain: ModeGain, equations: RateEquations, medium: GainMedium
) -> Array:
    """Return the energy in every channel in J, shape (run, channel), without that of the pump photons.

    Adding (photons absorbed) x h nu_p to "relaxation" makes the sum the absorbed energy.
    """
    exciton = HC / medium.crystal.emission_wavelength
    in_mode, free = HC / gain.wavelength, photon_energies(medium)
    free = np.where(free > 0, free, exciton)
    waste = equations.rates.decay - equations.radiative
    rows = []
    for run in runs:
        out, lost = equations.out @ (run.light * in_mode), equations.parasitic @ (run.light * in_mode)
        into = (equations.out.sum(axis=0) + equations.parasitic) * run.light + run.photons
        dark = waste * run.occupied * exciton
        held = run.populations @ np.arange(len(dark)) * exciton + run.photons @ in_mode
        settling = (exciton - in_mode) @ into + (exciton - free) @ run.elsewhere - run.absorbed * exciton
        rows.append(
            [
                out[0] + out[1], out[2], lost, free @ run.elsewhere, settling, dark[2:].sum(), dark[1],
                run.above * exciton, held,
            ]
        )  # fmt: skip
    return gain.nanocrystals * np.array(rows)
