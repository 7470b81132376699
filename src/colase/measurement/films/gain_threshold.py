"""Threshold of gain in fluence from transient absorption: where A_0 + dA of a band crosses zero.

The lowest A_0 + dA of a band, at one delay for all fluences, against ln(fluence), by straight lines between
the points; the interval is of redrawn dA and of a redrawn A_0, whose error all fluences share. Pump that is
not even over the probe averages the gain and makes the threshold too high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.shown import unit_of, with_interval
from colase.results import dataset, draw, variable

from .transient import gain_region

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GainThreshold:
    """A_0 + dA of a band over ``fluence``, and the fluence at which it crosses zero with its interval."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def threshold(self) -> float:
        """Threshold in J/m^2; infinite if no fluence gives gain."""
        return float(self.data.threshold)

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the threshold."""
        return float(self.data.threshold_low), float(self.data.threshold_high)

    def describe(self) -> str:
        """Return the threshold with its interval, band and delay."""
        low, high = (v * 1e9 for v in self.data.attrs["band"])
        said = describe_threshold((self.threshold, *self.interval))[:-1]
        said += f", of the band {low:.0f} to {high:.0f} nm"
        said += f" at {self.data.attrs['delay'] * 1e12:.3g} ps, {self.data.sizes['fluence']} fluences."
        return "\n".join([said, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw A_0 + dA against fluence and the threshold."""
        return draw("measurement.films.gain_threshold", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_gain_threshold(
    fluence: ArrayLike,
    changes: Sequence[xr.DataArray],
    absorbance: ArrayLike,
    absorbance_error: float,
    band: tuple[float, float],
) -> GainThreshold:
    """Find the fluence from which a band of a film amplifies.

    Parameters
    ----------
    fluence : array, shape (fluence,)
        In J/m^2.
    changes : sequence of DataArray over (delay, wavelength)
        dA at every fluence, all on the same delays and wavelengths.
    absorbance, absorbance_error : array, shape (wavelength,), and float
        A_0 and its standard error, common to all.
    band : (float, float)
        Wavelengths in m.
    """
    f = np.asarray(fluence, dtype=float)
    if f.ndim != 1 or f.size != len(changes) or f.size < 3:
        raise InputError("a gain threshold needs a matrix for each of at least three fluences.")
    order = np.argsort(f)
    regions = [gain_region(changes[i], absorbance, absorbance_error).data for i in order]
    inside = (regions[0].wavelength >= min(band)) & (regions[0].wavelength <= max(band))
    if not bool(inside.any()):
        raise InputError(
            f"the band {min(band) * 1e9:g} to {max(band) * 1e9:g} nm holds no wavelength of the matrices."
        )
    if any(r.total.shape != regions[0].total.shape for r in regions):
        raise InputError("a gain threshold needs matrices on the same delays and wavelengths.")
    mean = np.stack([r.total.sel(wavelength=inside).mean("wavelength").values for r in regions])
    at = int(np.argmin(mean.mean(axis=0)))
    error = np.array([r.attrs["noise"] for r in regions]) / np.sqrt(int(inside.sum()))
    found = threshold_over_fluence(f[order], mean[:, at], error, absorbance_error)
    notes = []
    if not np.isfinite(found[0]):
        notes.append("no fluence gives gain: the threshold lies above the largest one, if there is one.")
    elif found[0] <= 0 or found[1] < f.min():
        notes.append("the smallest fluence amplifies already, or may: the threshold is an upper bound.")
    rows = {
        "lowest": variable("fluence", mean[:, at], "1", "A0 + dA of the band"),
        "lowest_error": variable("fluence", error, "1", "its standard error, without that of A0"),
        "threshold": variable((), found[0], "J/m^2", "fluence where it crosses zero"),
        "threshold_low": variable((), found[1], "J/m^2", "lower end of the threshold"),
        "threshold_high": variable((), found[2], "J/m^2", "upper end of the threshold"),
    }
    coords = {"fluence": variable("fluence", f[order], "J/m^2", "pump fluence")}
    facts = {"band": (min(band), max(band)), "delay": float(regions[0].delay[at])}
    return GainThreshold(dataset(rows, coords, **facts), tuple(notes))


def threshold_over_fluence(
    fluence: ArrayLike,
    lowest: ArrayLike,
    error: ArrayLike,
    common_error: float = 0.0,
    *,
    draws: int = 2000,
    seed: int = 0,
) -> tuple[float, float, float]:
    """Return the fluence at which the smallest A_0 + dA crosses zero, with a 95 % interval.

    Parameters
    ----------
    fluence, lowest, error : array, shape (fluence,)
        Fluence in J/m^2, A_0 + dA of a band (fixed wavelengths) and its independent standard error.
    common_error : float
        Error of A_0, which all fluences share.

    Returns
    -------
    threshold, low, high : float
        Infinite where no crossing is seen.
    """
    f, a = np.asarray(fluence, dtype=float), np.asarray(lowest, dtype=float)
    s = np.broadcast_to(np.asarray(error, dtype=float), a.shape)
    if f.ndim != 1 or f.shape != a.shape or f.size < 3 or np.any(f <= 0) or np.any(s < 0) or common_error < 0:
        raise InputError("a gain threshold needs at least three fluences above zero and errors not below it.")
    order = np.argsort(f)
    x, a, s = np.log(f[order]), a[order], s[order]
    rng = np.random.default_rng(seed)
    drawn = a + s * rng.standard_normal((draws, a.size)) + common_error * rng.standard_normal((draws, 1))
    some = np.array([_crossing(x, row) for row in drawn])
    low, high = np.quantile(some, [0.025, 0.975], method="nearest")
    return tuple(float(np.exp(v)) for v in (_crossing(x, a), low, high))  # type: ignore[return-value]


def _crossing(x: Array, a: Array) -> float:
    """Return ln(fluence) of the first crossing that stays below zero, or infinity."""
    below = a < 0
    if not below[-1]:
        return np.inf
    last = np.flatnonzero(~below)
    if not last.size:
        return -np.inf
    i = int(last[-1])
    return float(x[i] + a[i] / (a[i] - a[i + 1]) * (x[i + 1] - x[i]))


def describe_threshold(found: tuple[float, float, float]) -> str:
    """Return the threshold with its interval."""
    unit, factor = unit_of("J/m^2")
    return f"Gain threshold {with_interval(*found, unit=unit, factor=factor)}."
