"""What a run notes down on its way: photons that act on nothing, and when light was highest."""

from __future__ import annotations

import numpy as np
from numba import njit

from .rosenbrock import D
from .row_products import FAST, KERNEL


@njit(**KERNEL, forceinline=True)
def excitons(weight, p):
    """Return the mean number of excitons, of populations (state, cell)."""
    total = 0.0
    for n in range(p.shape[0]):
        for x in range(p.shape[1]):
            total += weight[x] * n * p[n, x]
    return total


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def book(i, step, cells, spectra, rate, now, rate_slope, at, pt, lt, u, light_u, books):
    """Write what stage i has for the integrals of R and of (R + A_last) P_last."""
    last = pt.shape[0] - 1
    row, taken = spectra.row[0, last], spectra.factor[0, last]
    lost, leaning = 0.0, step * D[i] * rate_slope
    for x in range(pt.shape[1]):
        own = cells.share[x]
        straight = (own * now + taken * lt[row, x]) * pt[last, x]
        straight += (own * rate + taken * at.light[row, x]) * u[last, x]
        straight += at.p[last, x] * (taken * light_u[row, x] + leaning * own)
        lost += cells.weight[x] * straight
    books[0, i] = step * (now + leaning)
    books[1, i] = step * lost


@njit(**KERNEL, forceinline=True)
def record_peaks(time, step, s, s_old, slope, slope_old, gain, loss, state):
    """Note the highest photon number (cubic between steps) and when gain first exceeded loss."""
    peak, time_peak, time_gain = state.peak, state.time_peak, state.time_gain
    for m in range(s.size):
        if gain[m] > loss[m] and time < time_gain[m]:
            time_gain[m] = time
        if s[m] > peak[m]:
            peak[m], time_peak[m] = s[m], time
        if step > 0 and slope_old[m] > 0 > slope[m]:
            mean = (s[m] - s_old[m]) / step
            linear = 3 * mean - 2 * slope_old[m] - slope[m]
            square = slope_old[m] + slope[m] - 2 * mean
            x = slope_old[m] / (np.sqrt(linear * linear - 3 * square * slope_old[m]) - linear)
            height = s_old[m] + step * x * (slope_old[m] + x * (linear + x * square))
            if height > peak[m]:
                peak[m], time_peak[m] = height, time + (x - 1) * step
