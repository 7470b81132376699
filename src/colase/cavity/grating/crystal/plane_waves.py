"""Plane waves of a lattice, sorted by symmetry.

In-plane fields are sums over k + G; each wave has a longitudinal part (along k + G) and a transverse
part (along z x (k + G)), in which uniform layers are diagonal. At Gamma an operation g of the point
group carries wave G into gG; longitudinal amplitudes go along as a scalar, transverse ones change
sign under mirrors. A one-dimensional representation chi is therefore spanned by

    sum_g chi(g) |gG, longitudinal>,      sum_g chi(g) det(g) |gG, transverse>,

one column a star of waves; of E one partner (even under y -> -y, odd under x -> -x) is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .photonic_crystal import MEMORY_LIMIT, PhotonicCrystalSlab

Floats = NDArray[np.float64]

_MIRRORS = {"": (1, 1), "A1": (1, 1), "A2": (-1, -1), "B1": (1, 1), "B2": (-1, -1), "E": (-1, 1)}
_TURN = {"A1": 1, "A2": 1, "B1": -1, "B2": -1}
_C2V = {"A1": (1, 1), "A2": (-1, -1), "B1": (-1, 1), "B2": (1, -1)}


def representations(square: bool) -> tuple[str, ...]:
    """Return the irreducible representations at Gamma: of C4v (square cell) or of C2v."""
    return ("A1", "A2", "B1", "B2", "E") if square else tuple(_C2V)


def radiates_upwards(square: bool, representation: str) -> bool:
    """Return whether a mode at Gamma couples to light along the normal (bright) or not (dark)."""
    return representation == "E" if square else representation in ("B1", "B2")


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """Plane waves of one symmetry.

    Attributes
    ----------
    vectors : ndarray, shape (wave, 2)
        k + G in 1/m.
    basis : ndarray, shape (2, wave, column)
        x and y components of each basis function.
    along : ndarray, shape (wave, column)
        Longitudinal amplitudes of each basis function, zero for transverse ones.
    length : ndarray, shape (column,)
        |k + G|.
    transverse : ndarray of bool, shape (column,)
        Transverse (TE) rather than longitudinal (TM).
    """

    vectors: Floats
    basis: Floats
    along: Floats
    length: Floats
    transverse: NDArray[np.bool_]


def waves(
    slab: PhotonicCrystalSlab,
    truncation: int,
    representation: str = "",
    bloch: tuple[float, float] = (0.0, 0.0),
) -> Waves:
    """Return the waves with (n_x)^2 + (n_y)^2 <= truncation^2.

    Parameters
    ----------
    slab : PhotonicCrystalSlab
        Gives the periods.
    truncation : int
        Highest diffraction order.
    representation : str
        "A1" ... "E" at Gamma; "" for all waves.
    bloch : tuple of float
        k_x and k_y in 1/m; only zero with a representation.

    Raises
    ------
    InputError
        If the matrices would not fit into `MEMORY_LIMIT`.
    """
    if not 1 <= truncation <= 1000:
        raise InputError(f"crystal: truncation = {truncation}; give a highest order from 1 to 1000.")
    wanted = 12 * 16 * (2 * pi * truncation**2) ** 2
    if wanted > MEMORY_LIMIT:
        most = int((MEMORY_LIMIT / (12 * 16)) ** 0.25 / np.sqrt(2 * pi))
        raise InputError(
            f"crystal: truncation = {truncation} takes about {wanted / 1e9:.3g} GB, more than the limit of "
            f"{MEMORY_LIMIT / 1e9:g} GB; give at most {most}."
        )
    return _waves(slab.period, truncation, representation, bloch, slab.square, slab.lined)


@lru_cache(maxsize=64)
def _waves(
    period: tuple[float, float],
    truncation: int,
    name: str,
    bloch: tuple[float, float],
    square: bool,
    lined: bool,
) -> Waves:
    side = np.arange(-truncation, truncation + 1)
    orders = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
    orders = orders[((orders**2).sum(axis=1) <= truncation**2) & ~(lined & (orders[:, 1] != 0))]
    vectors = 2 * pi * orders / np.array(period) + np.array(bloch)
    size = np.hypot(*vectors.T)
    unit = np.divide(vectors, size[:, None], out=np.tile([1.0, 0.0], (size.size, 1)), where=size[:, None] > 0)
    scalar = np.eye(size.size)
    if name:
        along, across = (_projected(orders, name, square, odd) for odd in (False, True))
    else:
        along, across = scalar, scalar
    basis = np.concatenate(
        [unit.T[:, :, None] * along, np.stack([-unit[:, 1], unit[:, 0]])[:, :, None] * across], axis=2
    )
    transverse = np.repeat([False, True], [along.shape[1], across.shape[1]])
    length = np.concatenate([np.sqrt(a.T**2 @ size**2) for a in (along, across)])
    return Waves(vectors, basis, np.concatenate([along, 0 * across], axis=1), length, transverse)


def _projected(orders: NDArray, name: str, square: bool, odd: bool) -> Floats:
    """Return orthonormal columns of one representation; ``odd`` for transverse amplitudes.

    At G = 0 the longitudinal direction is x and the transverse one y: polar vectors.
    """
    position = {tuple(n): i for i, n in enumerate(orders)}
    columns, seen = [], set()
    for i, order in enumerate(orders):
        if i in seen:
            continue
        column = np.zeros(len(orders))
        if not order.any():
            column[i] = _at_centre(name, square, odd)
            star = {i}
        else:
            star = set()
            for g, character in _operations(name, square):
                j = position[tuple(g @ order)]
                column[j] += character * (round(np.linalg.det(g)) if odd else 1)
                star.add(j)
        seen |= star
        if column.any():
            columns.append(column / np.linalg.norm(column))
    return np.array(columns).T.reshape(len(orders), -1)


def _operations(name: str, square: bool) -> list[tuple[NDArray, int]]:
    """Return the operations that fix a representation, as matrices with their characters."""
    x, y = (_MIRRORS if square else _C2V)[name]
    group = [
        (np.eye(2, dtype=int), 1),
        (np.diag([-1, 1]), x),
        (np.diag([1, -1]), y),
        (np.diag([-1, -1]), x * y),
    ]
    if square and name != "E":
        turn = np.array([[0, -1], [1, 0]])
        group += [(turn @ g, _TURN[name] * c) for g, c in group]
    return group


def _at_centre(name: str, square: bool, odd: bool) -> float:
    """Return whether light along the normal, polarised along x (or y if ``odd``), has this symmetry."""
    if square:
        return float(name == "E" and not odd)
    return float(name == ("B2" if odd else "B1"))
