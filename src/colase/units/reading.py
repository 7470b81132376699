"""Text with a unit to SI floats: "20 um", perhaps with an error, "20 +/- 0.5 um".

The decimal digits are kept exact until the last step.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

from colase.errors import InputError

from .scale import DIGITS, Unit, dimension_name, unit_of
from .spelling import PLAIN, quoted

NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?"
_SPLIT = re.compile(rf"({NUMBER})(?![0-9.])\s*(.*)")
_ERROR = re.compile(r"\s*(?:\+/-|\+-|±)\s*")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)\b", re.IGNORECASE)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and its error (None if not given), in SI units."""

    value: float
    error: float | None = None


def parse(text: str, unit: str) -> float:
    """Return the number a text stands for, in an SI unit.

    Parameters
    ----------
    text : str
        "20 um", "8e-15 cm^2", "25 degC", "50 %", "20 +/- 0.5 um"; a pure number has no unit.
    unit : str
        SI unit of the result ("m", "J/m^2", "" for a pure number).

    Raises
    ------
    InputError
        If the text is no number, has no unit, another dimension, an unknown unit, or is not finite.
    """
    try:
        return read(text, unit).value
    except InputError as problem:
        raise InputError(f"{quoted(text)}: {problem}") from None


def read(text: str, unit: str, example: str = "") -> Reading:
    """Return value and error of a text; the sentence of an error does not repeat the text.

    Raises
    ------
    InputError
        As `parse`; ``example`` is the text that the sentence suggests instead.
    """
    hint = f', for example "{example}"' if example else ""
    if len(text) > _LONGEST:
        raise InputError(f"this text has {len(text)} characters; write a number and a unit{hint}.")
    wanted = unit_of(unit)
    first, *rest = _ERROR.split(text.strip().translate(PLAIN))
    if len(rest) > 1:
        raise InputError(f"write one value and one error{hint}.")
    if not rest:
        return Reading(_si(*_split(first, hint), wanted, unit, hint))
    return _with_error(first.removeprefix("("), rest[0], wanted, unit, hint)


def _with_error(first: str, second: str, wanted: Unit, unit: str, hint: str) -> Reading:
    number, own = _split(first, hint)
    spread, shared = _split(re.sub(r"\)", "", second, count=1), hint)
    if not own and shared == "%" and not unit:
        raise InputError('write "%" on the value and on the error, or on neither.')
    value = _si(number, own or shared, wanted, unit, hint)
    if own and shared == "%" and unit:
        error = abs(value) * float(spread) / 100
    else:
        both = unit_of(shared or own)
        error = float(Decimal(spread) * both.scale)
        if both.dimension != wanted.dimension:
            _si(spread, shared or own, wanted, unit, hint)
    if not (math.isfinite(error) and error >= 0):
        raise InputError("the error must be a finite number of at least zero.")
    return Reading(value, error)


def _split(text: str, hint: str) -> tuple[str, str]:
    found = _SPLIT.fullmatch(text.strip())
    if found:
        number, unit = found.groups()
        if re.match(r",[0-9]", unit):
            raise InputError(f"write a decimal point, not a comma{hint}.")
        if re.match(r"[eE][+-]?[0-9]", unit):
            raise InputError(f"the number is too large or too small to be meant{hint}.")
        return number, unit.strip()
    if _NOT_FINITE.match(text.strip()):
        raise InputError(f"a finite number is wanted{hint}.")
    raise InputError(f"this is not a number with a unit; write a decimal number and a unit{hint}.")


def _si(number: str, text: str, wanted: Unit, unit: str, hint: str) -> float:
    if unit and not text:
        raise InputError(f"write the unit{hint}.")
    given = unit_of(text)
    if given.dimension != wanted.dimension:
        also = ' (degrees Celsius are written "degC")' if text == "C" and unit == "K" else ""
        raise InputError(
            f"{dimension_name(wanted.dimension)} is wanted, this is "
            f"{dimension_name(given.dimension)}{hint}{also}."
        )
    if not unit and text not in ("", "%", "percent", "ppm"):
        raise InputError(f"a pure number is wanted, without a unit{hint}.")
    with localcontext(prec=DIGITS):
        exact = Decimal(number) * given.scale + given.offset
    value = float(exact)
    if not math.isfinite(value) or (value == 0 and exact != 0):
        raise InputError(f"the number is too {'small' if value == 0 else 'large'} to be meant{hint}.")
    return value
