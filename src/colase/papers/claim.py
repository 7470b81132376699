"""A printed claim beside what colase computes, and the verdict that follows from the two.

A verdict is never typed in. A claim holds what the paper prints, how far a computed value may lie
from it and why, and a function that computes it. When the paper withholds an input, the claim names
what is missing: the value computed with substitutes is shown, and it never counts as reproduced.

Numbers in a claim are in the paper's own unit, as they stand on the page: like device files and
axes, the ledger is a border at which SI ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import final

from colase.errors import ColaseError, PhysicsError

from .printed import NoNumber, Printed, Values, numbers


class Verdict(Enum):
    """What became of a claim."""

    REPRODUCED = "reproduced"
    DIFFERS = "differs"
    UNDECIDED = "cannot be decided"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One printed statement and the way colase tests it.

    Attributes
    ----------
    paper, place : str
        Key of the paper; section, figure, table or equation.
    quantity : str
        What the number is.
    printed : Printed
        Number or range on the page, with its tolerance and the reason for it.
    unit : str
        Unit of the printed number ("" for a pure one); ``compute`` answers in the same unit.
    compute : callable or None
        Returns the value or values; None where nothing can be computed yet.
    method : str
        How it is computed, in a few words.
    inputs : str
        Where the inputs come from.
    missing : str
        What the text withholds; makes the claim undecidable.
    hypothesis : str
        A reading or choice found after the fact, on which a match rests.
    reason : str
        Why the numbers disagree, shown only when they do.
    """

    paper: str
    place: str
    quantity: str
    printed: Printed
    unit: str
    compute: Callable[[], float | Sequence[float]] | None
    method: str
    inputs: str = "printed"
    missing: str = ""
    hypothesis: str = ""
    reason: str = ""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A judged claim; ``computed`` is in the paper's unit and empty where nothing was computed."""

    claim: Claim
    computed: tuple[float, ...]
    verdict: Verdict
    sentence: str

    def row(self) -> dict[str, str]:
        """Return the columns of the ledger as text."""
        claim = self.claim
        return {
            "paper": claim.paper,
            "place": claim.place,
            "quantity": claim.quantity,
            "printed": claim.printed.text(claim.unit),
            "computed": numbers(self.computed, claim.unit) if self.computed else "-",
            "verdict": self.verdict.value,
            "sentence": self.sentence,
        }


def judge(claim: Claim) -> Result:
    """Compute a claim and compare; a computation that stops leaves the claim undecided.

    Raises
    ------
    PhysicsError
        If the computed value is not a number.
    """
    missing, computed = claim.missing, ()
    try:
        computed = _as_tuple(claim.compute()) if claim.compute else ()
    except ColaseError as error:
        missing = f"{missing}; " if missing else ""
        missing += f"colase stopped: {str(error).rstrip('.')}"
    if any(math.isnan(c) for c in computed):
        raise PhysicsError(f"{claim.paper}, {claim.place}: {claim.quantity} is not a number.")
    if missing or not computed or isinstance(claim.printed, NoNumber):
        verdict, sentence = Verdict.UNDECIDED, _undecided(claim, computed, missing)
    elif claim.printed.agrees(computed):
        verdict, sentence = Verdict.REPRODUCED, _reproduced(claim)
    else:
        verdict, sentence = Verdict.DIFFERS, _differs(claim, computed)
    return Result(claim=claim, computed=computed, verdict=verdict, sentence=sentence)


def _as_tuple(value: float | Sequence[float]) -> tuple[float, ...]:
    return tuple(float(v) for v in value) if isinstance(value, Sequence) else (float(value),)


def _reproduced(claim: Claim) -> str:
    met = f"Meets the print {claim.printed.allowance(claim.unit)}."
    return f"{met} Hypothesis: {claim.hypothesis}." if claim.hypothesis else met


def _differs(claim: Claim, computed: Sequence[float]) -> str:
    said = f"Misses the print {claim.printed.allowance(claim.unit)}{_ratio(claim, computed)}."
    said += f" {claim.reason}." if claim.reason else ""
    return f"{said} Hypothesis tried: {claim.hypothesis}." if claim.hypothesis else said


def _undecided(claim: Claim, computed: Sequence[float], missing: str) -> str:
    said = f"Missing: {missing or ('a printed number' if computed else 'a way to compute it')}."
    if not computed:
        return said
    said += f" With substitutes: {numbers(computed, claim.unit)}"
    if not isinstance(claim.printed, NoNumber):
        verb = "would meet" if claim.printed.agrees(computed) else "would not meet"
        said += f", which {verb} the print{_ratio(claim, computed)}"
    said += f" ({claim.inputs})."
    return f"{said} Hypothesis: {claim.hypothesis}." if claim.hypothesis else said


def _ratio(claim: Claim, computed: Sequence[float]) -> str:
    """Say by which factor a single computed value differs from a single printed one."""
    printed = claim.printed
    if not isinstance(printed, Values) or len(computed) != 1 or not printed.values[0]:
        return ""
    return f"; computed is {computed[0] / printed.values[0]:.3g} times the print"
