"""Decay shortened by amplified spontaneous emission, as one effective rate.

Light that a film amplifies along itself takes excitons away: while the gain at the wavelength of the
amplified spontaneous emission exceeds a threshold g_th, every state N that emits there loses excitons at

    W (g/g_th - 1) e_N/σ_0,        zero below g_th

with one effective rate W, so that every pump above threshold ends at the same gain, g_th. How light and
geometry make W is left to the travelling-wave model of the laser room.

References: adachi2015 (figure 1e).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError, InputError
from colase.gain.medium import GainMedium
from colase.gain.pulses.pulse import InstantPulse, Pulse
from colase.quantity import Quantity, check_bounds

from .populations import flash_populations

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulatedDecay:
    """Amplified spontaneous emission as one effective rate that sets in above a threshold gain."""

    wavelength: Annotated[
        float, Quantity("m", "λ_ASE", "wavelength of the emission", "nm", "640 nm", gt=100e-9, lt=20e-6)
    ]
    threshold_gain: Annotated[
        float,
        Quantity("1/m", "g_th", "material gain above which it acts", "1/cm", "200 1/cm", gt=0.0, lt=1e9),
    ]
    rate: Annotated[
        float, Quantity("1/s", "W", "rate at twice the threshold gain", "1/ps", "0.1 1/ps", gt=0.0, lt=1e16)
    ]

    def __post_init__(self) -> None:
        check_bounds(self)


def populations_with_emission(
    medium: GainMedium, pulse: Pulse, photons: Array, delay: Array, stimulated: StimulatedDecay
) -> Array:
    """Return populations under decay and amplified spontaneous emission, shape (pump, delay, state)."""
    if not isinstance(pulse, InstantPulse):
        raise InputError(
            "transient absorption: decay by amplified spontaneous emission is computed after a flash only; "
            "give no pulse, or leave the emission out."
        )
    from scipy.integrate import solve_ivp

    cross = medium.emission(stimulated.wavelength) - medium.absorption(stimulated.wavelength)
    emits = medium.emission(stimulated.wavelength) / (medium.crystal.sigma_abs or 1.0)
    rates = medium.decay_rates()
    start = flash_populations(medium, photons)
    found = np.zeros((photons.size, delay.size, rates.size))
    order = np.argsort(delay)
    later = order[delay[order] >= 0]
    found[:, delay < 0, 0] = 1.0

    def slope(_: float, p: Array) -> Array:
        over = medium.density * float(cross @ p) / stimulated.threshold_gain - 1
        down = (rates + stimulated.rate * max(over, 0.0) * emits) * p
        return np.append(down[1:], 0.0) - down

    if not later.size:
        return found
    for i, p in enumerate(start):
        end = max(delay[later[-1]], 1e-18)
        run = solve_ivp(slope, (0.0, end), p, "LSODA", np.minimum(delay[later], end), rtol=1e-9, atol=1e-12)
        if not run.success:
            raise ConvergenceError(
                f"transient absorption: the decay after {photons[i]:g} photons per nanocrystal was not "
                f"followed beyond {run.t[-1] if run.t.size else 0:.3g} s: {run.message}"
            )
        found[i, later] = run.y.T
    return found
