"""Polarisation: intensity against analyser angle to degree and axis, unbiased at zero.

    I(a) = (1 + d t) (I_0 + C cos 2a + S sin 2a),   R = sqrt(C^2 + S^2)/I_0

with t running from -1/2 to 1/2 through the measurement, d the drift. The familiar (max - min)/(max + min)
of noisy points is positive even for unpolarised light (0.08 for 5 % noise and 13 angles). Here R^2 loses
the square of its own error before the root is taken (wardle1974), and the interval is that of a length of
two components with Gaussian errors (non-central chi-square), which starts at zero when the data allow zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

Array = NDArray[np.float64]

FEWEST = 5
_CERTAIN = 12.0  # lengths over their error beyond which the interval is that of a Gaussian


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PolarisationFit:
    """Degree and axis of polarisation; ``data`` holds the points over ``angle``."""

    data: xr.Dataset

    @property
    def degree(self) -> float:
        """Degree of linear polarisation, unbiased at zero."""
        return float(self.data.degree)

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of the degree."""
        return float(self.data.degree_low), float(self.data.degree_high)

    def describe(self) -> str:
        """Return degree, axis, drift and what the extremes of the points would have given."""
        d = self.data
        low, high = self.interval
        lines = [
            f"R {self.degree:.3f} ({low:.3f} to {high:.3f}), from the extremes of the points "
            f"{float(d.extremes):.3f}."
        ]
        if low > 0:
            lines.append(
                f"Axis {np.degrees(float(d.axis)):.1f} +/- {np.degrees(float(d.axis_error)):.1f} deg."
            )
        else:
            lines.append("The data allow unpolarised light; there is no axis.")
        lines.append(f"Drift {float(d.drift):+.1%} through the measurement, noise {float(d.noise):.1%}.")
        return "\n".join(lines)

    def plot(self, ax: Any = None) -> Any:
        """Draw points and fit."""
        return draw("measurement.polarisation.polarisation", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_polarisation(
    angle: ArrayLike,
    intensity: ArrayLike,
    *,
    drift: bool = True,
    response: float = 1.0,
    response_axis: float = 0.0,
    response_error: float = 0.0,
    level: float = 0.95,
) -> PolarisationFit:
    """Fit intensities against the angle of an analyser, in the order in which they were taken.

    Parameters
    ----------
    angle, intensity : array, shape (angle,)
        Angle in rad.
    drift : bool
        Let the source drift linearly.
    response : float
        Transmission of spectrometer and detector across ``response_axis`` over that along it; the measured
        intensities are divided by it.
    response_axis : float
        Angle in rad.
    response_error : float
        Standard error of ``response``; goes into the interval.
    level : float
        Probability that the interval should hold.

    Raises
    ------
    InputError
        For too few angles or angles that do not fix the harmonic.
    """
    a, y = np.asarray(angle, dtype=float), np.asarray(intensity, dtype=float)
    if a.ndim != 1 or a.shape != y.shape or a.size < FEWEST or not np.all(np.isfinite(a) & np.isfinite(y)):
        raise InputError(
            f"angle and intensity must be lists of one length with at least {FEWEST} finite numbers."
        )
    if not (0.01 < response < 100 and 0 <= response_error < response):
        raise InputError(
            f"response = {response:g}, error {response_error:g}: the ratio of two transmissions is wanted, "
            "for example 0.7, and its error."
        )
    y = y / (np.cos(a - response_axis) ** 2 + response * np.sin(a - response_axis) ** 2)
    base = np.stack([np.ones_like(a), np.cos(2 * a), np.sin(2 * a)], axis=1)
    if np.linalg.cond(base) > 50:
        raise InputError(
            "the angles do not cover half a turn: degree and axis cannot be told apart from the mean."
        )
    slope, linear = 0.0, np.zeros(3)
    time = np.linspace(-0.5, 0.5, a.size)
    for _ in range(30 if drift else 1):
        linear = np.asarray(
            np.linalg.lstsq(base * (1 + slope * time)[:, None], y, rcond=None)[0], dtype=float
        )
        if not drift:
            break
        shape = base @ linear
        new = float(np.sum((y - shape) * shape * time) / np.sum((shape * time) ** 2))
        done, slope = abs(new - slope) < 1e-12, float(np.clip(new, -1.5, 1.5))
        if done:
            break
    if linear[0] <= 0:
        raise InputError("the mean intensity is not above zero.")
    fixed = 2 * response_error / (1 + response) ** 2  # of the degree that the response itself would show
    return _result(a, y, base, linear, slope, time, drift, level, fixed)


def analyser_response(angle: ArrayLike, intensity: ArrayLike) -> tuple[float, float, float]:
    """Return ratio, axis (rad) and error of the ratio from a lamp that is not polarised.

    The degree R that it seems to have is that of the response: ratio (1 - R)/(1 + R) across its axis. Pass
    them on as ``response``, ``response_axis`` and ``response_error``.

    Parameters
    ----------
    angle, intensity : array, shape (angle,)
        Angle of the analyser in rad.
    """
    found = fit_polarisation(angle, intensity)
    low, high = found.interval
    ratio = (1 - found.degree) / (1 + found.degree)
    error = 0.25 * (high - low) * 2 / (1 + found.degree) ** 2
    return ratio, float(found.data.axis), min(error, 0.99 * ratio)


def _result(
    a: Array, y: Array, base: Array, linear: Array, slope: float, time: Array, drift: bool, level: float,
    fixed: float,
) -> PolarisationFit:  # fmt: skip
    shape = base @ linear
    jac = base * (1 + slope * time)[:, None]
    jac = np.column_stack([jac, shape * time]) if drift else jac
    residuals = y - shape * (1 + slope * time)
    free = max(y.size - jac.shape[1], 1)
    covariance = np.linalg.inv(jac.T @ jac) * float(residuals @ residuals) / free
    cosine, sine = linear[1] / linear[0], linear[2] / linear[0]
    turn = np.array([[-cosine, 1.0, 0.0], [-sine, 0.0, 1.0]]) / linear[0]
    spread = turn @ covariance[:3, :3] @ turn.T
    sigma = float(np.sqrt(0.5 * np.trace(spread) + fixed**2))
    raw = float(np.hypot(cosine, sine))
    degree = float(np.sqrt(max(raw**2 - sigma**2, 0.0)))
    low, high = _interval(raw, sigma, level, free)
    rows = {
        "intensity": variable("angle", y, "1", "intensity, corrected for the response"),
        "model": variable("angle", shape * (1 + slope * time), "1", "fit"),
        "degree": variable((), degree, "1", "degree of linear polarisation"),
        "degree_low": variable((), low, "1", "lower end of the degree"),
        "degree_high": variable((), min(high, 1.0), "1", "upper end of the degree"),
        "axis": variable(
            (), 0.5 * float(np.arctan2(sine, cosine)) % np.pi, "rad", "angle of the largest intensity"
        ),
        "axis_error": variable((), 0.5 * sigma / max(raw, 1e-12), "rad", "standard error of the axis"),
        "drift": variable((), slope, "1", "relative change through the measurement"),
        "noise": variable(
            (), float(np.sqrt(residuals @ residuals / free)) / linear[0], "1", "relative noise"
        ),
        "extremes": variable(
            (), float((y.max() - y.min()) / (y.max() + y.min())), "1", "(max - min)/(max + min)"
        ),
        "cosine": variable((), cosine, "1", "C/I_0"),
        "sine": variable((), sine, "1", "S/I_0"),
    }
    return PolarisationFit(dataset(rows, {"angle": variable("angle", a, "rad", "analyser angle")}))


def _interval(raw: float, sigma: float, level: float, free: int) -> tuple[float, float]:
    """Return the interval of the true length; the variance has ``free`` degrees of freedom."""
    from scipy.optimize import brentq
    from scipy.stats import f, ncf, t

    if sigma <= 0:
        return raw, raw
    if raw > _CERTAIN * sigma:
        half = float(t.ppf(0.5 + level / 2, free)) * sigma
        return raw - half, raw + half
    seen = 0.5 * (raw / sigma) ** 2
    tail = 0.5 - level / 2

    def above(true: float) -> float:
        return float(ncf.sf(seen, 2, free, (true / sigma) ** 2)) if true > 0 else float(f.sf(seen, 2, free))

    far = raw + 40 * sigma
    low = 0.0 if above(0.0) > tail else brentq(lambda r: above(r) - tail, 1e-9 * sigma, raw + sigma)
    high = 0.0 if above(0.0) > 1 - tail else brentq(lambda r: above(r) - 1 + tail, 1e-9 * sigma, far)
    return float(low), float(high)  # type: ignore[arg-type]
