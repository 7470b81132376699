"""Where the Jacobian of the rate equations is taken, and the memory of the system that follows from it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .distinct_spectra import Spectra
from .exchange import emit, gather, rates
from .row_products import KERNEL, aligned


class Point(NamedTuple):
    """Where the Jacobian is taken: a state, what is linear in it, and the rates that follow."""

    p: np.ndarray  # (state, cell)
    pump: np.ndarray  # (cell,) in 1/s
    light: np.ndarray  # (row, cell) T s
    s: np.ndarray  # (mode,)
    gain: np.ndarray  # (mode,) T^T g(P)
    emission: np.ndarray  # (mode,) S^T q(P)
    up: np.ndarray  # (state, cell)
    down: np.ndarray  # (state, cell)


class Work(NamedTuple):
    """A decomposed system, and memory on the way to it."""

    dense: np.ndarray  # (N, N) with N the modes, or all states of all cells but the last of each
    inverse: np.ndarray  # (mode,) 1/(g - D), or memory
    pivot: np.ndarray  # (state, cell) one over the pivots of g - A
    rise: np.ndarray  # (state, cell) share of what is in a state that goes on to the next
    leak: np.ndarray  # (state, cell) 1 - rise
    answer: np.ndarray  # (mode, mode) T^T g((g - A)^-1 B), the change of gain with the photons
    net: np.ndarray  # (row, cell)
    born: np.ndarray  # (row, cell)
    flux: np.ndarray  # (state, cell)
    unit: np.ndarray  # (row, cell)
    none: np.ndarray  # as many zeros as there are states or cells
    net_of: np.ndarray  # (row, row, cell) change of g(P) with the light of each row
    born_of: np.ndarray  # (row, row, cell) change of q(P)
    light_rows: np.ndarray  # (mode, row x cell) T times the first; or (state x cell, mode) B (g - D)^-1
    seed_rows: np.ndarray  # (mode, row x cell) T times the second; or (state x cell, mode) C


def point(cells: int, states: int, modes: int, rows: int) -> Point:
    """Return memory for a point."""
    return Point(
        p=aligned(states, cells), pump=aligned(cells), light=aligned(rows, cells), s=aligned(modes),
        gain=aligned(modes), emission=aligned(modes), up=aligned(states, cells), down=aligned(states, cells),
    )  # fmt: skip


def work_space(spectra: Spectra, cells: int, states: int, modes: int) -> Work:
    """Return the memory that `factor` and `solve` need."""
    rows, seeds, ladder = spectra.rows, spectra.seed_rows, (states, cells)
    if spectra.modes_last:
        size, square, first, second = (
            cells * (states - 1),
            1,
            (cells * states, modes),
            (cells * states, modes),
        )
    else:
        size, square, first, second = modes, modes, (modes, rows * cells), (modes, seeds * cells)
    return Work(
        dense=aligned(size, size), inverse=aligned(modes), pivot=aligned(*ladder), rise=aligned(*ladder),
        leak=aligned(*ladder), answer=aligned(square, square), net=aligned(rows, cells),
        born=aligned(seeds, cells), flux=aligned(*ladder), unit=aligned(rows, cells),
        none=aligned(max(cells, states)), net_of=aligned(rows, rows, cells),
        born_of=aligned(rows, seeds, cells), light_rows=aligned(*first), seed_rows=aligned(*second),
    )  # fmt: skip


@njit(**KERNEL, forceinline=True)
def linearise(cells, spectra, pump, at, work):
    """Complete a point from its populations and photons: light, gain, emission, pump and rates."""
    for x in range(at.pump.size):
        at.pump[x] = pump * cells.share[x]
    gather(spectra.light, spectra.modes_last, at.s, at.light)
    emit(cells.weight, spectra, at.p, work.net, work.born, at.gain, at.emission)
    rates(spectra, at.light, at.pump, cells.decay, at.up, at.down)
