"""Sweeps and exceptional points taken from Maxwell's equations.

The modes of a `Group` are followed while anything changes, and two of them are made to coalesce. Each
point of a sweep is polished by Newton steps, so the pencil only orders the modes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import xarray as xr
from numpy.typing import ArrayLike

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.arrangement.bodies import Disk
from colase.coupling.hamiltonian.exceptional import ExceptionalPoint, closest, exceptional_point
from colase.coupling.hamiltonian.following import Progress, follow
from colase.coupling.multipole.bessel import Complexes
from colase.coupling.multipole.one_thread import on_one_thread

from .group import Group
from .multidisk import MultiDisk


@on_one_thread
def sweep(
    disks_at: Callable[[float], Arrangement],
    parameter: ArrayLike,
    group: Group,
    polish: bool = True,
    progress: Progress | None = None,
    name: str = "parameter",
    units: str = "",
) -> xr.Dataset:
    """Follow the modes of a group while anything changes: gain, gap, index, place of a hole.

    Parameters
    ----------
    disks_at : callable
        Returns the disks at a value of the parameter.
    parameter : array
        Values, monotonic.
    polish : bool
        Exact to a thousandth of the modes' distance, measured at every point. Without, the pencil at the
        mean frequency is used: several times
        faster, and exact to about (spread of the modes)^2 over the distance to other families.

    Returns
    -------
    Dataset of `colase.coupling.follow`; frequency and growth in rad/s.
    """
    return follow(
        lambda value, guess: group.spectrum(disks_at(value), guess, polish),
        parameter,
        progress=progress,
        name=name,
        units=units,
        rate_units="rad/s",
    )


@on_one_thread
def maxwell_point(
    disks_at: Callable[[float, float], Arrangement],
    group: Group,
    start: tuple[float, float],
    scale: tuple[float, float],
    certify: bool = True,
    tolerance: float = 1e-8,
    pair: Callable[[Complexes, Complexes], tuple[int, int]] | None = None,
) -> ExceptionalPoint:
    """Find an exceptional point of Maxwell's equations in two parameters.

    The pencil is taken at the mean of the two modes, where its double eigenvalue is exact.

    Parameters
    ----------
    disks_at : callable
        Returns the disks at two parameters, such as gain differential and detuning.
    start, scale : tuple of float
        First guess and size of both parameters.

    Returns
    -------
    ExceptionalPoint with eigenvalues in rad/s from the reference of the group.
    """
    at = [0.0 + 0.0j]

    def spectrum(p: float, q: float) -> tuple[Complexes, Complexes]:
        disks = disks_at(p, q)
        local = group.pencil(disks, group.reference + at[0])
        w, V = local.eigen()
        values = (local.centre - group.reference) + w
        if at[0] == 0:
            two = list((pair or closest)(values, V))
            at[0] = complex(values[two].mean())
            return spectrum(p, q)
        two = list((pair or closest)(values, V))
        middle = complex(values[two].mean())
        if abs(middle - at[0]) < 1e-3 * group.reference:
            at[0] = middle
        return SPEED_OF_LIGHT * values, V

    return exceptional_point(spectrum, start, scale, tolerance, pair, certify)


class Balanced(Protocol):
    """A pair of disks at an index difference tau, and a detuning if wanted."""

    def __call__(self, tau: float, detuning: float = 0.0, /) -> MultiDisk:
        """Return the two disks."""
        ...


def balanced_pair(radius: float, index: float, gap: float, outside: float = 1.0) -> Balanced:
    """Return two equal disks whose indices are n - i tau (gain) and n + i tau, plus a detuning of the second.

    The function of (tau, detuning) that `maxwell_point` and `sweep` want.
    """

    def at(tau: float, detuning: float = 0.0, /) -> MultiDisk:
        first = Disk((0.0, 0.0), radius, complex(index, -tau))
        second = Disk((2 * radius + gap, 0.0), radius, complex(index + detuning, tau))
        return MultiDisk((first, second), outside)

    return at
