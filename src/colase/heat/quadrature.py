"""Integration over lateral wave numbers:  T = Int S(k) g(k) k dk/(2 pi).

S oscillates with the size of the spot and, for a spot with edges, falls off slowly. Seen from the centre an
edge at a distance l cannot matter through wave numbers far above 1/l, so the integrand is cut off softly with
erfc; the error is exp(-(sigma l)^2/2), below 1e-6. What g tends to at large k is local heating and is
subtracted first:  T = I g_end + Int S (g - g_end) k dk/(2 pi). A probe beam ends the integrand by itself.
Towards k = 0 panels shrink to the thermal length of the longest time, where g bends; upwards they widen
where far edges have faded.
"""

from __future__ import annotations

from math import log2, pi, sqrt

import numpy as np
from scipy.special import erfc

from .spots import FADES, Floats, Spot
from .views import View

_NODES = 8
_PHASE = 6.0  # radians of the fastest oscillation in one panel
_X, _W = np.polynomial.legendre.leggauss(_NODES)


def panels(edges: Floats) -> tuple[Floats, Floats]:
    """Return nodes and weights of Gauss-Legendre rules on all intervals between the edges."""
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    return (middle[:, None] + half[:, None] * _X).ravel(), (half[:, None] * _W).ravel()


def wave_numbers(spot: Spot, view: View, smallest: float) -> tuple[Floats, Floats, float]:
    """Return nodes k (1/m), their weights in T, and the weight of the response at the last, largest k.

    Parameters
    ----------
    spot, view : Spot, View
        Light and observer.
    smallest : float
        Wave number in 1/m below which the response is flat: one over the longest thermal length.
    """
    end, step = view.highest(spot), _PHASE / view.reach(spot)
    first = min(smallest, step)
    octaves = max(0, int(np.ceil(log2(step / first))))
    low = step * 0.5 ** np.arange(octaves, -1, -1.0)
    high = _upwards(step, max(end, 2 * step), _PHASE / view.near(spot))
    k, w = panels(np.concatenate([[0.0], low, high[1:]]))
    weight = w * k * view.spectrum(spot, k) / (2 * pi)
    local = view.local(spot) if spot.sharp else None
    if local is not None:
        width = end / 13
        weight = weight * 0.5 * erfc((k - end / 2) / (sqrt(2) * width))
    return np.append(k, end), np.append(weight, 0.0), float(weight.sum()) if local is None else local


def _upwards(step: float, end: float, widest: float) -> Floats:
    """Return edges from the first step to the end: even steps, wider ones where far edges have faded."""
    edges = [step]
    while edges[-1] < end:
        faded = edges[-1] * _PHASE / (1.2 * FADES)
        edges.append(edges[-1] + max(step, min(faded, widest)))
    return np.array([*edges[:-1], end])
