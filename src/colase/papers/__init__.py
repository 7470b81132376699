"""Every printed claim of a paper beside what colase computes."""

from .claim import Claim, Result, Verdict, judge
from .ledger import PAPERS, ledger, paper, summary, table, to_json
from .page import markdown
from .paper import Paper
from .printed import Bounds, NoNumber, Printed, Values

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
