"""The curve of a stripe as a function of what is fitted.

    y(L) = B + A < I(L - L_0 + u) >_u

with I of `model`. Gain, saturation and zero enter nonlinearly; A and B linearly and are projected out. The
zero is held by its prior, and each single length by its error through the slope of the curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import stripe_output

Array = NDArray[np.float64]

_EDGE_NODES = 5
LARGEST_REACH = 300.0
"""Largest gL that is fitted; 1200 1/cm over 1 mm is 120."""


@dataclass(frozen=True, slots=True, eq=False)
class StripeProblem:
    """Lengths, outputs and what may vary; parameters are gL, ln(s/L), L_0 over its prior."""

    length: Array
    output: Array
    weights: Array
    saturable: bool
    background: bool
    zero_error: float
    edge: float
    length_error: float

    @property
    def longest(self) -> float:
        """Longest stripe in m."""
        return float(self.length.max())

    @property
    def free(self) -> int:
        """Number of fitted parameters, A and B included; one held by a prior does not count."""
        return 2 + self.saturable + self.background

    def curve(self, p: Array) -> Array:
        """Return I/A at every length, for parameters of shape (..., parameter)."""
        gain = p[..., 0:1] / self.longest
        saturation = np.exp(p[..., 1:2]) * self.longest if self.saturable else np.array(np.inf)
        zero = p[..., -1:] * self.zero_error if self.zero_error else 0.0
        shown = self.length - zero
        if not self.edge:
            return stripe_output(np.maximum(shown, 0.0), gain, saturation)
        nodes, weights = np.polynomial.hermite_e.hermegauss(_EDGE_NODES)
        parts = [
            w * stripe_output(np.maximum(shown + self.edge * u, 0.0), gain, saturation)
            for u, w in zip(nodes, weights, strict=True)
        ]
        return np.sum(parts, axis=0) / weights.sum()

    def projected(self, p: Array) -> tuple[Array, Array, Array]:
        """Return model, scale A and background B of best fit, with leading axes of ``p``."""
        f, y, w = self.curve(p), self.output, self.weights
        ff, fy = np.sum(w * f * f, axis=-1), np.sum(w * f * y, axis=-1)
        if not self.background:
            a = fy / ff
            return a[..., None] * f, a, np.zeros_like(a)
        f1, y1, one = np.sum(w * f, axis=-1), np.sum(w * y), np.sum(w)
        det = ff * one - f1**2
        det = np.where(det > 1e-14 * ff * one, det, np.inf)
        a = (fy * one - f1 * y1) / det
        b = (y1 - a * f1) / one
        return a[..., None] * f + b[..., None], a, b

    def parts(self, p: Array) -> tuple[Array, Array, Array]:
        """Return model, emission without background (at least A times the length error) and slope."""
        model, a, _ = self.projected(p)
        curve = self.curve(p)
        saturated = 1 + curve / (np.exp(p[1]) * self.longest) if self.saturable else 1.0
        scale = max(float(a), 1e-12 * float(np.abs(self.output).max()) / self.longest)
        slope = scale * np.maximum(1 + p[0] / self.longest * curve / saturated, 0.0)
        return model, scale * np.maximum(curve, max(self.length_error, 1e-9 * self.longest)), slope

    def residuals(self, p: Array) -> Array:
        """Return weighted residuals and the prior of the zero."""
        model, a, _ = self.projected(p)
        res = np.sqrt(self.weights) * (self.output - model)
        res = np.where(a[..., None] > 0, res, 10 * np.sqrt(self.weights) * self.output)
        return np.concatenate([res, p[..., -1:]], axis=-1) if self.zero_error else res
