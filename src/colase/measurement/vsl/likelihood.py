"""What one stripe says of its gain and of nothing else: -2 ln L(g), all the rest fitted at every g.

Scale, background, saturation and zero belong to one curve only. Where they are chosen best for every gain,
what is left of the likelihood of many curves is a sum of functions of one number each,

    -2 ln L = sum_k m_k(g_k),     m_k(g) = ν ln(1 + [χ²_k(g) - χ²_k(best)]/ν)

(ν degrees of freedom, as the noise of a curve is found from the curve; χ² itself where the noise is known).
So a fit of all curves together with shared parameters behind the gains needs each m_k once, and no
approximation: a curve whose gain and saturation trade against each other keeps its lopsided m_k, which a
gain with one error cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import StripeProblem
from .uncertainty import gain_error

Array = NDArray[np.float64]

_POINTS = 33
_REACH = 8.0  # standard errors that a table goes to either side at first
_ENOUGH, _FAR = 16.0, 150.0  # rise of chi-square wanted at the ends of a table
_BOUNDS, _WIDEST = (-10.0, 40.0), 15.0  # of gL
_STEPS, _SETTLED = 25, 1e-3
_UNSATURATED = 45.0  # ln(s/L) without any saturation
_LN_SATURATION = np.linspace(-3.0, 13.0, 13)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Rise of -2 ln L over an even grid of gains (1/m): a cubic spline, and parabolas beyond it."""

    spline: Any
    least_bend: float

    @classmethod
    def of_table(cls, gain: Array, rise: Array) -> Profile:
        """Return the profile through a table, both of shape (gain,)."""
        from scipy.interpolate import CubicSpline

        spline = CubicSpline(gain, rise)
        return cls(spline, 1e-2 * float(np.max(spline(gain, 2))))

    def __call__(self, gain: Array) -> tuple[Array, Array, Array]:
        """Return value, slope and curvature at gains of any shape; the curvature stays above zero."""
        inside = np.clip(gain, self.spline.x[0], self.spline.x[-1])
        value, slope, bend = (self.spline(inside, order) for order in range(3))
        beyond, bend = gain - inside, np.maximum(bend, self.least_bend)
        return value + beyond * (slope + 0.5 * beyond * bend), slope + beyond * bend, bend

    @property
    def best(self) -> float:
        """Gain in 1/m at which the rise is least."""
        fine = np.linspace(self.spline.x[0], self.spline.x[-1], 2001)
        return float(fine[np.argmin(self.spline(fine))])


@dataclass(frozen=True, slots=True, eq=False)
class GainLikelihood:
    """What one stripe says of its gain under one model or two, whose likelihoods add up."""

    models: tuple[Profile, ...]
    lift: float = 0.0

    @property
    def best(self) -> float:
        """Gain in 1/m at which the likelihood is largest."""
        places = np.array([m.best for m in self.models])
        return float(places[np.argmin(self(places)[0])])

    def __call__(self, gain: Array) -> tuple[Array, Array, Array]:
        """Return -2 ln L, its slope and a curvature above zero at gains (1/m) of any shape."""
        value, slope, bend = (np.stack(v) for v in zip(*(m(gain) for m in self.models), strict=True))
        total = -2 * np.logaddexp.reduce(-0.5 * value, axis=0)
        share = np.exp(0.5 * (total - value))
        mean = np.sum(share * slope, axis=0)
        curved = np.sum(share * (bend - 0.5 * (slope - mean) ** 2), axis=0)
        least = min(m.least_bend for m in self.models)
        return total - self.lift, mean, np.maximum(curved, least)


def of_known(gain: float, error: float) -> GainLikelihood:
    """Return the likelihood of a gain that is known with a normal error (both in 1/m)."""
    at = np.linspace(-_REACH, _REACH, 9)
    return GainLikelihood((Profile.of_table(gain + error * at, at**2),))


def of_stripe(problem: StripeProblem, best: Array, known_noise: bool) -> GainLikelihood:
    """Return the likelihood of the gain of one stripe, everything else fitted at every gain.

    Whether the stripe saturates is left open: both models count, the one with saturation for 1/sqrt(points)
    of its height, the price of one parameter more (Bayesian information criterion). Without net gain a
    stripe does not saturate: what saturates is gain, and loss by scattering does not bleach.

    Parameters
    ----------
    problem : StripeProblem
        With saturation, and the weights of its best fit.
    best : ndarray, shape (parameter,)
        That fit.
    known_noise : bool
        Whether the noise was known beforehand.
    """
    plain = replace(problem, saturable=False)
    start = np.delete(best, 1)
    wide = np.tile(start, (201, 1))
    wide[:, 0] = np.linspace(*_BOUNDS, 201)
    start = wide[np.argmin(np.sum(plain.residuals(wide) ** 2, axis=1))]
    tables = [_table(plain, start)] + ([_table(problem, best)] if best[0] > 0 else [])
    least = min(float(chi2.min()) for _, chi2 in tables)
    freedom, models = max(problem.length.size - problem.free, 1), []
    for (at, chi2), price in zip(tables, (0.0, float(np.log(problem.length.size))), strict=False):
        rise = chi2 - least if known_noise else freedom * np.log1p((chi2 - least) / freedom)
        models.append(Profile.of_table(at / problem.longest, rise + price))
    found = GainLikelihood(tuple(models))
    return replace(found, lift=float(found(np.array(found.best))[0]))


def _table(problem: StripeProblem, best: Array) -> tuple[Array, Array]:
    """Return gL and the least chi-square there, so far to both sides that nothing beyond counts."""
    half = min(_REACH * max(gain_error(problem, best) * problem.longest, 1e-3), _WIDEST)
    middle, at, chi2 = best[0], np.zeros(0), np.zeros(0)
    for _ in range(12):
        at = np.linspace(middle - half, middle + half, _POINTS)
        chi2 = _profile(problem, best, at)[1]
        least = float(min(chi2[0], chi2[-1]) - chi2.min())
        if _ENOUGH <= least <= _FAR or (least < _ENOUGH and half >= _WIDEST):
            break
        middle = at[int(np.argmin(chi2))]
        half = min(half * (0.5 if least > _FAR else 1.6), _WIDEST)
    return at, chi2


def at_gain(problem: StripeProblem, best: Array, reach: float) -> Array:
    """Return the parameters of the best fit with gL = ``reach``, shape (parameter,)."""
    return _profile(problem, best, np.array([reach]))[0][0]


def _profile(problem: StripeProblem, best: Array, at: Array) -> tuple[Array, Array]:
    """Return parameters and chi-square of the best fit at every gL, shapes (gain, parameter) and (gain,)."""
    if not problem.saturable:
        starts = np.broadcast_to(best, (at.size, best.size)).copy()
        starts[:, 0] = at
        return _settled(problem, starts)
    trial = np.broadcast_to(best, (at.size, _LN_SATURATION.size + 1, best.size)).copy()
    trial[..., 0] = at[:, None]
    trial[:, 1:, 1] = _LN_SATURATION
    chi2 = np.sum(problem.residuals(trial) ** 2, axis=-1)
    order = np.argsort(chi2, axis=1)[:, :2]  # two valleys: with saturation and with hardly any
    starts = np.take_along_axis(trial, order[..., None], axis=1).reshape(-1, best.size)
    settled, chi2 = (part.reshape(at.size, 2, -1) for part in _settled(problem, starts))
    chosen = np.argmin(chi2[:, :, 0], axis=1)
    settled, chi2 = settled[np.arange(at.size), chosen], chi2[:, :, 0].min(axis=1)
    if np.any(lossy := at <= 0):
        plain = _profile(replace(problem, saturable=False), np.delete(best, 1), at[lossy])
        settled[lossy] = np.insert(plain[0], 1, _UNSATURATED, axis=1)
        chi2[lossy] = plain[1]
    return settled, chi2


def _settled(problem: StripeProblem, p: Array) -> tuple[Array, Array]:
    """Return parameters (start, parameter) and chi-square after a damped descent in all but the gain."""
    bounds = [(np.log(1e-4), _UNSATURATED)] * problem.saturable + [(-6.0, 6.0)] * bool(problem.zero_error)
    count, damp = len(bounds), np.full(p.shape[0], 1e-2)
    residual = problem.residuals(p)
    chi2 = np.sum(residual**2, axis=1)
    if not count:
        return p, chi2
    low, high = np.array(bounds).T
    for _ in range(_STEPS):
        slopes = np.stack([_slope(problem, p, residual, i + 1) for i in range(count)], axis=-1)
        normal = np.einsum("bri,brj->bij", slopes, slopes)
        diagonal = np.einsum("bii->bi", normal)
        floor = 1e-9 * (1 + diagonal.max(axis=1, keepdims=True))
        normal = normal + np.eye(count) * (damp[:, None] * diagonal + floor)[:, None, :]
        step = -np.linalg.solve(normal, np.einsum("bri,br->bi", slopes, residual)[..., None])[..., 0]
        new = p.copy()
        new[:, 1:] = np.clip(p[:, 1:] + np.clip(step, -2, 2), low, high)
        after = problem.residuals(new)
        total = np.sum(after**2, axis=1)
        better = total <= chi2
        gained = np.where(better, chi2 - total, np.inf)
        p, residual = np.where(better[:, None], new, p), np.where(better[:, None], after, residual)
        chi2, damp = np.where(better, total, chi2), np.clip(np.where(better, damp * 0.2, damp * 8), 1e-9, 1e9)
        if np.all((gained < _SETTLED) | (damp > 1e3)):
            break
    return p, chi2


def _slope(problem: StripeProblem, p: Array, residual: Array, which: int) -> Array:
    moved = p.copy()
    moved[:, which] += 1e-4
    return (problem.residuals(moved) - residual) / 1e-4
