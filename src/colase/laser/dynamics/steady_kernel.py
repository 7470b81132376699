"""The compiled loop of `steady_state`: pseudo-transient Newton with the block elimination of `rosenbrock`.

Solves f(y) = 0 for y = (P, s) by (1/h - J) dy = f(y), y <- y + dy: implicit Euler steps in a time that need
not be followed. h grows as the residual falls and shrinks when a step leaves the physical region, so far
away it is a time step, which cannot miss the stable branch, and at the end it is Newton's method.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .ladder_kernel import jacobian, slopes
from .rosenbrock import factor, solve
from .row_products import FAST


@njit(cache=True, nogil=True)
def residual(pump, p, s, dp, ds, blocks, loss):
    """Return the largest imbalance: populations against the pump, photons against their own loss.

    What is driven to and fro a million times faster than it is pumped or lost cannot be balanced better than
    rounding allows; a millionth of that traffic counts as pump or loss.
    """
    worst = 0.0
    up, down = blocks.up, blocks.down
    for x in range(p.shape[0]):
        traffic = 0.0
        for n in range(p.shape[1]):
            traffic += (up[x, n] + down[x, n]) * abs(p[x, n])
        for n in range(p.shape[1]):
            worst = max(worst, abs(dp[x, n]) / (pump + 1e-6 * traffic))
    for m in range(s.size):
        born = loss[m] * abs(s[m])
        for x in range(p.shape[0]):
            for n in range(p.shape[1]):
                born += 1e-6 * abs(blocks.c[x, n, m] * p[x, n])
        if born > 0.0:
            worst = max(worst, abs(ds[m]) / born)
        elif ds[m] != 0.0:
            worst = np.inf
    return worst if worst == worst else np.inf


@njit(cache=True, nogil=True)
def _outside(p, s):
    """Return whether a population or a photon number is negative beyond rounding, or no number."""
    for x in range(p.shape[0]):
        for n in range(p.shape[1]):
            if not p[x, n] >= -1e-13:
                return True
    lowest = 0.0
    for m in range(s.size):
        lowest = min(lowest, s[m]) if s[m] == s[m] else -np.inf
    return lowest < 0.0


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def settle(cells, pump, p, s, blocks, work, tolerance, first_step, longest, most_rounds):
    """Bring populations and photons to the steady state, in place; return residual and rounds."""
    dp, ds = np.empty_like(p), np.empty_like(s)
    tried_p, tried_s = np.empty_like(p), np.empty_like(s)
    tried_row = tried_p.reshape(p.size)
    step, rounds = first_step, 0
    slopes(cells, pump, p, s, dp, ds)
    jacobian(cells, pump, p, s, blocks)
    left = residual(pump, p, s, dp, ds, blocks, cells.loss)
    while left > tolerance and rounds < most_rounds:
        rounds += 1
        factor(1.0 / step, blocks.up, blocks.down, blocks.b, blocks.c, blocks.d, work)
        tried_p[:], tried_s[:] = dp, ds
        solve(blocks.b, blocks.c, blocks.down, work, tried_row, tried_s)
        for x in range(p.shape[0]):
            total = 0.0
            for n in range(p.shape[1]):
                tried_p[x, n] += p[x, n]
                total += tried_p[x, n]
            for n in range(p.shape[1]):
                tried_p[x, n] /= total
        for m in range(s.size):
            tried_s[m] += s[m]
        if _outside(tried_p, tried_s):
            step *= 0.25
            continue
        p[:], s[:] = tried_p, tried_s
        slopes(cells, pump, p, s, dp, ds)
        jacobian(cells, pump, p, s, blocks)
        now = residual(pump, p, s, dp, ds, blocks, cells.loss)
        step = min(longest, step * min(6.0, max(0.5, 2.0 * left / max(now, 1e-300))))
        left = now
    return left, rounds


@njit(cache=True, nogil=True)
def settle_all(
    cells, pumps, p, s, blocks, work, tolerance, first_step, longest, most_rounds, out_p, out_s, left
):
    """Settle one pump after the other, each from the state of the one before; return all rounds."""
    rounds = 0
    for i in range(pumps.size):
        left[i], more = settle(
            cells, pumps[i], p, s, blocks, work, tolerance, first_step, longest, most_rounds
        )
        rounds += more
        out_p[i], out_s[i] = p, s
    return rounds
