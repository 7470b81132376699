"""Basis states of the expansion: every guided mode of every wave outside the light cone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.cavity.grating.crystal.plane_waves import Waves

from .basis import GuidedModes, guided_modes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Basis states: which column of the waves each belongs to, and its fields."""

    column: NDArray[np.int64]
    across: Floats
    along: Floats
    edge: Floats
    decay: Floats


def states_of(basis: Waves, cone: NDArray, thickness: Floats, mean: Floats, most: int, points: int) -> States:
    """Return all basis states, column by column."""
    known: dict[tuple[float, bool], GuidedModes] = {}
    rows = []
    for column, (g, te) in enumerate(zip(basis.length, basis.transverse, strict=True)):
        if column in cone:
            continue
        key = (float(f"{g:.12g}"), bool(te))
        if key not in known:
            known[key] = guided_modes(g, tuple(thickness), tuple(mean), not te, most, points)
        modes = known[key]
        rows += [(column, modes, i) for i in range(modes.k0.size)]
    names = ("across", "along", "edge", "decay")
    fields = [np.array([getattr(m, name)[i] for _, m, i in rows]) for name in names]
    return States(np.array([column for column, _, _ in rows]), *fields)


def half_space_integral(states: States, side: int) -> Floats:
    """Return Int (curl H)(curl H) over one half-space."""
    same = states.column[:, None] == states.column[None, :]
    edge, decay = states.edge[:, side], states.decay[:, side]
    return np.where(same, edge @ edge.T / (decay[:, None] + decay[None, :]), 0.0)
