"""The system of `elimination` for the populations of few cells, where the modes were eliminated."""

from __future__ import annotations

from numba import njit

from .dense import substitute
from .exchange import gather
from .row_products import FAST, KERNEL, add_product, add_transposed_product, clear


@njit(**KERNEL, fastmath=FAST, error_model="numpy", forceinline=True)
def eliminate_modes(g, cells, spectra, at, work):
    """Write the system of all states but the last of each cell, which are what is left of one."""
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


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def solve_ladders(spectra, at, work, p, light, s, gain, emission):
    """Solve for the populations, where modes were eliminated."""
    last, count = p.shape[0] - 1, p.shape[1]
    row = p.reshape(p.size)
    add_product(work.light_rows[: last * count], s, row)
    substitute(work.dense, row)
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
