"""Coefficient tables of the exciton ladder: how strongly N excitons absorb and emit, in units of σ_0.

A band edge that holds g_e electrons and g_h holes, uncorrelated, and bears q extra electrons has

    a_N = (1 - n_e/g_e)(1 - n_h/g_h)        absorption N → N+1: an empty electron and an empty hole state
    e_N = (n_e/g_e)(n_h/g_h)                stimulated emission N → N-1: a filled one of each

with n_e = min(N + q, g_e), n_h = min(N, g_h); σ_0 is the absorption of the neutral, empty
nanocrystal. Excitons beyond a full band edge sit in higher states and neither block nor add there.

    0-x-xx     1, 1/2, 0 and 0, 1/2, 1: bleaching by one half per exciton      (kersuzan2025 eq. 5)
    2e2h       g_e = g_h = 2: a twofold electron and a twofold hole state              (klimov2000)
    2e4h       g_e = 2, g_h = 4: the fourfold 1S_3/2 holes of CdSe                      (efros2000)
    platelet   g_e = g_h = n: n sites share one line; transparent at N = n/2               (li2018)
    charged    2e2h with q extra electrons: X amplifies for q = 1, nothing absorbs for q = 2 (wu2017)
    own        a_0, a_1 ... and e_0, e_1 ... as given, the last of each for all further excitons

Which of them describes a sample is an open question, and thresholds differ by factors of two to
three between them.

References: kersuzan2025, klimov2000, efros2000, li2018, wu2017.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError


@dataclass(frozen=True, slots=True)
class Table:
    """Degeneracy of a band edge (0: as many as the platelet has sites) and who stands for it."""

    electrons: int
    holes: int
    reference: str
    meaning: str


class Coefficients(NamedTuple):
    """Absorption and stimulated emission of each state over σ_0, shape (state,)."""

    absorption: NDArray[np.float64]
    emission: NDArray[np.float64]


TABLES = MappingProxyType(
    {
        "0-x-xx": Table(2, 2, "kersuzan2025", "bleaching by one half per exciton"),
        "2e2h": Table(2, 2, "klimov2000", "twofold electron and hole states"),
        "2e4h": Table(2, 4, "efros2000", "twofold electron and fourfold hole states"),
        "platelet": Table(0, 0, "li2018", "sites of a platelet that share one line"),
        "charged": Table(2, 2, "wu2017", "twofold states with extra electrons"),
    }
)
"""Every table by name; a new one is a row here and a name in `colase.gain.models.ladder.ExcitonLadder`."""

_MOST_GIVEN = 401


def own_coefficients(absorbs: str, emits: str, highest: int) -> Coefficients:
    """Return coefficients that somebody measured or computed, continued by the last of each.

    Parameters
    ----------
    absorbs, emits : str
        a_N and e_N for N = 0, 1, 2 ..., over σ_0, separated by spaces or commas.
    highest : int
        Excitons in the last state.

    Raises
    ------
    InputError
        If they are no numbers, of different length, negative, or the empty nanocrystal emits.
    """
    rows = []
    for name, text in (("absorbs", absorbs), ("emits", emits)):
        try:
            row = np.array(text.replace(",", " ").split(), dtype=float)
        except ValueError:
            example = 'numbers are wanted, for example "1 0.5 0".'
            raise InputError(f'ladder: {name} = "{text[:60]}": {example}') from None
        if not 2 <= row.size <= _MOST_GIVEN or not np.isfinite(row).all() or (row < 0).any():
            raise InputError(
                f'ladder: {name} = "{text[:60]}": 2 to {_MOST_GIVEN} finite numbers of at least zero are '
                "wanted, one for every number of excitons from none upwards."
            )
        rows.append(row)
    a, e = rows
    if a.size != e.size or e[0] != 0:
        raise InputError(
            f"ladder: absorbs has {a.size} and emits {e.size} numbers, the first of emits is {e[0]:g}; there "
            "must be as many of one as of the other, and an empty nanocrystal emits nothing."
        )
    number = np.minimum(np.arange(highest + 1), a.size - 1)
    return Coefficients(a[number], e[number])


def coefficients(table: str, highest: int, sites: int = 10, charge: int = 0) -> Coefficients:
    """Return the coefficients of the states 0 ... ``highest``.

    Parameters
    ----------
    table : str
        Name out of `TABLES`.
    highest : int
        Excitons in the last state.
    sites : int
        Excitons that fill the band edge of a platelet.
    charge : int
        Extra electrons q; only the table "charged" has them.
    """
    number = np.arange(highest + 1)
    if table == "0-x-xx":
        filled = np.minimum(number, 2) / 2
        return Coefficients(1 - filled, filled)
    row = TABLES[table]
    extra = charge if table == "charged" else 0
    electrons = np.minimum(number + extra, row.electrons or sites) / (row.electrons or sites)
    holes = np.minimum(number, row.holes or sites) / (row.holes or sites)
    return Coefficients((1 - electrons) * (1 - holes), electrons * holes)
