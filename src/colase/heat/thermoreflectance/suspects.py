"""When a sweep does not give what it should: which single input would explain it, and at what price.

Every suspect is set free alone, beside the numbers asked for: any number of the experiment, its beams and
its electronics, or the other shape of the pump, which costs no number at all. A suspect is only convincing
if its value is believable and the misfit falls towards the noise (`colase.heat.noise`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log

import numpy as np
import xarray as xr

from colase.errors import InputError
from colase.heat.conduction import Floats
from colase.results import dataset, variable

from .experiment import INSTRUMENT, PUMP_SHAPES, Thermoreflectance
from .sweep import Sweep, noise
from .unknowns import settle, unknowns

SHAPE = "pump_shape"
_FARTHEST = log(30.0)  # of any number from where it started


def suspects(
    sweep: Sweep,
    experiment: Thermoreflectance,
    free: Mapping[str, float],
    names: Sequence[str],
    amplitude: bool = False,
) -> xr.Dataset:
    """Return what is fitted when each suspect in turn is free as well.

    Parameters
    ----------
    sweep : Sweep
        Measured phase (and amplitude).
    experiment : Thermoreflectance
        Everything else.
    free : mapping
        Names and starting values of what is asked for.
    names : sequence of str
        Suspects: numbers of the experiment, "phase_offset", "delay", or "pump_shape" for the other shape.
    amplitude : bool
        Fit the amplitude as well, up to a factor.

    Returns
    -------
    Dataset
        Over ``suspect`` ("none" first): ``value`` of what is asked for over ``parameter``, ``found`` (rad, s
        or the factor on the assumed number; 1 for a shape), ``misfit`` of the phase (rad); attribute
        ``noise`` (rad).

    Raises
    ------
    InputError
        If nothing is asked for, a name is unknown, or a suspect is asked for as well.
    """
    if not free or set(free) & set(names):
        raise InputError("suspects: say what is asked for, and suspect something else.")
    rows = [_fitted(sweep, experiment, free, name, amplitude) for name in (None, *names)]
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
    sweep: Sweep,
    experiment: Thermoreflectance,
    free: Mapping[str, float],
    suspect: str | None,
    amplitude: bool,
) -> tuple[Floats, float, float]:
    """Return the numbers asked for, the suspect, and the misfit of the phase."""
    start = dict(free)
    if suspect == SHAPE:
        other = PUMP_SHAPES[1 - PUMP_SHAPES.index(experiment.pump_shape)]
        experiment = replace(experiment, pump_shape=other)
    elif suspect is not None:
        start[suspect] = experiment.value(suspect)
    unknown = unknowns(experiment, start, {})
    found = settle(sweep, experiment, unknown, np.zeros(len(start)), 0.02, amplitude, farthest=_FARTHEST)
    values = unknown.values(found.x)
    misfit = float(np.sqrt((found.deviation[: len(sweep.frequency)] ** 2).mean()))
    if suspect is None or suspect == SHAPE:
        return values, 1.0, misfit
    whole = 1.0 if suspect in INSTRUMENT else experiment.value(suspect)
    return values[: len(free)], float(values[-1]) / whole, misfit
