"""Integrals of a resonance: shares of the layers and the response to absorption.

Sums over the layers come from `overlap`; energies are unconjugated, as the first-order response of an open
resonator wants them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .resonance import Resonances
from .shells import Floats


def electric_energy(modes: Resonances, magnetic: NDArray[np.bool_], outer: float) -> NDArray[np.complex128]:
    """Return the electric energy of each region, unconjugated, shape (problem, region)."""
    x = (modes.k * outer)[:, None]
    te = (modes.index * x) ** 2 * modes.sums[:, :, 0]
    return np.where(magnetic[:, None], modes.sums[:, :, 1] / modes.index**2, te)


def confinement(modes: Resonances, magnetic: NDArray[np.bool_], outer: float) -> Floats:
    """Return the share of every region under `DEFINITIONS`, shape (problem, region, definition)."""
    energy = electric_energy(modes, magnetic, outer)
    total = energy.sum(axis=1, keepdims=True)
    electric = (energy / total / modes.index**2).real
    share = (energy / total).real
    flux = modes.sums[:, :, 2] / np.where(magnetic[:, None], modes.index**2, 1)
    around = flux.sum(axis=1, keepdims=True)
    flux = (flux / np.where(around == 0, 1.0, around)).real  # m = 0 of a cylinder does not go round
    response = energy / (energy * modes.group / modes.index).sum(axis=1, keepdims=True)
    k = modes.k[:, None]
    gain = modes.index.real * (k * response / modes.index).real / k.real
    return np.stack([electric / electric.sum(axis=1, keepdims=True), share, flux, gain], axis=-1)


def absorption_rate(cold: Resonances, warm: Resonances, magnetic: NDArray[np.bool_], outer: float) -> Floats:
    """Return 1/Q_absorption: the difference of the two roots, or its first order where that cancels."""
    exact = -2 * warm.k.imag / warm.k.real + np.where(
        np.isfinite(warm.log_loss), 0.0, 2 * cold.k.imag / cold.k.real
    )
    energy = electric_energy(warm, magnetic, outer)
    response = energy / (energy * warm.group / warm.index).sum(axis=1, keepdims=True)
    first = 2 * (response * 1j * warm.index.imag / warm.index).sum(axis=1).imag
    first *= (np.abs(warm.k) / warm.k.real) ** 2
    cancelled = np.abs(first) < 1e-7 * np.abs(2 * cold.k.imag / cold.k.real)
    return np.where(cancelled & ~np.isfinite(warm.log_loss), first, exact)
