"""Combs of two or more cavities: where they meet, and how far apart the meetings are.

    FSR = lambda^2/(n D pi),   1/FSR_pair = |1/FSR_1 - 1/FSR_2|      (duan2022 eq. 1 and 3)

Exact combs come from `LayeredSphere` or `LayeredCylinder`, with dispersion. A pair of lines counts as
common where they are closer than a width (the coupling, or the linewidth).
"""

from __future__ import annotations

from collections.abc import Sequence
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


def common_lines(
    cavities: Sequence[Comb],
    band: tuple[float, float],
    width: float,
    polarization: str = "TE",
    radial: int = 1,
) -> xr.Dataset:
    """Return the lines that all cavities share in a band, from exact combs with dispersion.

    Parameters
    ----------
    cavities : sequence
        Two or more.
    band : tuple of float
        Gain band in m.
    width : float
        Distance of lines that still counts as common, in m.

    Returns
    -------
    Dataset over ``line``: wavelength (mean of the set, m), apart (largest distance within the set, m); over
    ``line`` and
    ``cavity``: own (the line of each cavity, m). ``attrs["range"]`` is the mean distance of the first two
    combs'
    meetings at the middle of the band (m), ``attrs["single"]`` 1 if exactly one line is common.
    """
    wide = (band[0] - width, band[1] + width)
    combs = [comb(c, wide, polarization, radial) for c in cavities]
    middles = coincidences([*combs], width)
    middles = middles[(middles >= band[0]) & (middles <= band[1])]
    own = np.array([[c[np.abs(c - m).argmin()] for c in combs] for m in middles]).reshape(-1, len(combs))
    ranged = pair_range(combs[0], combs[1]) if min(c.size for c in combs[:2]) > 2 else None
    return dataset(
        {
            "wavelength": variable("line", middles, "m", "vacuum wavelength, mean of the set"),
            "apart": variable(
                "line", np.ptp(own, axis=1) if len(own) else middles, "m", "distance within the set"
            ),
            "own": variable(("line", "cavity"), own, "m", "line of each cavity"),
        },
        {"cavity": variable("cavity", np.arange(len(combs)), "", "cavity")},
        range=float(np.interp(0.5 * sum(band), *ranged)) if ranged else np.inf,
        single=int(len(middles) == 1),
    )


def tolerance(
    wavelength: float, index: float, diameters: tuple[float, float], error: float
) -> tuple[float, float, float]:
    """Return the spectral range of a pair by eq. 3 for errors of the diameters: narrowest, nominal, widest.

    Parameters
    ----------
    wavelength, index : float
        In m; group index of the orbit.
    diameters : tuple of float
        In m; the narrowest range has the larger one too large and the smaller one too small by ``error``.

    Raises
    ------
    InputError
        If the error can make both diameters equal: the range then has no upper end.
    """
    large, small = max(diameters), min(diameters)
    if large - small <= 2 * error * (1 + 1e-9):
        raise InputError(
            f"tolerance: an error of {error * 1e6:.3g} um can make {small * 1e6:.4g} and {large * 1e6:.4g} "
            f"um equal; the "
            "range then has no upper end."
        )
    ranges = [
        common_range(*(free_spectral_range(wavelength, index, d) for d in (large + e, small - e)))
        for e in (error, 0.0, -error)
    ]
    return ranges[0], ranges[1], ranges[2]
