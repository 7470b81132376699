"""From a light curve to its threshold, under every definition in use, side by side.

No single number is "the" threshold: definitions agree only for beta much below one, and each has its bias
(milanese2022, ning2013). The rate-equation fit (`s_curve`) is the reference: it uses all points, its model
says what is meant (the kink where carriers clamp), and its profile interval covers the truth when the model
is right. The others (`kinks`) get bootstrap intervals: residuals of the fit are redrawn, each pump value is
redrawn within its error.

Whether there is a threshold at all is a comparison of the S-curve with a power law of free slope, by the
Bayesian information criterion (schwarz1978): ln K = (BIC_power - BIC_S)/2; above 5 is strong, below 1 is no
evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from . import kinks
from .noise import Noise, total_variance
from .s_curve import SCurve, fit, log_slopes, profile
from .shown import table, unit_of, with_interval

Array = NDArray[np.float64]

FEWEST = 7
STRONG = 5.0
_BRACKET = (0.3, 3.0)
_TRAP = "log-log break (not a threshold)"
_MEANING = {
    "rate equation": "kink where carriers clamp, fit of the whole S-curve in log space",
    "one photon": "pump at which the mode holds one photon, (1 + beta)/2 of the kink",
    "lin-lin kink": "two straight lines in linear axes",
    "steepest log slope": "largest d ln(out)/d ln(in)",
    "linewidth collapse": "linewidth at the geometric mean of its plateaux",
    _TRAP: "two straight lines in logarithmic axes; moves with how far one pumped",
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ThresholdFit:
    """Thresholds of one light curve; ``data`` holds them over ``definition``, and the curve over ``pump``."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def threshold(self) -> float:
        """Threshold of the rate-equation fit in SI units; infinite if the data show none."""
        return float(self.data.threshold.sel(definition="rate equation")) if self.found else np.inf

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of `threshold`."""
        row = self.data.sel(definition="rate equation")
        return (
            (float(row.threshold_low), float(row.threshold_high))
            if self.found
            else (float(self.data.pump.max()), np.inf)
        )

    @property
    def beta(self) -> float:
        """Share of the spontaneous emission in the mode."""
        return float(self.data.beta)

    @property
    def log_evidence(self) -> float:
        """Natural logarithm of the Bayes factor of a threshold against a power law."""
        return float(self.data.log_evidence)

    @property
    def found(self) -> bool:
        """Whether the data speak for a threshold at all."""
        return self.log_evidence > 1.0

    def describe(self) -> str:
        """Return the table of definitions, beta, the evidence and every warning."""
        d = self.data
        unit, factor = unit_of(d.pump.attrs["units"])
        lines = []
        if self.found:
            rows = [
                (
                    str(row.definition.item()),
                    with_interval(*_triple(row), factor=factor),
                    _MEANING[str(row.definition.item())],
                )
                for row in (d.isel(definition=i) for i in range(d.sizes["definition"]))
            ]
            lines.append(
                table(("definition", f"threshold ({unit})" if unit else "threshold", "what it is"), rows)
            )
            beta = with_interval(float(d.beta), float(d.beta_low), float(d.beta_high))
            lines.append(
                f"beta {beta}; relative noise {float(d.noise):.1%}; evidence for a threshold ln K = "
                f"{self.log_evidence:.1f}."
            )
            lines.append(f"Intervals hold {d.attrs['level']:.0%}.")
        else:
            lines.append(
                f"No threshold: a power law of slope {float(d.power_slope):.2f} describes the data as well "
                f"(ln K = {self.log_evidence:.1f})."
            )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve, the fit and the thresholds."""
        return draw("measured.light_curve", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def _triple(row: xr.Dataset) -> tuple[float, float, float]:
    return float(row.threshold), float(row.threshold_low), float(row.threshold_high)


def fit_threshold(
    pump: ArrayLike,
    output: ArrayLike,
    linewidth: ArrayLike | None = None,
    *,
    pump_unit: str = "J/m^2",
    noise: Noise | None = None,
    bootstraps: int = 300,
    level: float = 0.95,
    seed: int = 0,
) -> ThresholdFit:
    """Find the threshold of a light curve.

    Parameters
    ----------
    pump, output : array, shape (pump,)
        Pump in SI units and output in any unit; at least 7 points with output above zero.
    linewidth : array, shape (pump,), optional
        Linewidth in any unit.
    pump_unit : str
        SI unit of the pump: "J/m^2", "W/m^2", "J", "W" or "".
    noise : Noise, optional
        What is known about errors; the relative noise is found from the data otherwise.
    bootstraps : int
        Redrawn data sets for definitions without a likelihood; 0 leaves their intervals infinite.
    level : float
        Probability that an interval should hold.

    Raises
    ------
    InputError
        For too few or unusable points.
    """
    noise = noise or Noise()
    x, y, width, notes = _clean(pump, output, linewidth)
    if not 0.5 <= level < 1:
        raise InputError(f"level = {level:g}: a probability between 0.5 and 1 is wanted, for example 0.95.")
    found, variance = _fit(x, y, noise)
    rise = _rise(x.size, noise, level)
    evidence, power_slope = _evidence(x, y, found)
    low, high = profile(x, y, found, rise)
    rows = {
        "rate equation": (found.threshold, low, high),
        "one photon": tuple(0.5 * (1 + found.beta) * end for end in (found.threshold, low, high)),
    }
    rows |= _others(x, y, width, found, variance, noise, bootstraps, level, seed)
    rows = {name: _scaled(triple, noise.pump_scale, level) for name, triple in rows.items()}
    beta = (found.beta, *profile(x, y, found, rise, "beta"))
    notes += _warnings(x, y, found, rows["rate equation"], beta, evidence)
    return ThresholdFit(
        _dataset(x, y, width, found, rows, beta, variance, evidence, power_slope, pump_unit, level),
        tuple(notes),
    )


def _clean(
    pump: ArrayLike, output: ArrayLike, linewidth: ArrayLike | None
) -> tuple[Array, Array, Array | None, list[str]]:
    x, y = np.asarray(pump, dtype=float), np.asarray(output, dtype=float)
    width = None if linewidth is None else np.asarray(linewidth, dtype=float)
    if x.ndim != 1 or x.shape != y.shape or (width is not None and width.shape != x.shape):
        raise InputError(
            f"pump, output and linewidth must be lists of one length, not {x.shape} and {y.shape}."
        )
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
        raise InputError("pump and output must be finite numbers.")
    if width is not None and not (np.all(np.isfinite(width)) and np.all(width > 0)):
        raise InputError("every linewidth must be a finite number above zero.")
    good = (x > 0) & (y > 0)
    notes = []
    if not np.all(good):
        notes.append(
            f"{np.sum(~good)} points with pump or output of zero or less were left out (the fit is "
            "logarithmic)."
        )
    order = np.argsort(x[good], kind="stable")
    x, y = x[good][order], y[good][order]
    width = width[good][order] if width is not None else None
    if np.unique(x).size < FEWEST:
        raise InputError(
            f"{np.unique(x).size} usable pump levels: a threshold needs at least {FEWEST} above zero."
        )
    return x, y, width, notes


def _fit(x: Array, y: Array, noise: Noise) -> tuple[SCurve, Array]:
    """Fit, find the noise, and fit again with the weights that follow."""
    found = fit(x, y, np.ones_like(x))
    variance = np.ones_like(x)
    for _ in range(3):
        slope, _ = log_slopes(x / found.threshold, found.beta)
        known = noise.known(found.output(x), slope)
        variance = total_variance(known, found.residuals, 3, noise.relative > 0)
        if np.ptp(variance) < 1e-9 * variance.max():
            return SCurve(found.threshold, found.beta, found.scale, found.residuals, 1 / variance), variance
        found = fit(x, y, 1 / variance)
    return found, variance


def _rise(points: int, noise: Noise, level: float) -> float:
    """Return the rise of chi-square that bounds an interval; Student's where the data gave the noise."""
    from scipy.stats import norm, t

    tail = 0.5 + level / 2
    return float(norm.ppf(tail) ** 2 if noise.relative > 0 else t.ppf(tail, max(points - 3, 1)) ** 2)


def _evidence(x: Array, y: Array, found: SCurve) -> tuple[float, float]:
    """Return ln K of the S-curve (3 parameters) against a power law (2), and the slope of the power law."""
    w = found.weights
    design = np.stack([np.ones_like(x), np.log(x)], axis=1) * np.sqrt(w)[:, None]
    solution, *_ = np.linalg.lstsq(design, np.log(y) * np.sqrt(w), rcond=None)
    rival = float(np.sum((np.log(y) * np.sqrt(w) - design @ solution) ** 2))
    n = x.size
    floor = 1e-18 * n
    return 0.5 * n * float(np.log((rival + floor) / (found.chi2 + floor))) - 0.5 * float(np.log(n)), float(
        solution[1]
    )


def _others(
    x: Array,
    y: Array,
    width: Array | None,
    found: SCurve,
    variance: Array,
    noise: Noise,
    bootstraps: int,
    level: float,
    seed: int,
) -> dict[str, tuple[float, float, float]]:
    """Return the definitions without a model, with bootstrap intervals."""
    methods = {
        "lin-lin kink": kinks.lin_lin_kink,
        "steepest log slope": kinks.steepest_log_slope,
        _TRAP: kinks.log_log_break,
    }
    unique = np.concatenate([[True], np.diff(x) > 0])
    xs, ys = x[unique], y[unique]
    rng = np.random.default_rng(seed)
    scatter = np.sqrt(variance)[unique] * rng.standard_normal((bootstraps, xs.size))
    redrawn = found.output(xs) * np.exp(scatter)
    rows = {}
    for name, method in methods.items():
        rows[name] = _with_bootstrap(
            float(method(xs, ys)), method(xs, redrawn) if bootstraps else None, level
        )
    if width is not None:
        value = float(kinks.linewidth_collapse(xs, width[unique]))
        if np.isfinite(value):
            rows["linewidth collapse"] = _with_bootstrap(
                value, _redrawn_collapse(xs, width[unique], noise, bootstraps, rng), level
            )
    order = ("lin-lin kink", "steepest log slope", "linewidth collapse", _TRAP)
    return {name: rows[name] for name in order if name in rows}


def _redrawn_collapse(
    x: Array, width: Array, noise: Noise, bootstraps: int, rng: np.random.Generator
) -> Array | None:
    """Redraw linewidths about a running median by their own scatter, and pump values within their error."""
    if not bootstraps:
        return None
    log = np.log(width)
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(log, 1, mode="edge"), 3), axis=1)
    spread = 1.4826 * np.median(np.abs(log - smooth)) + 1e-6
    places = kinks.linewidth_collapse(x, np.exp(smooth + spread * rng.standard_normal((bootstraps, x.size))))
    places = places[np.isfinite(places)]
    step = np.median(np.diff(np.log(x)))  # within a step of the pump nothing was seen
    moved = noise.pump * rng.standard_normal(places.size) + step * (rng.random(places.size) - 0.5)
    return places * np.exp(moved) if places.size > 10 else None


def _with_bootstrap(value: float, redrawn: Array | None, level: float) -> tuple[float, float, float]:
    """Return a value with its bootstrap interval in log space: redrawn values about their own centre."""
    if redrawn is None:
        return value, 0.0, np.inf
    low, centre, high = np.quantile(np.log(redrawn), [0.5 - level / 2, 0.5, 0.5 + level / 2])
    return value, float(value * np.exp(low - centre)), float(value * np.exp(high - centre))


def _scaled(
    triple: tuple[float, float, float], scale_error: float, level: float
) -> tuple[float, float, float]:
    """Widen an interval by the error that all pump values share, in quadrature."""
    if not scale_error:
        return triple
    from scipy.stats import norm

    extra = norm.ppf(0.5 + level / 2) * scale_error
    value, low, high = triple
    down = np.hypot(np.log(value / low), extra) if low > 0 else np.inf
    up = np.hypot(np.log(high / value), extra) if np.isfinite(high) else np.inf
    return value, float(value * np.exp(-down)), float(value * np.exp(up))


def _warnings(
    x: Array,
    y: Array,
    found: SCurve,
    row: tuple[float, float, float],
    beta: tuple[float, float, float],
    evidence: float,
) -> list[str]:
    notes = []
    low, high = x[0] / found.threshold, x[-1] / found.threshold
    if evidence <= 1.0:
        return ["the data do not show a threshold; the number of the fit is not one and is not given."]
    if evidence < STRONG:
        notes.append(f"the evidence for a threshold is weak (ln K = {evidence:.1f}, strong is {STRONG:g}).")
    if high < 1.0:
        notes.append(
            "the threshold lies beyond the largest pump: it is an extrapolation, 20 to 40 % low as a rule."
        )
    if low > 1.2 * _BRACKET[0] or high < _BRACKET[1] / 1.2:
        notes.append(
            f"the data span {low:.2f} to {high:.2f} times the threshold; {_BRACKET[0]:g} to "
            f"{_BRACKET[1]:g} are needed "
            "for the stated bias and coverage."
        )
    if row[1] <= 0 or not np.isfinite(row[2]):
        notes.append("the data bound the threshold on one side only.")
    if np.sum(np.abs(np.log(x / found.threshold)) < 0.4) < 3:
        notes.append("fewer than three points lie within a factor 1.5 of the threshold.")
    if beta[0] > 0.3:
        notes.append("beta is so large that definitions of the threshold differ by more than their errors.")
    pattern = _pattern(found)
    if pattern:
        notes.append(pattern)
    return notes


def _pattern(found: SCurve) -> str:
    """Return a sentence if neighbouring residuals share their sign more than chance allows."""
    z = found.residuals * np.sqrt(found.weights)
    n = z.size
    together = float(np.sum(z[1:] * z[:-1]) / np.sum(z**2)) if np.any(z) else 0.0
    if together * np.sqrt(n) < 2.6:
        return ""
    if float(np.mean(z[-3:])) < -1.5:
        return (
            "the output falls below the S-curve at the highest pumps (saturation of the laser or detector?): "
            "leave them out."
        )
    return (
        "the residuals follow a pattern: the S-curve of one mode is not the right model, and the interval is "
        "too narrow."
    )


def _dataset(
    x: Array,
    y: Array,
    width: Array | None,
    found: SCurve,
    rows: dict[str, tuple[float, float, float]],
    beta: tuple[float, float, float],
    variance: Array,
    evidence: float,
    power_slope: float,
    unit: str,
    level: float,
) -> xr.Dataset:
    at = np.array(list(rows.values()))
    values = {
        "threshold": variable("definition", at[:, 0], unit, "threshold"),
        "threshold_low": variable("definition", at[:, 1], unit, "lower end of the threshold"),
        "threshold_high": variable("definition", at[:, 2], unit, "upper end of the threshold"),
        "output": variable("pump", y, "1", "output"),
        "model": variable("pump", found.output(x), "1", "output of the rate-equation fit"),
        "residual": variable("pump", found.residuals, "1", "residual of ln(output)"),
        "output_error": variable("pump", np.sqrt(variance), "1", "standard error of ln(output)"),
        "beta": variable((), beta[0], "1", "share of spontaneous emission in the mode"),
        "beta_low": variable((), beta[1], "1", "lower end of beta"),
        "beta_high": variable((), beta[2], "1", "upper end of beta"),
        "scale": variable((), found.scale, "1", "output a photon"),
        "noise": variable((), np.sqrt(np.median(variance)), "1", "relative noise"),
        "log_evidence": variable((), evidence, "1", "ln of the Bayes factor against a power law"),
        "power_slope": variable((), power_slope, "1", "slope of the power law"),
    }
    if width is not None:
        values["linewidth"] = variable("pump", width, "1", "linewidth as given")
    coords = {
        "definition": variable("definition", list(rows), "1", "definition of the threshold"),
        "pump": variable("pump", x, unit, "pump"),
    }
    return dataset(values, coords, level=level)
