"""The compiled loop of `trajectory`: the equations of `rate_equations`, stepped by `rosenbrock`.

Everything is written into arrays that the caller owns. Next to populations P (cell, state) and photons s
stand integrals that act on nothing: of P, of s, of the pump R and of (R + A_last) P_last, the photons
that the last state absorbs in vain. All advance by the one method, so that linear invariants survive.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .distinct_spectra import distinct_spectra
from .rosenbrock import ALPHA, GAMMA, SUM, A, C, D, W, factor, solve, step_factor
from .row_products import FAST, add_product, add_transposed_product


class State(NamedTuple):
    """What the integrator advances and notes down, in place."""

    p: np.ndarray  # (cell, state) populations
    s: np.ndarray  # (mode,) photons per nanocrystal
    occupied: np.ndarray  # (cell, state) integral of p over time
    light: np.ndarray  # (mode,) integral of s over time
    books: np.ndarray  # (2,) pump photons absorbed, photons absorbed by the last state
    peak: np.ndarray  # (mode,) highest s
    time_peak: np.ndarray  # (mode,) when
    time_gain: np.ndarray  # (mode,) when gain first exceeded loss
    p_peak: np.ndarray  # (cell, state) populations in the moment of most light
    step: np.ndarray  # (1,) length of the next step; 0 to begin anew


class Blocks(NamedTuple):
    """Jacobian in blocks, see `rosenbrock`."""

    up: np.ndarray
    down: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray


def blocks(cells: int, states: int, modes: int) -> Blocks:
    """Return memory for the blocks of a Jacobian."""
    two, three = (cells, states), (cells, states, modes)
    return Blocks(np.empty(two), np.empty(two), np.empty(three), np.empty(three), np.empty(modes))


class Scratch(NamedTuple):
    """What `slopes_of` and `jacobian_of` need next to their results."""

    light: np.ndarray  # (cell, row) T s
    gain: np.ndarray  # (cell, row) what multiplies T in the gain
    seeds: np.ndarray  # (cell, row) what multiplies S in the spontaneous emission
    growth: np.ndarray  # (mode,) gain


@njit(cache=True, nogil=True)
def scratch(spectra):
    """Return memory for `slopes_of` and `jacobian_of`."""
    count, rows, modes = spectra.light.shape
    return Scratch(
        np.empty((count, rows)),
        np.empty((count, rows)),
        np.empty((count, spectra.seeds.shape[1])),
        np.empty(modes),
    )


@njit(cache=True, nogil=True, fastmath=FAST)
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


@njit(cache=True, nogil=True, fastmath=FAST)
def jacobian(cells, pump, p, s, blocks):
    """Write the blocks of the Jacobian."""
    up, down, b, c, d = blocks
    last = p.shape[1] - 1
    for m in range(s.size):
        d[m] = -cells.loss[m]
    for x in range(p.shape[0]):
        weight = cells.weight[x]
        for n in range(last + 1):
            rise, fall = 0.0, 0.0
            here, below, above = p[x, n], 0.0, 0.0
            under, over = max(n - 1, 0), min(n + 1, last)
            if n > 0:
                below = p[x, n - 1]
            if n < last:
                above = p[x, n + 1]
            blocked = 0.0 if n == last else 1.0
            for m in range(s.size):
                absorb, emit = cells.absorb[x, n, m], cells.emit[x, n, m]
                rise += absorb * s[m]
                fall += emit * s[m]
                d[m] += weight * (emit - absorb) * here
                c[x, n, m] = weight * ((emit - absorb) * s[m] + cells.seed[x, n, m])
                b[x, n, m] = (
                    cells.absorb[x, under, m] * below
                    + cells.emit[x, over, m] * above
                    - (emit + blocked * absorb) * here
                )
            up[x, n] = blocked * (rise + pump * cells.share[x])
            down[x, n] = fall + cells.decay[n]


@njit(cache=True, nogil=True, fastmath=FAST)
def _light(cells, spectra, p, s, scratch):
    """Write T s, what multiplies T and S in ds/dt, and the gain of each mode."""
    light, gain, seeds, growth = scratch
    row, factor = spectra.row, spectra.factor
    light[:] = 0.0
    gain[:] = 0.0
    seeds[:] = 0.0
    growth[:] = 0.0
    for x in range(p.shape[0]):
        for n in range(p.shape[1]):
            weighted = cells.weight[x] * p[x, n]
            gain[x, row[0, n]] -= factor[0, n] * weighted
            gain[x, row[1, n]] += factor[1, n] * weighted
            seeds[x, row[2, n]] += factor[2, n] * weighted
    table = spectra.light.reshape(light.size, s.size)
    add_product(table, s, light.reshape(light.size))
    add_transposed_product(table, gain.reshape(light.size), growth)


@njit(cache=True, nogil=True, fastmath=FAST)
def slopes_of(cells, spectra, scratch, pump, p, s, dp, ds):
    """Write dP/dt and ds/dt where the distinct spectra are known."""
    _light(cells, spectra, p, s, scratch)
    light, seeds, growth = scratch.light, scratch.seeds, scratch.growth
    row, factor = spectra.row, spectra.factor
    for m in range(s.size):
        ds[m] = (growth[m] - cells.loss[m]) * s[m]
    add_transposed_product(spectra.seeds.reshape(seeds.size, s.size), seeds.reshape(seeds.size), ds)
    last = p.shape[1] - 1
    for x in range(p.shape[0]):
        own = pump * cells.share[x]
        risen = 0.0
        for n in range(last + 1):
            fallen = (factor[1, n] * light[x, row[1, n]] + cells.decay[n]) * p[x, n]
            rising = (factor[0, n] * light[x, row[0, n]] + own) * p[x, n] if n < last else 0.0
            dp[x, n] = risen - fallen - rising
            if n > 0:
                dp[x, n - 1] += fallen
            risen = rising


@njit(cache=True, nogil=True, fastmath=FAST)
def jacobian_of(cells, spectra, scratch, pump, p, s, blocks):
    """Write the blocks of the Jacobian where the distinct spectra are known."""
    _light(cells, spectra, p, s, scratch)
    up, down, b, c, d = blocks
    light, table, seeds, row, factor = (
        scratch.light,
        spectra.light,
        spectra.seeds,
        spectra.row,
        spectra.factor,
    )
    last, modes = p.shape[1] - 1, s.size
    for m in range(modes):
        d[m] = scratch.growth[m] - cells.loss[m]
    for x in range(p.shape[0]):
        weight = cells.weight[x]
        for n in range(last + 1):
            absorb, emit, seed = row[0, n], row[1, n], row[2, n]
            under, over = row[0, max(n - 1, 0)], row[1, min(n + 1, last)]
            below = factor[0, n - 1] * p[x, n - 1] if n > 0 else 0.0
            above = factor[1, n + 1] * p[x, n + 1] if n < last else 0.0
            up[x, n] = factor[0, n] * light[x, absorb] + pump * cells.share[x] if n < last else 0.0
            down[x, n] = factor[1, n] * light[x, emit] + cells.decay[n]
            rising = factor[0, n] * p[x, n] if n < last else 0.0
            falling = factor[1, n] * p[x, n]
            for m in range(modes):
                lost = rising * table[x, absorb, m] + falling * table[x, emit, m]
                b[x, n, m] = below * table[x, under, m] + above * table[x, over, m] - lost
            taken, given, born = weight * factor[0, n], weight * factor[1, n], weight * factor[2, n]
            for m in range(modes):
                net = given * table[x, emit, m] - taken * table[x, absorb, m]
                c[x, n, m] = net * s[m] + born * seeds[x, seed, m]


@njit(cache=True, nogil=True)
def _pump_at(knots, coefficients, photons, time):
    """Return the pump rate and its derivative in time from the piecewise cubic."""
    last = knots.size - 2
    low = int((time - knots[0]) / (knots[last + 1] - knots[0]) * (last + 1))  # right for even knots
    low = min(max(low, 0), last)
    while low > 0 and knots[low] > time:
        low -= 1
    while low < last and knots[low + 1] <= time:
        low += 1
    x = time - knots[low]
    c3, c2, c1, c0 = coefficients[0, low], coefficients[1, low], coefficients[2, low], coefficients[3, low]
    return photons * (((c3 * x + c2) * x + c1) * x + c0), photons * ((3 * c3 * x + 2 * c2) * x + c1)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def integrate(
    cells, state, blocks, work, atol_p, atol_s, rtol,
    start, end, knots, coefficients, corners, photons, max_step, forgotten, most_steps,
):  # fmt: skip
    """Advance the state in place from start to end; return the time reached and the steps.

    With ``corners`` no step reaches across a knot of the pump.
    """
    p, s = state.p, state.s
    few = work.modes_first  # so few cells that all coefficients stay in the fastest memory
    spectra = distinct_spectra(cells)
    memory = scratch(spectra)
    x, n, k = p.shape[0], p.shape[1], s.size
    u, v = np.zeros((6, x, n)), np.zeros((6, k))
    pt, st, dp, ds = np.empty((x, n)), np.empty(k), np.empty((x, n)), np.empty(k)
    rows = x * n  # the same memory as single rows: making such a view costs as much as using it
    p_row, pt_row, dp_row, u_row = p.reshape(rows), pt.reshape(rows), dp.reshape(rows), u.reshape(6, rows)
    occupied_row = state.occupied.reshape(rows)
    s_old, ds_old, ds_now, dp_now = np.zeros(k), np.zeros(k), np.zeros(k), np.zeros((x, n))
    pumped, above = np.zeros(6), np.zeros(6)
    time, taken, steps = start, 0.0, 0
    step = min(max_step, state.step[0]) if state.step[0] > 0 else 1e-3 * max_step
    rate, rate_slope = 0.0, 0.0
    fresh, brightest, edge, knot = True, s.sum(), end, 0
    while time < end and steps < most_steps:
        if fresh:
            if corners:
                while knot < knots.size - 1 and knots[knot] <= time:
                    knot += 1
                edge = min(end, knots[knot])
            if photons > 0:
                rate, rate_slope = _pump_at(knots, coefficients, photons, time)
            if few:
                jacobian(cells, rate, p, s, blocks)
                slopes(cells, rate, p, s, dp_now, ds_now)
            else:
                jacobian_of(cells, spectra, memory, rate, p, s, blocks)
                slopes_of(cells, spectra, memory, rate, p, s, dp_now, ds_now)
            _record_peaks(time, taken, s, s_old, ds_now, ds_old, blocks.d, state)
            total = s.sum()
            if total > brightest:
                brightest = total
                state.p_peak[:] = p
        last_step = time + step >= edge
        whole = step
        if last_step:
            step = edge - time
        factor(1.0 / (GAMMA * step), blocks.up, blocks.down, blocks.b, blocks.c, blocks.d, work)
        for i in range(6):
            _stage_values(i, p_row, u_row, pt_row)
            _stage_values(i, s, v, st)
            now = rate
            if i == 0:
                dp[:], ds[:] = dp_now, ds_now
            else:
                if photons > 0:
                    now, _ = _pump_at(knots, coefficients, photons, time + ALPHA[i] * step)
                    if corners:
                        now = rate + ALPHA[i] * step * rate_slope
                if few:
                    slopes(cells, now, pt, st, dp, ds)
                else:
                    slopes_of(cells, spectra, memory, now, pt, st, dp, ds)
            _right_side(i, step, dp_row, u_row)
            _right_side(i, step, ds, v)
            if rate_slope != 0.0:
                for c in range(x):
                    change = step * D[i] * rate_slope * cells.share[c]
                    for q in range(n - 1):
                        u[i, c, q] -= change * p[c, q]
                        u[i, c, q + 1] += change * p[c, q]
            solve(blocks.b, blocks.c, blocks.down, work, u_row[i], v[i])
            _book(i, step, cells, rate, now, rate_slope, p, s, pt, st, u, v, pumped, above)
        steps += 1
        error = max(_error(p_row, pt_row, u_row[5], atol_p, rtol), _errors(s, st, v[5], atol_s, rtol))
        fresh = error <= 1.0
        if fresh:
            s_old[:], ds_old[:], taken = s, ds_now, step
            for i in range(6):
                state.books[0] += SUM[i] * pumped[i]
                state.books[1] += SUM[i] * above[i]
            _accept(step, p_row, u_row, occupied_row)
            _accept(step, s, v, state.light)
            time = edge if last_step else time + step
            if forgotten > 0 and s.sum() + _excitons(cells, p) < forgotten:
                break
        longer = step * step_factor(error)
        step = min(max_step, max(longer, whole) if fresh and last_step else longer)
    state.step[0] = step
    return time, steps


@njit(cache=True, nogil=True)
def _excitons(cells, p):
    """Return the mean number of excitons."""
    total = 0.0
    for x in range(p.shape[0]):
        for n in range(p.shape[1]):
            total += cells.weight[x] * n * p[x, n]
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def _stage_values(i, y, u, out):
    """Write y + sum_j a_ij U_j."""
    for q in range(y.size):
        out[q] = y[q]
    for j in range(i):
        weight = A[i, j]
        for q in range(y.size):
            out[q] += weight * u[j, q]


@njit(cache=True, nogil=True, fastmath=FAST)
def _right_side(i, step, slope, u):
    """Write f + sum_j (c_ij/h) U_j into the row that the solution will take."""
    for q in range(slope.size):
        u[i, q] = slope[q]
    for j in range(i):
        weight = C[i, j] / step
        for q in range(slope.size):
            u[i, q] += weight * u[j, q]


@njit(cache=True, nogil=True, fastmath=FAST)
def _book(i, step, cells, rate, now, rate_slope, p, s, pt, st, u, v, pumped, above):
    """Write stage i of the integrals of R and of (R + A_last) P_last."""
    last = p.shape[1] - 1
    lost = 0.0
    for x in range(p.shape[0]):
        laser, laser_t, laser_u = 0.0, 0.0, 0.0
        for m in range(s.size):
            absorb = cells.absorb[x, last, m]
            laser += absorb * s[m]
            laser_t += absorb * st[m]
            laser_u += absorb * v[i, m]
        own = cells.share[x]
        straight = (own * now + laser_t) * pt[x, last] + (own * rate + laser) * u[i, x, last]
        straight += p[x, last] * (laser_u + step * D[i] * rate_slope * own)
        lost += cells.weight[x] * straight
    pumped[i] = step * (now + step * D[i] * rate_slope)
    above[i] = step * lost
    for j in range(i):
        pumped[i] += C[i, j] * pumped[j]
        above[i] += C[i, j] * above[j]
    pumped[i] *= GAMMA
    above[i] *= GAMMA


@njit(cache=True, nogil=True, fastmath=FAST)
def _accept(step, y, u, integral):
    """Advance y, and its integral over time with the quadrature of the method."""
    for q in range(y.size):
        mean = y[q] + W[0] * u[0, q] + W[1] * u[1, q] + W[2] * u[2, q]
        mean += W[3] * u[3, q] + W[4] * u[4, q] + W[5] * u[5, q]
        change = SUM[0] * u[0, q] + SUM[1] * u[1, q] + SUM[2] * u[2, q]
        change += SUM[3] * u[3, q] + SUM[4] * u[4, q] + SUM[5] * u[5, q]
        integral[q] += step * mean
        y[q] += change


@njit(cache=True, nogil=True)
def _error(y, stage, estimate, atol, rtol):
    """Return the largest error over its tolerance."""
    worst = 0.0
    for q in range(y.size):
        error = abs(estimate[q]) / (atol + rtol * max(abs(y[q]), abs(stage[q] + estimate[q])))
        worst = max(worst, error) if error == error else np.inf
    return worst


@njit(cache=True, nogil=True)
def _errors(y, stage, estimate, atol, rtol):
    """Return the largest error over its tolerance, one absolute tolerance a component."""
    worst = 0.0
    for q in range(y.size):
        error = abs(estimate[q]) / (atol[q] + rtol * max(abs(y[q]), abs(stage[q] + estimate[q])))
        worst = max(worst, error) if error == error else np.inf
    return worst


@njit(cache=True, nogil=True)
def _record_peaks(time, step, s, s_old, slope, slope_old, growth, state):
    """Note the highest photon number (cubic between steps) and when gain first exceeded loss."""
    peak, time_peak, time_gain = state.peak, state.time_peak, state.time_gain
    for m in range(s.size):
        if growth[m] > 0 and time < time_gain[m]:
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
