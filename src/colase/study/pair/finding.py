"""The result of one analysis of a pair, and of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import final

import xarray as xr

from colase.device import Device

Progress = Callable[[int, int], None]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One analysis of a pair.

    Attributes
    ----------
    title : str
        What was asked, in a few words.
    data : Dataset
        Numbers with units.
    sentences : tuple of str
        The answer.
    doubts : tuple of str
        Why it may not hold.
    """

    title: str
    data: xr.Dataset
    sentences: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return title, answer and doubts."""
        return "\n".join([f"{self.title}:", *self.sentences, *(f"Doubt: {d}" for d in self.doubts)])


@dataclass(frozen=True, slots=True)
class Analysis:
    """A name and the function that finds the answer for a device."""

    name: str
    find: Callable[[Device], Finding]


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PairStudy:
    """Everything found about a pair, by the name of the analysis."""

    device: Device
    found: Mapping[str, Finding]

    def describe(self) -> str:
        """Return all answers."""
        return "\n\n".join(f.describe() for f in self.found.values())

    def headlines(self) -> list[str]:
        """Return the first sentence of every analysis."""
        return [f.sentences[0] for f in self.found.values() if f.sentences]

    def to_tree(self) -> xr.DataTree:
        """Return the numbers of every analysis as one tree."""
        return xr.DataTree.from_dict({f"/{name}": f.data for name, f in self.found.items()}, name="pair")

    def __repr__(self) -> str:
        return self.describe()
