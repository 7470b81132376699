"""The numbers behind a figure, as columns with a name and a unit.

A figure is drawn from the same columns that its CSV holds, so the two cannot differ. Two header
lines, names and units, are what Origin and Excel read as long name and unit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from colase.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column; ``values`` are in ``unit``, written in ASCII as in device files ("uJ/cm^2")."""

    name: str
    unit: str
    values: Any


def to_csv(columns: Sequence[Column]) -> str:
    """Return columns as text: names, units, then one row a line, numbers to 17 digits.

    Raises
    ------
    InputError
        If the columns differ in length.
    """
    lengths = {c.name: len(c.values) for c in columns}
    if len(set(lengths.values())) > 1:
        raise InputError(f"columns of one table must have one length, not {lengths}.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in columns])
    writer.writerow([c.unit for c in columns])
    writer.writerows(zip(*(map(_cell, c.values) for c in columns), strict=True))
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return a value as it stands in a file: the shortest text that gives the same float again."""
    return repr(float(value)) if isinstance(value, (float, np.floating)) else str(value)


def from_dataset(data: Any, names: Sequence[tuple[str, str, str, float]]) -> tuple[Column, ...]:
    """Return variables of a Dataset over one dimension as columns.

    Parameters
    ----------
    data : Dataset
        Variables in SI units.
    names : sequence of (variable, name, unit, factor)
        What to take, how to call it, its unit, and the factor from SI to that unit.
    """
    return tuple(
        Column(name, unit, data[variable].values * factor if factor != 1 else data[variable].values)
        for variable, name, unit, factor in names
        if variable in data
    )


def stacked(name: str, unit: str, values: Any, across: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of a matrix (row, column), each named with what it belongs to."""
    matrix = np.asarray(values)
    return tuple(Column(f"{name} {which}".strip(), unit, matrix[:, i]) for i, which in enumerate(across))
