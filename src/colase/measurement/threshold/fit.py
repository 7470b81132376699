"""Fit a light curve: the S-curve with its own noise, the other definitions, the evidence, the doubts."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.noise import Noise, total_variance
from colase.results import dataset, variable

from .collapse_fit import Collapse, fit_collapse
from .definitions import others, scaled
from .doubts import doubts
from .found import MEANING, ThresholdFit
from .s_curve import SCurve, fit, log_slopes, profile

Array = NDArray[np.float64]

FEWEST = 7


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
    saturated: ArrayLike | None = None,
) -> ThresholdFit:
    """Find the threshold of a light curve.

    Parameters
    ----------
    pump, output : array, shape (pump,)
        Pump in SI units and output in any unit; at least 7 points with output above zero.
    linewidth : array, shape (pump,), optional
        Linewidth in any unit, nan where it is not known.
    pump_unit : str
        SI unit of the pump: "J/m^2", "W/m^2", "J", "W" or "".
    noise : Noise, optional
        What is known about errors; the relative noise is found from the data otherwise.
    bootstraps : int
        Redrawn data sets for definitions without a likelihood; 0 leaves their intervals infinite.
    level : float
        Probability that an interval should hold.
    saturated : array of bool, shape (pump,), optional
        Where pixels were at the ceiling of the detector, as `integrated` says; a warning follows.

    Raises
    ------
    InputError
        For too few or unusable points.
    """
    noise = noise or Noise()
    x, y, width, notes = _clean(pump, output, linewidth)
    if saturated is not None and np.any(saturated):
        count = f"{np.sum(saturated)} of {np.size(saturated)} spectra"
        notes.append(
            f"{count} hold pixels at the ceiling of the detector: their output is too small. Leave them out "
            "or use a filter."
        )
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
    rows |= others(x, y, width, found, variance, bootstraps, level, seed)
    collapse = None if width is None else fit_collapse(x, width, noise.pump, level)
    if collapse is not None and collapse.found:
        rows["linewidth collapse"] = (collapse.threshold, collapse.low, collapse.high)
    rows = {name: scaled(rows[name], noise.pump_scale, level) for name in MEANING if name in rows}
    beta = (found.beta, *profile(x, y, found, rise, "beta"))
    notes += doubts(x, y, found, rows["rate equation"], beta, evidence)
    if collapse is not None and evidence > 1.0:
        notes += collapse.notes
    return ThresholdFit(
        _dataset(
            x, y, (width, collapse), found, rows, beta, variance, evidence, power_slope, pump_unit, level
        ),
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
    if width is not None and not np.all(np.isnan(width) | (np.isfinite(width) & (width > 0))):
        raise InputError("every linewidth must be a finite number above zero, or nan where it is not known.")
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


def _dataset(
    x: Array,
    y: Array,
    line: tuple[Array | None, Collapse | None],
    found: SCurve,
    rows: dict[str, tuple[float, float, float]],
    beta: tuple[float, float, float],
    variance: Array,
    evidence: float,
    power_slope: float,
    unit: str,
    level: float,
) -> xr.Dataset:
    """Return thresholds over ``definition`` and the curve over ``pump``."""
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
    width, collapse = line
    if width is not None and collapse is not None:
        values["linewidth"] = variable("pump", width, "1", "linewidth as given")
        values["linewidth_model"] = variable("pump", collapse.model, "1", "linewidth of the fitted collapse")
    coords = {
        "definition": variable("definition", list(rows), "1", "definition of the threshold"),
        "pump": variable("pump", x, unit, "pump"),
    }
    return dataset(values, coords, level=level)
