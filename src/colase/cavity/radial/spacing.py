"""Free spectral range: neighbours in polar order with the same radial order, solved or from dk/dl."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .counting import mismatch, started
from .polishing import polished
from .resonance import Labels, Resonances
from .shares import electric_energy
from .shells import Floats, Shells


def spacing(shells: Shells, labels: Labels, modes: Resonances) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the free spectral range in m and whether both neighbours in polar order were solved.

    A neighbour beyond the range on which an index is known, or below l = 1, is replaced by the
    exact derivative of the wavenumber with respect to l.
    """
    k, slope = modes.k.real, slope_with_order(modes, labels, shells)
    lower, upper = k - slope, k + slope
    known = np.ones(k.size, dtype=bool)
    for shift, target in ((-1, lower), (1, upper)):
        solved, values = _neighbours(shells, labels, k, slope, shift)
        target[solved] = values
        known &= solved
    plain = 2 * pi / k**2 * slope
    return np.where(known, pi / lower - pi / upper, plain), known


def slope_with_order(modes: Resonances, labels: Labels, shells: Shells) -> Floats:
    """Return dk/dl (or dk/dm) at fixed radial order, exact (Hellmann-Feynman), in 1/m."""
    order, outer = shells.order(labels.polar), shells.outer
    tm = labels.magnetic[:, None]
    n = modes.index
    flux = (modes.sums[:, :, 2] / np.where(tm, n**2, 1)).sum(axis=1)
    energy = electric_energy(modes, labels.magnetic, outer)
    norm = (energy * modes.group / n).sum(axis=1) / (modes.k * outer) ** 2
    return ((2 * order + 1) * flux / (2 * modes.k * outer**2 * norm)).real


def _neighbours(
    shells: Shells, labels: Labels, k: Floats, slope: Floats, shift: int
) -> tuple[NDArray[np.bool_], Floats]:
    """Return which modes have a neighbour l + shift of the same q, and its wavenumber."""
    names = list(zip(labels.magnetic.tolist(), labels.polar.tolist(), labels.radial.tolist(), strict=True))
    table = dict(zip(names, k, strict=True))
    keys = [(tm, l + shift, q) for tm, l, q in names]
    value = np.array([table.get(key, np.nan) for key in keys])
    missing = np.flatnonzero(np.isnan(value) & (labels.polar + shift >= shells.lowest))
    if missing.size:
        few = Labels(
            labels.polar[missing] + shift,
            labels.magnetic[missing],
            labels.radial[missing],
            labels.match[missing],
        )
        value[missing] = _solved_nearby(shells, few, k[missing], shift * slope[missing])
    solved = np.isfinite(value)
    return solved, value[solved]


def _solved_nearby(shells: Shells, labels: Labels, k: Floats, step: Floats) -> Floats:
    """Return roots near k + step, NaN where the index is not known there or Newton went elsewhere."""
    guess = k + step
    try:
        modes = polished(shells, started(shells, guess, labels), labels, lossless=True)
        phase = mismatch(shells, modes.k.real, labels)[0]
    except InputError:
        return np.full(k.size, np.nan)
    right = modes.converged & (np.abs(phase) < 0.5) & (np.abs(modes.k.real - guess) < np.abs(step))
    return np.where(right, modes.k.real, np.nan)
