"""The content of the page: title, one sentence, drawing, key numbers, then the sections in order.

Each section is one file in ``sections/`` with one function from a run to a `Section` (or None when
there is nothing to say yet). A new part of the program adds its file and one line to `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .blocks import Block, Card, Section
from .facts import typeset
from .headline import cards, lead, notes
from .sections import (
    assumptions,
    colophon,
    compare,
    gain,
    heat,
    light,
    modes,
    opening,
    pair,
    references,
    spectra,
    stripe,
    threshold,
    transient,
    why,
)

SECTIONS: tuple[Callable[[Any], Section | None], ...] = (
    modes.section,
    gain.section,
    threshold.section,
    why.section,
    compare.section,
    light.section,
    spectra.section,
    stripe.section,
    transient.section,
    heat.section,
    pair.section,
    assumptions.section,
    references.section,
    colophon.section,
)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs; no text in it is HTML except the pictures."""

    title: str
    kicker: str
    lead: str
    notes: Sequence[str]
    opening: Sequence[Block]
    cards: Sequence[Card]
    sections: Sequence[Section]
    footer: str


def page(run: Any) -> Page:
    """Return the page of a run; steps that are missing leave their sections out or say so."""
    reference = run.device.reference
    return Page(
        title=typeset(run.device.title),
        kicker=" · ".join(text for text in ("colase report", reference) if text),
        lead=lead(run),
        notes=notes(run),
        opening=opening.blocks(run),
        cards=cards(run),
        sections=[section for make in SECTIONS if (section := make(run)) is not None],
        footer=f"Computed with colase {run.versions.get('colase', '')}. "
        "Lengths are vacuum wavelengths unless said; gain and loss are per length of power.",
    )
