"""What a layered sphere answers to a partial wave: D_l b_l = N_l q_l for TE (M) and TM (N) waves.

The field outside is q psi_l(kr) + b xi_l(kr)/xi_l(ka). With u = r E (TE) or r H (TM) and v = u'/k (TE) or
u'/(n^2 k) (TM), both continuous, and the inner solution (u, v) at the surface

    D = u xi'/xi - v,   N = v psi - u psi'   (psi without its scale exp(s))

so that D = 0 is a resonance of the sphere alone. D and N share an arbitrary factor, chosen so that
neither has poles near the real axis. Indices are relative to the surroundings, k is that outside.
Reference: bohren1983 chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from colase.materials import Material

from .waves import Complexes, Floats, outgoing, regular


@dataclass(frozen=True, slots=True)
class Response:
    """Response of one sphere, orders 0 to L, at one wavenumber.

    Attributes
    ----------
    D, N : array (2, order)
        TE first, TM second.
    log_incoming : array (order,)
        s, the scale of psi_l at the surface.
    log_outgoing : array (order,), complex
        ln xi_l at the surface.
    """

    D: Complexes
    N: Complexes
    log_incoming: Floats
    log_outgoing: Complexes

    @property
    def orders(self) -> int:
        """Highest order."""
        return self.D.shape[1] - 1


def index_at(material: Material, k: complex) -> complex:
    """Return an index carried to complex k (vacuum, 1/m) with its slope."""
    lam = 2 * pi / k.real
    n = complex(material.index(lam))
    return n + (float(material.group_index(lam)) - n.real) * 1j * k.imag / k.real


def response(orders: int, k: complex, radii: Floats, indices: Complexes) -> Response:
    """Return D and N of a layered sphere.

    Parameters
    ----------
    orders : int
        Highest order.
    k : complex
        Wavenumber outside, in 1/m.
    radii : array (layer,)
        Outer radii in m, from the inside.
    indices : array (layer,)
        Refractive indices relative to the surroundings.
    """
    psi, dpsi, log_incoming = regular(orders, complex(k * radii[-1]))
    log_outgoing, slope = outgoing(orders, complex(k * radii[-1]))
    D, N = np.empty((2, orders + 1), np.complex128), np.empty((2, orders + 1), np.complex128)
    for tm in (0, 1):
        u, v = _inside(orders, k, radii, indices, tm)
        D[tm], N[tm] = u * slope - v, v * psi - u * dpsi
    return Response(D, N, log_incoming, log_outgoing)


def _inside(
    orders: int, k: complex, radii: Floats, indices: Complexes, tm: int
) -> tuple[Complexes, Complexes]:
    """Return u and v of the inner solution at the surface, with u + i v = 1."""
    u, v, _ = regular(orders, complex(k * indices[0] * radii[0]))
    v = v * (indices[0] / indices[0] ** (2 * tm))
    for n, inner, outer in zip(indices[1:], radii[:-1], radii[1:], strict=True):
        weight = n / n ** (2 * tm)
        a, da, s = regular(orders, complex(k * n * inner))
        A, dA, S = regular(orders, complex(k * n * outer))
        log, slope = outgoing(orders, complex(k * n * inner))
        Log, Slope = outgoing(orders, complex(k * n * outer))
        wronskian = weight * (a * slope - da)
        standing, leaving = (weight * slope * u - v) / wronskian, (a * v - weight * da * u) / wronskian
        balance = 0.5 * (S - s + (Log - log).real)  # keeps both partial waves in range
        grow, fade = np.exp(S - s - balance), np.exp(Log - log - balance)
        u = standing * A * grow + leaving * fade
        v = weight * (standing * dA * grow + leaving * Slope * fade)
        size = np.abs(u) + np.abs(v)
        u, v = u / size, v / size
    factor = u + 1j * v
    return u / factor, v / factor
