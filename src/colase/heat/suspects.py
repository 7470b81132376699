"""When a sweep does not give what it should: which single input would explain it, and at what price.

Every suspect is set free alone, beside the numbers asked for: a number of the experiment, a constant phase
phi_0 of the reference, or a delay t of the electronics,

    phi(f) = arg H(f) + phi_0 + 2 pi f t.

A suspect is only convincing if its value is believable and the misfit falls to the noise, which the fourth
differences of neighbouring points tell without any model: sigma^2 = <(d^4 phi)^2>/70.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, log

import numpy as np
import xarray as xr

from colase.errors import InputError
from colase.results import dataset, variable

from .conduction import Floats
from .thermoreflectance import Sweep, Thermoreflectance

OFFSET, DELAY = "phase offset", "delay"
_FARTHEST = log(30.0)  # of any number from where it started
_UNIT = {OFFSET: np.radians(1.0), DELAY: 1e-9}


def noise(sweep: Sweep) -> float:
    """Return the scatter from point to point in rad, for a phase that is smooth between neighbours."""
    order = np.argsort(sweep.frequency)
    if order.size < 6:
        raise InputError(f"suspects: {order.size} frequencies are too few to see scatter; give six or more.")
    bends = np.diff(np.asarray(sweep.phase)[order], 4)
    return float(np.sqrt((bends**2).mean() / 70))


def suspects(
    sweep: Sweep, experiment: Thermoreflectance, free: Mapping[str, float], names: Sequence[str]
) -> xr.Dataset:
    """Return what is fitted when each suspect in turn is free as well.

    Parameters
    ----------
    sweep : Sweep
        Measured phase.
    experiment : Thermoreflectance
        Everything else.
    free : mapping
        Names and starting values of what is asked for.
    names : sequence of str
        Suspects: numbers of the experiment, "phase offset" or "delay".

    Returns
    -------
    Dataset
        Over ``suspect`` ("none" first): ``value`` of what is asked for over ``parameter``, ``found`` (rad, s
        or the factor on the assumed number), ``misfit`` (rad); attribute ``noise`` (rad).

    Raises
    ------
    InputError
        If nothing is asked for, a name is unknown, or a suspect is asked for as well.
    """
    if not free or set(free) & set(names):
        raise InputError("suspects: say what is asked for, and suspect something else.")
    rows = [_fitted(sweep, experiment, free, name) for name in (None, *names)]
    return dataset(
        {
            "value": variable(
                ("suspect", "parameter"), np.array([r[0] for r in rows]), "SI", "fitted number"
            ),
            "found": variable("suspect", np.array([r[1] for r in rows]), "", "factor, or rad, or s"),
            "misfit": variable("suspect", np.array([r[2] for r in rows]), "rad", "root mean square misfit"),
        },
        {
            "suspect": variable("suspect", ["none", *names], "", "what is set free"),
            "parameter": variable("parameter", list(free), "", "number"),
        },
        noise=noise(sweep),
    )


def _fitted(
    sweep: Sweep, experiment: Thermoreflectance, free: Mapping[str, float], suspect: str | None
) -> tuple[Floats, float, float]:
    """Return the numbers asked for, the suspect, and the misfit."""
    from scipy.optimize import least_squares

    f, measured = np.asarray(sweep.frequency), np.asarray(sweep.phase)
    instrument = suspect in (OFFSET, DELAY)
    start = dict(free)
    if suspect is not None and not instrument:
        start[suspect] = experiment.value(suspect)
    names = list(start)

    def miss(p: Floats) -> Floats:
        logs = p[: len(names)]
        found = experiment.changed(dict(zip(names, np.exp(logs).tolist(), strict=True))).phase(f)
        if instrument:
            shift = p[-1] * _UNIT[str(suspect)]
            found = found + (shift if suspect == OFFSET else 2 * np.pi * f * shift)
        return found - measured

    begin = np.log(np.array(list(start.values())))
    low, high = begin - _FARTHEST, begin + _FARTHEST
    if instrument:
        begin, low, high = np.append(begin, 0.0), np.append(low, -inf), np.append(high, inf)
    fit = least_squares(miss, begin, bounds=(low, high))
    misfit = float(np.sqrt((fit.fun**2).mean()))
    value = np.exp(fit.x[: len(free)])
    if suspect is None:
        return value, 1.0, misfit
    if instrument:
        return value, float(fit.x[-1]) * _UNIT[suspect], misfit
    return value, float(np.exp(fit.x[len(free)])) / experiment.value(suspect), misfit
