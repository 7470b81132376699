"""How many resonances lie below a wavenumber: the Pruefer phase of the radial equation.

    TE: u'' + (n^2 k^2 - L/r^2) u = 0,           u and u' continuous
    TM: (u'/n^2)' + (k^2 - L/(n r)^2) u = 0,     u and u'/n^2 continuous

u = r E (TE) or r H (TM). Both are Sturm-Liouville problems, so with v = u' (TE) or u'/n^2 (TM)
the angle theta = pi (zeros of u) + arccot(v / s u) of the inner solution grows with k and that of
the outgoing solution falls. Their difference passes pi (q - 1) exactly once, at the resonance of
radial order q: counting is exact, and no resonance can be missed or found twice.
The radiation condition is complex; where the field leaks strongly (Q of a few tens or less) the
real part of its angle places the start of the complex search and the count is an estimate.
Indices are real here. Lengths in units of the outer radius; x = k R.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .layer_series import cross
from .riccati import outgoing_real, psi


@njit(cache=True)
def _angle(u, v, scale):
    """Return arccot(v / (scale u)) in [0, pi]."""
    return math.atan2(abs(u), v / scale if u > 0 else -v / scale)


@njit(cache=True)
def _radiating_angle(real, imag):
    """Return real and imaginary part of arccot(real + i imag), for real < 0 and imag >= 0."""
    above = math.atan2(imag - 1, real)
    if above > 0:
        above -= 2 * math.pi
    turn = 0.5 * (math.atan2(imag + 1, real) - above)
    growth = -0.25 * math.log((real**2 + (imag + 1) ** 2) / (real**2 + (imag - 1) ** 2 + 1e-300))
    return turn, growth


@njit(cache=True)
def _mismatch(x, l, tm, radii, n, match):
    """Return theta_in - theta_out at boundary ``match`` and the imaginary part of theta_out."""
    L = l * (l + 1.0)
    outside = radii.size
    u, du, nodes, _ = psi(l, n[0] * x * radii[0])
    v = du * n[0] * x / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0
        u, du, more = cross(u, v * weight, radii[i - 1], radii[i], L, (n[i] * x) ** 2)
        v = du / weight
        nodes += more
    inside = n[match] * n[match] if tm else 1.0
    scale = math.sqrt(abs((n[match] * x) ** 2 - L / radii[match] ** 2) + L ** (2 / 3)) / inside
    real, imag = outgoing_real(l, n[outside] * x)
    factor = x / n[outside] if tm else x * n[outside]
    if match == outside - 1:
        turn, growth = _radiating_angle(real * factor / scale, imag * factor / scale)
        return math.pi * nodes + _angle(u, v, scale) - turn, growth
    out, vout, beyond = 1.0, real * factor, 0
    for i in range(outside - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0
        out, dout, more = cross(out, vout * weight, radii[i], radii[i - 1], L, (n[i] * x) ** 2)
        vout = dout / weight
        beyond += more
    return math.pi * (nodes + beyond) + _angle(u, v, scale) - _angle(out, vout, scale), 0.0


@njit(cache=True)
def phase_mismatch(x, polar, magnetic, radii, index, match):
    """Return the phase mismatch of many problems; a root of order q has the value pi (q - 1).

    Parameters
    ----------
    x : array (problem,)
        k R with R the outer radius.
    polar, magnetic : array (problem,)
        Polar order l; True for TM.
    radii : array (layer,)
        Boundaries in units of R, the last one 1.
    index : array (problem, layer + 1)
        Real refractive indices, the surroundings last.
    match : array (problem,)
        Boundary where the inner and outer solutions meet.

    Returns
    -------
    phase, growth : array (problem,)
        The mismatch and the imaginary part of the outgoing angle (a measure of leakage).
    """
    phase, growth = np.empty(x.size), np.empty(x.size)
    for j in range(x.size):
        phase[j], growth[j] = _mismatch(x[j], polar[j], magnetic[j], radii, index[j], match[j])
    return phase, growth
