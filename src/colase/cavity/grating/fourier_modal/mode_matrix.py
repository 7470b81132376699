"""Fourier modal method: the admittances of a layered crystal and the matrix whose zeros are modes.

With exp(-i w t), k0 = w/c, E = (E_x, E_y), F = Z0 (H_y, -H_x) and K = k + G,

    E' = i P F,   P = k0 - K eps^-1 K^T/k0,
    F' = i Q E,   Q = k0 eps - (z x K)(z x K)^T/k0,

so that P Q W = W q^2 gives the eigenmodes E = W exp(iqz) of a layer, F = Q W/q. Above an interface
F = Y E with the admittance Y; light that only leaves has Y = Q/q in a half-space, and from the top
of a layer to its bottom Y is carried by reflections, R = (1 + y)^-1 (1 - y), y = (QW/q)^-1 Y W,
R -> exp(iqd) R exp(iqd), never by growing waves. A resonance is a complex k0 at which

    T(k0) E = (Y_above + Y_below) E = 0

holds at an interface; T is complex symmetric. Moharam et al. 1995, Li 1996; truncation is the only
approximation. The branch of q in the half-spaces is cut along negative imaginary q^2, so that open
channels below the real axis of k0 still leave and closed ones still decay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.cavity.grating.crystal.layer_matrices import permittivity
from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import Waves

Complex = NDArray[np.complex128]


@dataclass(frozen=True, slots=True, eq=False)
class LayerWaves:
    """Eigenmodes of one layer: E = W exp(iqz), F = V exp(iqz), and how the far side reflects.

    For a uniform layer W = 1 and V is diagonal; both are then stored as None and a vector.
    """

    W: Complex | None
    V: Complex
    q: Complex
    phase: Complex
    reflection: Complex


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What lies on one side of an interface: its admittance, and its layers from there outwards."""

    admittance: Complex
    layers: tuple[LayerWaves, ...]
    outer_q: Complex
    outer_admittance: Complex


def outgoing(squared: Complex) -> Complex:
    """Return the root q of q^2 that leaves or decays, with the cut along negative imaginary q^2."""
    return np.asarray(np.sqrt(squared * -1j) * np.exp(0.25j * np.pi), dtype=complex)


def _not_zero(q: Complex, k0: complex) -> Complex:
    """Return q without the zeros of an order that just grazes the layer."""
    return np.where(q == 0, 1e-9 * k0, q)


def half_space(basis: Waves, k0: complex, eps: complex) -> tuple[Complex, Complex]:
    """Return q and the diagonal admittance of outgoing light in a uniform medium."""
    q = _not_zero(outgoing(np.asarray(k0**2 * eps - basis.length**2, dtype=complex)), k0)
    return q, np.where(basis.transverse, q / k0, k0 * eps / q)


def side(
    slab: PhotonicCrystalSlab, basis: Waves, k0: complex, eps: Complex, order: Sequence[int], outer: complex
) -> Side:
    """Return one side of an interface.

    Parameters
    ----------
    eps : ndarray
        Permittivities of `PhotonicCrystalSlab.materials`.
    order : sequence of int
        Layers from the interface outwards.
    outer : complex
        Permittivity of the half-space.
    """
    outer_q, outer_y = half_space(basis, k0, outer)
    Y, crossed = np.diag(outer_y), []
    for j in reversed(order):
        layer = _eigenmodes(slab, basis, k0, eps[2 + 2 * j], eps[3 + 2 * j], j)
        Y, done = _carried(Y, *layer, slab.layers[j].thickness)
        crossed.append(done)
    return Side(Y, tuple(reversed(crossed)), outer_q, outer_y)


def _eigenmodes(
    slab: PhotonicCrystalSlab, basis: Waves, k0: complex, outside: complex, inside: complex, layer: int
) -> tuple[Complex | None, Complex, Complex]:
    """Return W, V and q of a layer."""
    if not slab.layers[layer].patterned:
        q = _not_zero(np.sqrt(k0**2 * outside - basis.length**2 + 0j), k0)
        return None, np.where(basis.transverse, q / k0, k0 * outside / q), q
    in_plane, curl = permittivity(slab, layer, basis, inside, outside)
    P = k0 * np.eye(len(curl)) - curl / k0
    Q = k0 * in_plane - np.diag(np.where(basis.transverse, basis.length**2, 0.0)) / k0
    squared, W = np.linalg.eig(P @ Q)
    q = _not_zero(np.sqrt(squared), k0)
    q = np.where(q.imag < 0, -q, q)
    return W, (Q @ W) / q, q


def _carried(
    Y: Complex, W: Complex | None, V: Complex, q: Complex, thickness: float
) -> tuple[Complex, LayerWaves]:
    """Carry an admittance from the far to the near side of a layer."""
    one = np.eye(len(q))
    phase = np.exp(1j * q * thickness)
    y = Y / V[:, None] if W is None else np.linalg.solve(V, Y @ W)
    R: Complex = np.asarray(np.linalg.solve(one + y, one - y), dtype=complex)
    near = phase[:, None] * R * phase
    if W is None:
        carried = V[:, None] * np.linalg.solve((one + near).T, (one - near).T).T
    else:
        carried = np.linalg.solve((W @ (one + near)).T, (V @ (one - near)).T).T
    return np.asarray(carried, dtype=complex), LayerWaves(W, V, q, phase, R)


def sides(
    slab: PhotonicCrystalSlab, basis: Waves, k0: complex, eps: Complex, interface: int
) -> tuple[Side, Side]:
    """Return what lies below and above an interface (0: substrate and first layer)."""
    count = len(slab.layers)
    below = side(slab, basis, k0, eps, range(interface - 1, -1, -1), eps[0])
    above = side(slab, basis, k0, eps, range(interface, count), eps[1])
    return below, above


def mode_matrix(
    slab: PhotonicCrystalSlab, basis: Waves, k0: complex, eps: Complex, interface: int
) -> Complex:
    """Return T(k0), shape (column, column); T E = 0 at a resonance."""
    below, above = sides(slab, basis, k0, eps, interface)
    return below.admittance + above.admittance


def scattering(
    slab: PhotonicCrystalSlab, basis: Waves, k0: float, eps: Complex
) -> tuple[Complex, Complex, NDArray[np.float64], NDArray[np.float64]]:
    """Return amplitudes of E reflected and transmitted, for every wave incident from above.

    Returns
    -------
    reflected, transmitted : ndarray, shape (column out, column in)
        At the upper and the lower surface.
    power_above, power_below : ndarray, shape (column,)
        Power of a unit amplitude of each outgoing wave, in the same unit for both.
    """
    count = len(slab.layers)
    top = side(slab, basis, k0, eps, range(count - 1, -1, -1), eps[0])
    q_above, y_above = half_space(basis, k0, eps[1])
    incident = np.diag(y_above)
    # seen from above, E = 1 + r and the flow downwards y (1 - r) = Y (1 + r)
    reflected: Complex = np.asarray(
        np.linalg.solve(incident + top.admittance, incident - top.admittance), dtype=complex
    )
    field: Complex = np.eye(len(q_above)) + reflected
    for layer in top.layers:
        near = layer.phase[:, None] * layer.reflection * layer.phase
        W = np.eye(len(layer.q)) if layer.W is None else layer.W
        amplitude = np.linalg.solve(W @ (np.eye(len(layer.q)) + near), field)
        field = W @ ((np.eye(len(layer.q)) + layer.reflection) @ (layer.phase[:, None] * amplitude))
    return reflected, field, y_above.real, top.outer_admittance.real
