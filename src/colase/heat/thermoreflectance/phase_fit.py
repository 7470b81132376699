"""Thermal properties from a sweep of phase, or phase and amplitude, against frequency.

Least squares in which a number that is known only to some error (a beam radius, the thickness of the
transducer, the phase of the reference) joins the unknowns with that error as one more residual, so that its
share of the uncertainty, and its correlation with the result, come out of the same covariance matrix:

    chi^2 = sum_i [phi_i - phi(f_i; p)]^2/sigma^2 + sum_j (x_j/e_j)^2.

sigma is the scatter about the fit unless it is given. Where neighbouring deviations go together, because the
model misses something, n points tell no more than n/c do, with c = 1 + 2 sum of their correlation, and
sigma^2 is c times as large. The bias of such a model is not among the errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from colase.errors import InputError
from colase.heat.conduction import Floats
from colase.results import dataset, draw, variable

from .experiment import Thermoreflectance
from .sweep import Sweep
from .unknowns import Found, Unknowns, settle, unknowns

DEGENERATE = 0.95
_TOLD = 3.0  # correlation of deviations from which the text speaks of it


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PhaseFit:
    """Fitted numbers with their errors.

    Attributes
    ----------
    data : Dataset
        Over ``parameter``: ``value``, ``error`` (standard error with everything), ``statistical`` (with the
        assumed numbers held fixed), ``free``; over (parameter, other): ``correlation``; over ``frequency``:
        measured and fitted ``phase`` (rad) and, if it was fitted, ``amplitude``.
    experiment : Thermoreflectance
        With the fitted numbers put in.
    scatter : float
        Root mean square deviation of the phase in rad.
    together : float
        How many neighbouring deviations go together: 1 for noise.
    amplitude_scatter : float or None
        Relative deviation of the amplitude, if it was fitted.
    """

    data: xr.Dataset
    experiment: Thermoreflectance
    scatter: float
    together: float
    amplitude_scatter: float | None = None

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
        also = "" if self.amplitude_scatter is None else f", amplitude to {self.amplitude_scatter:.2g}"
        lines = [f"phase fitted to {np.degrees(self.scatter):.2g} degrees{also}"]
        for name in self.data.parameter.values:
            at = self.data.sel(parameter=name)
            role = "fitted" if bool(at.free) else "assumed"
            lines.append(
                f"  {name!s:32s} {float(at.value):.4g} +- {float(at.error):.2g}  {role}"
                + (f" (statistical {float(at.statistical):.2g})" if bool(at.free) else "")
            )
        lines += [f"  {a} and {b} are told apart badly: correlation {c:+.3f}" for a, b, c in self.degenerate]
        if self.together > _TOLD:
            lines.append(
                f"  neighbouring deviations go together ({self.together:.1f} at a time): the model misses "
                "something, and the errors are widened for it"
            )
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
    amplitude: bool = False,
) -> PhaseFit:
    """Fit numbers of an experiment to a sweep.

    Parameters
    ----------
    sweep : Sweep
        Measured phase (and amplitude).
    experiment : Thermoreflectance
        Everything that is not fitted.
    free : mapping
        Names and starting values of what is asked for ({"film.conductivity": 0.3}).
    known : mapping, optional
        Names and standard errors (SI units) of assumed numbers, centred on the values of ``experiment``.
    sigma : float, optional
        Standard error of the phase in rad; the scatter about the fit if left out.
    amplitude : bool
        Fit the amplitude as well, up to a factor.

    Raises
    ------
    InputError
        If nothing is asked for, a start is not positive, there are more unknowns than points, or the
        amplitude is asked for and the sweep has none.
    ConvergenceError
        If the fit does not settle.
    """
    unknown = unknowns(experiment, free, dict(known or {}))
    if amplitude and sweep.amplitude is None:
        raise InputError("thermoreflectance: the sweep holds no amplitudes to fit.")
    points = len(sweep.frequency) * (2 if amplitude else 1)
    if len(free) + amplitude >= points:
        raise InputError(f"thermoreflectance: {len(free)} unknowns and {points} points.")

    noise, together = sigma or 0.02, 1.0
    found = settle(sweep, experiment, unknown, np.zeros(unknown.start.size), noise, amplitude)
    for _ in range(12):
        squares = found.deviation @ found.deviation
        together = _together(found.deviation, len(sweep.frequency))
        scatter = float(np.sqrt(squares / (points - len(free) - amplitude) * together))
        if sigma is not None or abs(scatter / noise - 1) < 0.01 or scatter < 1e-10:
            break
        noise = max(scatter, 1e-9)
        found = settle(sweep, experiment, unknown, found.x, noise, amplitude)
    return _result(sweep, experiment, unknown, set(free), found, noise, together)


def _together(deviation: Floats, count: int) -> float:
    """Return 1 + 2 sum of the correlation of deviations up to where it vanishes (sokal1997)."""
    rows = deviation.reshape(-1, count)
    rows = rows - rows.mean(axis=1, keepdims=True)
    whole = float((rows**2).sum())
    found = 1.0
    for lag in range(1, count // 2):
        share = float((rows[:, lag:] * rows[:, :-lag]).sum()) / whole if whole else 0.0
        if share <= 0:
            break
        found += 2 * share
    return found


def _result(
    sweep: Sweep,
    experiment: Thermoreflectance,
    unknown: Unknowns,
    asked: set[str],
    found: Found,
    noise: float,
    together: float,
) -> PhaseFit:
    free = np.array([name in asked for name in unknown.names])
    covariance, statistical = _covariance(unknown, free, found, noise)
    error, slopes = np.sqrt(np.diag(covariance)), np.abs(unknown.slopes(found.x))
    count = len(sweep.frequency)
    phase = found.deviation[:count]
    numbers = {
        "value": variable("parameter", unknown.values(found.x), "SI", "fitted number"),
        "error": variable("parameter", slopes * error, "SI", "standard error"),
        "statistical": variable("parameter", slopes * statistical, "SI", "error by scatter alone"),
        "free": variable("parameter", free, "", "whether it was asked for"),
        "correlation": variable(
            ("parameter", "other"), covariance / np.outer(error, error), "", "correlation"
        ),
        "phase": variable("frequency", np.asarray(sweep.phase), "rad", "measured phase"),
        "phase_fitted": variable("frequency", np.asarray(sweep.phase) + phase, "rad", "fitted phase"),
    }
    spread = None
    if found.deviation.size > count:
        amplitude, ratio = np.asarray(sweep.amplitude), found.deviation[count:]
        spread = float(np.sqrt((ratio**2).mean()))
        numbers["amplitude"] = variable("frequency", amplitude, "", "measured amplitude")
        numbers["amplitude_fitted"] = variable("frequency", amplitude * np.exp(ratio), "", "fitted amplitude")
    data = dataset(
        numbers,
        {
            "parameter": variable("parameter", list(unknown.names), "", "number"),
            "other": variable("other", list(unknown.names), "", "number"),
            "frequency": variable("frequency", np.asarray(sweep.frequency), "Hz", "modulation frequency"),
        },
    )
    fitted = unknown.put(experiment, found.x)
    return PhaseFit(data, fitted, float(np.sqrt((phase**2).mean())), together, spread)


def _covariance(unknown: Unknowns, free: np.ndarray, found: Found, noise: float) -> tuple[Floats, Floats]:
    """Return the covariance of x, and the errors of the free ones with all others held fixed."""
    information = found.jacobian.T @ found.jacobian / noise**2
    information = information + np.diag(np.where(free, 0.0, unknown.width**-2.0))
    spread = np.sqrt(np.abs(np.diag(information)))
    if (spread == 0).any():
        blind = ", ".join(n for n, s in zip(unknown.names, spread, strict=True) if s == 0)
        raise InputError(f"thermoreflectance: the phase does not depend on {blind}; it cannot be fitted.")
    scale = np.outer(spread, spread)
    covariance = np.linalg.pinv(information / scale, hermitian=True) / scale
    statistical = np.zeros(free.size)
    inner = information[np.ix_(free, free)]
    statistical[free] = np.sqrt(np.diag(np.linalg.pinv(inner, hermitian=True)))
    return covariance, statistical
