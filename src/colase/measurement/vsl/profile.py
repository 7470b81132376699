"""Profile-likelihood interval of the gain of a stripe.

At each gain chi-square is minimised over saturation and zero (scale and background are projected out), and
the interval holds every gain whose chi-square lies at most t^2 above the least one, with Student's t. The
model without saturation is the limit s -> infinity, so that one curve of chi-square holds both models:
where saturation has begun and the points do not show it yet, the interval reaches as far up as a saturation
that the data do not exclude. At saturation the stimulated output is at least `LEAST_RATIO` times the
spontaneous one (g I_s/A): less would need more than a tenth of all spontaneous emission to run along the
stripe.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from .problem import LARGEST_REACH, StripeProblem

Array = NDArray[np.float64]

LEAST_RATIO = 10.0
NO_SATURATION = 40.0  # ln(s/L)


class GainProfile:
    """Least chi-square at each gain, for the saturable model with the weights of its fit."""

    def __init__(self, problem: StripeProblem, start: Array) -> None:
        self.problem = problem
        self._last = start[1:]  # ln(s/L) and, if it is free, the zero

    def chi2(self, reach: float) -> float:
        """Return chi-square at the gain ``reach``/L, minimised over saturation and zero."""
        from scipy.optimize import least_squares

        low = np.log(LEAST_RATIO / reach) if reach > 0 else 0.0
        ladder = np.unique(np.append(np.linspace(low, NO_SATURATION, 33), max(self._last[0], low)))
        trial = np.column_stack([np.full(ladder.size, reach), ladder])
        if self.problem.zero_error:
            zeros = np.append(np.linspace(-2, 2, 9), self._last[1])
            trial = np.column_stack([np.repeat(trial, zeros.size, axis=0), np.tile(zeros, ladder.size)])
        grid = np.sum(self.problem.residuals(trial) ** 2, axis=-1)
        start = trial[int(np.argmin(grid))][1:]
        bounds = np.array([[low, 45.0], [-6.0, 6.0]][: start.size]).T
        found = least_squares(
            lambda rest: self.problem.residuals(np.concatenate([[reach], rest])),
            np.clip(start, bounds[0] + 1e-9, bounds[1] - 1e-9),
            bounds=tuple(bounds),
            x_scale="jac",
            xtol=1e-6,
            ftol=1e-6,
            max_nfev=30,
        )
        self._last = found.x
        return min(float(2 * found.cost), float(grid.min()))

    def end(self, inner: float, step: float, ceiling: float) -> float:
        """Return gL beyond ``inner`` at which chi-square passes ``ceiling``, sought in growing steps."""
        from scipy.optimize import brentq

        known: dict[float, float] = {}  # one value a gain: a search from elsewhere may end a little lower

        def beyond(reach: float) -> float:
            if reach not in known:
                known[reach] = self.chi2(reach) - ceiling
            return known[reach]

        if beyond(inner) >= 0:
            return inner
        while beyond(outer := float(np.clip(inner + step, -LARGEST_REACH, LARGEST_REACH))) < 0:
            if abs(outer) >= LARGEST_REACH:
                return outer
            inner, step = outer, 1.5 * step
        return cast(float, brentq(beyond, inner, outer, xtol=1e-3 * abs(step)))


def profile_interval(problem: StripeProblem, starts: list[Array], width: float, student: float) -> Array:
    """Return the lowest and highest gain in 1/m that the data allow.

    Parameters
    ----------
    problem : StripeProblem
        The model with saturation and the weights of its fit.
    starts : list of array
        Solutions with the parameters of ``problem``; the interval holds their gains.
    width : float
        First step outwards in gL.
    student : float
        How many standard errors lie on each side.
    """
    chi2 = [float(np.sum(problem.residuals(p) ** 2)) for p in starts]
    best = starts[int(np.argmin(chi2))]
    profile = GainProfile(problem, best)
    ceiling = min(*chi2, profile.chi2(float(best[0]))) + student**2
    ends = [GainProfile(problem, best).end(float(best[0]), sign * width, ceiling) for sign in (-1, 1)]
    return np.array(ends) / problem.longest
