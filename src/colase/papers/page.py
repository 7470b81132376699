"""The ledgers inside a Markdown page, between two marks, so that prose around them stays.

``python -m colase.papers docs/papers.md`` brings the page in step.
"""

from __future__ import annotations

from collections.abc import Sequence

from colase import citations
from colase.errors import InputError

from .claim import Result
from .ledger import paper, summary, table

START, END = "<!-- ledger: start -->", "<!-- ledger: end -->"
_COLUMNS = ("place", "quantity", "printed", "computed", "verdict", "sentence")


def fill(page: str, results: Sequence[Result]) -> str:
    """Return a page with the text between its two marks replaced by the ledgers.

    Raises
    ------
    InputError
        If the page lacks a mark.
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise InputError(f"the page needs the lines {START} and {END}; the ledgers go between them.")
    return f"{before}{START}\n\n{markdown(results)}\n{END}{after}"


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
