"""The declaration of a quantity: symbol, unit, meaning, bounds and an example, written once.

It stands in the annotation of a dataclass field, ``Annotated[float, Quantity(...)]``; the file
reader, JSON schema, command-line help, report tables and documentation all read it there.
Bounds are in SI units, like the values.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from .errors import InputError


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number means and which numbers make sense.

    Attributes
    ----------
    unit : str
        SI unit of the stored float ("m", "J/m^2", "" for a pure number).
    symbol : str
        Letter used in formulas, axes and tables.
    meaning : str
        A few words, lower case, no full stop.
    shown : str
        Unit used on axes and in tables ("nm", "uJ/cm^2"); defaults to ``unit``.
    example : str
        A value as one would write it in a device file.
    gt, ge, lt, le : float, optional
        Bounds in SI units.
    """

    unit: str
    symbol: str
    meaning: str
    shown: str = ""
    example: str = ""
    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None

    @property
    def display_unit(self) -> str:
        """Unit in which a person sees the value."""
        return self.shown or self.unit

    def bound(self) -> str:
        """Say which values are allowed, in SI units ("" if all are)."""
        words = {"gt": "greater than", "ge": "at least", "lt": "less than", "le": "at most"}
        said = [f"{w} {getattr(self, k):g}" for k, w in words.items() if getattr(self, k) is not None]
        return " and ".join(said) + (f" {self.unit}" if said and self.unit else "")

    def allows(self, value: float) -> bool:
        """Whether a value in SI units is a finite number within the bounds."""
        return (
            math.isfinite(value)
            and (self.gt is None or value > self.gt)
            and (self.ge is None or value >= self.ge)
            and (self.lt is None or value < self.lt)
            and (self.le is None or value <= self.le)
        )


@cache
def quantities(cls: type) -> Mapping[str, Quantity]:
    """Return the declared quantities of a dataclass, by field name."""
    hints = get_type_hints(cls, include_extras=True)
    found = {f.name: declared(hints[f.name]) for f in dataclasses.fields(cls)}
    return MappingProxyType({name: q for name, q in found.items() if q is not None})


def declared(annotation: Any) -> Quantity | None:
    """Return the Quantity inside an annotation, also within ``X | None``."""
    if get_origin(annotation) is Annotated:
        return next((m for m in get_args(annotation)[1:] if isinstance(m, Quantity)), None)
    inner = (declared(a) for a in get_args(annotation))
    return next((q for q in inner if q is not None), None)


def check_bounds(obj: Any) -> None:
    """Raise `InputError` naming every float field of a dataclass that is out of its bounds."""
    problems = []
    for name, q in quantities(type(obj)).items():
        value = getattr(obj, name)
        if isinstance(value, (int, float)) and not q.allows(value):
            problems.append(
                f"{type(obj).__name__}.{name} = {value:g} {q.unit}".rstrip()
                + f": {q.meaning} must be a finite number{' ' + q.bound() if q.bound() else ''}."
            )
    if problems:
        raise InputError(*problems)
