"""Many stripes side by side: what each says of its gain, and their curves at gains that a law demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.measurement.noise import Noise
from colase.results import dataset, variable

from .descent import fitted
from .likelihood import GainLikelihood, at_gain, of_stripe
from .problem import StripeProblem
from .uncertainty import gain_error

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Problems with their weights, the best fit of each alone, and its likelihood of the gain."""

    problems: Sequence[StripeProblem]
    best: Sequence[Array]
    likelihoods: Sequence[GainLikelihood]

    @property
    def gains(self) -> Array:
        """Gain of each curve alone, in 1/m, shape (fluence,)."""
        return np.array([float(p[0]) / one.longest for one, p in zip(self.problems, self.best, strict=True)])

    @property
    def errors(self) -> Array:
        """Standard error of each gain from the curvature, in 1/m, shape (fluence,)."""
        return np.array([gain_error(one, p) for one, p in zip(self.problems, self.best, strict=True)])

    def points(self, fluence: Array, gain: Array) -> xr.Dataset:
        """Return all measured points over ``point`` with the curves at the gains of the law."""
        pairs = zip(self.problems, self.best, gain, strict=True)
        models = [one.projected(at_gain(one, p, float(g) * one.longest))[0] for one, p, g in pairs]
        sizes = [one.length.size for one in self.problems]
        rows = {
            "output": variable(
                "point", np.concatenate([p.output for p in self.problems]), "1", "edge emission"
            ),
            "output_model": variable("point", np.concatenate(models), "1", "joint fit"),
            "output_error": variable(
                "point",
                np.concatenate([1 / np.sqrt(p.weights) for p in self.problems]),
                "1",
                "standard error",
            ),
        }
        lengths = np.concatenate([p.length for p in self.problems])
        coords = {
            "stripe_length": variable("point", lengths, "m", "stripe length"),
            "point_fluence": variable("point", np.repeat(fluence, sizes), "J/m^2", "pump fluence"),
        }
        return dataset(rows, coords)


def joined(
    curves: Sequence[tuple[Array, Array]], noise: Noise, asked: tuple[bool, float, float, float]
) -> Joined:
    """Fit every curve with saturation allowed and tabulate what it says of its gain."""
    problems, best = [], []
    for x, y in curves:
        start = StripeProblem(x, y, np.ones_like(x), True, *asked)
        problem, p = fitted(start, noise, np.linspace(-2, 2, 9))
        problems.append(problem)
        best.append(p)
    known = noise.relative > 0
    likelihoods = [of_stripe(m, p, known) for m, p in zip(problems, best, strict=True)]
    return Joined(problems, best, likelihoods)
