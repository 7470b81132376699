"""The compiled loop of `trajectory`: the equations of `rate_equations`, stepped by `rosenbrock`.

Everything is written into arrays that the caller owns. Next to populations P and photons s stand
integrals that act on nothing: of P, of s, of the pump R and of (R + A_last) P_last, the photons that
the last state absorbs in vain. All advance by the one method, so that linear invariants survive.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .rosenbrock import ALPHA, GAMMA, SUM, A, C, D, W, factor, solve, step_factor


@njit(cache=True, nogil=True)
def slopes(rates, pump, p, s, dp, ds):
    """Write dP/dt and ds/dt for a pump rate in 1/s."""
    last = p.size - 1
    for m in range(s.size):
        ds[m] = -rates.loss[m] * s[m]
    for n in range(last + 1):
        up, down = 0.0, 0.0
        for m in range(s.size):
            up += rates.absorb[n, m] * s[m]
            down += rates.emit[n, m] * s[m]
            ds[m] += p[n] * ((rates.emit[n, m] - rates.absorb[n, m]) * s[m] + rates.seed[n, m])
        up += pump
        down += rates.decay[n]
        dp[n] = -down * p[n] if n == 0 else dp[n] - down * p[n]
        if n > 0:
            dp[n - 1] += down * p[n]
        if n < last:
            dp[n] -= up * p[n]
            dp[n + 1] = up * p[n]


@njit(cache=True, nogil=True)
def jacobian(rates, pump, p, s, a, b, c, d):
    """Write the blocks of the Jacobian: a = dP'/dP, b = dP'/ds, c[n, m] = ds'_m/dP_n, d = ds'/ds."""
    last = p.size - 1
    a[:, :] = 0.0
    b[:, :] = 0.0
    for m in range(s.size):
        d[m] = -rates.loss[m]
    for n in range(last + 1):
        up, down = 0.0, 0.0
        for m in range(s.size):
            absorb, emit = rates.absorb[n, m], rates.emit[n, m]
            up += absorb * s[m]
            down += emit * s[m]
            d[m] += (emit - absorb) * p[n]
            c[n, m] = (emit - absorb) * s[m] + rates.seed[n, m]
            if n > 0:
                b[n - 1, m] += emit * p[n]
                b[n, m] -= emit * p[n]
            if n < last:
                b[n, m] -= absorb * p[n]
                b[n + 1, m] += absorb * p[n]
        up += pump
        down += rates.decay[n]
        a[n, n] -= down
        if n > 0:
            a[n - 1, n] += down
        if n < last:
            a[n, n] -= up
            a[n + 1, n] += up


@njit(cache=True, nogil=True)
def _pump_at(coefficients, start, end, photons, time):
    """Return the pump rate and its derivative in time from the spline."""
    width = (end - start) / coefficients.shape[1]
    i = min(max(int((time - start) / width), 0), coefficients.shape[1] - 1)
    x = time - start - i * width
    c3, c2, c1, c0 = coefficients[0, i], coefficients[1, i], coefficients[2, i], coefficients[3, i]
    return photons * (((c3 * x + c2) * x + c1) * x + c0), photons * ((3 * c3 * x + 2 * c2) * x + c1)


@njit(cache=True, nogil=True)
def integrate(
    rates, p, s, occupied, light, books, peak, time_peak, time_gain, p_peak, atol_p, atol_s, rtol,
    start, end, pulse, photons, max_step, forgotten, most_steps,
):  # fmt: skip
    """Advance all state arrays in place from start to end; return the time reached and the steps."""
    n, k = p.size, s.size
    u, v = np.zeros((6, n)), np.zeros((6, k))
    pt, st, dp, ds = np.empty(n), np.empty(k), np.empty(n), np.empty(k)
    a, b, c, d = np.empty((n, n)), np.empty((n, k)), np.empty((n, k)), np.empty(k)
    inverse, schur = np.empty(k), np.empty((n, n))
    s_old, ds_old, ds_now, dp_now = np.zeros(k), np.zeros(k), np.zeros(k), np.zeros(n)
    pumped, above = np.zeros(6), np.zeros(6)
    time, step, taken, steps = start, 1e-3 * max_step, 0.0, 0
    rate, rate_slope = 0.0, 0.0
    fresh, brightest = True, s.sum()
    while time < end and steps < most_steps:
        if fresh:
            if photons > 0:
                rate, rate_slope = _pump_at(pulse, start, end, photons, time)
            jacobian(rates, rate, p, s, a, b, c, d)
            slopes(rates, rate, p, s, dp_now, ds_now)
            _record_peaks(time, taken, s, s_old, ds_now, ds_old, d, peak, time_peak, time_gain)
            total = s.sum()
            if total > brightest:
                brightest = total
                p_peak[:] = p
        last_step = time + step >= end
        if last_step:
            step = end - time
        factor(1.0 / (GAMMA * step), a, b, c, d, inverse, schur)
        for i in range(6):
            _stage_values(i, p, u, pt)
            _stage_values(i, s, v, st)
            now = rate
            if i == 0:
                dp[:], ds[:] = dp_now, ds_now
            else:
                if photons > 0:
                    now, _ = _pump_at(pulse, start, end, photons, time + ALPHA[i] * step)
                slopes(rates, now, pt, st, dp, ds)
            _right_side(i, step, dp, u)
            _right_side(i, step, ds, v)
            for q in range(n - 1):
                u[i, q] -= step * D[i] * rate_slope * p[q]
                u[i, q + 1] += step * D[i] * rate_slope * p[q]
            solve(b, c, inverse, schur, u[i], v[i])
            _book(i, step, rates, rate, now, rate_slope, p, s, pt, st, u, v, pumped, above)
        steps += 1
        error = max(_error(p, pt, u[5], atol_p, rtol), _errors(s, st, v[5], atol_s, rtol))
        fresh = error <= 1.0
        if fresh:
            s_old[:], ds_old[:], taken = s, ds_now, step
            for i in range(6):
                books[0] += SUM[i] * pumped[i]
                books[1] += SUM[i] * above[i]
            _accept(step, p, u, occupied)
            _accept(step, s, v, light)
            time = end if last_step else time + step
            if forgotten > 0:
                stored = s.sum()
                for q in range(n):
                    stored += q * p[q]
                if stored < forgotten:
                    break
        step = min(max_step, step * step_factor(error))
    return time, steps


@njit(cache=True, nogil=True)
def _stage_values(i, y, u, out):
    """Write y + sum_j a_ij U_j."""
    for q in range(y.size):
        total = y[q]
        for j in range(i):
            total += A[i, j] * u[j, q]
        out[q] = total


@njit(cache=True, nogil=True)
def _right_side(i, step, slope, u):
    """Write f + sum_j (c_ij/h) U_j into the row that the solution will take."""
    for q in range(slope.size):
        total = 0.0
        for j in range(i):
            total += C[i, j] * u[j, q]
        u[i, q] = slope[q] + total / step


@njit(cache=True, nogil=True)
def _book(i, step, rates, rate, now, rate_slope, p, s, pt, st, u, v, pumped, above):
    """Write stage i of the integrals of R and of (R + A_last) P_last."""
    last = p.size - 1
    laser, laser_t, laser_u = 0.0, 0.0, 0.0
    for m in range(s.size):
        laser += rates.absorb[last, m] * s[m]
        laser_t += rates.absorb[last, m] * st[m]
        laser_u += rates.absorb[last, m] * v[i, m]
    straight = (now + laser_t) * pt[last] + (rate + laser) * u[i, last] + p[last] * laser_u
    pumped[i] = step * (now + step * D[i] * rate_slope)
    above[i] = step * (straight + step * D[i] * rate_slope * p[last])
    for j in range(i):
        pumped[i] += C[i, j] * pumped[j]
        above[i] += C[i, j] * above[j]
    pumped[i] *= GAMMA
    above[i] *= GAMMA


@njit(cache=True, nogil=True)
def _accept(step, y, u, integral):
    """Advance y, and its integral over time with the quadrature of the method."""
    for q in range(y.size):
        mean, change = y[q], 0.0
        for j in range(6):
            mean += W[j] * u[j, q]
            change += SUM[j] * u[j, q]
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
def _record_peaks(time, step, s, s_old, slope, slope_old, growth, peak, time_peak, time_gain):
    """Note the highest photon number (cubic between steps) and when gain first exceeded loss."""
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
