"""The compiled loop of `stripe`: light runs through the stripe at once, populations follow in time.

One time step is the implicit midpoint rule: populations in the middle of the step give the light of every
slice (`stripe_light`), light gives the rates, and the two are repeated until they agree.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from colase.laser.dynamics.row_products import FAST

from .stripe_light import shine

_ROUNDS = 25
_AGREED = 1e-10


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _middle(slices, pump, half, p, inside, out):
    """Solve (1 - half M) P_mid = P for every cell, with the rates of this light; return the change."""
    count, layers, states = p.shape
    bins = slices.lost.size
    last = states - 1
    up, down, diagonal = np.zeros(states), np.zeros(states), np.zeros(states)
    change = 0.0
    new = np.zeros(states)
    for z in range(count):
        for n in range(states):
            rise, fall = 0.0, 0.0
            for j in range(bins):
                rise += slices.absorb[n, j] * inside[z, j]
                fall += slices.emit[n, j] * inside[z, j]
            up[n] = rise / slices.crystals if n < last else 0.0
            down[n] = fall / slices.crystals + slices.decay[n]
        for x in range(layers):
            own = pump * slices.share[z, x]
            diagonal[0] = 1 + half * (up[0] + own)
            new[0] = p[z, x, 0]
            for n in range(1, states):
                rise = own if n < last else 0.0
                factor = half * (up[n - 1] + own) / diagonal[n - 1]
                diagonal[n] = 1 + half * (up[n] + rise + down[n]) - factor * half * down[n]
                new[n] = p[z, x, n] + factor * new[n - 1]
            new[last] /= diagonal[last]
            for n in range(last - 1, -1, -1):
                new[n] = (new[n] + half * down[n + 1] * new[n + 1]) / diagonal[n]
            for n in range(states):
                change = max(change, abs(new[n] - out[z, x, n]))
                out[z, x, n] = new[n]
    return change


@njit(cache=True, nogil=True)
def _mean(slices, p, mean):
    """Write the populations averaged over slices and layers, shape (state,)."""
    count, layers, states = p.shape
    mean[:] = 0.0
    for z in range(count):
        for x in range(layers):
            for n in range(states):
                mean[n] += slices.weight[x] / count * p[z, x, n]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _fastest(slices, inside):
    """Return the largest rate at which a state is left, in 1/s, under the light in the slices."""
    last, fastest = slices.decay.size - 1, slices.decay.max()
    for z in range(inside.shape[0]):
        for j in range(inside.shape[1]):
            fastest = max(fastest, slices.emit[last, j] * inside[z, j] / slices.crystals)
    return fastest


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _largest_change(middle, p):
    """Return the largest change of a population over a step, twice that to its middle."""
    count, layers, states = p.shape
    largest = 0.0
    for z in range(count):
        for x in range(layers):
            for n in range(states):
                largest = max(largest, 2 * abs(middle[z, x, n] - p[z, x, n]))
    return largest


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _booked(slices, step, pump, middle, p, inside, flux, ends, occupied, books, powers):
    """Take the step: write populations at its end and all books; return the excitons that are left."""
    count, layers, states = p.shape
    bins, last = slices.lost.size, states - 1
    held = 0.0
    books[0] += step * pump
    for z in range(count):
        absorbed = 0.0
        for j in range(bins):
            absorbed += slices.absorb[last, j] * inside[z, j]
            books[1] += step * slices.lost[j] * inside[z, j] * slices.length
        for x in range(layers):
            own = slices.weight[x] / count
            books[2] += (
                step * own * middle[z, x, last] * (pump * slices.share[z, x] + absorbed / slices.crystals)
            )
            for n in range(states):
                occupied[n] += step * own * middle[z, x, n]
                p[z, x, n] = 2 * middle[z, x, n] - p[z, x, n]
                held += own * n * p[z, x, n]
    for way in range(2):
        total = 0.0
        for j in range(bins):
            ends[way, j] += step * flux[way, j]
            total += flux[way, j]
        powers[way] = max(powers[way], total)
    return held


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def follow(
    slices,
    p,
    times,
    rates,
    photons,
    entering,
    accuracy,
    forgotten,
    most_steps,
    ends,
    occupied,
    books,
    powers,
    watched,
    seen,
):
    """Follow one pulse; return the time reached and the steps.

    ``times`` and ``rates`` are the pulse (straight lines between, photons per nanocrystal multiply it);
    ``ends`` (way, bin) collects photons out, ``occupied`` (state,) the mean occupation over time, ``books``
    pump photons absorbed, lost in the guide, above the last state, and sent in, and ``powers`` the highest
    flux out at both ends. ``entering`` (bin,) is sent into the near end as long as the pulse lasts. ``seen``
    (time, state) gets the mean populations at the times ``watched``, increasing and not before the start.
    """
    count, _, states = p.shape
    bins = slices.lost.size
    inside, gain, source = np.zeros((count, bins)), np.zeros((count, bins)), np.zeros((count, bins))
    flux, middle = np.zeros((2, bins)), p.copy()
    start, end = times[0], times[-1]
    now, steps = start, 0
    nothing = np.zeros(bins)
    shine(slices, p, entering if end > start else nothing, inside, flux, gain, source)
    step = accuracy / _fastest(slices, inside)
    if end > start:
        step = min(step, (end - start) / 100)
    tries, looked = 0, 0
    mean, before = np.zeros(states), np.zeros(states)
    _mean(slices, p, mean)
    while looked < watched.size and watched[looked] <= start:
        seen[looked] = mean
        looked += 1
    while steps < most_steps:
        tries += 1
        if tries > 20 * most_steps:
            break
        lit = now < end
        if lit and now + step > end:
            step = end - now
        pump = photons * np.interp(now + 0.5 * step, times, rates) if lit else 0.0
        change, rounds = 1.0, 0
        while change > _AGREED and rounds < _ROUNDS:
            rounds += 1
            shine(slices, middle, entering if lit else nothing, inside, flux, gain, source)
            change = _middle(slices, pump, 0.5 * step, p, inside, middle)
        largest = _largest_change(middle, p)
        if not change <= _AGREED or not largest <= 2 * accuracy:
            step *= 0.4
            middle[:] = p
            continue
        steps += 1
        held = _booked(slices, step, pump, middle, p, inside, flux, ends, occupied, books, powers)
        if lit:
            books[3] += step * entering.sum()
        if looked < watched.size:
            before[:] = mean
            _mean(slices, p, mean)
            while looked < watched.size and watched[looked] <= now + step:
                share = (watched[looked] - now) / step
                seen[looked] = (1 - share) * before + share * mean
                looked += 1
        now = (
            end if lit and now + step >= end * (1 - 1e-15) and end - now - step < 1e-9 * step else now + step
        )
        if now >= end and held < forgotten:
            break
        step *= min(1.7, max(0.5, accuracy / max(largest, 1e-12)))
        if now < end:
            step = min(step, (end - start) / 100)
        middle[:] = p
    while looked < watched.size:
        _mean(slices, p, seen[looked])
        looked += 1
    return now, steps
