"""Thermal properties from a sweep of phase against frequency, with errors that include what was assumed.

Least squares in the logarithms of the unknowns. A number that is known only to some error (a beam radius, the
thickness of the transducer) joins the unknowns with that error as one more residual, so that its share of the
uncertainty, and its correlation with the result, come out of the same covariance matrix:

    chi^2 = sum_i [phi_i - phi(f_i; p)]^2/sigma^2 + sum_j [ln(p_j/p_j0)/e_j]^2.

sigma is the scatter about the fit unless it is given; a misfit of the model therefore widens the errors, but
its bias is not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase.errors import ConvergenceError, InputError
from colase.results import dataset, draw, variable

from .conduction import Floats
from .thermoreflectance import Sweep, Thermoreflectance

DEGENERATE = 0.95
_SMALLEST = 1e-6  # error in ln(p) that still counts as an error


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PhaseFit:
    """Fitted numbers with their errors.

    Attributes
    ----------
    data : Dataset
        Over ``parameter``: ``value``, ``error`` (standard error with everything), ``statistical`` (with the
        assumed numbers held fixed), ``free``; over (parameter, other): ``correlation``; over ``frequency``:
        measured and fitted ``phase`` (rad).
    experiment : Thermoreflectance
        With the fitted numbers put in.
    scatter : float
        Root mean square deviation in rad.
    """

    data: xr.Dataset
    experiment: Thermoreflectance
    scatter: float

    def value(self, name: str) -> float:
        """Return a fitted number, in SI units."""
        return float(self.data.value.sel(parameter=name))

    def error(self, name: str) -> float:
        """Return its standard error, including that of the assumed numbers."""
        return float(self.data.error.sel(parameter=name))

    @property
    def degenerate(self) -> tuple[tuple[str, str, float], ...]:
        """Pairs of numbers that the sweep hardly tells apart, with their correlation."""
        names = self.data.parameter.values
        matrix = self.data.correlation.values
        pairs = [
            (str(names[i]), str(names[j]), float(matrix[i, j]))
            for i in range(len(names))
            for j in range(i)
            if abs(matrix[i, j]) > DEGENERATE
        ]
        return tuple(sorted(pairs, key=lambda pair: -abs(pair[2])))

    def describe(self) -> str:
        """Return numbers, errors and degeneracies as text."""
        lines = [f"phase fitted to {np.degrees(self.scatter):.2g} degrees"]
        for name in self.data.parameter.values:
            at = self.data.sel(parameter=name)
            role = "fitted" if bool(at.free) else "assumed"
            lines.append(
                f"  {name!s:32s} {float(at.value):.4g} +- {float(at.error):.2g}  {role}"
                + (f" (statistical {float(at.statistical):.2g})" if bool(at.free) else "")
            )
        lines += [f"  {a} and {b} are told apart badly: correlation {c:+.3f}" for a, b, c in self.degenerate]
        return "\n".join(lines)

    def plot(self, ax=None):
        """Draw measured and fitted phase against frequency; return the Axes."""
        return draw("heat.phase_fit", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_phase(
    sweep: Sweep,
    experiment: Thermoreflectance,
    free: Mapping[str, float],
    known: Mapping[str, float] | None = None,
    sigma: float | None = None,
) -> PhaseFit:
    """Fit numbers of an experiment to a sweep.

    Parameters
    ----------
    sweep : Sweep
        Measured phase.
    experiment : Thermoreflectance
        Everything that is not fitted.
    free : mapping
        Names and starting values of what is asked for ({"film.conductivity": 0.3}).
    known : mapping, optional
        Names and standard errors (SI units) of assumed numbers, centred on the values of ``experiment``.
    sigma : float, optional
        Standard error of the phase in rad; the scatter about the fit if left out.

    Raises
    ------
    InputError
        If nothing is asked for, a start is not positive, or there are more unknowns than points.
    ConvergenceError
        If the fit does not settle.
    """
    known = dict(known or {})
    names, start, width = _unknowns(experiment, free, known)
    if len(free) >= len(sweep.frequency):
        raise InputError(f"thermoreflectance: {len(free)} unknowns and {len(sweep.frequency)} points.")
    frequency, measured = np.asarray(sweep.frequency), np.asarray(sweep.phase)

    def model(logs: Floats) -> Floats:
        return experiment.changed(dict(zip(names, np.exp(logs).tolist(), strict=True))).phase(frequency)

    noise = sigma or 0.02
    logs, jacobian, deviation = _solve(model, measured, start, start, width, noise)
    for _ in range(12):
        scatter = float(np.sqrt(deviation @ deviation / (frequency.size - len(free))))
        if sigma is not None or abs(scatter / noise - 1) < 0.01 or scatter < 1e-10:
            break
        noise = max(scatter, 1e-9)
        logs, jacobian, deviation = _solve(model, measured, logs, start, width, noise)
    return _result(sweep, experiment, names, free, logs, jacobian, deviation, width, noise)


def _unknowns(
    experiment: Thermoreflectance, free: Mapping[str, float], known: Mapping[str, float]
) -> tuple[list[str], Floats, Floats]:
    """Return names, logarithms of the starting values, and relative errors (inf for what is free)."""
    if not free:
        raise InputError("thermoreflectance: say which numbers are to be fitted.")
    twice = sorted(set(free) & set(known))
    if twice:
        raise InputError(f"thermoreflectance: {', '.join(twice)} cannot be fitted and known at once.")
    values = dict(free) | {name: experiment.value(name) for name in known}
    for name, value in values.items():
        experiment.value(name)
        if not (np.isfinite(value) and value > 0):
            raise InputError(f"thermoreflectance: {name} starts at {value:g}; give a positive number.")
    for name, error in known.items():
        if not (np.isfinite(error) and error > 0):
            raise InputError(f"thermoreflectance: the error of {name} is {error:g}; give a positive number.")
    names = list(values)
    relative = [known[name] / values[name] if name in known else np.inf for name in names]
    return names, np.log([values[name] for name in names]), np.array(relative)


def _solve(
    model, measured: Floats, logs: Floats, centre: Floats, width: Floats, noise: float
) -> tuple[Floats, Floats, Floats]:
    """Return the best logarithms, the Jacobian of the phase and the deviations."""
    from scipy.optimize import least_squares

    prior = np.isfinite(width)

    def residual(p: Floats) -> Floats:
        return np.concatenate(
            [(model(p) - measured) / noise, ((p - centre)[prior] / np.maximum(width[prior], _SMALLEST))]
        )

    low, high = np.full(logs.size, -np.inf), np.full(logs.size, np.inf)
    low[~prior], high[~prior] = centre[~prior] - 12, centre[~prior] + 12
    found = least_squares(residual, logs, bounds=(low, high), x_scale="jac", max_nfev=200)
    if not found.success:
        raise ConvergenceError(
            "thermoreflectance: the fit did not settle; start nearer or fit fewer numbers."
        )
    jacobian = found.jac[: measured.size] * noise
    return found.x, jacobian, found.fun[: measured.size] * noise


def _result(
    sweep: Sweep,
    experiment: Thermoreflectance,
    names: list[str],
    free: Mapping[str, float],
    logs: Floats,
    jacobian: Floats,
    deviation: Floats,
    width: Floats,
    noise: float,
) -> PhaseFit:
    asked = np.array([name in free for name in names])
    information = jacobian.T @ jacobian / noise**2 + np.diag(np.where(asked, 0.0, width**-2.0))
    spread = np.sqrt(np.abs(np.diag(information)))
    if (spread == 0).any():
        blind = ", ".join(n for n, s in zip(names, spread, strict=True) if s == 0)
        raise InputError(f"thermoreflectance: the phase does not depend on {blind}; it cannot be fitted.")
    covariance = np.linalg.pinv(information / np.outer(spread, spread), hermitian=True) / np.outer(
        spread, spread
    )
    error = np.sqrt(np.diag(covariance))
    inner = information[np.ix_(asked, asked)]
    statistical = np.zeros(len(names))
    statistical[asked] = np.sqrt(np.diag(np.linalg.pinv(inner, hermitian=True)))
    values = np.exp(logs)
    frequency, measured = np.asarray(sweep.frequency), np.asarray(sweep.phase)
    data = dataset(
        {
            "value": variable("parameter", values, "SI", "fitted number"),
            "error": variable("parameter", values * error, "SI", "standard error"),
            "statistical": variable("parameter", values * statistical, "SI", "error by scatter alone"),
            "free": variable("parameter", asked, "", "whether it was asked for"),
            "correlation": variable(
                ("parameter", "other"), covariance / np.outer(error, error), "", "correlation"
            ),
            "phase": variable("frequency", measured, "rad", "measured phase"),
            "phase_fitted": variable("frequency", measured + deviation, "rad", "fitted phase"),
        },
        {
            "parameter": variable("parameter", names, "", "number"),
            "other": variable("other", names, "", "number"),
            "frequency": variable("frequency", frequency, "Hz", "modulation frequency"),
        },
    )
    fitted = experiment.changed(dict(zip(names, values.tolist(), strict=True)))
    return PhaseFit(data, fitted, float(np.sqrt((deviation**2).mean())))
