"""How fast a pumped stripe empties by the light that it amplifies along itself: populations against time.

Right after a flash the gain is highest, and spontaneous emission amplified on its way to both ends takes
excitons away until the gain times the length is a few; what is left decays by itself. Nothing is fitted: the
rate follows from gain, length and loss (`stripe_run`). Light crosses the stripe at once in the model, so
times shorter than its transit L n/c are not resolved.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.laser.pump import Pump
from colase.laser.side_by_side import side_by_side

from .amplified_emission import fitting, grid
from .stripe import Stripe
from .stripe_run import ACCURACY, follow_stripe, pumped, slices_of


def decaying_populations(
    medium: GainMedium,
    stripe: Stripe,
    pump: Pump,
    fluence: ArrayLike,
    delay: ArrayLike,
    accuracy: float = ACCURACY,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[GainMedium, Array]:
    """Return the mean populations along a stripe after a flash, shape (fluence, delay, state).

    Parameters
    ----------
    medium, stripe
        Nanocrystals, and where their light runs.
    pump : Pump
        Its wavelength; the pulse is taken as a flash at time zero.
    fluence : array_like
        Fluences in J/m^2.
    delay : array_like
        Times after the flash in s, increasing, at least zero.
    accuracy : float
        Largest change of a population in a time step.
    progress : callable, optional
        Called with (levels done, levels in all).

    Returns
    -------
    GainMedium, ndarray
        The medium with as many states as the strongest pump needs, and the populations.

    Raises
    ------
    InputError
        If a fluence or a delay makes no sense, or the model has no lifetimes.
    """
    levels, times = np.atleast_1d(np.asarray(fluence, float)), np.atleast_1d(np.asarray(delay, float))
    good = np.isfinite(times).all() and (times >= 0).all() and (np.diff(times) >= 0).all()
    if not (good and np.isfinite(levels).all() and (levels > 0).all() and levels.size):
        raise InputError("stripe: fluences must be above zero, and delays increase from zero or more, in s.")
    medium, _ = fitting(medium, stripe, pump, float(levels.max()))
    lam = grid(medium, None)
    none, start = np.zeros(lam.size), np.zeros(2)

    def one(level: float) -> Array:
        share, weight, photons = pumped(medium, stripe, pump, level, slices_of(medium, stripe, lam))
        return follow_stripe(
            medium, stripe, lam, share, weight, photons, start, start, none, accuracy, flash=True,
            watched=times,
        )[-1]  # fmt: skip

    found = np.zeros((levels.size, times.size, len(medium.states)))
    for done, (number, populations) in enumerate(side_by_side(one, [float(x) for x in levels])):
        found[number] = populations
        if progress is not None:
            progress(done + 1, levels.size)
    return medium, found
