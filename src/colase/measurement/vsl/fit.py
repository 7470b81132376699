"""Fit a variable-stripe-length measurement: both models, their evidence, the interval, every cut-off."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.noise import Noise

from .descent import evidence_of, fitted
from .found import StripeFit
from .problem import StripeProblem
from .result import result_of
from .small_signal import small_signal_of
from .uncertainty import gain_of, redrawn_error

Array = NDArray[np.float64]

FEWEST = 8
SHORTEST = 1e-5  # m: a longest stripe below this is a wrong unit


def fit_stripe(
    length: ArrayLike,
    output: ArrayLike,
    *,
    noise: Noise | None = None,
    background: bool = True,
    zero_error: float = 5e-6,
    edge: float = 0.0,
    length_error: float = 1e-6,
    bootstraps: int = 100,
    level: float = 0.95,
    seed: int = 0,
) -> StripeFit:
    """Fit a variable-stripe-length measurement.

    Parameters
    ----------
    length, output : array, shape (stripe_length,)
        Stripe length in m and edge emission in any unit; at least 8 different lengths.
    noise : Noise, optional
        What is known about errors; the relative noise is found from the data otherwise.
    background : bool
        Fit a constant background.
    zero_error : float
        Standard deviation in m within which the true zero of the stripe is known; 0 if exactly.
    edge : float
        Standard deviation in m of the blur of the stripe's edge (diffraction at the blade).
    length_error : float
        Standard deviation in m of each single length.
    bootstraps : int
        Redrawn data sets, which may widen the interval of the profile; fewer than 20 take the profile alone.
    level : float
        Probability that the interval should hold.

    Raises
    ------
    InputError
        For too few or unusable points.
    """
    noise = noise or Noise()
    x, y = checked_stripe(length, output, zero_error, edge, length_error)
    asked = (background, zero_error, edge, length_error)
    plain = fitted(StripeProblem(x, y, np.ones_like(x), False, *asked), noise, np.linspace(-2, 2, 17))
    rich = fitted(StripeProblem(x, y, np.ones_like(x), True, *asked), noise, plain[1][-1:])
    evidence = evidence_of(plain, rich, noise)
    problem, p = rich if evidence > 0.0 else plain
    redrawn = redrawn_error(problem, p, bootstraps, seed)
    gain, low, high = gain_of(plain, rich, evidence, redrawn, level)
    cutoffs, small, small_error = small_signal_of(problem, p)
    return result_of(problem, p, (gain, low, high), evidence, cutoffs, small, small_error)


def checked_stripe(length: ArrayLike, output: ArrayLike, *errors: float) -> tuple[Array, Array]:
    """Return lengths and outputs in rising order, or raise InputError with what is wrong with them."""
    x, y = np.asarray(length, dtype=float), np.asarray(output, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise InputError(
            f"stripe length and output must be lists of one length, not {x.shape} and {y.shape}."
        )
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))) or np.any(x < 0):
        raise InputError("stripe lengths and outputs must be finite numbers, lengths not below zero.")
    if np.unique(x).size < FEWEST:
        raise InputError(f"{np.unique(x).size} different stripe lengths: at least {FEWEST} are needed.")
    if x.max() > 0.1 or x.max() < SHORTEST:
        raise InputError(
            f"the longest stripe is {x.max() * 1e6:.4g} um, not {SHORTEST * 1e6:g} um to 10 cm: "
            "check the unit of the lengths (in metres from Python, 500e-6)."
        )
    if not all(0 <= e < 1e-3 for e in errors):
        raise InputError(
            "zero_error, edge and length_error are lengths in metres below 1 mm, for example 5e-6."
        )
    if not np.any(y > 0):
        raise InputError("no output is above zero.")
    order = np.argsort(x, kind="stable")
    return x[order], y[order]
