"""Waves of one sphere arriving at another: translation of vector waves by quadrature over its surface.

About the centre of sphere 2, at distance d along +z (or -z) from sphere 1, an outgoing wave of sphere 1 is a
sum of regular waves. Their coefficients follow from the radial parts r_2 . E and r_2 . curl E on the surface
of sphere 2 (Gauss-Legendre in cos theta_2; the azimuthal number m about the line of centres is kept):

    q_l psi_l(ka) = ka k <P_l, r_2 . E>/(l(l+1)),   M to M = N to N = A,   M to N = N to M = B

Everything is surface-scaled: the outgoing wave is one on its own sphere, the coefficient carries exp(s_l)
of psi_l at the other, so nothing over- or underflows and rounding is relative to the largest element.
Where psi_l is close to a zero on the surface, a sphere 1.3/k smaller is taken for that order.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .response import Response
from .waves import Complexes, Floats, legendre, outgoing_relative, regular

_SMALL = 0.3  # mantissa of psi_l below which another radius is taken


def nodes(orders: int) -> int:
    """Return how many points of quadrature resolve fields of so many orders on a sphere."""
    return int(1.3 * orders) + 80


@lru_cache(maxsize=8)
def _gauss(count: int) -> tuple[Floats, Floats]:
    """Return nodes and weights."""
    return np.polynomial.legendre.leggauss(count)


@lru_cache(maxsize=8)
def _angular(orders: int, m: int, count: int) -> Floats:
    """Return weighted P_l^m at the nodes, shape (order, node)."""
    x, w = _gauss(count)
    return legendre(orders, m, x, np.sqrt(1 - x * x))[0] * w


def translation(
    k: complex,
    source: tuple[float, int],
    target: tuple[float, int],
    distance: float,
    m: int,
    points: int | None = None,
) -> tuple[Complexes, Complexes]:
    """Return A and B from outgoing waves of a source to scaled regular waves about a target.

    Parameters
    ----------
    k : complex
        Wavenumber in the surroundings, in 1/m.
    source, target : tuple
        Radius in m and highest order of each sphere.
    distance : float
        From source to target along z in m; negative if the target lies on the -z side.
    m : int
        Azimuthal number about the line of centres.
    points : int, optional
        Points of quadrature.

    Returns
    -------
    A, B : array (order of the target, order of the source)
    """
    L1, (a2, L2) = source[1], target
    count = points or nodes(max(L1, L2))
    psi, _, s = regular(L2, complex(k * a2))
    A, B = _arriving(k, source, a2, L2, distance, m, count, np.arange(L2 + 1))
    weak = np.flatnonzero(np.abs(psi) < _SMALL)
    weak = weak[weak < abs(k * a2)]
    scale = 1 / np.where(np.abs(psi) < 1e-30, 1.0, psi)
    if weak.size:
        inner = a2 * max(1 - 1.3 / abs(k * a2), 0.5)
        near, _, t = regular(L2, complex(k * inner))
        A[weak], B[weak] = _arriving(k, source, inner, L2, distance, m, count, weak)
        scale[weak] = np.exp(s[weak] - t[weak]) / near[weak]
    return A * scale[:, None], B * scale[:, None]


def _arriving(
    k: complex,
    source: tuple[float, int],
    radius: float,
    orders: int,
    distance: float,
    m: int,
    count: int,
    rows: np.ndarray,
) -> tuple[Complexes, Complexes]:
    """Return q_l psi_l on a sphere of a radius about the target, for some orders l."""
    a1, L1 = source
    x, _ = _gauss(count)
    r = np.sqrt(distance**2 + radius**2 + 2 * distance * radius * x)
    cosine, sine = (distance + radius * x) / r, radius * np.sqrt(1 - x * x) / r
    P, D = legendre(L1, m, cosine, sine)
    value, slope = outgoing_relative(L1, k * r + 0j, complex(k * a1))
    l = np.arange(L1 + 1.0)
    kr, kd = k * r, k * distance
    N = (l * (l + 1))[:, None] * P * value * ((1 - distance * cosine / r) / kr) + D * slope * (kd / kr)
    M = P * value * (1j * m * kd / kr)
    q = rows + 0.0
    factor = (k * radius / np.where(q > 0, q * (q + 1), np.inf))[:, None]
    weighted = _angular(orders, m, count)[rows]
    return factor * _product(weighted, N), factor * _product(weighted, M)


def _product(weighted: Floats, field: Complexes) -> Complexes:
    """Return weighted @ field^T with a real first factor."""
    return weighted @ field.real.T + 1j * (weighted @ field.imag.T)


def backward(A: Complexes, B: Complexes, source: Response, target: Response) -> tuple[Complexes, Complexes]:
    """Return the translation from target to source from that from source to target (reciprocity).

    Unscaled, U_{ll'} l(l+1) is symmetric for A and antisymmetric for B when the direction is reversed.
    """
    l, q = np.arange(source.orders + 1.0), np.arange(target.orders + 1.0)
    into = np.exp(source.log_incoming + source.log_outgoing) / np.where(l > 0, l * (l + 1), np.inf)
    out = np.exp(-target.log_incoming - target.log_outgoing) * q * (q + 1)
    scale = into[:, None] * out[None, :]
    return A.T * scale, -B.T * scale
