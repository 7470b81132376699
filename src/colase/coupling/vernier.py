"""Vernier design: where the combs of two cavities meet, and how often only one line is left.

    FSR = lambda^2/(n D pi),   1/FSR_pair = |1/FSR_1 - 1/FSR_2|      (duan2022 eq. 1 and 3)

Exact combs come from `LayeredSphere` or `LayeredCylinder`, with dispersion. A pair of lines counts as
common where they are closer than a width (the coupling, or the linewidth).
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import Protocol

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, variable

Floats = NDArray[np.float64]


class Comb(Protocol):
    """A cavity whose ``modes`` give wavelengths, polarization and radial order."""

    def modes(self, window: tuple[float, float], radial_max: int | None = None) -> xr.Dataset:
        """Return the modes of a window."""
        ...


def free_spectral_range(wavelength: float, index: float, diameter: float) -> float:
    """Return lambda^2/(n pi D) in m (duan2022 eq. 1); n is the group index of the orbit."""
    return wavelength**2 / (index * pi * diameter)


def common_range(first: float, second: float) -> float:
    """Return the spectral range of a pair from the two free spectral ranges, in m; inf if they are equal."""
    apart = abs(1 / first - 1 / second)
    return 1 / apart if apart else np.inf


def comb(cavity: Comb, window: tuple[float, float], polarization: str, radial: int = 1) -> Floats:
    """Return the wavelengths of one family of modes, sorted, in m."""
    modes = cavity.modes(window, radial_max=radial)
    mine = (modes.polarization == polarization) & (modes.radial == radial)
    return np.sort(modes.wavelength.values[mine.values])


def coincidences(combs: list[ArrayLike], width: float) -> Floats:
    """Return the middle of every set of lines, one of each comb, that lie within ``width`` (m)."""
    if width <= 0 or len(combs) < 2:
        raise InputError("coincidences: give at least two combs and a width above zero.")
    lines = [np.sort(np.asarray(c, dtype=float)) for c in combs]
    found = []
    for line in lines[0]:
        others = [c[np.abs(c - line).argmin()] for c in lines[1:] if c.size]
        group = np.array([line, *others])
        if group.size == len(lines) and np.ptp(group) <= width:
            found.append(group.mean())
    return np.array(found)


def pair_range(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return lines of the first comb and the distance between meetings of both combs there.

    The number of lines of the second comb passed per line of the first, minus one, is the slip; it runs
    through one whole number per meeting. Both combs sorted, everything in m.
    """
    position = np.interp(first, second, np.arange(second.size), left=float("nan"), right=float("nan"))
    known = np.isfinite(position)
    if known.sum() < 3:
        raise InputError("pair range: the combs share fewer than three lines; widen the window.")
    slip = position[known] - np.arange(first.size)[known]
    return first[known], np.abs(1 / np.gradient(slip, first[known]))


def meeting_statistics(
    cavity: Callable[[float], Comb],
    diameters: tuple[float, float],
    scatter: float,
    band: tuple[float, float],
    width: float,
    polarization: str = "TE",
    samples: int = 400,
    seed: int = 0,
) -> xr.Dataset:
    """Return how many common lines a pair has in the gain band when its diameters scatter.

    Each comb is solved at five diameters and interpolated in between (lines move linearly to 1e-4 of
    their spacing), so thousands of pairs cost ten exact combs.

    Parameters
    ----------
    cavity : callable
        Returns a cavity for a diameter in m.
    diameters : tuple of float
        Nominal, in m.
    scatter : float
        Standard deviation of each diameter, in m.
    band : tuple of float
        Gain band in m.
    width : float
        Distance of two lines that still counts as common, in m.

    Returns
    -------
    Dataset over ``count`` (0, 1, 2, ...): probability. ``attrs["single"]`` is the probability of exactly one
    common line, ``attrs["single_error"]`` its standard error.
    """
    if not (scatter > 0 and samples >= 10):
        raise InputError("meeting statistics: scatter must be above zero and samples at least 10.")
    rng = np.random.default_rng(seed)
    tables = [_lines_by_diameter(cavity, d, scatter, band, polarization) for d in diameters]
    counts = []
    for _ in range(samples):
        drawn = [_at(table, d + scatter * _bounded(rng)) for table, d in zip(tables, diameters, strict=True)]
        common = coincidences([*drawn], width)
        counts.append(int(((common >= band[0]) & (common <= band[1])).sum()))
    top = max(*counts, 2)
    share = np.bincount(counts, minlength=top + 1) / samples
    single = float(share[1])
    return dataset(
        {"probability": variable("count", share, "", "probability")},
        {"count": variable("count", np.arange(top + 1), "", "common lines in the band")},
        single=single,
        single_error=float(np.sqrt(single * (1 - single) / samples)),
    )


_NODES = np.array([-3.0, -1.5, 0.0, 1.5, 3.0])  # standard deviations


def _bounded(rng: np.random.Generator) -> float:
    """Return a normal deviate within three standard deviations."""
    return float(np.clip(rng.normal(), -3, 3))


def _lines_by_diameter(
    cavity: Callable[[float], Comb],
    diameter: float,
    scatter: float,
    band: tuple[float, float],
    polarization: str,
) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Return node diameters, polar orders, and wavelengths (node, order)."""
    nodes = diameter + scatter * _NODES
    margin = 3.2 * scatter / diameter
    window = (band[0] * (1 - margin) * 0.99, band[1] * (1 + margin) * 1.01)
    rows = []
    for d in nodes:
        modes = cavity(float(d)).modes(window, radial_max=1)
        mine = (modes.polarization == polarization).values
        order = "polar" if "polar" in modes else "azimuthal"
        rows.append(dict(zip(modes[order].values[mine].tolist(), modes.wavelength.values[mine], strict=True)))
    shared = np.array(sorted(set.intersection(*(set(r) for r in rows))))
    if shared.size < 2:
        raise InputError("meeting statistics: the scatter moves the comb by more than the band; lower it.")
    return nodes, shared, np.array([[r[l] for l in shared] for r in rows])


def _at(table: tuple[Floats, NDArray[np.int64], Floats], diameter: float) -> Floats:
    """Return the lines at a diameter, by a polynomial through the nodes."""
    nodes, _, lines = table
    t = (diameter - nodes[2]) / (nodes[3] - nodes[2])
    x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    weight = np.array([np.prod([(t - x[j]) / (x[i] - x[j]) for j in range(5) if j != i]) for i in range(5)])
    return weight @ lines
