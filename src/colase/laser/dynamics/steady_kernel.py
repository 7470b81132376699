"""The compiled loop of `steady_state`: pseudo-transient Newton with the block elimination of `rosenbrock`.

Solves f(y) = 0 for y = (P, s) by (1/h - J) dy = f(y), y <- y + dy: implicit Euler steps in a time that need
not be followed. h grows as the residual falls and shrinks when a step leaves the physical region, so far
away it is a time step, which cannot miss the stable branch, and at the end it is Newton's method.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .elimination import factor, solve
from .exchange import add_shares
from .ladder_kernel import slopes
from .point import linearise
from .row_products import FAST, add_product, add_transposed_product, clear


@njit(cache=True, nogil=True, fastmath=FAST)
def _exchanged(weight, spectra, p, net, out):
    """Write what all absorb and emit of each mode, without regard to its sign, per photon."""
    row = net.reshape(net.size)
    clear(row)
    clear(out)
    for n in range(p.shape[0]):
        for kind in range(2):
            add_shares(weight, p[n], spectra.factor[kind, n], net[spectra.row[kind, n]])
    if spectra.modes_last:
        add_transposed_product(spectra.light, row, out)
    else:
        add_product(spectra.light, row, out)


@njit(cache=True, nogil=True)
def residual(cells, pump, at, dp, ds, exchanged):
    """Return the largest imbalance: populations against the pump, photons against their own loss.

    What is driven to and fro a million times faster than it is pumped or lost cannot be balanced better than
    rounding allows; a millionth of that traffic counts as pump or loss.
    """
    worst = 0.0
    for x in range(dp.shape[1]):
        traffic = 0.0
        for n in range(dp.shape[0]):
            traffic += (at.up[n, x] + at.down[n, x]) * abs(at.p[n, x])
        for n in range(dp.shape[0]):
            worst = max(worst, abs(dp[n, x]) / (pump + 1e-6 * traffic))
    for m in range(ds.size):
        born = cells.loss[m] * abs(at.s[m]) + 1e-6 * (exchanged[m] * abs(at.s[m]) + abs(at.emission[m]))
        if born > 0.0:
            worst = max(worst, abs(ds[m]) / born)
        elif ds[m] != 0.0:
            worst = np.inf
    return worst if worst == worst else np.inf


@njit(cache=True, nogil=True)
def _outside(p, s):
    """Return whether a population or a photon number is negative beyond rounding, or no number."""
    for n in range(p.shape[0]):
        for x in range(p.shape[1]):
            if not p[n, x] >= -1e-13:
                return True
    lowest = 0.0
    for m in range(s.size):
        lowest = min(lowest, s[m]) if s[m] == s[m] else -np.inf
    return lowest < 0.0


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _left(cells, spectra, pump, at, work, dp, ds):
    """Complete the point, write its slopes and return its imbalance."""
    linearise(cells, spectra, pump, at, work)
    slopes(
        spectra,
        cells.loss,
        pump * cells.share,
        cells.decay,
        at.p,
        at.light,
        at.s,
        at.gain,
        at.emission,
        dp,
        ds,
    )
    _exchanged(cells.weight, spectra, at.p, work.net, work.inverse)
    return residual(cells, pump, at, dp, ds, work.inverse)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def settle(cells, spectra, pump, at, work, tolerance, first_step, longest, most_rounds):
    """Bring populations and photons to the steady state, in place; return residual and rounds."""
    dp, ds, light = np.empty_like(at.p), np.empty_like(at.s), np.empty_like(at.light)
    tried_p, tried_s = np.empty_like(at.p), np.empty_like(at.s)
    gain, emission = np.empty_like(at.s), np.empty_like(at.s)
    step, rounds = first_step, 0
    left = _left(cells, spectra, pump, at, work, dp, ds)
    while left > tolerance and rounds < most_rounds:
        rounds += 1
        g = 1.0 / step
        factor(g, cells, spectra, at, work)
        tried_p[:], tried_s[:] = dp, ds
        solve(g, cells, spectra, at, work, tried_p, light, tried_s, gain, emission)
        for x in range(dp.shape[1]):
            total = 0.0
            for n in range(dp.shape[0]):
                tried_p[n, x] += at.p[n, x]
                total += tried_p[n, x]
            for n in range(dp.shape[0]):
                tried_p[n, x] /= total
        for m in range(ds.size):
            tried_s[m] += at.s[m]
        if _outside(tried_p, tried_s):
            step *= 0.25
            continue
        at.p[:], at.s[:] = tried_p, tried_s
        now = _left(cells, spectra, pump, at, work, dp, ds)
        step = min(longest, step * min(6.0, max(0.5, 2.0 * left / max(now, 1e-300))))
        left = now
    return left, rounds


@njit(cache=True, nogil=True)
def settle_all(
    cells, spectra, pumps, at, work, tolerance, first_step, longest, most_rounds, out_p, out_s, left
):
    """Settle one pump after the other, each from the state of the one before; return all rounds."""
    rounds = 0
    for i in range(pumps.size):
        left[i], more = settle(
            cells, spectra, pumps[i], at, work, tolerance, first_step, longest, most_rounds
        )
        rounds += more
        out_p[i], out_s[i] = at.p.T, at.s
    return rounds
