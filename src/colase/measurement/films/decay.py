"""Decays: sums of exponentials behind an instrument response, or Auger recombination, with evidence.

    exponentials   y(t) = sum_i a_i exp(-t/tau_i) + c,       convolved with a Gaussian response of width s:
                   exp(-t/tau) -> 1/2 exp(s^2/(2 tau^2) - t/tau) erfc[(s/tau - t/s)/sqrt 2]
    auger          dn/dt = -n/tau - C n^2   (a pair of pairs: n = a/[(1 + C tau a) exp(t/tau) - C tau a])

The number of exponentials is that of the lowest Bayesian information criterion; amplitudes are solved
linearly, lifetimes by least squares in their logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.shown import table

Array = NDArray[np.float64]
_MOST = 3
_UNITS = (("fs", 1e15), ("ps", 1e12), ("ns", 1e9), ("us", 1e6))
_MISFIT = 2.0  # residuals over the noise, above which a decay is not described


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decay:
    """Lifetimes in s (rising) with errors, amplitudes, the model, the criterion of every number of terms."""

    kind: str
    lifetimes: Array
    errors: Array
    amplitudes: Array
    offset: float
    auger: float
    auger_error: float
    model: Array
    criteria: tuple[float, ...]
    warnings: tuple[str, ...]

    def describe(self) -> str:
        """Return lifetimes with errors and shares, in the unit that suits the shortest of them."""
        share = self.amplitudes / self.amplitudes.sum() if self.amplitudes.sum() else self.amplitudes
        unit, scale = next((u for u in _UNITS if self.lifetimes.min() * u[1] < 1000), _UNITS[-1])
        rows = [
            (f"{t * scale:.4g} +/- {e * scale:.2g}", f"{s:.0%}")
            for t, e, s in zip(self.lifetimes, self.errors, share, strict=True)
        ]
        endless = self.kind == "auger" and self.errors[0] == np.inf
        lines = [
            "No other decay is seen beside it." if endless else table((f"lifetime ({unit})", "share"), rows)
        ]
        if self.kind == "auger":
            lines.append(
                f"Auger coefficient {self.auger:.3g} +/- {self.auger_error:.2g} per s and unit of the signal."
            )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def __repr__(self) -> str:
        return self.describe()


def fit_decay(
    time: ArrayLike,
    signal: ArrayLike,
    error: ArrayLike | None = None,
    *,
    response: float = 0.0,
    kind: str = "exponentials",
    terms: int = 0,
) -> Decay:
    """Fit a decay that starts at time zero.

    Parameters
    ----------
    time, signal : array, shape (time,)
        In s, and in any unit.
    error : array, optional
        Standard errors; found from the scatter if left out.
    response : float
        Standard deviation of the response in s; times before zero are used only with one.
    kind : {"exponentials", "auger"}
    terms : int
        Number of exponentials; found if 0.
    """
    t, y = np.asarray(time, dtype=float), np.asarray(signal, dtype=float)
    if t.ndim != 1 or t.shape != y.shape or not np.all(np.isfinite(t + y)):
        raise InputError("decay: finite times and signals of one length are wanted.")
    if kind not in ("exponentials", "auger"):
        raise InputError(f'decay: kind "{kind}"; give "exponentials" or "auger".')
    use = t >= 0 if response <= 0 or kind == "auger" else np.ones(t.size, dtype=bool)
    t, y = t[use], y[use]
    s = np.ones_like(y) if error is None else np.broadcast_to(np.asarray(error, dtype=float), use.shape)[use]
    if t.size < 8 or np.ptp(t) <= 0:
        raise InputError("decay: at least 8 points after time zero are wanted.")
    if np.any(s <= 0):
        raise InputError("decay: errors must be above zero.")
    if kind == "auger":
        return _auger(t, y, s, error is not None)
    found = [_terms(t, y, s, response, n) for n in ([terms] if terms else range(1, _MOST + 1))]
    n = t.size
    criteria = tuple(
        (n * np.log(max(chi2, 1e-300) / n) if error is None else chi2) + (2 * k + 1) * np.log(n)
        for k, (_, _, chi2) in zip([terms] if terms else range(1, _MOST + 1), found, strict=True)
    )
    best = int(np.argmin(criteria))
    log, jacobian, chi2 = found[best]
    model, amplitude = _solve(t, y, s, np.exp(log), response)
    scale = chi2 / max(n - 2 * log.size - 1, 1)
    scale = scale if error is None else max(scale, 1.0)
    covariance = np.linalg.pinv(jacobian.T @ jacobian) * scale
    tau = np.exp(log)
    order = np.argsort(tau)
    errors = tau * np.sqrt(np.diag(covariance))
    notes = []
    if tau.max() > 0.7 * np.ptp(t):
        notes.append(
            "the longest lifetime is hardly shorter than the time that was looked at; it is a lower bound."
        )
    if np.any(errors > 0.5 * tau):
        notes.append("a lifetime is uncertain by more than half: fewer terms describe the decay as well.")
    notes += _misfit(chi2, n - 2 * log.size - 1, error is not None)
    return Decay(
        kind="exponentials",
        lifetimes=tau[order],
        errors=errors[order],
        amplitudes=amplitude[:-1][order],
        offset=float(amplitude[-1]),
        auger=0.0,
        auger_error=0.0,
        model=model,
        criteria=criteria,
        warnings=tuple(notes),
    )


def _misfit(chi2: float, free: int, known: bool) -> list[str]:
    """Say where the residuals are more than the noise; nothing where the noise comes from them."""
    ratio = float(np.sqrt(chi2 / max(free, 1)))
    if not known or ratio < _MISFIT:
        return []
    return [f"the decay is not of this kind: residuals are {ratio:.1f} times the noise, and errors as wide."]


def _columns(t: Array, tau: Array, response: float) -> Array:
    if response <= 0:
        return np.exp(-t[:, None] / tau)
    from scipy.special import erfc, erfcx

    s, u = response, t[:, None] / response
    z = (s / tau - u) / np.sqrt(2)
    # exp(s^2/2tau^2 - t/tau) erfc(z) = exp(-u^2/2) erfcx(z), safe for positive z
    safe = np.clip(z, 0, None)
    late = np.exp(np.clip(0.5 * (s / tau) ** 2 - t[:, None] / tau, None, 50))
    return 0.5 * np.where(z > 0, np.exp(-0.5 * u**2) * erfcx(safe), late * erfc(np.clip(z, None, 0)))


def _solve(t: Array, y: Array, s: Array, tau: Array, response: float) -> tuple[Array, Array]:
    design = np.concatenate([_columns(t, tau, response), np.ones((t.size, 1))], axis=1)
    amplitude, *_ = np.linalg.lstsq(design / s[:, None], y / s, rcond=None)
    return design @ amplitude, np.asarray(amplitude, dtype=float)


def _terms(t: Array, y: Array, s: Array, response: float, terms: int) -> tuple[Array, Array, float]:
    from scipy.optimize import least_squares

    shortest = max(float(np.median(np.diff(np.unique(t)))), 1e-3 * float(np.ptp(t)))
    low, high = np.log(0.2 * shortest), np.log(10 * np.ptp(t))

    def residual(log: Array) -> Array:
        return (y - _solve(t, y, s, np.exp(log), response)[0]) / s

    best = None
    for shift in (0.3, 0.5, 0.7):
        start = np.log(np.ptp(t)) + np.linspace(-0.5 - 2.2 * (terms - 1), -0.5, terms) - 1.5 * (shift - 0.3)
        fit = least_squares(residual, np.clip(start, low + 1e-6, high - 1e-6), bounds=(low, high))
        best = fit if best is None or fit.cost < best.cost else best
    assert best is not None
    return best.x, best.jac, 2 * float(best.cost)


def _auger(t: Array, y: Array, s: Array, known: bool) -> Decay:
    from scipy.optimize import least_squares

    def curve(p: Array) -> Array:
        a, tau, strength = np.exp(p)
        grow = np.exp(-t / tau)
        return a * grow / (1 + strength * tau * a * (1 - grow))

    top = max(float(y.max()), 1e-300)
    span = float(np.ptp(t))
    best = None
    for strength in (0.1, 3.0, 30.0):
        start = np.log([top, span, strength / (span * top)])
        fit = least_squares(lambda p: (y - curve(p)) / s, start, x_scale=1.0)
        best = fit if best is None or fit.cost < best.cost else best
    assert best is not None
    scale = 2 * best.cost / max(t.size - 3, 1)
    scale = max(scale, 1.0) if known else scale
    relative = np.sqrt(np.diag(np.linalg.pinv(best.jac.T @ best.jac) * scale))
    a, tau, strength = np.exp(best.x)
    notes = (
        ()
        if relative[2] < 0.5
        else ("the data hardly show Auger recombination: its coefficient is open by half.",)
    )
    notes = (*notes, *_misfit(2 * best.cost, t.size - 3, known))
    endless = tau > 100 * span
    one = np.array([tau]), np.array([np.inf if endless else tau * relative[1]]), np.array([a])
    return Decay("auger", *one, 0.0, float(strength), float(strength * relative[2]), curve(best.x), (), notes)
