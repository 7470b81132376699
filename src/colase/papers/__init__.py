"""Every printed claim of a paper beside what colase computes."""

from .claim import Bounds, Claim, NoNumber, Printed, Result, Values, Verdict, judge
from .ledger import PAPERS, ledger, paper, summary, table, to_json
from .page import markdown
from .paper import Paper

__all__ = [
    "PAPERS",
    "Bounds",
    "Claim",
    "NoNumber",
    "Paper",
    "Printed",
    "Result",
    "Values",
    "Verdict",
    "judge",
    "ledger",
    "markdown",
    "paper",
    "summary",
    "table",
    "to_json",
]
