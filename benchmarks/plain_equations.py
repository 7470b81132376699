"""The rate equations loop by loop, compiled: what the peers of the benchmarks get, and their Jacobian.

Populations have the shape (cell, state); nothing of the structure that our own solver uses.
"""

import numpy as np
from numba import njit


@njit(fastmath={"reassoc", "contract", "arcp", "nsz"})
def slopes(cells, pump, p, s, dp, ds):
    """Write dP/dt and ds/dt for a pump rate in 1/s."""
    last = p.shape[1] - 1
    for m in range(s.size):
        ds[m] = -cells.loss[m] * s[m]
    for x in range(p.shape[0]):
        own = pump * cells.share[x]
        for n in range(last + 1):
            up, down = 0.0, 0.0
            weighted = cells.weight[x] * p[x, n]
            for m in range(s.size):
                absorb, emit = cells.absorb[x, n, m], cells.emit[x, n, m]
                up += absorb * s[m]
                down += emit * s[m]
                ds[m] += weighted * ((emit - absorb) * s[m] + cells.seed[x, n, m])
            up += own
            down += cells.decay[n]
            dp[x, n] = -down * p[x, n] if n == 0 else dp[x, n] - down * p[x, n]
            if n > 0:
                dp[x, n - 1] += down * p[x, n]
            if n < last:
                dp[x, n] -= up * p[x, n]
                dp[x, n + 1] = up * p[x, n]


def jacobian_of_one_cell(cells, pump, p, s):
    """Return the Jacobian for populations (state,) and photons (mode,) of a single cell."""
    absorb, emit, seed = cells.absorb[0], cells.emit[0], cells.seed[0]
    n = p.size
    up, down = pump + absorb @ s, cells.decay + emit @ s
    up[-1] = 0.0
    full = np.zeros((n + s.size, n + s.size))
    full[:n, :n] = np.diag(up[:-1], -1) + np.diag(down[1:], 1) - np.diag(up + down)
    crossing = absorb[:-1] * p[:-1, np.newaxis] - emit[1:] * p[1:, np.newaxis]
    full[: n - 1, n:] -= crossing
    full[1:n, n:] += crossing
    full[n:, :n] = ((emit - absorb) * s + seed).T
    full[n:, n:] = np.diag((emit - absorb).T @ p - cells.loss)
    return full
