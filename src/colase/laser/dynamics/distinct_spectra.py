"""Spectra that differ: the coefficients of a ladder without their repetitions.

Of the rows absorb, emit and seed of a cell (one per exciton number) most are zero or a multiple of another:
all multiexcitons emit alike, the last rungs absorb nothing. With one table T per cell that holds each
spectrum once,

    absorb[x, n, m] = a_n T[x, i_n, m],  emit[x, n, m] = e_n T[x, j_n, m],  seed[x, n, m] = q_n S[x, k_n, m],

the rate equations read a fraction of the memory, which is what they wait for. Rows count as multiples if
they are so in all cells and modes to rounding; where none are, T is simply all rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .row_products import aligned

_SAME = 1e-15


class Spectra(NamedTuple):
    """Distinct rows, and where those of each state are; a factor of 0 stands for a row of zeros.

    The tables are matrices of modes by rows x cells (one row for all cells, then the next), or the other way
    round: what is longer lies together in the memory.
    """

    light: np.ndarray  # (mode, row x cell) or (row x cell, mode), of absorption and stimulated emission
    seeds: np.ndarray  # likewise, of spontaneous emission
    row: np.ndarray  # (3, state) rows of absorb and emit in `light`, of seed in `seeds`
    factor: np.ndarray  # (3, state)
    rows: int  # in `light`
    seed_rows: int
    modes_last: bool  # whether the tables are (row x cell, mode)
    gains: np.ndarray  # if so, (state x cell, mode) gain of each state, weighted
    births: np.ndarray  # and its spontaneous emission


def distinct_spectra(cells, modes_last: bool) -> Spectra:
    """Return the `Spectra` of all cells."""
    row, factor, light, seeds = _distinct(cells)
    tables = (table.transpose(1, 0, 2).reshape(-1, table.shape[2]) for table in (light, seeds))
    placed = [table if modes_last else table.T for table in tables]
    light_table, seed_table = (aligned(*table.shape) for table in placed)
    light_table[:], seed_table[:] = placed
    every = (cells.emit - cells.absorb, cells.seed) if modes_last else (cells.emit[:, :0], cells.seed[:, :0])
    each = ((cells.weight[:, None, None] * x).transpose(1, 0, 2).reshape(-1, x.shape[2]) for x in every)
    gains, births = (np.ascontiguousarray(x) for x in each)
    return Spectra(
        light_table, seed_table, row, factor, light.shape[1], seeds.shape[1], modes_last, gains, births
    )


@njit(cache=True, nogil=True)
def _distinct(cells):
    """Return rows, factors and the tables, of shape (cell, row, mode)."""
    states = cells.emit.shape[1]
    row, factor = np.zeros((3, states), np.int64), np.zeros((3, states))
    chosen = np.zeros((2, 2 * states), np.int64)  # which row of all stands in the table: table * states + n
    counts = np.zeros(2, np.int64)
    for kind in range(3):
        table = kind // 2
        for n in range(states):
            if _multiple(cells, kind, n, kind, n) == 0.0:
                continue
            found = -1
            for r in range(counts[table]):
                ratio = _multiple(cells, kind, n, chosen[table, r] // states, chosen[table, r] % states)
                if ratio != 0.0:
                    found = r
                    factor[kind, n] = ratio
                    break
            if found < 0:
                found = counts[table]
                chosen[table, found] = kind * states + n
                counts[table] += 1
                factor[kind, n] = 1.0
            row[kind, n] = found
    return row, factor, _table(cells, chosen[0], counts[0]), _table(cells, chosen[1], counts[1])


@njit(cache=True, nogil=True)
def _coefficients(cells, kind):
    """Return absorb, emit or seed."""
    if kind == 0:
        return cells.absorb
    return cells.emit if kind == 1 else cells.seed


@njit(cache=True, nogil=True)
def _multiple(cells, kind, n, other, k):
    """Return the factor by which row n is row k of another table; 0 if it is no multiple, or zero."""
    this, that = _coefficients(cells, kind), _coefficients(cells, other)
    ratio = 0.0
    for x in range(this.shape[0]):
        for m in range(this.shape[2]):
            a, b = this[x, n, m], that[x, k, m]
            if ratio == 0.0:
                if a == 0.0 and b == 0.0:
                    continue
                if a == 0.0 or b == 0.0:
                    return 0.0
                ratio = a / b
            if not abs(a - ratio * b) <= _SAME * abs(a):
                return 0.0
    return ratio


@njit(cache=True, nogil=True)
def _table(cells, chosen, count):
    """Return the chosen rows side by side; at least one row, of zeros, so that every index exists."""
    places, states, modes = cells.emit.shape
    table = np.zeros((places, max(count, 1), modes))
    for r in range(count):
        source, n = _coefficients(cells, chosen[r] // states), chosen[r] % states
        for x in range(places):
            for m in range(modes):
                table[x, r, m] = source[x, n, m]
    return table
