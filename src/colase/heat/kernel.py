"""Temperature of a stack per unit heat, for one lateral wave number and one Laplace variable.

With T(x, y, z, t) -> T(z) e^(i k.r + s t) every layer obeys  k_z T'' = (k_r k^2 + s C) T - f(z), so

    mu^2 = (k_r k^2 + s C)/k_z,     Z_0 = 1/(k_z mu).

What lies below (above) a layer acts on it through an impedance Z (temperature per flux), that is through a
reflection rho = (Z - Z_0)/(Z + Z_0): 1 where no heat passes, -1 at a heat sink. With the moments P, Q of the
source, p, q of the observer (`colase.heat.sources`) and e = exp(-mu d), images at both faces sum up to

    T = Z_0/2 { V + [rho_u p P + rho_d q Q + rho_u rho_d e (p Q + q P)]/(1 - rho_u rho_d e^2) }.

Only decaying exponentials occur, so nothing overflows however thick or thin a layer is. Exact.
Reference: carslaw1959, ch. 2 and 14; layered impedances as in cahill2004.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .sources import Complex, Profile
from .stack import HeatLayer, Stack


@dataclass(frozen=True, slots=True)
class Wave:
    """One layer at given k and s: inverse depth, impedance, decay and reflections from above and below."""

    mu: Complex
    impedance: Complex
    decay: Complex
    up: Complex
    down: Complex


def waves(stack: Stack, k: NDArray[np.float64], s: Complex) -> list[Wave]:
    """Return every layer's wave, arrays of shape (s, k).

    Parameters
    ----------
    stack : Stack
        The layers.
    k : ndarray, shape (k,)
        Lateral wave numbers in 1/m, positive (or zero where s is not).
    s : ndarray, shape (s,)
        Laplace variable in 1/s.
    """
    square, rate = k[None, :] ** 2, s[:, None]
    mu = [
        np.sqrt((m.solid.along * square + rate * m.solid.heat_capacity) / m.solid.conductivity)
        for m in stack.layers
    ]
    impedance = [1 / (m.solid.conductivity * x) for m, x in zip(stack.layers, mu, strict=True)]
    decay = [_decay(m, x) for m, x in zip(stack.layers, mu, strict=True)]
    down = _reflections(stack.layers, impedance, decay, stack.backside.impedance, below=True)
    up = _reflections(stack.layers[::-1], impedance[::-1], decay[::-1], stack.top.impedance, below=False)[
        ::-1
    ]
    return [Wave(*parts) for parts in zip(mu, impedance, decay, up, down, strict=True)]


def _decay(layer: HeatLayer, mu: Complex) -> Complex:
    return np.zeros_like(mu) if layer.infinite else np.exp(-mu * layer.thickness)


def _reflections(
    layers: tuple[HeatLayer, ...], own: list[Complex], decay: list[Complex], face: float, below: bool
) -> list[Complex]:
    """Return the reflection at the far face of each layer, from the outermost inwards."""
    found: list[Complex] = []
    beyond: Complex | float = face
    for i in range(len(layers) - 1, -1, -1):
        z = own[i]
        rho = np.ones_like(z) if np.ndim(beyond) == 0 and np.isinf(beyond) else (beyond - z) / (beyond + z)
        found.append(rho)
        back = rho * decay[i] ** 2
        gap = (layers[i - 1] if below else layers[i]).resistance if i else 0.0
        beyond = z * (1 + back) / (1 - back) + gap
    return found[::-1]


def response(
    stack: Stack, found: list[Wave], source: tuple[int, Profile], view: tuple[int, Profile]
) -> Complex:
    """Return the temperature seen by ``view`` per unit heat of ``source``, in K m^2/W, shape (s, k).

    Parameters
    ----------
    stack : Stack
        The layers.
    found : list of Wave
        From `waves`.
    source, view : tuple of (int, Profile)
        Layer and distribution of the heat, layer and weight of the temperature.
    """
    (j, profile), (i, weight) = source, view
    wave, thickness = found[j], stack.layers[j].thickness
    P, Q = profile.moments(wave.mu, thickness)
    e, up, down = wave.decay, wave.up, wave.down
    loop = 1 - up * down * e**2
    if i == j:
        p, q = weight.moments(wave.mu, thickness)
        images = up * p * P + down * q * Q + up * down * e * (p * Q + q * P)
        return wave.impedance / 2 * (weight.gather(profile, wave.mu, thickness) + images / loop)
    if i > j:
        flux = (1 - down) * (Q + up * e * P) / (2 * loop)
        return _passed_on(stack, found, flux, range(j + 1, i), (i, weight), below=True)
    flux = (1 - up) * (P + down * e * Q) / (2 * loop)
    return _passed_on(stack, found, flux, range(j - 1, i, -1), (i, weight), below=False)


def _passed_on(
    stack: Stack, found: list[Wave], flux: Complex, between: range, view: tuple[int, Profile], below: bool
) -> Complex:
    """Return the temperature in a layer that a flux reaches through the layers between."""
    for m in between:
        rho = found[m].down if below else found[m].up
        flux = flux * found[m].decay * (1 - rho) / (1 - rho * found[m].decay ** 2)
    i, weight = view
    wave = found[i]
    rho = wave.down if below else wave.up
    p, q = weight.moments(wave.mu, stack.layers[i].thickness)
    near, far = (p, q) if below else (q, p)
    return flux * wave.impedance * (near + rho * wave.decay * far) / (1 - rho * wave.decay**2)
