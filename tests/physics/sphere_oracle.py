"""Layered spheres by two independent routes: mpmath at 50 digits, and scipy Bessel functions.

Both use the transfer of the amplitudes of psi and chi from layer to layer, unlike the package.
"""

from itertools import pairwise

import mpmath as mp
import numpy as np
from scipy.special import hankel1e, jv, yv


def _riccati(l, z):
    half = mp.mpf(1) / 2
    f = mp.sqrt(mp.pi * z / 2)
    psi, chi = f * mp.besselj(l + half, z), f * mp.bessely(l + half, z)
    return (
        psi,
        f * mp.besselj(l - half, z) - l * psi / z,
        chi,
        f * mp.bessely(l - half, z) - l * chi / z,
    )


def _inside(k, l, tm, radii, n):
    """Return u and u' (TE) or u'/n^2 (TM) of the regular solution at the outer radius."""
    u, slope, _, _ = _riccati(l, n[0] * k * radii[0])
    v = slope * n[0] * k / (n[0] ** 2 if tm else 1)
    for i in range(1, len(radii)):
        weight = n[i] ** 2 if tm else 1
        psi, dpsi, chi, dchi = _riccati(l, n[i] * k * radii[i - 1])
        slope = v * weight / (n[i] * k)
        a, b = u * dchi - slope * chi, slope * psi - u * dpsi
        psi, dpsi, chi, dchi = _riccati(l, n[i] * k * radii[i])
        u, v = a * psi + b * chi, (a * dpsi + b * dchi) * n[i] * k / weight
    return u, v


def exact(k_guess, l, tm, radii, indices, outside=1.0, digits=60):
    """Return the complex root in k (1/um, radii in um) nearest the guess, by secant steps."""
    with mp.workdps(digits):
        n = [mp.mpmathify(v) for v in (*indices, outside)]
        r = [mp.mpf(str(v)) if isinstance(v, float) else mp.mpf(v) for v in radii]

        def f(k):
            u, v = _inside(k, l, tm, r, n)
            psi, dpsi, chi, dchi = _riccati(l, n[-1] * k * r[-1])
            zeta, dzeta = psi + 1j * chi, dpsi + 1j * dchi
            scale = k / n[-1] if tm else k * n[-1]
            return (v - u * scale * dzeta / zeta) / (abs(u) + abs(v))

        a = mp.mpmathify(k_guess)
        b = a * (1 + mp.mpc("1e-6", "-1e-7"))
        fa, fb = f(a), f(b)
        for _ in range(60):
            a, b, fa = b, b - fb * (b - a) / (fb - fa), fb
            if abs(b - a) < mp.mpf(10) ** (-digits + 12) * abs(b):
                return b
            fb = f(b)
    raise RuntimeError("secant did not converge")


def plane_wave(k, radii, indices, orders):
    """Return extinction and scattering efficiency of a layered sphere in vacuum (mpmath)."""
    n = [mp.mpmathify(v) for v in indices]
    extinction = scattering = mp.mpf(0)
    for l in range(1, orders + 1):
        for tm in (False, True):
            u, v = _inside(k, l, tm, radii, n)
            psi, dpsi, chi, dchi = _riccati(l, k * radii[-1])
            a = (v * psi - u * k * dpsi) / (v * (psi + 1j * chi) - u * k * (dpsi + 1j * dchi))
            extinction += (2 * l + 1) * mp.re(a)
            scattering += (2 * l + 1) * abs(a) ** 2
    unit = 2 / (k * radii[-1]) ** 2
    return float(unit * extinction), float(unit * scattering)


def _riccati_scipy(l, z):
    f = np.sqrt(np.pi * z / 2)
    psi, chi = f * jv(l + 0.5, z), f * yv(l + 0.5, z)
    return psi, f * jv(l - 0.5, z) - l * psi / z, chi, f * yv(l - 0.5, z) - l * chi / z


def regular_scipy(k, l, tm, radii, n):
    """Return (u, v) of the regular solution at the outer radius for an array of k (scipy)."""
    u, slope, _, _ = _riccati_scipy(l, n[0] * k * radii[0])
    v = slope * n[0] * k / (n[0] ** 2 if tm else 1)
    for i in range(1, len(radii)):
        weight = n[i] ** 2 if tm else 1
        psi, dpsi, chi, dchi = _riccati_scipy(l, n[i] * k * radii[i - 1])
        slope = v * weight / (n[i] * k)
        a, b = u * dchi - slope * chi, slope * psi - u * dpsi
        psi, dpsi, chi, dchi = _riccati_scipy(l, n[i] * k * radii[i])
        u, v = a * psi + b * chi, (a * dpsi + b * dchi) * n[i] * k / weight
    return u, v


def standing_scipy(k, l, tm, radii, n):
    """Return the characteristic function with chi outside (real for real k), shape of k."""
    u, v = regular_scipy(k, l, tm, radii, n)
    _, _, chi, dchi = _riccati_scipy(l, n[-1] * k * radii[-1])
    return (v * chi - u * dchi * (k / n[-1] if tm else k * n[-1])) / np.hypot(u, v / k) / np.abs(chi)


def winding(l, tm, radii, n, low, high, q_floor):
    """Return how many roots have low < Re k < high and Q > q_floor: the argument principle."""
    bottom, top = 1 - 0.5j / q_floor, 1 + 0.02j
    for points in (500, 3000, 15000):
        t = np.linspace(0, 1, points)
        corners = (low * top, low * bottom, high * bottom, high * top, low * top)
        k = np.concatenate([a + (b - a) * t for a, b in pairwise(corners)])
        u, v = regular_scipy(k, l, tm, radii, n)
        z = n[-1] * k * radii[-1]
        f = np.sqrt(np.pi * z / 2)
        zeta = f * hankel1e(l + 0.5, z)
        dzeta = f * hankel1e(l - 0.5, z) - l * zeta / z
        value = v * zeta - u * dzeta * (k / n[-1] if tm else k * n[-1])
        turn = np.angle(value[1:] / value[:-1])
        if np.abs(turn).max() < 2:
            return round(turn.sum() / (2 * np.pi))
    raise RuntimeError("contour too close to a root")


def at(modes, label):
    """Return one mode of a Dataset by its label."""
    return modes.isel(mode=int(np.flatnonzero(modes.label.values == label)[0]))
