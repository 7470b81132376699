"""What a unit means: its scale and zero in SI and its dimension. pint knows the names, nothing else.

Scales are decimal numbers of many digits, so that "10 um" is the float 1e-05 itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from colase.errors import InputError, nearest

from .spelling import FAMILIAR, factors

if TYPE_CHECKING:
    import pint

DIGITS = 60
"""Decimal digits that are carried."""

_DIMENSIONS = {
    "m": "a length",
    "m^2": "an area",
    "m^3": "a volume",
    "1/m": "an inverse length",
    "1/m^2": "a number per area",
    "1/m^3": "a number per volume",
    "s": "a time",
    "Hz": "a rate",
    "K": "a temperature",
    "J": "an energy",
    "W": "a power",
    "J/m^2": "an energy per area",
    "W/m^2": "a power per area",
    "kg": "a mass",
    "m/s": "a speed",
    "C": "an electric charge",
    "A": "a current",
    "V": "a voltage",
    "mol/m^3": "a concentration",
    "": "a pure number",
}
"""Names of dimensions, by an SI unit that has them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A value in SI is ``scale`` times the number plus ``offset``; ``dimension`` lists base and exponent."""

    scale: Decimal
    offset: Decimal
    dimension: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry:
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def unit_of(text: str) -> Unit:
    """Return scale, offset and dimension of a unit text; "" is a pure number."""
    parts = factors(text)
    scale, dimension = Decimal(1), {}
    with localcontext(prec=DIGITS):
        for name, power in parts:
            one = _of_name(name)
            if one.offset and parts != [(name, 1)]:
                raise InputError(f'"{name}" has a zero of its own; use "K" inside a compound unit.')
            scale *= one.scale**power
            for base, exponent in one.dimension:
                dimension[base] = dimension.get(base, 0) + exponent * power
        offset = _of_name(parts[0][0]).offset if len(parts) == 1 else Decimal(0)
    return Unit(scale, offset, tuple(sorted((b, e) for b, e in dimension.items() if e)))


@lru_cache(maxsize=512)
def _of_name(name: str) -> Unit:
    import pint

    registry = _registry()
    spelled = {"%": "percent", "°C": "degC"}.get(name, name)
    try:
        unit = registry.parse_units(spelled)
        zero = registry.Quantity(Decimal(0), unit).to_base_units()
        one = registry.Quantity(Decimal(1), unit).to_base_units()
    except (pint.errors.PintError, AttributeError, ValueError, KeyError, TypeError, ArithmeticError):
        raise InputError(f'"{name}" is not a unit.{nearest(name, FAMILIAR)}') from None
    dimension = tuple((str(k), int(str(v))) for k, v in unit.dimensionality.items())
    offset = Decimal(zero.magnitude)
    return Unit(Decimal(one.magnitude) - offset, offset, dimension)


@lru_cache(maxsize=1)
def _dimension_names() -> dict[tuple[tuple[str, int], ...], str]:
    return {unit_of(unit).dimension: name for unit, name in _DIMENSIONS.items()}


def dimension_name(dimension: tuple[tuple[str, int], ...]) -> str:
    """Return what a dimension is called, "a length"."""
    return _dimension_names().get(dimension, "another kind of quantity")
