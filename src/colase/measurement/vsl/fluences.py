"""Stripes at several fluences to density, loss and saturation fluence (azizov2025 eqs. 2, 4).

    y_k(L) = B_k + A_k I(L - L_k; g_k, I_s,k),   g_k = Γ σ_e n_t s(F_k/F_s) - α,
    s(x) = x/(1 + x)  or  1 - e^-x

with the sign of eq. 4 repaired (`gain.models.saturable`). All curves are fitted together: n_t, F_s and α are
shared; scale, background, zero, saturation length and noise belong to each curve. Since these touch no other
curve, the joint likelihood is the sum of what every curve says of its gain (`likelihood`), exactly; gains
with errors (`fit_fluences`) are the same with parabolas. Curves fix the product Γ σ_e n_t, F_s and α. Γ and
σ_e come from outside with their errors, and all of these go into n_t. Intervals are those of the profile
likelihood (`law`); the correlations of all four parameters are part of the result, because the product and
the loss trade against each other wherever every fluence is far above F_s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.gain.models.saturable import net_gain
from colase.measurement.noise import Noise
from colase.results import dataset, variable

from .fit import checked_stripe
from .fluence_fit import NAMES, FluenceFit
from .found import StripeFit
from .joint import Joined, joined
from .law import LAWS, Law, LawFit, LawProblem, blurred, ends, fit_law
from .likelihood import GainLikelihood, of_known

Array = NDArray[np.float64]
Known = tuple[float, float]

FEWEST = 4
_Z95 = 1.959964
_VAGUE = 0.5  # relative error of a parameter beyond which the gains do not fix it


def fit_fluences(
    fluence: ArrayLike,
    gain: ArrayLike | Sequence[StripeFit],
    error: ArrayLike | None = None,
    *,
    confinement: Known,
    sigma_e: Known,
    loss: Known | None = None,
    law: Law | None = None,
) -> FluenceFit:
    """Fit the saturable modal gain to the gains of several fluences.

    Parameters
    ----------
    fluence : array, shape (fluence,)
        In J/m^2; at least 4 different ones, 3 if the loss is known.
    gain : array or sequence of StripeFit
        Net modal gains in 1/m, or the fits they come from.
    error : array, optional
        Standard errors in 1/m; those of the fits if left out.
    confinement, sigma_e : (float, float)
        Γ and σ_e (m^2) with standard errors.
    loss : (float, float), optional
        Loss in 1/m with its standard error, if it was measured on its own.
    law : {"hyperbolic", "exponential"}, optional
        Law of saturation; the one that fits better if left out.

    Raises
    ------
    InputError
        For too few or unusable numbers.
    """
    f, g, e = _gains(fluence, gain, error, loss is not None)
    likelihoods = [of_known(float(a), float(b)) for a, b in zip(g, e, strict=True)]
    return _fitted(f, likelihoods, (g, e), None, (confinement, sigma_e, loss), law)


def fit_stripes(
    fluence: ArrayLike,
    length: Sequence[ArrayLike],
    output: Sequence[ArrayLike],
    *,
    confinement: Known,
    sigma_e: Known,
    loss: Known | None = None,
    law: Law | None = None,
    noise: Noise | None = None,
    background: bool = True,
    zero_error: float = 5e-6,
    edge: float = 0.0,
    length_error: float = 1e-6,
) -> FluenceFit:
    """Fit the saturable modal gain to all points of the stripes of several fluences together.

    Parameters
    ----------
    fluence : array, shape (fluence,)
        In J/m^2, one a curve; at least 4 different ones, 3 if the loss is known.
    length, output : sequence of array, one a fluence
        Stripe lengths in m and edge emission in any unit, which may differ from curve to curve.
    confinement, sigma_e, loss, law
        As in `fit_fluences`.
    noise, background, zero_error, edge, length_error
        As in `fit_stripe`, the same for every curve.

    Raises
    ------
    InputError
        For too few or unusable numbers.
    """
    f = np.asarray(fluence, dtype=float)
    if f.ndim != 1 or len(length) != f.size or len(output) != f.size:
        raise InputError(
            f"stripes over fluence: a curve for each of {f.size} fluences is wanted, not {len(length)} lists "
            f"of lengths and {len(output)} of outputs."
        )
    _check_fluences(f, loss is not None)
    asked = (background, zero_error, edge, length_error)
    curves = [checked_stripe(x, y, *asked[1:]) for x, y in zip(length, output, strict=True)]
    together = joined(curves, noise or Noise(), asked)
    g, e = together.gains, together.errors
    return _fitted(f, together.likelihoods, (g, e), together, (confinement, sigma_e, loss), law)


def _gains(fluence: ArrayLike, gain: Any, error: ArrayLike | None, known: bool) -> tuple[Array, Array, Array]:
    fits = list(gain)
    if fits and all(isinstance(one, StripeFit) for one in fits):
        gain = [one.gain for one in fits]
        error = [np.ptp(one.interval) / (2 * _Z95) for one in fits] if error is None else error
    f, g = np.asarray(fluence, dtype=float), np.asarray(gain, dtype=float)
    if error is None:
        raise InputError("gains over fluence: every gain needs its standard error.")
    e = np.broadcast_to(np.asarray(error, dtype=float), g.shape).copy()
    if f.ndim != 1 or f.shape != g.shape:
        raise InputError("gains over fluence: a gain for each fluence is wanted.")
    _check_fluences(f, known)
    if not np.all(np.isfinite(g) & np.isfinite(e)) or np.any(e <= 0):
        raise InputError("gains over fluence: finite gains, and errors above zero, are wanted.")
    return f, g, e


def _check_fluences(f: Array, known: bool) -> None:
    least = FEWEST - known
    if not np.all(np.isfinite(f)) or np.any(f <= 0) or np.unique(f).size < least:
        raise InputError(f"gains over fluence: at least {least} different fluences above zero are wanted.")


def _fitted(
    f: Array, gains: Sequence[GainLikelihood], points: tuple[Array, Array], curves: Joined | None,
    known: tuple[Known, Known, Known | None], law: Law | None,
) -> FluenceFit:  # fmt: skip
    for name, (value, spread) in zip(("confinement", "sigma_e"), known[:2], strict=True):
        if not (value > 0 and 0 <= spread < value):
            raise InputError(
                f"{name} = ({value:g}, {spread:g}): a value above zero and its error are wanted."
            )
    laws: tuple[Law, ...] = (law,) if law else LAWS
    trials = {one: fit_law(LawProblem(f, gains, one, known[2])) for one in laws}
    best = min(laws, key=lambda one: trials[one].rise)
    data = _dataset(f, points, trials[best], known, best)
    if curves is not None:
        data = data.merge(curves.points(f, data.model.values))
    other = next((one for one in laws if one != best and trials[one].rise - trials[best].rise < 4), None)
    return FluenceFit(data, best, tuple(_doubts(data, trials[other] if other else None, other, known)))


def _intervals(fit: LawFit, gamma: Known, sigma: Known) -> tuple[Array, Array]:
    """Return low and high ends of Γ, n_t, α, F_s at 95 %, by profile likelihood; Γ as it was known."""
    limit = _Z95**2
    spread = float(np.hypot(gamma[1] / gamma[0], sigma[1] / sigma[0]))
    offset, rise = fit.profiles[0]
    down, up = ends(offset, blurred(offset, rise, spread), limit)
    density = np.exp(fit.best[0]) / (gamma[0] * sigma[0]) * np.exp([down, up])
    lost = fit.best[1] + np.array(ends(*fit.profiles[1], limit))
    lost[0] = max(lost[0], 0.0)
    saturated = np.exp(fit.best[2] + np.array(ends(*fit.profiles[2], limit)))
    confined = gamma[0] * np.exp(np.array([-1, 1]) * _Z95 * gamma[1] / gamma[0])
    low, high = np.stack([confined, density, lost, saturated]).T
    return low, high


def _covariance(fit: LawFit, gamma: Known, sigma: Known) -> tuple[Array, Array]:
    """Return Γ, n_t, α, F_s and their covariance, with n_t = P/(Γ σ_e) and Γ, σ_e as known beforehand."""
    turn = np.array([[0, 0, 0, 1, 0], [1, 0, 0, -1, -1], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=float)
    outside = np.diag([(gamma[1] / gamma[0]) ** 2, (sigma[1] / sigma[0]) ** 2])
    inner = np.block([[fit.covariance, np.zeros((3, 2))], [np.zeros((2, 3)), outside]])
    density = np.exp(fit.best[0]) / (gamma[0] * sigma[0])
    values = np.array([gamma[0], density, fit.best[1], np.exp(fit.best[2])])
    scale = np.where(np.arange(4) == 2, 1.0, values)
    return values, scale[:, None] * (turn @ inner @ turn.T) * scale


def _dataset(
    f: Array, points: tuple[Array, Array], fit: LawFit, known: tuple[Known, Known, Known | None], law: Law
) -> xr.Dataset:
    gamma, sigma, loss = known
    values, covariance = _covariance(fit, gamma, sigma)
    low, high = _intervals(fit, gamma, sigma)
    errors = np.sqrt(np.diag(covariance))
    correlation = covariance / np.maximum(np.outer(errors, errors), 1e-300)
    model = net_gain(
        f, confinement=values[0], sigma_e=sigma[0], density=values[1], loss=values[2],
        saturation_fluence=values[3], law=law,
    )  # fmt: skip
    rows = {
        "value": variable("parameter", values, "SI", "value: 1, 1/m^3, 1/m, J/m^2"),
        "error": variable("parameter", errors, "SI", "standard error from the curvature"),
        "low": variable("parameter", low, "SI", "lower end of the 95 % interval"),
        "high": variable("parameter", high, "SI", "upper end of the 95 % interval"),
        "correlation": variable(("parameter", "other"), correlation, "1", "correlation of two parameters"),
        "gain": variable("fluence", points[0], "1/m", "net modal gain of each fluence alone"),
        "gain_error": variable("fluence", points[1], "1/m", "its standard error"),
        "model": variable("fluence", model, "1/m", "law of saturation"),
        "sigma_e": variable((), sigma[0], "m^2", "stimulated-emission cross section"),
        "chi2": variable((), fit.rise, "1", "-2 ln L above that of free gains, priors included"),
        "freedom": variable((), max(f.size - 3 + (loss is not None), 0), "1", "degrees of freedom"),
    }
    names = variable("parameter", list(NAMES), "1", "parameter")
    coords = {"fluence": variable("fluence", f, "J/m^2", "pump fluence"), "parameter": names}
    coords["other"] = variable("other", list(NAMES), "1", "parameter")
    return dataset(rows, coords)


def _doubts(
    d: xr.Dataset, other: LawFit | None, other_law: str | None, known: tuple[Known, Known, Known | None]
) -> list[str]:
    notes = []
    half = 0.5 * (d.high.values - d.low.values) / _Z95
    vague = [
        n.replace("_", " ") for n, v, e in zip(NAMES, d.value.values, half, strict=True) if e > _VAGUE * v
    ]
    if vague:
        notes.append(
            f"these gains do not fix {', '.join(vague)}: see the correlations, or measure the loss apart."
        )
    if float(d.fluence.min()) > 2 * float(d.value[3]):
        notes.append("every fluence is far above saturation: n_t and loss enter as one difference.")
    if float(d.chi2) > 9 + 2 * float(d.freedom):
        notes.append(
            f"the law does not describe these gains: -2 ln L is {float(d.chi2):.0f} above that of free gains "
            f"for {int(d.freedom)} degrees of freedom; the intervals are too narrow."
        )
    if other is not None:
        density = np.exp(other.best[0]) / (known[0][0] * known[1][0]) * 1e-6
        notes.append(
            f"the {other_law} law describes the gains as well; with it n_t would be {density:.3g} 1/cm^3."
        )
    return notes
