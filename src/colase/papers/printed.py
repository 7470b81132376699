"""What a paper prints, as something a computed value can be held against.

Numbers with a tolerance, a range or trend, or a statement without a number. Every kind says why it
allows as much as it does. All values are in the unit of the print.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final


class Printed(ABC):
    """What stands in the paper, and which computed values count as the same."""

    __slots__ = ()

    why: str

    @abstractmethod
    def agrees(self, computed: Sequence[float]) -> bool:
        """Whether computed values, in the paper's unit, meet the print."""

    @abstractmethod
    def text(self, unit: str) -> str:
        """Say what is printed."""

    @abstractmethod
    def allowance(self, unit: str) -> str:
        """Say how much room there is and why."""


@final
@dataclass(frozen=True, slots=True)
class Values(Printed):
    """Printed numbers, each met within ``within`` (same unit); a single one holds for all computed."""

    values: tuple[float, ...]
    within: float
    why: str

    def __post_init__(self) -> None:
        if not self.values or not (math.isfinite(self.within) and self.within >= 0):
            raise ValueError("a printed value needs a number and a tolerance of at least zero.")

    def agrees(self, computed: Sequence[float]) -> bool:
        """Whether every computed value lies within the tolerance of its printed one."""
        printed = self.values * len(computed) if len(self.values) == 1 else self.values
        return all(abs(c - p) <= self.within for c, p in zip(computed, printed, strict=True))

    def text(self, unit: str) -> str:
        """Return the numbers with their unit."""
        return numbers(self.values, unit, digits=6)

    def allowance(self, unit: str) -> str:
        """Return the tolerance and its reason."""
        return f"within {numbers((self.within,), unit)} ({self.why})"


@final
@dataclass(frozen=True, slots=True)
class Bounds(Printed):
    """A printed range or trend: every computed value lies from ``low`` to ``high``."""

    words: str
    low: float
    high: float
    why: str

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"{self.words}: the lower bound {self.low} is above the upper one {self.high}.")

    def agrees(self, computed: Sequence[float]) -> bool:
        """Whether every computed value lies inside the bounds."""
        return all(self.low <= c <= self.high for c in computed)

    def text(self, unit: str) -> str:
        """Return the statement in words."""
        return self.words

    def allowance(self, unit: str) -> str:
        """Return the bounds and their reason."""
        low = f"at least {numbers((self.low,), unit)}" if math.isfinite(self.low) else ""
        high = f"at most {numbers((self.high,), unit)}" if math.isfinite(self.high) else ""
        return f"read as {' and '.join(t for t in (low, high) if t)} ({self.why})"


@final
@dataclass(frozen=True, slots=True)
class NoNumber(Printed):
    """A statement without a number to compare with, such as a curve that is a picture only."""

    words: str
    why: str

    def agrees(self, computed: Sequence[float]) -> bool:
        """Never: there is nothing to agree with."""
        return False

    def text(self, unit: str) -> str:
        """Return the statement in words."""
        return self.words

    def allowance(self, unit: str) -> str:
        """Return why there is no number."""
        return f"without a number ({self.why})"


def numbers(values: Sequence[float], unit: str, digits: int = 4) -> str:
    """Write numbers and their unit for a table ("664.7, 660.9 nm")."""
    return f"{', '.join(f'{v:.{digits}g}' for v in values)} {unit}".rstrip()
