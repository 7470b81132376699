"""Heat that follows straight lines between knots in time, and the matrix from it to temperature.

T_i - T_0 = sum_j w_ij q_j,    w from the step and ramp responses of what conducts.
"""

from __future__ import annotations

import numpy as np

from colase.errors import InputError
from colase.heat import Conduction, Drive
from colase.heat.conduction import Floats


def knots(drive: Drive, end: float, points: int) -> Floats:
    """Return times dense on a logarithmic scale after every kink of a pulse, up to ``end``.

    Raises
    ------
    InputError
        If the end comes before the pulse starts.
    """
    kinks = [t for t in getattr(drive, "times", (0.0,)) if t < end]
    if not kinks:
        raise InputError(f"sustained: the end, {end:g} s, comes before the pulse.")
    kinks = sorted(set(kinks[:1] + kinks[-1:])) if len(kinks) > 8 else sorted(set(kinks))
    start, length = kinks[0], end - kinks[0]
    share = max(points // (2 * len(kinks)), 12)
    parts = [np.linspace(start, end, points // 2)]
    parts += [k + np.geomspace(1e-4 * length, end - k, share) for k in kinks if end - k > 2e-4 * length]
    times = np.unique(np.concatenate([*parts, np.asarray(kinks)]))
    return times[np.concatenate([[True], np.diff(times) > 1e-6 * length])]


def powers(drive: Drive, time: Floats) -> Floats:
    """Return the relative power at the knots: just after the first, just before every other one.

    So a jump at the end of a pulse belongs to what comes after.
    """
    tiny = 1e-9 * (time[-1] - time[0])
    return np.append(drive.power(time[:1] + tiny), drive.power(time[1:] - tiny))


def hat_responses(heating: Conduction, time: Floats) -> Floats:
    """Return the matrix from heat at the knots to temperature there, heat following straight lines.

    A hat with its top at t_j is a jump of slope at three knots, so its response is made of ramps; the first
    knot starts with a step.
    """
    lag = time[:, None] - time[None, :]
    step, ramp = heating.step(lag[:, :1])[:, 0], heating.ramp(lag)
    rate = 1 / np.diff(time)
    weights = np.zeros((time.size, time.size))
    weights[:, :-1] += (ramp[:, 1:] - ramp[:, :-1]) * rate
    weights[:, 1:] -= (ramp[:, 1:] - ramp[:, :-1]) * rate
    weights[:, 0] += step
    return weights
