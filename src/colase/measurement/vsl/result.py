"""The labelled result of a stripe fit, its admissible range and its warnings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colase.results import dataset, variable

from .found import StripeFit
from .model import stripe_output
from .problem import LARGEST_REACH, StripeProblem

Array = NDArray[np.float64]

SMALL_SIGNAL, SUSPICIOUS = 5.0, 10.0


def result_of(
    problem: StripeProblem,
    p: Array,
    gain: tuple[float, float, float],
    evidence: float,
    cutoffs: Array,
    small: Array,
    error: Array,
) -> StripeFit:
    """Return the result of the chosen model with ``gain`` as value, low and high end."""
    model, a, b = problem.projected(p)
    x, longest = problem.length, problem.longest
    saturation = float(np.exp(p[1])) * longest if problem.saturable else np.inf
    zero = float(p[-1]) * problem.zero_error if problem.zero_error else 0.0
    halved = _halving_length(gain[0], saturation, longest)
    unlike = np.abs(small - gain[0]) > 2 * np.hypot(error, 0.25 * (gain[2] - gain[1])) + 0.02 * abs(gain[0])
    allowed = (small * cutoffs < SMALL_SIGNAL) & ~unlike & np.isfinite(error)
    admissible = float(cutoffs[np.flatnonzero(allowed)[-1]]) if np.any(allowed) else 0.0
    plateau = _plateau(small[allowed], error[allowed])
    local = gain[0] / (1 + problem.curve(p) / saturation)
    relative = np.sqrt(np.median(1 / problem.weights / problem.parts(p)[1] ** 2))
    rows = {
        "output": variable("stripe_length", problem.output, "1", "edge emission"),
        "model": variable("stripe_length", model, "1", "joint fit"),
        "output_error": variable(
            "stripe_length", 1 / np.sqrt(problem.weights), "1", "standard error of the emission"
        ),
        "gain": variable((), gain[0], "1/m", "net modal gain"),
        "gain_low": variable((), gain[1], "1/m", "lower end of the gain"),
        "gain_high": variable((), gain[2], "1/m", "upper end of the gain"),
        "saturates": variable((), problem.saturable, "1", "whether saturation is needed"),
        "saturation": variable(
            (), saturation, "m", "saturation output over spontaneous output a length, I_s/A"
        ),
        "saturation_length": variable((), halved, "m", "stripe length at which the local gain is halved"),
        "scale": variable((), float(a), "1/m", "spontaneous output a length, A"),
        "background": variable((), float(b), "1", "constant background"),
        "background_share": variable(
            (), float(b) / problem.output.max(), "1", "background over the largest output"
        ),
        "zero": variable((), zero, "m", "true zero of the stripe"),
        "noise": variable((), relative, "1", "relative noise"),
        "log_evidence_saturation": variable((), evidence, "1", "ln of the Bayes factor of saturation"),
        "admissible_length": variable(
            (), admissible, "m", "longest admissible cut-off of the small-signal formula"
        ),
        "local_gain": variable("stripe_length", local, "1/m", "gain at the end of the stripe, g/(1 + I/I_s)"),
        "plateau_gain": variable((), plateau[0], "1/m", "small-signal gain over all admissible cut-offs"),
        "plateau_low": variable((), plateau[1], "1/m", "lower end, points and cut-off redrawn"),
        "plateau_high": variable((), plateau[2], "1/m", "upper end, points and cut-off redrawn"),
        "small_signal_gain": variable("cutoff", small, "1/m", "gain of the small-signal formula"),
        "small_signal_error": variable("cutoff", error, "1/m", "its standard error"),
    }
    coords = {
        "stripe_length": variable("stripe_length", x, "m", "stripe length"),
        "cutoff": variable("cutoff", cutoffs, "m", "longest stripe used"),
    }
    return StripeFit(dataset(rows, coords), tuple(_warnings(problem, gain, admissible, evidence)))


def _plateau(small: Array, error: Array) -> tuple[float, float, float]:
    """Return the small-signal gain with the 95 % interval that redrawn points and cut-offs give."""
    if not small.size:
        return np.nan, np.nan, np.nan
    spread = np.random.default_rng(0).standard_normal((400, 1))
    low, middle, high = np.quantile(small + error * spread, [0.025, 0.5, 0.975])
    return float(middle), float(low), float(high)


def _halving_length(gain: float, saturation: float, longest: float) -> float:
    """Return the length at which I = I_s; infinite beyond ten times the longest stripe."""
    if not np.isfinite(saturation):
        return np.inf
    x = np.linspace(0, 10 * longest, 4001)
    over = np.flatnonzero(stripe_output(x, gain, saturation) >= saturation)
    return float(x[over[0]]) if over.size else np.inf


def _warnings(
    problem: StripeProblem, gain: tuple[float, float, float], admissible: float, evidence: float
) -> list[str]:
    notes = []
    reach = gain[0] * problem.longest
    if reach > SUSPICIOUS:
        notes.append(
            f"gL = {reach:.0f} at the longest stripe: beyond {SUSPICIOUS:g} the emission is saturated "
            "or the gain too large; "
            f"stripes up to {SMALL_SIGNAL / gain[0] * 1e6:.0f} um carry the small-signal gain."
        )
    if gain[2] * problem.longest > 0.99 * LARGEST_REACH:
        notes.append(
            f"the gain is open above: gL = {LARGEST_REACH:g} is the largest that is fitted; leave out long "
            "stripes, or check the unit of the lengths."
        )
    if gain[1] <= 0 <= gain[2]:
        notes.append("the interval includes zero: the data do not show gain.")
    if reach < 1.0 and gain[0] > 0:
        notes.append(f"gL reaches only {reach:.2f}: gain and the scale A can hardly be told apart.")
    if admissible == 0.0 and gain[0] > 0:
        notes.append("no cut-off gives a small-signal gain that agrees with the joint fit.")
    if problem.zero_error and abs(gain[0]) * problem.zero_error > 0.3:
        notes.append("the uncertainty of the stripe zero is a large part of the gain length.")
    if 1.0 < evidence < 3.0:
        notes.append(f"the evidence for saturation is weak (ln K = {evidence:.1f}).")
    return notes
