"""Tables of numbers with their units: those given, else those the heads of the columns name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

Array = NDArray[np.float64]

_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]+(?:\([^()]*\))?)\s*[)\]]\s*$")
_WORDS = {"rad": "an angle", "s": "a time", "m": "a length", "1/m": "a gain (1/length)", "J/m^2": "a fluence"}


def scale_of(unit: str, allowed: Sequence[str], option: str = "--unit") -> tuple[float, str]:
    """Return the factor to SI and the SI unit of a unit; without one the numbers are pure."""
    from colase.units import convert

    if not unit:
        return 1.0, ""
    problem = InputError(f'{option} "{unit}" is none of {", ".join(allowed)} in any multiple.')
    for si in allowed:
        try:
            return convert(1.0, unit, si), si
        except InputError as found:
            problem = InputError(f"{option} {found}") if "not a unit" in str(found) else problem
    raise problem


def unit_in(head: str, allowed: Sequence[str]) -> tuple[str, bool]:
    """Return the unit that the head of a column names, and whether it is one of those wanted.

    "Fluence (uJ/cm2)", "pump [mW]" and "Fluence uJ/cm2" name one; "output (counts)" and "T2" do not.
    """
    from colase.units import convert

    inside = _IN_BRACKETS.search(head)
    words = head.split()
    ends = [inside[1]] if inside else [" ".join(words[-n:]) for n in (2, 1) if len(words) > n]
    for text in ends:
        try:
            scale_of(text, allowed)
            return text, True
        except InputError:
            pass
        for other in ("m", "s", "J", "1/m", "J/m^2", "W/m^2", "W", "K", "V") if inside else ():
            try:
                convert(1.0, text, other)
                return text, False
            except InputError:
                pass
    return "", True


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A table that was read; columns are counted from 1, as people count them."""

    name: str
    values: Array
    heads: tuple[str, ...]

    def si(
        self,
        number: int,
        allowed: Sequence[str],
        given: str = "",
        default: str = "",
        settings: dict[str, Any] | None = None,
        option: str = "--unit",
    ) -> tuple[Array, str]:
        """Return a column in SI and its SI unit: the unit given, else that of its head, else the default.

        Raises
        ------
        InputError
            If the unit, or that of the head, belongs to another quantity.
        """
        head = self.heads[number - 1] if len(self.heads) >= number else ""
        unit, origin = given, "as given"
        if not unit:
            unit, fits = unit_in(head, allowed)
            origin = f'head of column {number}, "{head}"'
            if not fits:
                wanted = _WORDS.get(allowed[0], " or ".join(allowed))
                raise InputError(
                    f'{self.name}: column {number} is headed "{head}", and {wanted} is wanted there; '
                    "convert it first."
                )
        if not unit:
            unit, origin = default, "assumed"
        scale, si = scale_of(unit, allowed, option)
        if settings is not None:
            settings[f"unit of column {number}"] = f"{unit} ({origin})" if unit else "none"
        return self.values[:, number - 1] * scale, si


def columns_of(file: str, least: int, gaps: bool = False) -> Columns:
    """Return numbers and heads of a table with at least so many columns; ``gaps`` allows nan."""
    from colase.measurement import read_table

    values, heads = read_table(file, gaps)
    name = Path(file).name
    if values.shape[1] < least:
        raise InputError(f"{name}: it has {values.shape[1]} columns; at least {least} are wanted.")
    return Columns(name, values, heads)


def said_of_units(settings: dict[str, Any]) -> list[str]:
    """Return a line for every unit that was not given: where it comes from, or that there is none."""
    said = []
    for key, unit in settings.items():
        if key.startswith("unit of ") and not unit.endswith("(as given)"):
            hint = ', give it, for example --unit "uJ/cm^2"' if unit == "none" else ""
            said.append(f"U{key[1:]}: {unit}{hint}.")
    return said
