"""Block elimination for (g - J) u = b, with g = 1/(gamma h): ladders of cells that share modes.

Populations P couple to their neighbours in the same cell and to every mode, modes s only to P:
J = [[A, B], [C, D]] with A tridiagonal in each cell and D diagonal. Either side can be eliminated: the modes,

    (g - A - B (g - D)^-1 C) u_P = b_P + B (g - D)^-1 b_s,   u_s = (g - D)^-1 (b_s + C u_P),

which leaves a dense system of the size of all ladders, however many modes there are; or the cells,

    (g - D - C (g - A)^-1 B) u_s = b_s + C (g - A)^-1 b_P,   u_P = (g - A)^-1 (b_P + B u_s),

which leaves one of the size of the modes, however many cells there are. `modes_first` says what is cheaper.
In the terms of `exchange` B u = flow(T u, P) and C u = s T^T g(u) + S^T q(u), so neither is ever written down.

The populations of a cell only change places: the sum of b_P and so of u_P over a cell is zero. For steps h
of many lifetimes g - A is singular up to rounding without that knowledge, and the sum would be lost; here the
last component of b_P is never read, and pivots are sums of positive numbers (Grassmann, Taksar and Heyman).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .exchange import emit, flow, gather, rates, weights
from .row_products import FAST, add_product, add_transposed_product, aligned, clear


class Point(NamedTuple):
    """Where the Jacobian is taken: a state, what is linear in it, and the rates that follow."""

    p: np.ndarray  # (state, cell)
    light: np.ndarray  # (row, cell) T s
    s: np.ndarray  # (mode,)
    gain: np.ndarray  # (mode,) T^T g(P)
    emission: np.ndarray  # (mode,) S^T q(P)
    up: np.ndarray  # (state, cell)
    down: np.ndarray  # (state, cell)


class Work(NamedTuple):
    """A decomposed system, and memory on the way to it."""

    dense: np.ndarray  # (N, N) with N the modes, or all states of all cells but the last of each
    inverse: np.ndarray  # (mode,) 1/(g - D), or memory
    pivot: np.ndarray  # (state, cell) one over the pivots of g - A
    rise: np.ndarray  # (state, cell) share of what is in a state that goes on to the next
    leak: np.ndarray  # (state, cell) 1 - rise
    answer: np.ndarray  # (mode, mode) T^T g((g - A)^-1 B), the change of gain with the photons
    net: np.ndarray  # (row, cell)
    born: np.ndarray  # (row, cell)
    flux: np.ndarray  # (state, cell)
    unit: np.ndarray  # (row, cell)
    none: np.ndarray  # as many zeros as there are states or cells
    net_of: np.ndarray  # (row, row, cell) change of g(P) with the light of each row
    born_of: np.ndarray  # (row, row, cell) change of q(P)
    light_rows: np.ndarray  # (mode, row x cell) T times the first; or (state x cell, mode) B (g - D)^-1
    seed_rows: np.ndarray  # (mode, row x cell) T times the second; or (state x cell, mode) C


def modes_first(cells: int, states: int, modes: int) -> bool:
    """Return whether it is cheaper to eliminate the modes than the cells."""
    both = cells * states
    return both**2 * modes + both**3 / 3 <= both * modes**2 + modes**3 / 3 + 4 * both * modes


def point(cells: int, states: int, modes: int, rows: int) -> Point:
    """Return memory for a point."""
    ladder, each = (states, cells), (aligned(modes) for _ in range(3))
    return Point(aligned(*ladder), aligned(rows, cells), *each, aligned(*ladder), aligned(*ladder))


def work_space(spectra, cells: int, states: int, modes: int) -> Work:
    """Return the memory that `factor` and `solve` need."""
    rows, seeds = spectra.rows, spectra.seed_rows
    small = cells * (states - 1) if spectra.modes_last else modes
    square = 1 if spectra.modes_last else modes
    if spectra.modes_last:
        shapes = ((cells * states, modes), (cells * states, modes))
    else:
        shapes = ((modes, rows * cells), (modes, seeds * cells))
    ladders = (aligned(states, cells) for _ in range(3))
    return Work(
        aligned(small, small), aligned(modes), *ladders, aligned(square, square), aligned(rows, cells),
        aligned(seeds, cells), aligned(states, cells), aligned(rows, cells), aligned(max(cells, states)),
        aligned(rows, rows, cells), aligned(rows, seeds, cells), *(aligned(*shape) for shape in shapes),
    )  # fmt: skip


@njit(cache=True, nogil=True, forceinline=True)
def linearise(cells, spectra, pump, at, work):
    """Complete a point from its populations and photons: light, gain, emission and rates."""
    gather(spectra.light, spectra.modes_last, at.s, at.light)
    emit(cells.weight, spectra, at.p, work.net, work.born, at.gain, at.emission)
    rates(spectra, at.light, pump * cells.share, cells.decay, at.up, at.down)


@njit(cache=True, nogil=True, forceinline=True)
def factor(g, cells, spectra, at, work):
    """Eliminate modes or cells and decompose what is left, for g = 1/(gamma h) > 0."""
    if spectra.modes_last:
        _eliminate_modes(g, cells, spectra, at, work)
    else:
        _eliminate_cells(g, cells, spectra, at, work)
    _decompose(work.dense)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _pivots(g, up, down, work):
    """Decompose g - A in every cell without a subtraction."""
    pivot, rise, leak = work.pivot, work.rise, work.leak
    count = up.shape[1]
    for n in range(up.shape[0]):
        for x in range(count):
            excess = g + down[n, x] * leak[n - 1, x] if n > 0 else g
            one = 1.0 / (up[n, x] + excess)
            pivot[n, x] = one
            rise[n, x] = up[n, x] * one
            leak[n, x] = excess * one


@njit(cache=True, nogil=True, fastmath=FAST, forceinline=True)
def _ladders(down, work, b):
    """Solve (g - A) u = b in place in every cell; b sums to zero, and its last component is not read."""
    last = b.shape[0] - 1
    leaked = b[last]
    for x in range(leaked.size):
        leaked[x] = -work.leak[0, x] * b[0, x]
    for n in range(1, last):
        _ascend(b[n], b[n - 1], work.rise[n - 1], work.leak[n], leaked)
    for x in range(leaked.size):
        leaked[x] *= work.pivot[last, x]
    for n in range(last - 1, -1, -1):
        _descend(b[n], b[n + 1], down[n + 1], work.pivot[n])


@njit(cache=True, nogil=True, fastmath=FAST)
def _ascend(b, below, rise, leak, leaked):
    for x in range(b.size):
        here = b[x] + rise[x] * below[x]
        b[x] = here
        leaked[x] -= leak[x] * here


@njit(cache=True, nogil=True, fastmath=FAST)
def _descend(b, above, down, pivot):
    for x in range(b.size):
        b[x] = (b[x] + down[x] * above[x]) * pivot[x]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy", forceinline=True)
def _eliminate_cells(g, cells, spectra, at, work):
    _pivots(g, at.up, at.down, work)
    table, seeds, unit = spectra.light, spectra.seeds, work.unit
    modes, rows = table.shape[0], unit.shape[0]
    for r in range(rows):
        unit[:] = 0.0
        unit[r] = 1.0
        flow(spectra, unit, work.none, work.none, at.p, work.flux)
        _ladders(at.down, work, work.flux)
        weights(cells.weight, spectra, work.flux, work.net_of[r], work.born_of[r])
    _respond(table, work.net_of, work.light_rows)
    _respond(table, work.born_of, work.seed_rows)
    dense = work.dense
    np.dot(table, work.light_rows.T, work.answer)
    np.dot(seeds, work.seed_rows.T, dense)
    for i in range(modes):
        for m in range(modes):
            dense[i, m] = -dense[i, m] - at.s[i] * work.answer[i, m]
        dense[i, i] += g + cells.loss[i] - at.gain[i]


@njit(cache=True, nogil=True, fastmath=FAST)
def _respond(table, response, out):
    """Write for every mode sum_r response[r, k, x] T[r, x]: row k of what its light does in cell x."""
    rows, answers, count = response.shape
    for m in range(table.shape[0]):
        for k in range(answers):
            row = out[m, k * count : (k + 1) * count]
            clear(row)
            r = 0
            while r + 2 <= rows:
                one, two = r * count, (r + 1) * count
                _add_two(
                    response[r, k], response[r + 1, k], table[m, one:two], table[m, two : two + count], row
                )
                r += 2
            for x in range((rows - r) * count):
                row[x] += response[r, k, x] * table[m, r * count + x]


@njit(cache=True, nogil=True, fastmath=FAST)
def _add_two(first, second, one, two, out):
    for x in range(out.size):
        out[x] += first[x] * one[x] + second[x] * two[x]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy", forceinline=True)
def _eliminate_modes(g, cells, spectra, at, work):
    inverse, dense, mixed, effect = work.inverse, work.dense, work.light_rows, work.seed_rows
    states, count = at.p.shape
    rungs = states - 1
    for m in range(inverse.size):
        inverse[m] = 1.0 / (g - at.gain[m] + cells.loss[m])
    for q in range(effect.shape[0]):
        for m in range(inverse.size):
            effect[q, m] = at.s[m] * spectra.gains[q, m] + spectra.births[q, m]
    for x in range(count):
        clear(mixed[x])
        for n in range(rungs):
            absorb, emit = spectra.row[0, n] * count + x, spectra.row[1, n + 1] * count + x
            rising, falling = spectra.factor[0, n] * at.p[n, x], spectra.factor[1, n + 1] * at.p[n + 1, x]
            below, above = n * count + x, (n + 1) * count + x
            for m in range(inverse.size):
                net = (rising * spectra.light[absorb, m] - falling * spectra.light[emit, m]) * inverse[m]
                mixed[below, m] -= net
                mixed[above, m] = net
    clear(dense.reshape(dense.size))
    for x in range(count):  # who appears in state n of cell x has left its last state
        gone = effect[rungs * count + x]
        for n in range(rungs):
            for m in range(inverse.size):
                effect[n * count + x, m] -= gone[m]
    for q in range(rungs * count):
        row = dense[q]
        add_product(effect[: rungs * count], mixed[q], row)
        for k in range(row.size):
            row[k] = -row[k]
    for x in range(count):
        for n in range(rungs):
            q = n * count + x
            dense[q, q] += g + at.up[n, x] + at.down[n, x]
            if n > 0:
                dense[q - count, q] -= at.down[n, x]
            if n < rungs - 1:
                dense[q + count, q] -= at.up[n, x]
            dense[(rungs - 1) * count + x, q] += at.down[rungs, x]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy", forceinline=True)
def _decompose(a):
    """Replace a matrix by its LU decomposition (unit lower triangle, no pivoting, inverse pivots)."""
    n = a.shape[0]
    for k in range(n):
        pivot = 1.0 / a[k, k]
        a[k, k] = pivot
        for i in range(k + 1, n):
            share = a[i, k] * pivot
            a[i, k] = share
            for j in range(k + 1, n):
                a[i, j] -= share * a[k, j]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy", forceinline=True)
def _substitute(a, y):
    """Solve a decomposed system in place."""
    n = a.shape[0]
    for i in range(n):
        total = y[i]
        for j in range(i):
            total -= a[i, j] * y[j]
        y[i] = total
    for i in range(n - 1, -1, -1):
        total = y[i]
        for j in range(i + 1, n):
            total -= a[i, j] * y[j]
        y[i] = total * a[i, i]


@njit(cache=True, nogil=True, fastmath=FAST, forceinline=True)
def solve(g, cells, spectra, at, work, p, light, s, gain, emission):
    """Solve the factored system in place for right-hand sides p (state, cell) and s (mode,).

    Also write what is linear in the solution: ``light`` T u_s, ``gain`` T^T g(u_P), ``emission`` S^T q(u_P).
    """
    if spectra.modes_last:
        _solve_ladders(spectra, at, work, p, light, s, gain, emission)
    else:
        _solve_modes(g, cells, spectra, at, work, p, light, s, gain, emission)


@njit(cache=True, nogil=True, fastmath=FAST, forceinline=True)
def _solve_modes(g, cells, spectra, at, work, p, light, s, gain, emission):
    """Solve for the modes, where cells were eliminated."""
    _ladders(at.down, work, p)
    emit(cells.weight, spectra, p, work.net, work.born, gain, work.inverse)
    for m in range(s.size):
        emission[m] = -s[m]
        s[m] += at.s[m] * gain[m] + work.inverse[m]
    _substitute(work.dense, s)
    gather(spectra.light, False, s, light)
    flow(spectra, light, work.none, work.none, at.p, work.flux)
    _ladders(at.down, work, work.flux)
    row, flux = p.reshape(p.size), work.flux.reshape(p.size)
    for q in range(row.size):
        row[q] += flux[q]
    add_product(work.answer, s, gain)
    for m in range(s.size):  # the second row of the system: (g - D) u_s - b_s = s gain + emission
        emission[m] += (g - at.gain[m] + cells.loss[m]) * s[m] - at.s[m] * gain[m]


@njit(cache=True, nogil=True, fastmath=FAST, forceinline=True)
def _solve_ladders(spectra, at, work, p, light, s, gain, emission):
    """Solve for the populations, where modes were eliminated."""
    last, count = p.shape[0] - 1, p.shape[1]
    row = p.reshape(p.size)
    add_product(work.light_rows[: last * count], s, row)
    _substitute(work.dense, row)
    for x in range(count):
        total = 0.0
        for n in range(last):
            total += p[n, x]
        p[last, x] = -total
    clear(gain)
    clear(emission)
    add_transposed_product(spectra.gains, row, gain)
    add_transposed_product(spectra.births, row, emission)
    for m in range(s.size):
        s[m] = work.inverse[m] * (s[m] + at.s[m] * gain[m] + emission[m])
    gather(spectra.light, True, s, light)
