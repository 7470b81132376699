"""A pulse as far as excitons remember it: what came forty lifetimes ago has been forgotten, to e^-40.

Gain without laser light depends on the recent pump alone. A long train is in its periodic state after forty
lifetimes, a long square pulse in its steady state, and a Gaussian that changes over ten thousand lifetimes is
at its peak in the steady state of its peak rate (to the square of lifetime over standard deviation, 1e-8). So
the populations at the peak of the gain are those of a shorter pulse with its share of the photons.
"""

from __future__ import annotations

from dataclasses import replace

from .pulse import GaussianPulse, Pulse, SquarePulse
from .pulse_series import PulseTrain

LIFETIMES = 40.0
"""How long excitons remember, in lifetimes of the slowest state."""

_SLOW = 1e4  # standard deviations over lifetime from which a Gaussian is a steady pump
_FEWEST = 12  # pulses that are always kept


def remembered(pulse: Pulse, lifetime: float) -> tuple[Pulse, float]:
    """Return a pulse that leaves the same highest gain, and its share of the photons.

    Parameters
    ----------
    pulse : Pulse
        Shape of the pump.
    lifetime : float
        Of the slowest state, in s.

    Returns
    -------
    pulse : Pulse
        The same, unless it is far longer than excitons live.
    share : float
        Photons of the shorter pulse over those of the given one.
    """
    memory = LIFETIMES * lifetime
    if isinstance(pulse, PulseTrain):
        count = max(_FEWEST, int(memory / pulse.period) + 2)
        if count < pulse.count:
            return replace(pulse, count=count), count / pulse.count
    if isinstance(pulse, SquarePulse) and pulse.duration > memory:
        return SquarePulse(duration=memory), memory / pulse.duration
    if isinstance(pulse, GaussianPulse) and pulse.sigma > _SLOW * lifetime:
        return SquarePulse(duration=memory), memory * float(pulse.rate(0.0))
    return pulse, 1.0
