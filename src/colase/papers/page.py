"""The ledgers inside a Markdown page, between two marks, so that prose around them stays.

``python -m colase.papers docs/papers.md`` brings the page in step.
"""

from __future__ import annotations

from collections.abc import Sequence

from colase import citations
from colase.device.marked import filled

from .claim import Result
from .ledger import paper, summary, table

START, END = "<!-- ledger: start -->", "<!-- ledger: end -->"
_COLUMNS = ("place", "quantity", "printed", "computed", "verdict", "sentence")


def fill(page: str, results: Sequence[Result]) -> str:
    """Return a page with the text between its two marks replaced by the ledgers."""
    return filled(page, START, END, markdown(results))


def markdown(results: Sequence[Result]) -> str:
    """Return the ledgers as Markdown, one table a paper."""
    parts = []
    for name in dict.fromkeys(r.claim.paper for r in results):
        own, known = [r for r in results if r.claim.paper == name], paper(name)
        parts.append(f"### {name}: {known.title}\n\n{citations.format_reference(name)}\n\n{known.read}\n")
        parts.append(f"{summary(own)}.\n\n{_rows(own)}\n")
    return "\n".join(parts)


def _rows(results: Sequence[Result]) -> str:
    lines = ["| " + " | ".join(_COLUMNS) + " |", "|" + "---|" * len(_COLUMNS)]
    for row in table(results):
        lines.append("| " + " | ".join(row[c].replace("|", "\\|") for c in _COLUMNS) + " |")
    return "\n".join(lines)
