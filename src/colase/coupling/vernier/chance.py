"""How often a set of cavities has exactly one line in common within the gain band, when sizes scatter.

A micrometre of diameter moves a line by many mode spacings, so which lines meet is chance; how often they
meet is not. With spacings F_1, F_2, band W and lines that count as common within w there are on average

    2 w W/(F_1 F_2)

common lines. They come in groups one spectral range F_1 F_2/|F_1 - F_2| apart, of 2 w/|F_1 - F_2| neighbours
each: exactly one is likeliest where the range is about the band and the group a single line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, variable

from .combs import Comb
from .table import CombTable, comb_table

Floats = NDArray[np.float64]

_AGAIN = 5  # times as many samples for the best pair
_WIDEST = 3.0  # standard deviations to which sizes are drawn


def meeting_statistics(
    cavity: Callable[[float], Comb],
    diameters: Sequence[float],
    scatter: float,
    band: tuple[float, float],
    width: float,
    polarization: str = "TE",
    samples: int = 400,
    seed: int = 0,
    radial: int = 1,
) -> xr.Dataset:
    """Return how many common lines a set of cavities has in the gain band when its diameters scatter.

    Parameters
    ----------
    cavity : callable
        Returns a cavity for a diameter in m.
    diameters : sequence of float
        Nominal, in m; two or more.
    scatter : float
        Standard deviation of each diameter, in m; deviates are normal, cut at three.
    band : tuple of float
        Gain band in m.
    width : float
        Distance of lines that still counts as common, in m (the splitting, or the linewidth).

    Returns
    -------
    Dataset over ``count`` (0, 1, 2, ...): probability, low and high (Wilson band of 95 %).
    ``attrs["single"]`` is
    the probability of exactly one common line, ``attrs["single_error"]`` its standard error.
    """
    _check(scatter, samples, width, len(diameters))
    reach = _WIDEST * scatter
    if reach >= min(diameters):
        raise InputError(
            f"meeting statistics: a scatter of {scatter * 1e6:.3g} um is as large as the cavities."
        )
    wide = (band[0] - width, band[1] + width)
    tables = [comb_table(cavity, (d - reach, d + reach), wide, polarization, radial) for d in diameters]
    return _statistics(_counts(tables, diameters, scatter, band, width, samples, seed))


def best_pair(
    table: CombTable | Sequence[CombTable],
    diameters: ArrayLike,
    scatter: float,
    band: tuple[float, float],
    width: float,
    samples: int = 400,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Return the chance of exactly one common line for every pair of diameters, and the best pair.

    Parameters
    ----------
    table : CombTable or several
        Families that may lase, for diameters three standard deviations beyond all given; lines are common
        within their own family.
    diameters : array
        Candidates, in m.
    scatter, band, width, samples, seed
        As in `meeting_statistics`.

    Returns
    -------
    Dataset over ``first`` and ``second``: single, none, several (probabilities, symmetric) and range (mean
    spectral range, m); ``attrs["best"]`` holds the two diameters of the highest chance and
    ``attrs["chance"]`` it,
    ``attrs["chance_error"]`` its standard error.
    """
    families = [table] if isinstance(table, CombTable) else list(table)
    d = np.atleast_1d(np.asarray(diameters, dtype=float))
    _check(scatter, samples, width, max(d.size, 2))
    tell = progress or (lambda done, total: None)
    shares = np.zeros((3, d.size, d.size))
    for i, j in combinations_with_replacement(range(d.size), 2):
        tell(i * d.size + j, d.size**2)
        counts = _all_counts(families, (d[i], d[j]), scatter, band, width, samples, seed)
        for row, share in zip(shares, (counts == 1, counts == 0, counts > 1), strict=True):
            row[i, j] = row[j, i] = share.mean()
    tell(d.size**2, d.size**2)
    i, j = np.unravel_index(int(shares[0].argmax()), shares[0].shape)
    again = _AGAIN * samples  # drawn anew: the highest of many estimates is too high
    counts = _all_counts(families, (d[i], d[j]), scatter, band, width, again, seed + 1)
    chance = float((counts == 1).mean())
    spacing = np.array([_spacing(families[0], x, band) for x in d])
    apart = np.abs(1 / spacing[:, None] - 1 / spacing[None, :])
    axes = ("first", "second")
    return dataset(
        {
            "single": variable(axes, shares[0], "", "chance of exactly one common line"),
            "none": variable(axes, shares[1], "", "chance of no common line"),
            "several": variable(axes, shares[2], "", "chance of several common lines"),
            "range": variable(axes, 1 / np.maximum(apart, 1e-3), "m", "spectral range of the pair"),
        },
        {
            "first": variable("first", d, "m", "first diameter"),
            "second": variable("second", d, "m", "second diameter"),
        },
        best=[float(d[i]), float(d[j])],
        chance=chance,
        chance_error=float(np.sqrt(chance * (1 - chance) / again)),
        scatter=scatter,
        width=width,
        band=list(band),
    )


def _all_counts(
    families: Sequence[CombTable],
    pair: tuple[float, float],
    scatter: float,
    band: tuple[float, float],
    width: float,
    samples: int,
    seed: int,
) -> NDArray[np.int64]:
    """Return how many lines two cavities share in all families, for every sample."""
    each = [_counts([f, f], pair, scatter, band, width, samples, seed) for f in families]
    return np.sum(each, axis=0)


def _check(scatter: float, samples: int, width: float, cavities: int) -> None:
    problems = []
    if not (scatter > 0 and samples >= 10):
        problems.append("meeting statistics: scatter must be above zero and samples at least 10.")
    if not width > 0:
        problems.append(
            f"meeting statistics: width = {width:g} m; lines are common within a width above zero."
        )
    if cavities < 2:
        problems.append("meeting statistics: give at least two diameters; one cavity meets nothing.")
    if problems:
        raise InputError(*problems)


def _counts(
    tables: Sequence[CombTable],
    diameters: Sequence[float],
    scatter: float,
    band: tuple[float, float],
    width: float,
    samples: int,
    seed: int,
) -> NDArray[np.int64]:
    """Return how many lines are common to all cavities within the band, for every sample."""
    rng = np.random.default_rng(seed)
    lines = []
    for table, d in zip(tables, diameters, strict=True):
        deviate = np.clip(rng.normal(size=samples), -_WIDEST, _WIDEST)
        lines.append(table.lines(d + scatter * deviate))
    first = lines[0]
    groups = [first]
    for other in lines[1:]:
        apart = np.abs(first[:, :, None] - other[:, None, :])
        near = np.where(np.isnan(apart), np.inf, apart).argmin(axis=2)
        groups.append(np.take_along_axis(other, near, axis=1))
    group = np.stack(groups)
    middle, spread = group.mean(axis=0), np.ptp(group, axis=0)
    return ((spread <= width) & (middle >= band[0]) & (middle <= band[1])).sum(axis=1)


def _statistics(counts: NDArray[np.int64]) -> xr.Dataset:
    """Return the distribution of counts with its Wilson bands."""
    samples, top = counts.size, max(int(counts.max()), 2)
    share = np.bincount(counts, minlength=top + 1) / samples
    z = 1.959963984540054
    middle = (share + z * z / (2 * samples)) / (1 + z * z / samples)
    half = z / (1 + z * z / samples) * np.sqrt(share * (1 - share) / samples + (z / (2 * samples)) ** 2)
    single = float(share[1])
    return dataset(
        {
            "probability": variable("count", share, "", "probability"),
            "low": variable("count", np.minimum(middle - half, share), "", "lower end of the 95 % band"),
            "high": variable("count", middle + half, "", "upper end of the 95 % band"),
        },
        {"count": variable("count", np.arange(top + 1), "", "common lines in the band")},
        single=single,
        single_error=float(np.sqrt(single * (1 - single) / samples)),
    )


def _spacing(table: CombTable, diameter: float, band: tuple[float, float]) -> float:
    """Return the mean distance of lines in the band, in m."""
    lines = np.sort(table.lines(diameter)[0])
    lines = lines[np.isfinite(lines)]
    return float(np.interp(0.5 * sum(band), lines, np.gradient(lines)))
