"""One zero of a function between two ends; without a change of sign, a sentence instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from scipy.optimize import brentq

from colase.errors import PhysicsError


def zero(function: Callable[[float], float], low: float, high: float, xtol: float = 1e-12) -> float:
    """Return where a continuous function crosses zero.

    Raises
    ------
    PhysicsError
        If it has the same sign at both ends.
    """
    at_low, at_high = function(low), function(high)
    if at_low * at_high > 0:
        raise PhysicsError(
            f"no zero between {low:g} and {high:g}: {at_low:.3g} and {at_high:.3g} at the ends."
        )
    return cast(float, brentq(function, low, high, xtol=xtol))
