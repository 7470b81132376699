"""A plane wave on a layered sphere: extinction, scattering, and absorption in every layer.

    u = psi_l - a_l zeta_l outside;   C_ext = 2 pi/k^2 sum (2l+1) Re(a_l + b_l)
    C_sca = 2 pi/k^2 sum (2l+1) (|a_l|^2 + |b_l|^2),   k in the surroundings

a_l (TM) and b_l (TE) come from the pair (u, u') carried outward, never from ratios of
Riccati-Bessel functions, so nothing happens when n k r is a multiple of pi. Absorption is integrated
layer by layer,  Im(n^2) k^2 int |u|^2 dr  (TE),  -Im(1/n^2) int (|u'|^2 + L|u|^2/r^2) dr  (TM),
so a weak absorption is not a difference of large numbers. Surroundings must not absorb.
Reference: bohren1983 chapters 4 and 8.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from colase.cavity.radial.layer_series import cross_integrals
from colase.cavity.radial.riccati import chi, psi


@njit(cache=True)
def _core_absorption(u, v):
    """Return the absorption inside: the inward flux -Im(u* v), exactly zero for a real index."""
    return -(u.real * v.imag - u.imag * v.real)


@njit(cache=True)
def _multipole(k, l, tm, radii, n, absorbed):
    """Return a_l or b_l and fill the absorption of each layer (units of 1/(2l+1) of C k^2/2 pi)."""
    L, layers = l * (l + 1.0), radii.size
    outside = n[layers].real
    u, slope, _, _ = psi(l, n[0] * k * radii[0])
    v = slope * n[0] * k / (n[0] * n[0] if tm else 1.0)
    absorbed[0] = _core_absorption(u, v)
    for i in range(1, layers):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        u, du, square, curl, _, shrink = cross_integrals(
            u, v * weight, radii[i - 1], radii[i], L, (n[i] * k) ** 2, True
        )
        v = du / weight
        absorbed[:i] *= shrink * shrink
        loss = -(1 / weight).imag * curl.real if tm else (n[i] * n[i]).imag * k * k * square.real
        absorbed[i] = loss
    scale = k / outside if tm else k * outside
    p, dp, _, _ = psi(l, outside * k * radii[-1])
    c, dc, log_c = chi(l, outside * k * radii[-1])
    faint = math.exp(-2 * log_c) / (p * dc - c * dp)
    regular, irregular = (v * p - u * scale * dp) * faint, v * c - u * scale * dc
    total = regular + 1j * irregular
    amplitude = scale * math.exp(-log_c) / abs(total)
    absorbed *= amplitude * amplitude / scale
    return regular / total


@njit(cache=True)
def cross_sections(k, radii, index):
    """Return cross sections at many wavelengths, in units of the squared length of ``radii``.

    Parameters
    ----------
    k : array (wavelength,)
        Vacuum wavenumbers.
    radii : array (layer,)
        Outer radius of each layer.
    index : array (wavelength, layer + 1), complex
        Refractive indices, the surroundings last and real.

    Returns
    -------
    extinction, scattering : array (wavelength,)
    absorption : array (wavelength, layer)
    """
    extinction, scattering = np.zeros(k.size), np.zeros(k.size)
    absorption = np.zeros((k.size, radii.size))
    part = np.zeros(radii.size)
    for j in range(k.size):
        wave = index[j, -1].real * k[j]
        size = wave * radii[-1]
        unit = 2 * math.pi / (wave * wave)
        for l in range(1, int(size + 8 * size ** (1 / 3)) + 12):
            for tm in (False, True):
                a = _multipole(k[j], l, tm, radii, index[j], part)
                extinction[j] += unit * (2 * l + 1) * a.real
                scattering[j] += unit * (2 * l + 1) * (a.real * a.real + a.imag * a.imag)
                absorption[j] += unit * (2 * l + 1) * part
    return extinction, scattering, absorption
