"""Closed forms and quick laws: what a stack must tend to, and what one can do on the back of an envelope.

All are rises per absorbed irradiance q, in K m^2/W (carslaw1959, ch. 2 and 10).
"""

from __future__ import annotations

from math import asinh, pi, sqrt

from .solid import Solid
from .stack import HeatLayer, Stack


def rectangle_on_half_space(solid: Solid, width: float, height: float) -> float:
    """Return the steady rise at the centre of a rectangle, (2/pi k)[a asinh(b/a) + b asinh(a/b)].

    ``a`` and ``b`` are half of width and height, k = sqrt(k_z k_r).
    """
    a, b = width / 2, height / 2
    return 2 / (pi * solid.mean_conductivity) * (a * asinh(b / a) + b * asinh(a / b))


def disc_on_half_space(solid: Solid, radius: float) -> float:
    """Return the steady rise at the centre of a disc, a/k."""
    return radius / solid.mean_conductivity


def gaussian_on_half_space(solid: Solid, radius: float) -> float:
    """Return the steady rise at the centre of a Gaussian of 1/e^2 radius w, (w/k) sqrt(pi/8)."""
    return radius / solid.mean_conductivity * sqrt(pi / 8)


def half_space_surface(solid: Solid, time: float) -> float:
    """Return the rise of a half-space heated evenly at its surface, 2 sqrt(t/(pi k C))."""
    return 2 * sqrt(time / (pi * solid.conductivity * solid.heat_capacity))


def adiabatic_film(layer: HeatLayer, time: float) -> float:
    """Return the rise of a film before heat leaves it, t/(C d)."""
    return time / (layer.solid.heat_capacity * layer.thickness)


def film_on_heat_sink(layer: HeatLayer) -> float:
    """Return the steady rise of the top of an evenly heated film over its lower face, d/2k."""
    return layer.thickness / (2 * layer.solid.conductivity)


def budget(stack: Stack, spreading: float) -> dict[str, float]:
    """Return the steady rise of a thin film on a half-space as a sum of series resistances.

    Parameters
    ----------
    stack : Stack
        Layers on a half-space; heat is made evenly in the first one.
    spreading : float
        Spreading resistance of the spot on the half-space (see `rectangle_on_half_space`), in K m^2/W.

    Returns
    -------
    dict
        Rise per absorbed irradiance by layer and by boundary. Exact for films much thinner than the spot.
    """
    first, *middle, last = stack.layers
    parts = {first.name: film_on_heat_sink(first)}
    above = first
    for layer in middle:
        parts[f"{above.name} | {layer.name}"] = above.resistance
        parts[layer.name] = layer.thickness / layer.solid.conductivity
        above = layer
    parts[f"{above.name} | {last.name}"] = above.resistance
    parts[last.name] = spreading
    return parts
