"""Does it last: decay of the intensity with the pump taken out, drift of the wavelength, mode hops.

    ln I = c - t/tau + s ln(P/mean P),     lambda = lambda_k + v t  after k hops,

by least squares; s is how much the laser magnifies a change of the pump (1 far above threshold).
Neighbouring points are not independent (a drifting pump, warming): errors are widened by sqrt[(1 + r)/(1 -
r)], r the correlation of neighbouring residuals. A hop is a step beyond five robust standard deviations of
all steps (their median taken out, and never below the last digit of rounded wavelengths) that also stays.
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

_HOP = 5.0
_STAYS = 3
_Z95 = 1.96


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stability:
    """Decay, drift and hops; ``data`` holds the points over ``time`` and the numbers."""

    data: xr.Dataset
    hops: tuple[int, ...]
    warnings: tuple[str, ...]

    def describe(self) -> str:
        """Return change of the intensity, share of the pump in it, drift and hops."""
        d = self.data
        span = float(np.ptp(d.time.values))
        rate, error = float(d.decay_rate), _Z95 * float(d.decay_rate_error)
        change, low, high = (np.expm1(-r * span) for r in (rate, rate + error, rate - error))
        lines = [f"Intensity {change:+.1%} ({low:+.1%} to {high:+.1%}) over {span / 60:.1f} min."]
        if "pump_exponent" in d:
            s = f"{float(d.pump_exponent):.2f} +/- {float(d.pump_exponent_error):.2f}"
            lines.append(f"The pump is taken out: output goes as its power {s}.")
        if "drift" in d:
            v, dv = float(d.drift) * 3600e12, float(d.drift_error) * 3600e12
            lines.append(f"Wavelength drifts {v:+.1f} +/- {dv:.1f} pm/h; {len(self.hops)} hops.")
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the record, the fit and the hops."""
        return draw("measurement.series.stability", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_stability(
    time: ArrayLike,
    intensity: ArrayLike,
    wavelength: ArrayLike | None = None,
    pump: ArrayLike | None = None,
) -> Stability:
    """Reduce a record of a laser that was left alone.

    Parameters
    ----------
    time, intensity : array, shape (time,)
        In s, rising, and any unit above zero.
    wavelength : array, optional
        Of the strongest line, in m.
    pump : array, optional
        Monitor of the pump, in any unit.
    """
    t, y = np.asarray(time, dtype=float), np.asarray(intensity, dtype=float)
    others = [np.asarray(v, dtype=float) for v in (wavelength, pump) if v is not None]
    if t.ndim != 1 or t.size < 8 or any(v.shape != t.shape for v in (y, *others)):
        raise InputError("stability: at least 8 times with as many intensities are wanted.")
    if not all(np.isfinite(v).all() for v in (t, y, *others)) or np.any(np.diff(t) <= 0):
        raise InputError("stability: finite numbers and rising times are wanted.")
    if np.any(y <= 0) or any(np.any(v <= 0) for v in others):
        raise InputError("stability: intensity, wavelength and pump must be above zero.")
    columns = [np.ones_like(t), -(t - t[0])]
    notes = []
    if pump is not None:
        p = np.log(np.asarray(pump, dtype=float))
        if np.std(p) < 1e-6:
            notes.append("the pump monitor does not move; it is not taken out.")
        else:
            columns.append(p - p.mean())
            if abs(np.corrcoef(p, t)[0, 1]) > 0.95:
                notes.append("the pump drifts with time: its effect and the decay can hardly be told apart.")
    solution, error, left = _line(np.stack(columns, axis=1), np.log(y))
    rows = {
        "intensity": variable("time", y, "1", "intensity"),
        "model": variable("time", y * np.exp(-left), "1", "fit"),
        "residual": variable("time", left, "1", "what the fit leaves of ln(intensity)"),
        "decay_rate": variable((), solution[1], "1/s", "rate of decay"),
        "decay_rate_error": variable((), error[1], "1/s", "its standard error"),
    }
    if len(columns) > 2:
        rows["pump_exponent"] = variable((), solution[2], "1", "exponent of the pump")
        rows["pump_exponent_error"] = variable((), error[2], "1", "its standard error")
    hops: tuple[int, ...] = ()
    if wavelength is not None:
        lam = np.asarray(wavelength, dtype=float)
        hops = _hops(lam)
        steps = [(np.arange(t.size) >= h).astype(float) for h in hops]
        fitted, spread, _ = _line(np.stack([np.ones_like(t), t - t[0], *steps], axis=1), lam)
        rows["wavelength"] = variable("time", lam, "m", "wavelength")
        rows["drift"] = variable((), fitted[1], "m/s", "drift between hops")
        rows["drift_error"] = variable((), spread[1], "m/s", "its standard error")
    return Stability(dataset(rows, {"time": variable("time", t, "s", "time")}), hops, tuple(notes))


def _line(design: Array, target: Array) -> tuple[Array, Array, Array]:
    """Return coefficients, errors widened by the memory of the residuals, and the residuals."""
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    solution, *_ = np.linalg.lstsq(design / scale, target, rcond=None)
    left = target - design / scale @ solution
    free = max(target.size - design.shape[1], 1)
    variance = float(np.sum(left**2)) / free
    total = float(np.sum(left**2))
    memory = float(np.clip(np.sum(left[1:] * left[:-1]) / total if total else 0.0, 0.0, 0.95))
    covariance = np.linalg.pinv((design / scale).T @ (design / scale)) * variance
    covariance *= (1 + memory) / (1 - memory)
    return solution / scale, np.sqrt(np.diag(covariance)) / scale, left


def _hops(wavelength: Array) -> tuple[int, ...]:
    """Return where the wavelength steps and stays."""
    step = np.diff(wavelength)
    step = step - np.median(step)  # of a steady drift
    seen = np.abs(np.diff(wavelength))
    finest = float(np.min(seen[seen > 1e-15], initial=1e-9))  # of rounded numbers
    spread = max(1.4826 * float(np.median(np.abs(step))), min(finest, 1e-12)) + 1e-15
    found = []
    for i in np.flatnonzero(np.abs(step) > _HOP * spread):
        before, after = wavelength[max(0, i - _STAYS + 1) : i + 1], wavelength[i + 1 : i + 1 + _STAYS]
        if abs(np.median(after) - np.median(before)) > 0.5 * abs(step[i]):
            found.append(int(i) + 1)
    return tuple(found)
