"""Text with a unit to SI floats and back, at the border of the program only.

A text is a decimal number and a unit, ``"20 um"``, perhaps with an error, ``"20 +/- 0.5 um"``. The
decimal digits are kept exact until the last step, so ``"10 um"`` is the float ``1e-05`` itself. A
strict grammar reads number and unit; pint only says what a unit name means. Nothing is evaluated.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from .errors import InputError, nearest
from .quantity import Quantity

if TYPE_CHECKING:
    import pint

NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?"
_SPLIT = re.compile(rf"({NUMBER})(?![0-9.])\s*(.*)")
_ERROR = re.compile(r"\s*(?:\+/-|\+-|±)\s*")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)\b", re.IGNORECASE)
_FACTOR = re.compile(r"([A-Za-zµ°ÅΩ%]{1,24})(?:\^?(-?[1-9]))?")
_PLAIN = str.maketrans("μ−·×⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "µ-**0123456789-")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LONGEST = 80
_DIGITS = 60

_FAMILIAR = (
    *("m", "cm", "mm", "um", "µm", "nm", "pm", "angstrom", "s", "ms", "us", "µs", "ns", "ps", "fs"),
    *("Hz", "kHz", "MHz", "GHz", "THz", "K", "degC", "J", "mJ", "uJ", "nJ", "eV", "meV", "W", "kW", "mW"),
    *("W/cm^2", "kW/cm^2", "J/cm^2", "mJ/cm^2", "uJ/cm^2", "J/m^2", "1/cm", "1/m", "cm^-1"),
    *("cm^2", "nm^2", "m^2", "um^3", "1/cm^3", "cm^-3", "1/m^3", "%"),
)
"""Units suggested for one that is not understood."""

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
class Reading:
    """A value and its error (None if not given), in SI units."""

    value: float
    error: float | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    scale: Decimal
    offset: Decimal
    dimension: tuple[tuple[str, int], ...]


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
    wanted = _unit(unit)
    first, *rest = _ERROR.split(text.strip().translate(_PLAIN))
    if len(rest) > 1:
        raise InputError(f"write one value and one error{hint}.")
    if not rest:
        return Reading(_si(*_split(first, hint), wanted, unit, hint))
    return _with_error(first.removeprefix("("), rest[0], wanted, unit, hint)


def _with_error(first: str, second: str, wanted: _Unit, unit: str, hint: str) -> Reading:
    number, own = _split(first, hint)
    spread, shared = _split(re.sub(r"\)", "", second, count=1), hint)
    if not own and shared == "%" and not unit:
        raise InputError('write "%" on the value and on the error, or on neither.')
    value = _si(number, own or shared, wanted, unit, hint)
    if own and shared == "%" and unit:
        error = abs(value) * float(spread) / 100
    else:
        both = _unit(shared or own)
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


def _si(number: str, text: str, wanted: _Unit, unit: str, hint: str) -> float:
    if unit and not text:
        raise InputError(f"write the unit{hint}.")
    given = _unit(text)
    if given.dimension != wanted.dimension:
        also = ' (degrees Celsius are written "degC")' if text == "C" and unit == "K" else ""
        raise InputError(
            f"{_named(wanted.dimension)} is wanted, this is {_named(given.dimension)}{hint}{also}."
        )
    if not unit and text not in ("", "%", "percent", "ppm"):
        raise InputError(f"a pure number is wanted, without a unit{hint}.")
    with localcontext(prec=_DIGITS):
        exact = Decimal(number) * given.scale + given.offset
    value = float(exact)
    if not math.isfinite(value) or (value == 0 and exact != 0):
        raise InputError(f"the number is too {'small' if value == 0 else 'large'} to be meant{hint}.")
    return value


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry:
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _unit(text: str) -> _Unit:
    """Return scale, offset and dimension of a unit text; "" is a pure number."""
    factors = _factors(text)
    scale, dimension = Decimal(1), {}
    with localcontext(prec=_DIGITS):
        for name, power in factors:
            one = _named_unit(name)
            if one.offset and factors != [(name, 1)]:
                raise InputError(f'"{name}" has a zero of its own; use "K" inside a compound unit.')
            scale *= one.scale**power
            for base, exponent in one.dimension:
                dimension[base] = dimension.get(base, 0) + exponent * power
        offset = _named_unit(factors[0][0]).offset if len(factors) == 1 else Decimal(0)
    return _Unit(scale, offset, tuple(sorted((b, e) for b, e in dimension.items() if e)))


def _factors(text: str) -> list[tuple[str, int]]:
    """Split "uJ/cm^2" into [("uJ", 1), ("cm", -2)]; a parenthesis may close a denominator."""
    rest = text.translate(_PLAIN).replace("**", "^").strip()
    rest = rest[1:].lstrip() if rest.startswith(("1/", "1 /")) else rest
    unknown = InputError(f"{quoted(text)} is not a unit.{nearest(text[:24], _FAMILIAR)}")
    found: list[tuple[str, int]] = []
    sign, inside = 1, False
    while rest:
        if rest.startswith("/") and not inside:
            sign, rest = -1, rest[1:].lstrip()
            if rest.startswith("("):
                inside, rest = True, rest[1:].lstrip()
        elif rest.startswith("*") and found:
            rest = rest[1:].lstrip()
        match = _FACTOR.match(rest)
        if not match or len(found) > 5:
            raise unknown
        found.append((match[1], sign * int(match[2] or 1)))
        rest = rest[match.end() :].lstrip()
        if inside and rest.startswith(")"):
            inside, rest = False, rest[1:].lstrip()
        sign = -1 if inside else 1
    if inside:
        raise unknown
    return found


@lru_cache(maxsize=512)
def _named_unit(name: str) -> _Unit:
    import pint

    registry = _registry()
    spelled = {"%": "percent", "°C": "degC"}.get(name, name)
    try:
        unit = registry.parse_units(spelled)
        zero = registry.Quantity(Decimal(0), unit).to_base_units()
        one = registry.Quantity(Decimal(1), unit).to_base_units()
    except (pint.errors.PintError, AttributeError, ValueError, KeyError, TypeError, ArithmeticError):
        raise InputError(f'"{name}" is not a unit.{nearest(name, _FAMILIAR)}') from None
    dimension = tuple((str(k), int(str(v))) for k, v in unit.dimensionality.items())
    offset = Decimal(zero.magnitude)
    return _Unit(Decimal(one.magnitude) - offset, offset, dimension)


@lru_cache(maxsize=1)
def _dimension_names() -> dict[tuple[tuple[str, int], ...], str]:
    return {_unit(unit).dimension: name for unit, name in _DIMENSIONS.items()}


def _named(dimension: tuple[tuple[str, int], ...]) -> str:
    return _dimension_names().get(dimension, "another kind of quantity")


def quoted(text: str, longest: int = 60) -> str:
    """Return a text in quotes, shortened, with control characters made visible."""
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: longest + 1])
    return f'"{safe[:longest]}…"' if len(safe) > longest else f'"{safe}"'


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
    here, there = _unit(unit), _unit(shown)
    if here.dimension != there.dimension:
        raise InputError(
            f'"{unit}" is {_named(here.dimension)} and "{shown}" is {_named(there.dimension)}; '
            "one cannot be shown in the other."
        )
    with localcontext(prec=_DIGITS):
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
    with localcontext(prec=_DIGITS):
        for unit in (quantity.display_unit, quantity.unit):
            here, there = _unit(quantity.unit), _unit(unit)
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
        return " ".join(f"{name}{str(power).translate(_RAISED)}" for name, power in _factors(unit))
    text = re.sub(r"\^(-?[0-9])", lambda m: m[1].translate(_RAISED), unit)
    return re.sub(r"\bu(?=[A-Za-z])", "µ", text)


def axis_label(symbol: str, meaning: str, unit: str) -> str:
    """Return the label of an axis: "wavelength λ (nm)"; no parenthesis for a pure number."""
    return " ".join(part for part in (meaning, symbol, f"({pretty(unit)})" if unit else "") if part)
