"""The ledger of a paper, or of all: every claim judged, in the order of the paper's module.

Papers are imported when asked for, so that naming them costs nothing. A paper is a module of this
package with a value ``PAPER``; its name is a key of references.bib.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module

from colase.errors import InputError, nearest

from .claim import Result, Verdict, judge
from .paper import Paper

PAPERS = ("duan2022", "kersuzan2025", "adachi2015", "azizov2025", "lafalce2019")
"""Every paper with a ledger; add a new one here and as a module of the same name."""


def paper(name: str) -> Paper:
    """Return one paper with its claims.

    Raises
    ------
    InputError
        If there is no ledger of that name; the sentence names the nearest one.
    """
    if name not in PAPERS:
        raise InputError(
            f'papers: there is no ledger of "{name}"; known are {", ".join(PAPERS)}.{nearest(name, PAPERS)}'
        )
    return import_module(f"{__package__}.{name}").PAPER


def ledger(name: str | None = None, progress: Callable[[int, int], None] | None = None) -> tuple[Result, ...]:
    """Judge every claim of one paper, or of all papers.

    Parameters
    ----------
    name : str, optional
        A name out of `PAPERS`; all of them when left out.
    progress : callable, optional
        Called as ``progress(done, total)`` before the first claim and after each.

    Raises
    ------
    InputError
        If there is no ledger of that name.
    """
    claims = [c for key in ((name,) if name is not None else PAPERS) for c in paper(key).claims]
    tell = progress or (lambda done, total: None)
    tell(0, len(claims))
    results = []
    for claim in claims:
        results.append(judge(claim))
        tell(len(results), len(claims))
    return tuple(results)


def table(results: Sequence[Result]) -> list[dict[str, str]]:
    """Return one row of text a claim: paper, place, quantity, printed, computed, verdict, sentence."""
    return [r.row() for r in results]


def summary(results: Sequence[Result]) -> str:
    """Return one line that counts the verdicts."""
    count = Counter(r.verdict for r in results)
    return f"{len(results)} claims: " + ", ".join(f"{count[v]} {v.value}" for v in Verdict)


def to_json(results: Sequence[Result]) -> str:
    """Return the ledger as JSON, with numbers, tolerances and inputs beside the text of the table."""
    return json.dumps([_record(r) for r in results], indent=2, ensure_ascii=False)


def _record(result: Result) -> dict[str, object]:
    claim = result.claim
    return {
        **result.row(),
        "unit": claim.unit,
        "computed_values": [v if abs(v) != float("inf") else None for v in result.computed],
        "tolerance": claim.printed.allowance(claim.unit),
        "method": claim.method,
        "inputs": claim.inputs,
        "missing": claim.missing,
        "hypothesis": claim.hypothesis,
    }
