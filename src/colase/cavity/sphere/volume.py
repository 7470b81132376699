"""Mode volume of the travelling orbit m = l: integral of eps |E|^2 over its maximum.

    V = int eps |E|^2 dV / max(eps |E|^2)

Radial part from the integrals of `overlap` (regularised outside, so V is finite for leaky
modes too) and from a search for the maximum along the radius; angular part exact,
    |Y_ll|^2 = N^2 sin^2l,  |r grad Y_ll|^2 = l^2 N^2 sin^(2l-2) (1 + cos^2),  N^2 = (2l+1)!!/(4 pi (2l)!!),
largest on the equator for l > 1. Lengths in units of the outer radius.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from colase.cavity.radial.layer_series import BIG, TERMS, evaluate, series, stride
from colase.cavity.radial.resonance import Labels, Resonances
from colase.cavity.radial.riccati import outgoing, psi
from colase.cavity.radial.shares import electric_energy
from colase.cavity.radial.shells import Floats, Shells

_SAMPLES = 6
_GOLDEN = 0.5 * (math.sqrt(5) - 1)


@njit(cache=True)
def equator_weight(l):
    """Return N^2 = |Y_ll|^2 on the equator."""
    ratio = math.lgamma(2 * l + 1.0) - 2 * math.lgamma(l + 1.0) - 2 * l * math.log(2)
    return (2 * l + 1) / (4 * math.pi) * math.exp(ratio)


@njit(cache=True)
def density(u, du, r, l, tm, n):
    """Return the largest eps |E|^2 on the sphere of radius r, per N^2 l / (l + 1)."""
    across = (abs(u) / r) ** 2
    if not tm:
        return abs(n) ** 2 * across * (2.0 if l == 1 else 1.0)
    along = abs(du / r) ** 2
    radial = (l + 1.0) ** 2 * across / (r * r)
    return max(radial + along, 2 * along if l == 1 else 0.0) / abs(n) ** 2


@njit(cache=True)
def _refined(a, terms, r, low, high, l, tm, n):
    """Return the largest density of one Taylor step between two values of t (golden section)."""
    p, q = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    fp, fq = _at(a, terms, r, p, l, tm, n), _at(a, terms, r, q, l, tm, n)
    for _ in range(30):
        if fp > fq:
            high, q, fq = q, p, fp
            p = high - _GOLDEN * (high - low)
            fp = _at(a, terms, r, p, l, tm, n)
        else:
            low, p, fp = p, q, fq
            q = low + _GOLDEN * (high - low)
            fq = _at(a, terms, r, q, l, tm, n)
    return max(fp, fq)


@njit(cache=True)
def _at(a, terms, r, t, l, tm, n):
    """Return the density at r (1 + t)."""
    u, slope = evaluate(a, terms, t)
    return density(u, slope / r, r * (1 + t), l, tm, n)


@njit(cache=True)
def _walk(u, du, start, stop, l, tm, n, x, best):
    """Carry (u, u') to ``stop`` and keep the largest density seen; rescale both when they grow.

    An inward walk through the core ends six e-folds below the inner turning point.
    """
    L, K = l * (l + 1.0), (n * x) ** 2
    a = np.empty(TERMS, dtype=np.complex128)
    r, faded = start, 0.0
    while r != stop and faded < 6.0:
        kappa, t, last = stride(r, stop, L, K)
        terms = series(a, u, du * r, L, kappa, abs(t))
        top, place = 0.0, 0
        for s in range(_SAMPLES + 1):
            value = _at(a, terms, r, t * s / _SAMPLES, l, tm, n)
            if value > top:
                top, place = value, s
        if top > 0.9 * best:
            low, high = t * max(place - 1, 0) / _SAMPLES, t * min(place + 1, _SAMPLES) / _SAMPLES
            best = max(best, top, _refined(a, terms, r, low, high, l, tm, n))
        u, slope = evaluate(a, terms, t)
        du = slope / r
        if stop == 0 and kappa.real < L:
            faded += abs(t) * math.sqrt(L - kappa.real)
        r = stop if last else r * (1 + t)
        size = abs(u) + abs(du) / (1 + math.sqrt(L))
        if size > BIG:
            u, du, best = u / size, du / size, best / size / size
    return u, du, best


@njit(cache=True)
def _largest(x, l, tm, radii, n, match):
    """Return the largest density, for a state normalised as in `overlap.resolve`."""
    layers = radii.size
    u, slope, _, _ = psi(l, n[0] * x * radii[0])
    du = slope * n[0] * x
    _, _, best = _walk(u, du, radii[0], 0.0, l, tm, n[0], x, 0.0)
    v = du / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        u, du, best = _walk(u, v * weight, radii[i - 1], radii[i], l, tm, n[i], x, best)
        v = du / weight
    du = n[layers] * x * outgoing(l, n[layers] * x)
    out, vout = 1.0 + 0j, du / (n[layers] * n[layers] if tm else 1.0)
    beyond = density(out, du, 1.0, l, tm, n[layers])
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        out, du, beyond = _walk(out, vout * weight, radii[i], radii[i - 1], l, tm, n[i], x, beyond)
        vout = du / weight
    c = out / u if abs(u) * abs(x) >= abs(v) else vout / v
    return max(best * abs(c) ** 2, beyond)


@njit(cache=True)
def largest_density(x, polar, magnetic, radii, index, match):
    """Return the largest eps |E|^2 of many states, per N^2 l / (l + 1), shape (problem,).

    The normalisation is that of the sums of `overlap.resolve`.
    """
    peak = np.empty(x.size)
    for j in range(x.size):
        peak[j] = _largest(x[j], polar[j], magnetic[j], radii, index[j], match[j])
    return peak


def mode_volume(modes: Resonances, labels: Labels, shells: Shells) -> Floats:
    """Return the mode volume of the orbit m = l in m^3."""
    R = shells.outer
    x = modes.k * R
    l = labels.polar
    peak = largest_density(x, l, labels.magnetic, shells.radii / R, modes.index, labels.match)
    energy = np.abs(electric_energy(modes, labels.magnetic, R).sum(axis=1))
    energy = np.where(labels.magnetic, energy, energy / np.abs(x) ** 2)
    weight = np.array([equator_weight(int(v)) for v in l]).reshape(l.shape)
    return R**3 * energy * (l + 1) / (l * weight * peak)
