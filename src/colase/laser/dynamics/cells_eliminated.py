"""The system of `elimination` for the modes, where many cells were eliminated."""

from __future__ import annotations

from numba import njit

from .dense import multiply, substitute
from .exchange import emit, flow, gather, weights
from .row_products import FAST, KERNEL, add_product, clear


@njit(**KERNEL, fastmath=FAST, error_model="numpy", forceinline=True)
def eliminate_cells(g, cells, spectra, at, work):
    """Write the system of the modes, by the answer of every cell to its light."""
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
    multiply(table, work.light_rows, work.answer)
    multiply(seeds, work.seed_rows, dense)
    for i in range(modes):
        for m in range(modes):
            dense[i, m] = -dense[i, m] - at.s[i] * work.answer[i, m]
        dense[i, i] += g + cells.loss[i] - at.gain[i]


@njit(**KERNEL, fastmath=FAST, error_model="numpy")
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


@njit(**KERNEL, fastmath=FAST, forceinline=True)
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


@njit(**KERNEL, fastmath=FAST)
def _ascend(b, below, rise, leak, leaked):
    for x in range(b.size):
        here = b[x] + rise[x] * below[x]
        b[x] = here
        leaked[x] -= leak[x] * here


@njit(**KERNEL, fastmath=FAST)
def _descend(b, above, down, pivot):
    for x in range(b.size):
        b[x] = (b[x] + down[x] * above[x]) * pivot[x]


@njit(**KERNEL, fastmath=FAST)
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


@njit(**KERNEL, fastmath=FAST)
def _add_two(first, second, one, two, out):
    for x in range(out.size):
        out[x] += first[x] * one[x] + second[x] * two[x]


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def solve_modes(g, cells, spectra, at, work, p, light, s, gain, emission):
    """Solve for the modes, where cells were eliminated."""
    _ladders(at.down, work, p)
    emit(cells.weight, spectra, p, work.net, work.born, gain, work.inverse)
    for m in range(s.size):
        emission[m] = -s[m]
        s[m] += at.s[m] * gain[m] + work.inverse[m]
    substitute(work.dense, s)
    gather(spectra.light, False, s, light)
    flow(spectra, light, work.none, work.none, at.p, work.flux)
    _ladders(at.down, work, work.flux)
    row, flux = p.reshape(p.size), work.flux.reshape(p.size)
    for q in range(row.size):
        row[q] += flux[q]
    add_product(work.answer, s, gain)
    for m in range(s.size):  # the second row of the system: (g - D) u_s - b_s = s gain + emission
        emission[m] += (g - at.gain[m] + cells.loss[m]) * s[m] - at.s[m] * gain[m]
