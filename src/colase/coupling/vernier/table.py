"""One family of lines of a cavity against its diameter: exact at a few diameters, smooth in between.

    lambda_l(D) = pi D n_eff / (l + c),     n_eff = n_eff(u, D),   u = (l + c)/D

c = 1/2 for a sphere (0 for a disk). n_eff is a smooth function of two smooth variables, so a polynomial
through exact combs at six diameters gives every line at every diameter between; its error is measured at
diameters that were left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import ConvergenceError, InputError

from .combs import Comb

Floats = NDArray[np.float64]

_DEGREE = (4, 5)  # in u, and at most in D
_BEYOND = 0.012  # share of the wavelength by which combs reach beyond the band, to fit its ends
_ACCEPTED = 2e-6
"""Relative error of a wavelength above which a table is refused: a hundredth of a line at Q = 5000."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class CombTable:
    """Lines of one family between two diameters.

    Attributes
    ----------
    band : tuple of float
        Vacuum wavelengths in m between which lines are known.
    diameters : tuple of float
        Smallest and largest, in m.
    coefficients : array (power of u, power of D)
        Of n_eff, both variables scaled to (-1, 1).
    steep : tuple of float
        Smallest and largest u, in 1/m.
    offset : float
        c, 1/2 or 0.
    error : float
        Largest relative error at diameters that were left out.
    label : str
        Family, such as "TE q=1".
    """

    band: tuple[float, float]
    diameters: tuple[float, float]
    coefficients: Floats
    steep: tuple[float, float]
    offset: float
    error: float
    label: str

    def wavelength(self, order: ArrayLike, diameter: ArrayLike) -> Floats:
        """Return wavelengths in m of polar (or azimuthal) orders at diameters in m, broadcast."""
        n, D = np.broadcast_arrays(np.asarray(order, dtype=float), np.asarray(diameter, dtype=float))
        u = (n + self.offset) / D
        x, y = _scaled(u, self.steep), _scaled(D, self.diameters)
        return pi / u * np.polynomial.polynomial.polyval2d(x, y, self.coefficients)

    def orders(self, diameter: tuple[float, float]) -> NDArray[np.int64]:
        """Return the orders that may have a line in the band at a diameter between two."""
        low = np.ceil(self.steep[0] * diameter[0] - self.offset)
        high = np.floor(self.steep[1] * diameter[1] - self.offset)
        return np.arange(int(low), int(high) + 1)

    def lines(self, diameter: ArrayLike) -> Floats:
        """Return lines at diameters in m: shape (diameter, order), NaN outside the band.

        Raises
        ------
        InputError
            Outside the diameters of the table.
        """
        D = np.atleast_1d(np.asarray(diameter, dtype=float))
        slack = 1e-9 * D.max()
        if D.min() < self.diameters[0] - slack or D.max() > self.diameters[1] + slack:
            raise InputError(
                f"comb table: diameters from {D.min() * 1e6:.4g} to {D.max() * 1e6:.4g} um were asked for; "
                f"the "
                f"table knows {self.diameters[0] * 1e6:.4g} to {self.diameters[1] * 1e6:.4g} um."
            )
        found = self.wavelength(self.orders((D.min(), D.max())), D[:, None])
        return np.where((found >= self.band[0]) & (found <= self.band[1]), found, np.nan)


def comb_table(
    cavity: Callable[[float], Comb],
    diameters: tuple[float, float],
    band: tuple[float, float],
    polarization: str = "TE",
    radial: int = 1,
    nodes: int = 6,
) -> CombTable:
    """Return the lines of one family for all diameters between two.

    Parameters
    ----------
    cavity : callable
        Returns a cavity for a diameter in m.
    diameters : tuple of float
        Smallest and largest, in m.
    band : tuple of float
        Shortest and longest vacuum wavelength, in m.
    polarization, radial
        The family.
    nodes : int
        Diameters at which the comb is solved; every third one tests the others.

    Raises
    ------
    InputError
        If there are fewer than three lines in the band.
    ConvergenceError
        If the lines are not smooth enough in the diameter (error above 2e-6): take a narrower range.
    """
    low, high = diameters
    if not 0 < low <= high or nodes < 4:
        raise InputError(
            "comb table: give the smaller and then the larger diameter, above zero, and at least 4 nodes."
        )
    margin = max(1e-3 * low, 0.02 * (high - low))
    ends = (low - margin, high + margin)
    chebyshev = 0.5 * (1 - np.cos(pi * (np.arange(nodes) + 0.5) / nodes))
    D = ends[0] + (ends[1] - ends[0]) * chebyshev
    window = (band[0] * (1 - _BEYOND), band[1] * (1 + _BEYOND))
    rows = [_rows(cavity(float(d)), float(d), window, polarization, radial) for d in D]
    offset = rows[0][1]
    order, lam, size = (np.concatenate([r[0][i] for r in rows]) for i in range(3))
    if order.size < 3 * nodes:
        raise InputError(
            f"comb table: the band {band[0] * 1e9:g} to {band[1] * 1e9:g} nm holds "
            f"{order.size / nodes:.1f} lines of {polarization} q={radial}; at least three are needed. "
            f"Widen it."
        )
    u = (order + offset) / size
    steep, index = (float(u.min()), float(u.max())), lam * u / pi
    left_out = np.isin(size, D[1::3])
    degree = (min(_DEGREE[0], order.size // nodes - 2), min(_DEGREE[1], nodes - D[1::3].size - 1))
    tested = _fit(u[~left_out], size[~left_out], index[~left_out], steep, ends, degree)
    guess = np.polynomial.polynomial.polyval2d(_scaled(u, steep), _scaled(size, ends), tested)
    error = float(np.abs(guess / index - 1)[left_out].max())
    if error > _ACCEPTED:
        raise ConvergenceError(
            f"comb table: lines between {low * 1e6:.4g} and {high * 1e6:.4g} um are off by {error:.1e}; "
            f"narrow the "
            "range of diameters or the band, or raise nodes."
        )
    coefficients = _fit(u, size, index, steep, ends, degree)
    return CombTable(band, ends, coefficients, steep, offset, error, f"{polarization} q={radial}")


def _rows(
    cavity: Comb, diameter: float, window: tuple[float, float], polarization: str, radial: int
) -> tuple[tuple[Floats, Floats, Floats], float]:
    """Return orders, wavelengths and diameter of each line, and c."""
    modes = cavity.modes(window, radial_max=radial)
    mine = ((modes.polarization == polarization) & (modes.radial == radial)).values
    name = "polar" if "polar" in modes else "azimuthal"
    lam = modes.wavelength.values[mine]
    offset = 0.5 if name == "polar" else 0.0
    return (modes[name].values[mine].astype(float), lam, np.full(lam.size, diameter)), offset


def _scaled(x: Floats, ends: tuple[float, float]) -> Floats:
    """Return x mapped from its range to (-1, 1)."""
    return (2 * x - ends[0] - ends[1]) / (ends[1] - ends[0])


def _fit(
    u: Floats,
    D: Floats,
    index: Floats,
    steep: tuple[float, float],
    ends: tuple[float, float],
    degree: tuple[int, int],
) -> Floats:
    """Return polynomial coefficients of n_eff by least squares."""
    powers = np.polynomial.polynomial.polyvander2d(_scaled(u, steep), _scaled(D, ends), degree)
    found = np.linalg.lstsq(powers, index, rcond=None)[0]
    return np.asarray(found.reshape(degree[0] + 1, degree[1] + 1), dtype=float)
