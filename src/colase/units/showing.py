"""SI floats as a person reads them: numbers of a unit, labels of axes, and text that reads back exactly."""

from __future__ import annotations

import math
import re
from decimal import Decimal, localcontext
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.quantity import Quantity

from .reading import parse
from .scale import DIGITS, dimension_name, unit_of
from .spelling import factors

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@overload
def convert(value: float, unit: str, shown: str) -> float: ...
@overload
def convert(value: NDArray[Any], unit: str, shown: str) -> NDArray[Any]: ...
def convert(value: Any, unit: str, shown: str) -> Any:
    """Return a value (or array) given in ``unit`` as a number of ``shown`` units.

    Raises
    ------
    InputError
        If the two units measure different things.
    """
    here, there = unit_of(unit), unit_of(shown)
    if here.dimension != there.dimension:
        raise InputError(
            f'"{unit}" is {dimension_name(here.dimension)} and "{shown}" is '
            f"{dimension_name(there.dimension)}; one cannot be shown in the other."
        )
    with localcontext(prec=DIGITS):
        ratio, shift = here.scale / there.scale, (here.offset - there.offset) / there.scale
        if np.ndim(value) == 0 and math.isfinite(value):
            return float(Decimal(repr(float(value))) * ratio + shift)
    return np.asarray(value, dtype=float) * float(ratio) + float(shift) if np.ndim(value) else float(value)


def show(value: float, quantity: Quantity) -> str:
    """Return a value in SI units as a person reads it: four digits and the display unit, "20 um"."""
    number = digits(convert(value, quantity.unit, quantity.display_unit))
    return f"{number} {flat(quantity.display_unit)}".rstrip()


def digits(number: float, count: int = 4) -> str:
    """Return a number with ``count`` significant digits, as "4200", "0.0312" or "2.2e18"."""
    if not math.isfinite(number):
        return {math.inf: "infinite", -math.inf: "-infinite"}.get(number, "undefined")
    mantissa, exponent = f"{number:.{count - 1}e}".split("e")
    if number == 0 or -4 <= int(exponent) < 6:
        plain = f"{float(f'{mantissa}e{exponent}'):.{max(count - 1 - int(exponent), 0)}f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def exact(value: float, quantity: Quantity) -> str:
    """Return a text in the display unit that `parse` reads back as the very same float."""
    if not quantity.unit:
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    with localcontext(prec=DIGITS):
        for unit in (quantity.display_unit, quantity.unit):
            here, there = unit_of(quantity.unit), unit_of(unit)
            number = Decimal(repr(float(value))) * here.scale / there.scale
            text = f"{_short(number)} {unit}".rstrip()
            if parse(text, quantity.unit) == value:
                return text
    raise InputError(f"{value!r} {quantity.unit} cannot be written as a text.")


def _short(number: Decimal) -> str:
    """Write a Decimal plainly, or with an exponent where that is shorter."""
    if number == 0:
        return "0"
    sign, figures, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)
    size = len(figures) + exponent
    if -3 <= size <= 7:
        return f"{number.normalize():f}"
    text = "".join(map(str, figures))
    return ("-" if sign else "") + text[0] + ("." + text[1:] if text[1:] else "") + f"e{size - 1}"


def flat(unit: str) -> str:
    """Return a unit for the terminal: "uJ/cm2"."""
    return unit.replace("^", "")


def pretty(unit: str) -> str:
    """Return a unit for figures and pages: "µJ/cm²", "cm⁻¹"."""
    if unit.startswith("1/"):
        return " ".join(f"{name}{str(power).translate(_RAISED)}" for name, power in factors(unit))
    text = re.sub(r"\^(-?[0-9])", lambda m: m[1].translate(_RAISED), unit)
    return re.sub(r"\bu(?=[A-Za-z])", "µ", text)


def axis_label(symbol: str, meaning: str, unit: str) -> str:
    """Return the label of an axis: "wavelength λ (nm)"; no parenthesis for a pure number."""
    return " ".join(part for part in (meaning, symbol, f"({pretty(unit)})" if unit else "") if part)
