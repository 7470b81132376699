"""Net gains at several fluences to density, loss and saturation fluence (azizov2025 eqs. 2, 4).

    g_net(F) = Γ σ_e n_t s(F/F_s) - α,     s(x) = x/(1 + x)  or  1 - e^-x

with the sign of eq. 4 repaired (`colase.gain.saturable`). A curve of one fluence has its own scale,
background and saturation length, which no other curve shares; so the curves are fitted first, and their
gains with errors then carry all that the common law can use. Gains fix three numbers: the product
Γ σ_e n_t, F_s and α. Γ and σ_e come from outside with their errors; the correlations of all four are part
of the result, because the product and the loss trade against each other wherever every fluence is far
above F_s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.gain.saturable import net_gain
from colase.measurement.shown import table, with_interval
from colase.results import dataset, draw, variable

from .found import StripeFit

Array = NDArray[np.float64]
Law = Literal["hyperbolic", "exponential"]

_SIGNS = ("Γ", "n_t", "α", "F_s")
NAMES = ("confinement", "density", "loss", "saturation_fluence")
FEWEST = 4
LAWS: tuple[Law, Law] = ("hyperbolic", "exponential")
_SHOWN = {"confinement": ("", 1.0), "density": ("1/cm^3", 1e-6), "loss": ("1/cm", 1e-2)}
_SHOWN |= {"saturation_fluence": ("uJ/cm^2", 1e2)}
_Z95 = 1.96
_VAGUE = 0.5  # relative error of a parameter beyond which the gains do not fix it


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FluenceFit:
    """Parameters over ``parameter`` with their correlations, gains over ``fluence``."""

    data: xr.Dataset
    law: Law
    warnings: tuple[str, ...]

    def value(self, name: str) -> tuple[float, float]:
        """Return value and standard error of a parameter in SI units."""
        row = self.data.sel(parameter=name)
        return float(row.value), float(row.error)

    def describe(self) -> str:
        """Return parameters with 95 % intervals, their correlations and every warning."""
        rows = []
        for name in NAMES:
            (value, error), (unit, factor) = self.value(name), _SHOWN[name]
            together = [f"{float(c):+.2f}" for c in self.data.correlation.sel(parameter=name).values]
            if error < value:
                low, high = (value * float(np.exp(side * _Z95 * error / value)) for side in (-1, 1))
                words = with_interval(value, low, high, unit, factor)
            else:
                words = "not fixed by these gains"
            rows.append((name.replace("_", " "), words, *together))
        head = ("parameter", "value", *(f"with {sign}" for sign in _SIGNS))
        text = f"Saturation {self.law}, chi-square {float(self.data.chi2):.1f} for {int(self.data.freedom)}."
        return "\n".join([table(head, rows), text, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw gain against fluence and the law."""
        return draw("measured.fluences", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_fluences(
    fluence: ArrayLike,
    gain: ArrayLike | Sequence[StripeFit],
    error: ArrayLike | None = None,
    *,
    confinement: tuple[float, float],
    sigma_e: tuple[float, float],
    loss: tuple[float, float] | None = None,
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
    f, g, e = _clean(fluence, gain, error, loss is not None)
    for name, (value, spread) in (("confinement", confinement), ("sigma_e", sigma_e)):
        if not (value > 0 and 0 <= spread < value):
            raise InputError(
                f"{name} = ({value:g}, {spread:g}): a value above zero and its error are wanted."
            )
    laws: tuple[Law, ...] = (law,) if law else LAWS
    trials: dict[Law, tuple[Array, Array, float]] = {
        one: _fitted(f, g, e, confinement, sigma_e, loss, one) for one in laws
    }
    best = min(laws, key=lambda one: trials[one][2])
    notes = _doubts(f, trials, best)
    return FluenceFit(_dataset(f, g, e, trials[best], sigma_e[0], best, loss), best, tuple(notes))


def _clean(fluence: ArrayLike, gain: Any, error: ArrayLike | None, known: bool) -> tuple[Array, Array, Array]:
    fits = list(gain)
    if fits and all(isinstance(one, StripeFit) for one in fits):
        gain = [one.gain for one in fits]
        error = [np.ptp(one.interval) / (2 * _Z95) for one in fits] if error is None else error
    f, g = np.asarray(fluence, dtype=float), np.asarray(gain, dtype=float)
    if error is None:
        raise InputError("gains over fluence: every gain needs its standard error.")
    e = np.broadcast_to(np.asarray(error, dtype=float), g.shape).copy()
    least = FEWEST - known
    if f.ndim != 1 or f.shape != g.shape or np.unique(f).size < least:
        raise InputError(
            f"gains over fluence: at least {least} different fluences, a gain for each, are wanted."
        )
    if not np.all(np.isfinite(f) & np.isfinite(g) & np.isfinite(e)) or np.any(f <= 0) or np.any(e <= 0):
        raise InputError("gains over fluence: finite numbers, fluences and errors above zero, are wanted.")
    return f, g, e


def _fitted(
    f: Array, g: Array, e: Array, confinement: tuple[float, float], sigma_e: tuple[float, float],
    loss: tuple[float, float] | None, law: Law,
) -> tuple[Array, Array, float]:  # fmt: skip
    """Return Γ, n_t, α, F_s with their covariance and chi-square; Γ, n_t and F_s enter as logarithms."""
    from scipy.optimize import least_squares

    scale = float(np.ptp(g)) + float(np.abs(g).max())
    spread_of_sigma = sigma_e[1] / sigma_e[0]

    def left(p: Array) -> Array:
        gamma, density, saturated = np.exp(p[[0, 1, 3]])
        cross = sigma_e[0] * np.exp(p[4])
        model = net_gain(
            f, confinement=gamma, sigma_e=cross, density=density, saturation_fluence=saturated,
            loss=p[2] * scale, law=law,
        )  # fmt: skip
        priors = [
            (p[0] - np.log(confinement[0])) / max(confinement[1] / confinement[0], 1e-6),
            p[4] / max(spread_of_sigma, 1e-6),
        ]
        priors += [(p[2] * scale - loss[0]) / max(loss[1], 1e-9 * scale)] if loss else []
        return np.concatenate([(g - model) / e, priors])

    density = np.log(scale / (confinement[0] * sigma_e[0]))
    low = np.array([-20.0, density - 12, 0.0, np.log(f.min()) - 8, -3.0])
    high = np.array([3.0, density + 8, 50.0, np.log(f.max()) + 5, 3.0])
    starts = [
        np.array([np.log(confinement[0]), density + d, a, np.log(s), 0.0])
        for s in np.geomspace(0.05 * f.min(), 2 * f.max(), 6)
        for d, a in ((0.0, 0.05), (0.7, 0.5))
    ]
    fits = [
        least_squares(left, np.clip(p, low + 1e-6, high - 1e-6), bounds=(low, high), x_scale="jac")
        for p in starts
    ]
    best = min(fits, key=lambda one: one.cost)
    turn = np.diag([*np.exp(best.x[[0]]), *np.exp(best.x[[1]]), scale, *np.exp(best.x[[3]])])
    covariance = turn @ np.linalg.pinv(best.jac.T @ best.jac, rcond=1e-14)[:4, :4] @ turn
    values = np.array([np.exp(best.x[0]), np.exp(best.x[1]), best.x[2] * scale, np.exp(best.x[3])])
    return values, covariance, 2 * float(best.cost)


def _doubts(f: Array, trials: dict[Law, tuple[Array, Array, float]], best: Law) -> list[str]:
    values, covariance, _ = trials[best]
    notes = []
    vague = [
        name.replace("_", " ")
        for name, v, e in zip(NAMES, values, np.sqrt(np.diag(covariance)), strict=True)
        if e > _VAGUE * abs(v)
    ]
    if vague:
        notes.append(
            f"these gains do not fix {', '.join(vague)}: see the correlations, or measure the loss apart."
        )
    if f.min() > 2 * values[3]:
        notes.append("every fluence is far above saturation: n_t and loss enter as one difference.")
    if len(trials) == 2 and abs(trials[LAWS[0]][2] - trials[LAWS[1]][2]) < 4:
        other = LAWS[1 - LAWS.index(best)]
        density = trials[other][0][1] * 1e-6
        notes.append(
            f"the {other} law describes the gains as well; with it n_t would be {density:.3g} 1/cm^3."
        )
    return notes


def _dataset(
    f: Array, g: Array, e: Array, trial: tuple[Array, Array, float], sigma_e: float, law: Law,
    loss: tuple[float, float] | None,
) -> xr.Dataset:  # fmt: skip
    values, covariance, chi2 = trial
    errors = np.sqrt(np.diag(covariance))
    correlation = covariance / np.maximum(np.outer(errors, errors), 1e-300)
    model = net_gain(
        f, confinement=values[0], sigma_e=sigma_e, density=values[1], loss=values[2],
        saturation_fluence=values[3], law=law,
    )  # fmt: skip
    rows = {
        "value": variable("parameter", values, "SI", "value: 1, 1/m^3, 1/m, J/m^2"),
        "error": variable("parameter", errors, "SI", "standard error"),
        "correlation": variable(("parameter", "other"), correlation, "1", "correlation of two parameters"),
        "gain": variable("fluence", g, "1/m", "net modal gain"),
        "gain_error": variable("fluence", e, "1/m", "standard error of the gain"),
        "model": variable("fluence", model, "1/m", "law of saturation"),
        "sigma_e": variable((), sigma_e, "m^2", "stimulated-emission cross section"),
        "chi2": variable((), chi2, "1", "chi-square with priors"),
        "freedom": variable((), max(f.size - 3 + (loss is not None), 0), "1", "degrees of freedom"),
    }
    names = variable("parameter", list(NAMES), "1", "parameter")
    coords = {"fluence": variable("fluence", f, "J/m^2", "pump fluence"), "parameter": names}
    coords["other"] = variable("other", list(NAMES), "1", "parameter")
    return dataset(rows, coords)
