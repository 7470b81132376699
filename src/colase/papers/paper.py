"""A paper as the ledger sees it: a key, a title and its claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from .claim import Claim


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper; ``name`` is its key in references.bib, ``read`` says what was read of it."""

    name: str
    title: str
    read: str
    claims: tuple[Claim, ...]
