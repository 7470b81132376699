"""Units and colours that the pictures of heat share."""

from __future__ import annotations

from typing import Any

from colase.plot.style import CYCLE, levels

ZERO_CELSIUS = 273.15
KW_CM2 = 1e-7
_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


def cycle(count: int) -> tuple[Any, ...]:
    """Return as many colours."""
    return CYCLE[:count] if count <= len(CYCLE) else tuple(levels(count))


def seconds(value: float) -> str:
    """Return a time with a unit that fits."""
    for size, unit in _UNITS:
        if value >= 0.999 * size:
            return f"{value / size:.3g} {unit}".replace("us", "µs")
    return f"{value * 1e12:.3g} ps"
