"""Where a value of a device came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Birth certificate of one value: what was written, where it came from, how sure it is."""

    written: str
    guess: bool = False
    error: float | None = None
    why: str = ""
    note: str = ""
    reference: str = ""
    place: str = ""
