"""What a fit varies: numbers with their starts and, where they are assumed, their standard errors.

A positive number varies in its logarithm, p = p_0 e^x; those of the electronics (phase of the reference,
delay) have either sign and vary in steps of one degree or one nanosecond, p = p_0 + x step. A prior of
standard error e enters as one more residual x/width with width = e/p_0 or e/step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from colase.errors import ConvergenceError, InputError
from colase.heat.conduction import Floats

from .experiment import INSTRUMENT, Thermoreflectance
from .sweep import Sweep

_SMALLEST = 1e-6  # width of a prior that still counts as one


@dataclass(frozen=True, slots=True, eq=False)
class Unknowns:
    """Names, starts, steps (zero: varies in its logarithm) and widths of priors (inf: none)."""

    names: tuple[str, ...]
    start: Floats
    step: Floats
    width: Floats

    def values(self, x: Floats) -> Floats:
        """Return the numbers in SI units."""
        return np.where(self.step > 0, self.start + x * self.step, self.start * np.exp(self.logs(x)))

    def logs(self, x: Floats) -> Floats:
        """Return x where it is a logarithm, zero elsewhere."""
        return np.where(self.step > 0, 0.0, x)

    def slopes(self, x: Floats) -> Floats:
        """Return what one unit of x changes in SI units."""
        return np.where(self.step > 0, self.step, self.values(x))

    def put(self, experiment: Thermoreflectance, x: Floats) -> Thermoreflectance:
        """Return the experiment with the numbers put in."""
        return experiment.changed(dict(zip(self.names, self.values(x).tolist(), strict=True)))


def unknowns(
    experiment: Thermoreflectance, free: Mapping[str, float], known: Mapping[str, float]
) -> Unknowns:
    """Return what varies: ``free`` with starting values, ``known`` with standard errors (SI units).

    Raises
    ------
    InputError
        If nothing is free, a name is unknown or stands in both, or a start or an error is not positive.
    """
    if not free:
        raise InputError("thermoreflectance: say which numbers are to be fitted.")
    twice = sorted(set(free) & set(known))
    if twice:
        raise InputError(f"thermoreflectance: {', '.join(twice)} cannot be fitted and known at once.")
    values = dict(free) | {name: experiment.value(name) for name in known}
    for name, value in values.items():
        experiment.value(name)
        if not np.isfinite(value) or (value <= 0 and name not in INSTRUMENT):
            raise InputError(f"thermoreflectance: {name} starts at {value:g}; give a positive number.")
    for name, error in known.items():
        if not (np.isfinite(error) and error > 0):
            raise InputError(f"thermoreflectance: the error of {name} is {error:g}; give a positive number.")
    start = np.array(list(values.values()), dtype=float)
    step = np.array([INSTRUMENT.get(name, 0.0) for name in values])
    error = np.array([known.get(name, np.inf) for name in values])
    return Unknowns(tuple(values), start, step, error / np.where(step > 0, step, np.abs(start)))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where least squares ended: x, deviations (rad and ln amplitude, in this order) and their Jacobian."""

    x: Floats
    deviation: Floats
    jacobian: Floats


def settle(
    sweep: Sweep,
    experiment: Thermoreflectance,
    unknown: Unknowns,
    x: Floats,
    noise: float,
    amplitude: bool = False,
    farthest: float = 12.0,
) -> Found:
    """Return the least squares of the deviations over ``noise`` (rad) and of the priors.

    The amplitude is compared in its logarithm and up to a factor, the gain of the detector; a relative error
    of the signal turns its phase by as many rad, so that both count alike.

    Raises
    ------
    ConvergenceError
        If least squares does not settle.
    """
    from scipy.optimize import least_squares

    frequency, count = np.asarray(sweep.frequency), len(sweep.frequency) * (2 if amplitude else 1)
    prior = np.isfinite(unknown.width)
    width = np.maximum(unknown.width[prior], _SMALLEST)

    def deviation(x: Floats) -> Floats:
        signal = unknown.put(experiment, x).response(frequency)
        phase = np.asarray(np.angle(signal * np.exp(-1j * np.asarray(sweep.phase))), dtype=np.float64)
        if sweep.amplitude is None or not amplitude:
            return phase
        ratio = np.log(np.abs(signal) / np.asarray(sweep.amplitude))
        return np.concatenate([phase, ratio - ratio.mean()])

    reach = np.where(prior | (unknown.step > 0), np.inf, farthest)
    found = least_squares(
        lambda x: np.concatenate([deviation(x) / noise, x[prior] / width]),
        x,
        bounds=(-reach, reach),
        x_scale="jac",
        max_nfev=200,
    )
    if not found.success:
        raise ConvergenceError(
            "thermoreflectance: the fit did not settle; start nearer or fit fewer numbers."
        )
    return Found(found.x, found.fun[:count] * noise, found.jac[:count] * noise)
