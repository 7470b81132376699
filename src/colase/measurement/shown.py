"""Numbers with their intervals as people read them, in the units of the field."""

from __future__ import annotations

import math

SHOWN = {
    "J/m^2": ("uJ/cm2", 1e2),
    "W/m^2": ("kW/cm2", 1e-7),
    "J": ("nJ", 1e9),
    "W": ("mW", 1e3),
    "1/m": ("1/cm", 1e-2),
    "m": ("nm", 1e9),
    "": ("", 1.0),
}
"""Unit and factor in which an SI unit is shown."""


def unit_of(si: str) -> tuple[str, float]:
    """Return the shown unit and the factor to it."""
    return SHOWN.get(si, (si, 1.0))


def with_interval(value: float, low: float, high: float, unit: str = "", factor: float = 1.0) -> str:
    """Return "3.26 (3.20 to 3.33) uJ/cm2" with as many places as the interval deserves."""
    value, low, high = value * factor, low * factor, high * factor
    places = places_for(0.5 * (high - low), value)
    text = f"{fixed(value, places)} ({fixed(low, places)} to {fixed(high, places)})"
    return f"{text} {unit}".rstrip()


def places_for(error: float, value: float) -> int:
    """Return decimal places that show two digits of an error, or four of the value without one."""
    size = error if math.isfinite(error) and error > 0 else abs(value) * 1e-2
    return min(12, max(0, 1 - math.floor(math.log10(size)))) if size > 0 else 3


def fixed(value: float, places: int) -> str:
    """Return a number with fixed places; very small and very large ones with an exponent."""
    if not math.isfinite(value):
        return "infinite" if value > 0 else "-infinite" if value < 0 else "undefined"
    if value and (abs(value) < 1e-4 or abs(value) >= 1e6):
        return f"{value:.2e}"
    return f"{value:.{places}f}"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return aligned text, one line a row."""
    widths = [max(len(c) for c in column) for column in zip(heads, *rows, strict=True)]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (heads, *rows)
    )
