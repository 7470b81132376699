"""Independent answers for two spheres: Wigner symbols by Racah's formula, Bessel functions of scipy."""

from functools import cache
from math import factorial

import numpy as np
from mpmath import mp, mpf, sqrt
from scipy.special import spherical_jn, spherical_yn


@cache
def wigner3j(a, b, c, m):
    """Return (a b c; m -m 0) by Racah's sum in whole numbers."""
    if not abs(a - b) <= c <= a + b or m > min(a, b):
        return mpf(0)
    first = factorial(a + b - c) * factorial(a - b + c) * factorial(-a + b + c)
    second = factorial(a + m) * factorial(a - m) * factorial(b + m) * factorial(b - m) * factorial(c) ** 2
    norm = sqrt(mpf(first * second) / factorial(a + b + c + 1))
    total = mpf(0)
    for t in range(max(0, b - c - m, a - c - m), min(a + b - c, a - m, b - m) + 1):
        below = factorial(t) * factorial(c - b + t + m) * factorial(c - a + t + m)
        below *= factorial(a + b - c - t) * factorial(a - t - m) * factorial(b - t - m)
        total += mpf((-1) ** t) / below
    return (-1) ** (a - b) * norm * total


def hankel(l, z):
    """Return h_l of the first kind."""
    if mp.dps > 15:
        return sqrt(mp.pi / (2 * z)) * mp.hankel1(l + mpf(1) / 2, z)
    return complex(spherical_jn(l, z) + 1j * spherical_yn(l, z))


def translated(l, q, m, kd):
    """Return A and B of an outgoing wave l as regular waves q, the target at +kd (Stein, Cruzan)."""
    scalar, vector = 0, 0
    for p in range(abs(l - q), l + q + 1, 2):
        term = wigner3j(l, q, p, 0) * wigner3j(l, q, p, m) * (2 * p + 1) * hankel(p, kd)
        term *= (1j ** ((q - l + p) % 4)) * (-1) ** m * sqrt(mpf((2 * l + 1) * (2 * q + 1)))
        scalar += term
        vector += term * (l * (l + 1) + q * (q + 1) - p * (p + 1))
    return vector / (2 * q * (q + 1)), 1j * m * kd * scalar / (q * (q + 1))


def determinant(k, radius, index, distance, m, orders):
    """Return the determinant of two equal homogeneous spheres in air, from scipy and `translated`."""
    l = np.arange(m, orders + 1)
    x, y = k * radius, index * k * radius

    def psi(z):
        j = spherical_jn(l, z)
        return z * j, j + z * spherical_jn(l, z, derivative=True)

    def xi(z):
        h = spherical_jn(l, z) + 1j * spherical_yn(l, z)
        slope = spherical_jn(l, z, derivative=True) + 1j * spherical_yn(l, z, derivative=True)
        return z * h, h + z * slope

    (p, dp), (P, dP), (h, dh) = psi(x), psi(y), xi(x)
    te = -(p * index * dP - dp * P) / (h * index * dP - dh * P)
    tm = -(p * dP - index * dp * P) / (h * dP - index * dh * P)
    pairs = [[translated(int(b), int(a), m, k * distance) for b in l] for a in l]
    A = np.array([[complex(e[0]) for e in row] for row in pairs])
    B = np.array([[complex(e[1]) for e in row] for row in pairs])
    sign = (-1.0) ** (l[:, None] + l[None, :])
    T = np.concatenate([te, tm])[:, None]
    forth, back = np.block([[A, B], [B, A]]), np.block([[A * sign, -B * sign], [-B * sign, A * sign]])
    one = np.eye(2 * l.size)
    # scaled so that high orders do not drown the determinant
    scale = np.concatenate([h, h])
    system = np.block([[one, -T * back * scale[:, None] / scale], [-T * forth * scale[:, None] / scale, one]])
    return np.linalg.det(system)
