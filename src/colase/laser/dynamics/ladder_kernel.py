"""The compiled loop of `trajectory`: the equations of `rate_equations`, stepped by `rosenbrock`.

Everything is written into arrays that the caller owns. Next to populations P (state, cell) and photons s
stand integrals that act on nothing: of P, of s, of the pump R and of (R + A_last) P_last, the photons
that the last state absorbs in vain. All advance by the one method, so that linear invariants survive.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .bookkeeping import book, excitons, record_peaks
from .elimination import factor, solve
from .exchange import flow
from .point import linearise
from .rosenbrock import (
    ALPHA,
    EACH,
    GAMMA,
    STAGES,
    D,
    accept,
    add_stages,
    largest_error,
    stage_values,
    step_factor,
)
from .row_products import FAST, KERNEL, aligned, clear, copy, whole_lines


class State(NamedTuple):
    """What the integrator advances and notes down, in place."""

    p: np.ndarray  # (state, cell) populations
    s: np.ndarray  # (mode,) photons per nanocrystal
    occupied: np.ndarray  # (state, cell) integral of p over time
    light: np.ndarray  # (mode,) integral of s over time
    books: np.ndarray  # (2,) pump photons absorbed, photons absorbed by the last state
    peak: np.ndarray  # (mode,) highest s
    time_peak: np.ndarray  # (mode,) when
    time_gain: np.ndarray  # (mode,) when gain first exceeded loss
    p_peak: np.ndarray  # (state, cell) populations in the moment of most light
    step: np.ndarray  # (1,) length of the next step; 0 to begin anew


class Stages(NamedTuple):
    """All unknowns of a step in one row, and after them what is linear in them (`exchange`).

    P (state x cell), s (mode), T s (row x cell), T^T g(P) (mode) and S^T q(P) (mode).
    """

    start: np.ndarray  # (row,) at the start of the step
    stage: np.ndarray  # (row,) in a stage
    u: np.ndarray  # (STAGES, row)
    first: np.ndarray  # (unknown,) slopes at the start
    own: np.ndarray  # (cell,) pump of each cell in a stage
    scaled: np.ndarray  # (STAGES,) coefficients over the step
    lean: np.ndarray  # (state x cell,) slopes per pump
    integral: np.ndarray  # (unknown,)
    books: np.ndarray  # (2, STAGES)
    before: np.ndarray  # (2, mode) s and ds/dt at the start of the step before


def stages(cells: int, states: int, modes: int, rows: int) -> Stages:
    """Return memory for the stages."""
    ladder = states * cells
    unknowns = ladder + modes
    wide = whole_lines(unknowns) + whole_lines(rows * cells + 2 * modes)
    return Stages(
        start=aligned(wide), stage=aligned(wide), u=aligned(STAGES, wide), first=aligned(unknowns),
        own=aligned(cells), scaled=aligned(STAGES), lean=aligned(ladder), integral=aligned(unknowns),
        books=aligned(2, STAGES), before=aligned(2, modes),
    )  # fmt: skip


@njit(**KERNEL)
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


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def slopes(spectra, loss, pump, decay, p, light, s, gain, emission, dp, ds):
    """Write dP/dt and ds/dt where the parts linear in P and s are known, for a ``pump`` (cell,) in 1/s."""
    flow(spectra, light, pump, decay, p, dp)
    for m in range(s.size):
        ds[m] = (gain[m] - loss[m]) * s[m] + emission[m]


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def _scale(rate, share, own):
    for x in range(own.size):
        own[x] = rate * share[x]


@njit(**KERNEL, fastmath=FAST, forceinline=True)
def _add(part, a, out):
    for q in range(a.size):
        out[q] += part * a[q]


@njit(**KERNEL, fastmath=FAST)
def _total(s):
    total = 0.0
    for m in range(s.size):
        total += s[m]
    return total


@njit(**KERNEL, fastmath=FAST, error_model="numpy")
def integrate(
    cells, spectra, state, at, stages, work, atol, rtol,
    start, end, knots, coefficients, corners, photons, max_step, forgotten, most_steps,
):  # fmt: skip
    """Advance the state in place from start to end; return the time reached and the steps.

    With ``corners`` no step reaches across a knot of the pump.
    """
    n, x = state.p.shape
    k, ladder, r = state.s.size, n * x, at.light.shape[0]
    unknowns = ladder + k
    light = whole_lines(unknowns)
    gain = light + r * x
    y, yt, u, before = stages.start, stages.stage, stages.u, stages.before
    pt, st = yt[:ladder].reshape(n, x), yt[ladder:unknowns]
    lt, gt, et = yt[light:gain].reshape(r, x), yt[gain : gain + k], yt[gain + k : gain + 2 * k]
    first_p, first_s = stages.first[:ladder].reshape(n, x), stages.first[ladder:]
    own = stages.own
    time, taken, steps = start, 0.0, 0
    step = min(max_step, state.step[0]) if state.step[0] > 0 else 1e-3 * max_step
    rate, rate_slope = 0.0, 0.0
    fresh, brightest, edge, knot = True, _total(state.s), end, 0
    clear(stages.integral)
    copy(state.p.reshape(ladder), y[:ladder])
    copy(state.s, y[ladder:unknowns])
    while time < end and steps < most_steps:
        if fresh:
            if corners:
                while knot < knots.size - 1 and knots[knot] <= time:
                    knot += 1
                edge = min(end, knots[knot])
            if photons > 0:
                rate, rate_slope = _pump_at(knots, coefficients, photons, time)
            copy(y, at.p.reshape(ladder))
            copy(y[ladder:], at.s)
            linearise(cells, spectra, rate, at, work)
            copy(at.light.reshape(r * x), y[light:gain])
            copy(at.gain, y[gain : gain + k])
            copy(at.emission, y[gain + k : gain + 2 * k])
            slopes(
                spectra, cells.loss, at.pump, cells.decay, at.p, at.light, at.s, at.gain, at.emission,
                first_p, first_s,
            )  # fmt: skip
            if rate_slope != 0.0:
                clear(work.unit.reshape(r * x))
                flow(spectra, work.unit, cells.share, work.none, at.p, stages.lean.reshape(n, x))
            record_peaks(time, taken, at.s, before[0], first_s, before[1], at.gain, cells.loss, state)
            total = _total(at.s)
            if total > brightest:
                brightest = total
                copy(y, state.p_peak.reshape(ladder))
        last_step = time + step >= edge
        whole = step
        if last_step:
            step = edge - time
        g = 1.0 / (GAMMA * step)
        factor(g, cells, spectra, at, work)
        for i in range(STAGES):
            stage_values(i, y, u, yt)
            now, right = rate, u[i, :unknowns]
            dp, ds, dl = right[:ladder].reshape(n, x), right[ladder:], u[i, light:gain].reshape(r, x)
            if i == 0:
                copy(stages.first, right)
            else:
                if photons > 0:
                    now, _ = _pump_at(knots, coefficients, photons, time + ALPHA[i] * step)
                    if corners:
                        now = rate + ALPHA[i] * step * rate_slope
                _scale(now, cells.share, own)
                slopes(spectra, cells.loss, own, cells.decay, pt, lt, st, gt, et, dp, ds)
            add_stages(i, step, u, stages.scaled, right)
            if rate_slope != 0.0:
                _add(step * D[i] * rate_slope, stages.lean, right)
            solve(
                g, cells, spectra, at, work, dp, dl, ds, u[i, gain : gain + k], u[i, gain + k : gain + 2 * k]
            )
            book(i, step, cells, spectra, rate, now, rate_slope, at, pt, lt, dp, dl, stages.books)
        steps += 1
        error = largest_error(y[:unknowns], yt, u[STAGES - 1], atol, rtol)
        fresh = error <= 1.0
        if fresh:
            taken = step
            copy(at.s, before[0])
            copy(first_s, before[1])
            for i in range(STAGES):
                state.books[0] += EACH[i] * stages.books[0, i]
                state.books[1] += EACH[i] * stages.books[1, i]
            accept(step, y, u, yt, stages.scaled, stages.integral)
            time = edge if last_step else time + step
            stored = _total(y[ladder:unknowns]) + excitons(cells.weight, y[:ladder].reshape(n, x))
            if forgotten > 0 and stored < forgotten:
                break
        longer = step * step_factor(error)
        step = min(max_step, max(longer, whole) if fresh and last_step else longer)
    copy(y, state.p.reshape(ladder))
    copy(y[ladder:], state.s)
    _add(1.0, stages.integral[:ladder], state.occupied.reshape(ladder))
    _add(1.0, stages.integral[ladder:], state.light)
    state.step[0] = step
    return time, steps
