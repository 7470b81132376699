"""The radial function of a resonance anywhere: u and u', carried out to the matching boundary and in to it.

Partial solutions are kept with the logarithm of their size, so that high orders neither over- nor underflow.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .layer_series import cross_integrals
from .riccati import chi, psi

CENTRE = 1e-6
"""Share of the outer radius below which a point counts as this close to the centre."""


@njit(cache=True)
def _regular(l, z):
    """Return psi_l and its derivative with the logarithm of their common factor."""
    p, dp, _, _ = psi(l, z)
    c, dc, log_c = chi(l, z)
    scale = 1 / (p * dc - c * dp)
    return p * scale, dp * scale, -log_c


@njit(cache=True)
def _outgoing(l, z):
    """Return zeta_l and its derivative with the logarithm of their common factor."""
    p, dp, log_p = _regular(l, z)
    c, dc, log_c = chi(l, z)
    small = math.exp(log_p - log_c)
    return p * small + 1j * c, dp * small + 1j * dc, log_c


@njit(cache=True)
def _ends(x, l, c, tm, radii, n, match):
    """Return (u, v) at every boundary, continuous at ``match`` and scaled to one there."""
    L, layers = l * (l + 1.0), radii.size
    u, v = np.empty(layers, np.complex128), np.empty(layers, np.complex128)
    p, dp, _ = _regular(l, n[0] * x * radii[0])
    size = abs(p) + abs(dp)
    u[0] = p / size
    v[0] = (dp / size * n[0] * x - c * u[0] / radii[0]) / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        slope = v[i - 1] * weight + c * u[i - 1] / radii[i - 1]
        new, du, _, _, _, shrink = cross_integrals(
            u[i - 1], slope, radii[i - 1], radii[i], L, (n[i] * x) ** 2, False
        )
        u[:i], v[:i] = u[:i] * shrink, v[:i] * shrink
        u[i], v[i] = new, (du - c * new / radii[i]) / weight
    h, dh, _ = _outgoing(l, n[layers] * x)
    out, vout = 1.0 + 0j, (dh / h * n[layers] * x - c) / (n[layers] * n[layers] if tm else 1.0)
    far_u, far_v = np.empty(layers, np.complex128), np.empty(layers, np.complex128)
    far_u[layers - 1], far_v[layers - 1] = out, vout
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        slope = far_v[i] * weight + c * far_u[i] / radii[i]
        new, du, _, _, _, shrink = cross_integrals(
            far_u[i], slope, radii[i], radii[i - 1], L, (n[i] * x) ** 2, False
        )
        far_u[i:], far_v[i:] = far_u[i:] * shrink, far_v[i:] * shrink
        far_u[i - 1], far_v[i - 1] = new, (du - c * new / radii[i - 1]) / weight
    by_value = abs(u[match]) * abs(x) >= abs(v[match])
    join = far_u[match] / u[match] if by_value else far_v[match] / v[match]
    norm = abs(far_u[match]) + abs(far_v[match]) / abs(x)
    for i in range(layers):
        if i <= match:
            u[i], v[i] = u[i] * join / norm, v[i] * join / norm
        else:
            u[i], v[i] = far_u[i] / norm, far_v[i] / norm
    return u, v


@njit(cache=True)
def radial_solution(x, l, c, tm, radii, n, match, r):
    """Return u and u' of a resonance at radii ``r`` (array, in units of the outer radius)."""
    L, layers = l * (l + 1.0), radii.size
    ends, slopes = _ends(x, l, c, tm, radii, n, match)
    u, du = np.empty(r.size, np.complex128), np.empty(r.size, np.complex128)
    core, _, log_core = _regular(l, n[0] * x * radii[0])
    core_by_value = abs(ends[0]) * abs(x) >= abs(slopes[0])
    _, core_slope, _ = _regular(l, n[0] * x * radii[0])
    rim, _, log_rim = _outgoing(l, n[layers] * x)
    for j in range(r.size):
        i = np.searchsorted(radii, r[j])
        wave = n[i] * x
        weight = n[i] * n[i] if tm else 1.0 + 0j
        if i == 0:
            f, df, log_f = _regular(l, wave * max(r[j], CENTRE))
            slope = slopes[0] * weight + c * ends[0] / radii[0]
            scale = ends[0] / core if core_by_value else slope / (core_slope * wave)
            scale *= math.exp(log_f - log_core)
            u[j], du[j] = f * scale, df * scale * wave
        elif i == layers:
            f, df, log_f = _outgoing(l, wave * r[j])
            scale = ends[layers - 1] / rim * math.exp(log_f - log_rim)
            u[j], du[j] = f * scale, df * scale * wave
        else:
            b = i - 1 if i <= match else i
            u[j], du[j], _, _, _, shrink = cross_integrals(
                ends[b], slopes[b] * weight + c * ends[b] / radii[b], radii[b], r[j], L, wave * wave, False
            )
            u[j], du[j] = u[j] / shrink, du[j] / shrink
    return u, du
