"""kersuzan2025: what other coefficient tables than that of eq. 5 would say.

The paper puts platelets aside: more than two excitons share one energy in them. Which table describes
quantum shells is taken for granted; thresholds of a fixed cavity hang on it by factors of two to three.
"""

from __future__ import annotations

from functools import partial
from math import inf

from colase.gain import ExcitonLadder, first_threshold
from colase.papers.claim import Claim
from colase.papers.printed import Bounds

from .substitutes import SAID, WITHHELD, merits, platelet, quantum_shell

_claim = partial(Claim, paper="kersuzan2025", inputs=SAID)

SITES = 10
"""Excitons that share one energy in a platelet: a substitute, the paper says more than two."""


def platelet_thresholds() -> tuple[float, float]:
    """Return the lowest threshold of platelets with ten sites at the two substitute merits."""
    model = ExcitonLadder(table="platelet", sites=SITES, most_excitons=2 * SITES)
    photons, _ = first_threshold(model, platelet(), merits())
    return float(photons[0]), float(photons[1])


def shell_thresholds() -> tuple[float, ...]:
    """Return the threshold of quantum shells by the tables 0-x-xx, 2e2h and 2e4h at the lower merit."""
    tables = ("0-x-xx", "2e2h", "2e4h")
    found = (first_threshold(ExcitonLadder(table=t), quantum_shell(), merits()[0])[0] for t in tables)  # type: ignore[arg-type]
    return tuple(float(n) for n in found)


CLAIMS = (
    _claim(
        place="Results, figure 6b",
        quantity="lowest threshold N of platelets, ten excitons at one energy",
        printed=Bounds("the lowest thresholds lie above 2", 2.0, inf, "the bound is printed"),
        unit="",
        compute=platelet_thresholds,
        method="platelet table with ten sites, lowest threshold of dense modes at the two substitute merits",
        missing=f"number of excitons at one energy; {WITHHELD}",
    ),
    _claim(
        place="eq. 5; Results, model (95 % of the cavities)",
        quantity="threshold N of quantum shells by three coefficient tables (0-X-XX, 2e2h, 2e4h)",
        printed=Bounds("95 % of the cavities below half an exciton", 0.0, 0.5, "the bound is printed"),
        unit="",
        compute=shell_thresholds,
        method="lowest threshold of dense modes at the lower substitute merit",
        missing=f"which table describes the shells; {WITHHELD}",
    ),
)
