"""Sums of regular and of outgoing cylindrical waves at many points.

regular    sum_m a_m J_m(z) exp(i m phi),      outgoing    sum_m b_m H_m(z)/H_m(k R) exp(i m phi)
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy.special import hankel1e

from .bessel import Complexes, Floats, downward, hankel, upward


@njit(cache=True)
def _sum_inside(z, zero, one, phi, amplitude, log):
    """Return sum_m amplitude_m J_m(z) exp(i m phi - log_m) at many points."""
    M = (amplitude.size - 1) // 2
    out = np.zeros(z.size, np.complex128)
    for i in range(z.size):
        below = z[i].imag < 0
        w = z[i].conjugate() if below else z[i]
        a, _, L = downward(M, w, zero[i], one[i])
        for m in range(-M, M + 1):
            size = abs(m)
            scale = L[size] - log[m + M]
            if scale > -80:
                value = a[size].conjugate() if below else a[size]
                sign = -1.0 if m < 0 and size % 2 else 1.0
                turn = complex(np.cos(m * phi[i]), np.sin(m * phi[i]))
                out[i] += amplitude[m + M] * value * sign * np.exp(scale) * turn
    return out


@njit(cache=True)
def _sum_outside(z, zero, one, phi, wave, mantissa, log):
    """Return sum_m wave_m H_m(z)/H_m(kR) exp(i m phi) at many points (H_0, H_1 scaled by exp(Im z))."""
    M = (wave.size - 1) // 2
    out = np.zeros(z.size, np.complex128)
    for i in range(z.size):
        h, g = upward(M, z[i], zero[i], one[i])
        for m in range(-M, M + 1):
            size = abs(m)
            scale = g[size] - z[i].imag - log[size]
            if scale > -80:
                turn = complex(np.cos(m * phi[i]), np.sin(m * phi[i]))
                out[i] += wave[m + M] * h[size] / mantissa[size] * np.exp(scale) * turn
    return out


def _started(z: Complexes) -> tuple[Complexes, Complexes]:
    """Return H_0 and H_1 times exp(Im z)."""
    turn = np.exp(1j * z.real)
    return hankel1e(0, z) * turn, hankel1e(1, z) * turn


def regular(amplitude: Complexes, log: Floats, wave: complex, x: Floats, y: Floats) -> Complexes:
    """Return a regular wave (orders -M..M, scaled by exp(-log)) at points relative to the centre of its disk.

    ``wave`` is the wavenumber inside in 1/m; x and y are 1-D arrays in m.
    """
    z = wave * np.maximum(np.hypot(x, y), 1e-12)
    zero, one = _started(np.where(z.imag < 0, z.conj(), z))
    return _sum_inside(z, zero, one, np.arctan2(y, x), amplitude, log)


def outgoing(wave: complex, radius: float, values: Complexes, x: Floats, y: Floats) -> Complexes:
    """Return outgoing waves with rim values ``values`` (orders -M..M) at points outside the rim."""
    M = (values.size - 1) // 2
    h, g = hankel(M, wave * radius)
    z = wave * np.hypot(x, y)
    zero, one = _started(z)
    return _sum_outside(z, zero, one, np.arctan2(y, x), values, h, g)
