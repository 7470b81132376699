"""How many harmonics two neighbouring circles need.

Two circles of radii R_1, R_2 whose centres are d apart (beside each other, or one inside the other)
share two limit points; seen from them, harmonics fade as exp(-2 eta_i m) with
    sinh eta_i = a/R_i,   a = sqrt((d^2 - R_1^2 - R_2^2)^2 - 4 R_1^2 R_2^2) / (2d)
beyond the orders that propagate, n k R. This is the static law; the wave only matters below n k R.
"""

from __future__ import annotations

from math import asinh, ceil, log, sqrt

MOST = 2500
"""Harmonics kept explicitly; above, a matrix would need many minutes."""


def fading(radius: float, other: float, distance: float) -> float:
    """Return eta of the first circle; 0 for touching circles, large for distant or centred ones."""
    if distance < 1e-9 * max(radius, other):
        return abs(log(radius / other))
    square = (distance**2 - radius**2 - other**2) ** 2 - 4 * (radius * other) ** 2
    return asinh(sqrt(max(square, 0.0)) / (2 * distance) / radius)


def needed(size: float, eta: float, tolerance: float) -> int:
    """Return the order at which terms of a circle with n k R = ``size`` have faded to ``tolerance``."""
    eta = min(max(eta, 1e-6), 3.0)
    return ceil(size + log(1 / tolerance) / (2 * eta)) + 2
