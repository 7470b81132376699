"""Around an exceptional point: the surfaces of the eigenvalues, walks around it, how it magnifies a change.

Near a point of second order w = w_0 +- s sqrt(z), z the distance in parameters, complex: two sheets joined
along a cut. One turn ends on the other sheet, two turns come home. A change epsilon of the matrix parts the
modes by sqrt(epsilon), where far away it moves them by epsilon: large for small changes, and noise grows
as much
(`Hamiltonian.petermann`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from colase.errors import InputError
from colase.results import dataset, variable

from .following import follow

Complexes = NDArray[np.complex128]
Spectrum2 = Callable[[float, float], tuple[Complexes, Complexes]]
"""Gives eigenvalues and right vectors at two parameters."""


def riemann_sheets(
    spectrum: Spectrum2, first: ArrayLike, second: ArrayLike, units: tuple[str, str, str] = ("", "", "")
) -> xr.Dataset:
    """Return the eigenvalues over a plane of two parameters, sorted by their real part at each point.

    Sorted so, every sheet of Re w is a smooth surface but for the cut, where two sheets touch; Im w
    jumps there,
    as it must.

    Parameters
    ----------
    spectrum : callable
        ``spectrum(a, b)`` returns eigenvalues and vectors.
    first, second : array
        Both parameters.
    units : tuple of str
        Of first, second and eigenvalues.

    Returns
    -------
    Dataset over ``first``, ``second`` and ``sheet``: frequency and growth; gap, the distance of the
    closest two.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.ndim != 1 or b.ndim != 1 or a.size < 2 or b.size < 2:
        raise InputError("sheets: give at least two values of each parameter.")
    w = np.array([[_sorted(spectrum(float(x), float(y))[0]) for y in b] for x in a])
    apart = np.abs(w[..., :, None] - w[..., None, :]) + np.where(np.eye(w.shape[-1]), np.inf, 0.0)
    axes = ("first", "second", "sheet")
    return dataset(
        {
            "frequency": variable(axes, w.real, units[2], "real part of the eigenvalue"),
            "growth": variable(axes, w.imag, units[2], "imaginary part of the eigenvalue"),
            "gap": variable(axes[:2], apart.min(axis=(-1, -2)), units[2], "distance of the closest two"),
        },
        {
            "first": variable("first", a, units[0], "first parameter"),
            "second": variable("second", b, units[1], "second parameter"),
            "sheet": variable("sheet", np.arange(w.shape[-1]), "", "sheet"),
        },
    )


def _sorted(values: Complexes) -> Complexes:
    return np.asarray(values)[np.lexsort((np.imag(values), np.real(values)))]


def encircle(
    spectrum: Spectrum2,
    centre: tuple[float, float],
    radius: tuple[float, float],
    turns: int = 1,
    points: int = 48,
) -> xr.Dataset:
    """Follow all modes on an ellipse around a place and say which ended on which.

    Parameters
    ----------
    centre, radius : tuple of float
        Of the ellipse, in both parameters.
    turns : int
        How often around; points a turn are ``points``.

    Returns
    -------
    Dataset of `colase.coupling.follow` over the angle; ``attrs["ends_on"]`` is, for each mode, the mode
    whose place it took, and ``attrs["exchanges"]`` whether any did.
    """
    if turns < 1 or min(radius) <= 0:
        raise InputError("encircle: at least one turn, and radii above zero.")
    angle = np.linspace(0, 2 * np.pi * turns, points * turns + 1)

    def on_ellipse(t: float, guess: Complexes | None) -> tuple[Complexes, Complexes]:
        return spectrum(centre[0] + radius[0] * np.cos(t), centre[1] + radius[1] * np.sin(t))

    path = follow(on_ellipse, angle, name="angle around the point", units="rad")
    w = path.frequency.values + 1j * path.growth.values
    ends = linear_sum_assignment(np.abs(w[-1][:, None] - w[0][None, :]))[1]
    home = bool((ends == np.arange(ends.size)).all())
    return path.assign_attrs(ends_on=ends.tolist(), exchanges=not home)


def magnification(spectrum: Spectrum2, point: tuple[float, float], steps: ArrayLike) -> xr.Dataset:
    """Return how far the two closest modes part for small changes of the first parameter.

    Parameters
    ----------
    point : tuple of float
        An exceptional point, as `exceptional_point` gives it.
    steps : array
        Changes of the first parameter.

    Returns
    -------
    Dataset over ``change``: splitting, and magnification = splitting over change, which grows as its inverse
    root. ``attrs["strength"]`` is s in splitting = s sqrt(change), from the smallest change.
    """
    change = np.asarray(steps, dtype=float)
    if change.size < 1 or (change == 0).any():
        raise InputError("magnification: changes must differ from zero.")
    split = np.array([_closest(spectrum(point[0] + float(d), point[1])[0]) for d in change])
    smallest = int(np.abs(change).argmin())
    return dataset(
        {
            "splitting": variable("change", split, "", "distance of the two closest modes"),
            "magnification": variable("change", split / np.abs(change), "", "splitting over change"),
        },
        {"change": variable("change", change, "", "change of the first parameter")},
        strength=float(split[smallest] / np.sqrt(abs(change[smallest]))),
    )


def _closest(values: Complexes) -> float:
    w = np.asarray(values)
    apart = np.abs(w[:, None] - w[None, :])
    return float(apart[~np.eye(w.size, dtype=bool)].min())
