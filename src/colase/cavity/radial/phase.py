"""How many resonances lie below a wavenumber: the Pruefer phase of the radial equation.

    TE: u'' + (n^2 k^2 - L/r^2) u = 0,           u and u' continuous
    TM: (u'/n^2)' + (k^2 - L/(n r)^2) u = 0,     u and u'/n^2 continuous

u = r E (TE) or r H (TM). Both are Sturm-Liouville problems, so with v = u' (TE) or u'/n^2 (TM)
the angle theta = pi (zeros of u) + arccot(v / s u) of the inner solution grows with k and that of
the outgoing solution falls. Their difference passes pi (q - 1) exactly once, at the resonance of
radial order q: counting is exact, and no resonance can be missed or found twice.
The radiation condition is complex; where the field leaks strongly (Q of a few tens or less) the
real part of its angle, arccot(v / s u) with s the local wavenumber, takes its place: it places the
start of the complex search, and passes through Brewster's angle as the reflected wave does.
A cylinder is the same problem: u = sqrt(r) psi with psi = E_z or H_z, L = m^2 - 1/4 (order l = m - 1/2)
and v = (u' - c u/r)/n^2 with c = 1/2, because psi' and not u' is continuous; c = 0 in a sphere.
Indices are real here. Lengths in units of the outer radius; x = k R.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .layer_series import cross, cross_integrals
from .riccati import psi, standing


@njit(cache=True)
def _angle(u, v, scale):
    """Return arccot(v / (scale u)) in [0, pi]."""
    return math.atan2(abs(u), v / scale if u > 0 else -v / scale)


@njit(cache=True)
def _radiating_angle(real, imag):
    """Return real (modulo pi) and imaginary part of arccot(real + i imag), for imag >= 0."""
    turn = 0.5 * (math.atan2(imag + 1, real) - math.atan2(imag - 1, real))
    growth = -0.25 * math.log((real**2 + (imag + 1) ** 2) / (real**2 + (imag - 1) ** 2 + 1e-300))
    return turn, growth


@njit(cache=True)
def _scale(n, x, r, L, tm):
    """Return the local wavenumber that makes v/(scale u) of order one, softened at the caustic."""
    return math.sqrt(abs((n * x) ** 2 - L / (r * r)) + abs(L) ** (2 / 3)) / (n * n if tm else 1.0)


@njit(cache=True)
def _leaky_angle(x, L, c, tm, radii, n, match, start):
    """Carry the outgoing wave inward to ``match``; return its angle, followed continuously."""
    layers = radii.size
    u, v = 1.0 + 0j, start
    scale = _scale(n[layers - 1], x, 1.0, L, tm)
    turn, growth = _radiating_angle(v.real / scale, v.imag / scale)
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0
        K = (n[i] * x) ** 2
        parts = 1 + int((radii[i] - radii[i - 1]) * math.sqrt(abs(K) + abs(L) / radii[i - 1] ** 2) / 0.3)
        for part in range(1, parts + 1):
            r = radii[i] + (radii[i - 1] - radii[i]) * (part - 1) / parts
            q = radii[i] + (radii[i - 1] - radii[i]) * part / parts
            u, du, _, _, _, _ = cross_integrals(u, v * weight + c * u / r, r, q, L, K + 0j, False)
            v = (du - c * u / q) / weight
            w = v / u / _scale(n[i], x, q, L, tm)
            near, growth = _radiating_angle(w.real, w.imag)
            turn = near + math.pi * round((turn - near) / math.pi)
    w = v / u / _scale(n[match], x, radii[match], L, tm)
    near, growth = _radiating_angle(w.real, w.imag)
    return near + math.pi * round((turn - near) / math.pi), growth


@njit(cache=True)
def _mismatch(x, l, c, tm, radii, n, match):
    """Return theta_in - theta_out at boundary ``match`` and the imaginary part of theta_out."""
    L, layers = l * (l + 1.0), radii.size
    u, du, nodes, _ = psi(l, n[0] * x * radii[0])
    v = (du * n[0] * x - c * u / radii[0]) / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0
        slope = v * weight + c * u / radii[i - 1]
        u, du, more = cross(u, slope, radii[i - 1], radii[i], L, (n[i] * x) ** 2)
        v = (du - c * u / radii[i]) / weight
        nodes += more
    theta = math.pi * nodes + _angle(u, v, _scale(n[match], x, radii[match], L, tm))
    real, imag, log_scale = standing(l, n[layers] * x)
    factor = x / n[layers] if tm else x * n[layers]
    real = real * factor - c / (n[layers] ** 2 if tm else 1.0)
    imag *= math.exp(log_scale) * factor
    if match == layers - 1 or imag > 1e-3 * _scale(n[layers - 1], x, 1.0, L, tm):
        turn, growth = _leaky_angle(x, L, c, tm, radii, n, match, real + 1j * imag)
        return theta - turn, growth
    out, vout = 1.0, real
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0
        slope = vout * weight + c * out / radii[i]
        out, dout, more = cross(out, slope, radii[i], radii[i - 1], L, (n[i] * x) ** 2)
        vout = (dout - c * out / radii[i - 1]) / weight
        theta += math.pi * more
    return theta - _angle(out, vout, _scale(n[match], x, radii[match], L, tm)), 0.0


@njit(cache=True)
def phase_mismatch(x, polar, curve, magnetic, radii, index, match):
    """Return the phase mismatch of many problems; a root of order q has the value pi (q - 1).

    Parameters
    ----------
    x : array (problem,)
        k R with R the outer radius.
    polar : array (problem,)
        Order l, or m - 1/2 of a cylinder, as a float.
    curve : float
        c: 0 for a sphere, 1/2 for a cylinder.
    magnetic : array (problem,)
        True where u'/n^2 is continuous (TM of a sphere, H_z of a cylinder).
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
        phase[j], growth[j] = _mismatch(x[j], polar[j], curve, magnetic[j], radii, index[j], match[j])
    return phase, growth
