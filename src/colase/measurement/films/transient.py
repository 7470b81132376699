"""Transient absorption of a film: where it amplifies, A_0 + dA < 0, and from which fluence on.

The absorbance A_0 before the pump is measured apart and carries its own error, mostly common to all
wavelengths (scattering, reflection): the film amplifies for sure only where -(A_0 + dA) exceeds its error
by two. The threshold in fluence is where the smallest A_0 + dA of a band crosses zero, by straight lines in
ln(fluence); its interval is of redrawn dA and A_0. Pump that is not even over the probe averages the gain
and makes the threshold too high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.shown import unit_of, with_interval
from colase.results import dataset, variable

Array = NDArray[np.float64]

_SURE = 2.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GainRegion:
    """A_0 + dA over delay and wavelength, and where it is below zero for sure."""

    data: xr.Dataset

    @property
    def amplifies(self) -> bool:
        """Whether it amplifies anywhere for sure."""
        return bool(self.data.sure.any())

    @property
    def lifetime(self) -> float:
        """How long it amplifies for sure, in s; 0 if it never does."""
        when = self.data.delay.values[self.data.sure.any("wavelength").values]
        return float(np.ptp(when)) if when.size else 0.0

    def describe(self) -> str:
        """Return where and how long it amplifies."""
        d = self.data
        if not self.amplifies:
            low = float((d.total / d.error).min())
            least = float(d.total.min())
            return f"No gain for sure: A0 + dA comes down to {least:.2g} ({-low:.1f} errors below zero)."
        lam = d.wavelength.values[d.sure.any("delay").values] * 1e9
        when = d.delay.values[d.sure.any("wavelength").values] * 1e12
        deepest = d.total.where(d.sure)
        place = deepest.argmin(("delay", "wavelength"))
        at = d.wavelength.values[int(place["wavelength"])] * 1e9
        return (
            f"Gain from {lam.min():.1f} to {lam.max():.1f} nm, {when.min():.3g} to {when.max():.3g} ps; "
            f"deepest A0 + dA = {float(deepest.min()):.3g} at {at:.1f} nm."
        )

    def __repr__(self) -> str:
        return self.describe()


def gain_region(
    change: xr.DataArray,
    absorbance: ArrayLike,
    absorbance_error: ArrayLike = 0.0,
    change_error: float | None = None,
) -> GainRegion:
    """Return where a pumped film amplifies.

    Parameters
    ----------
    change : DataArray over (delay, wavelength)
        dA, decadic; delay in s, wavelength in m.
    absorbance, absorbance_error : array, shape (wavelength,), or float
        A_0 and its standard error.
    change_error : float, optional
        Standard error of dA; the scatter before time zero if left out.
    """
    if set(change.dims) != {"delay", "wavelength"}:
        raise InputError("transient absorption is wanted over delay (s) and wavelength (m).")
    change = change.transpose("delay", "wavelength").sortby("delay").sortby("wavelength")
    base, spread = (np.broadcast_to(np.asarray(v, dtype=float), change.wavelength.shape)
                    for v in (absorbance, absorbance_error))  # fmt: skip
    if not np.all(np.isfinite(base)) or np.any(spread < 0):
        raise InputError("A0 must be finite numbers, its error not below zero.")
    noise = _noise(change) if change_error is None else change_error
    total = change.values + base
    error = np.hypot(spread, noise) * np.ones_like(total)
    both = ("delay", "wavelength")
    rows = {
        "total": variable(both, total, "1", "A0 + dA"),
        "error": variable(both, error, "1", "its standard error"),
        "sure": variable(both, total < -_SURE * error, "1", "whether it is below zero by two errors"),
    }
    coords = {
        "delay": variable("delay", change.delay.values, "s", "delay after the pump"),
        "wavelength": variable("wavelength", change.wavelength.values, "m", "vacuum wavelength"),
    }
    return GainRegion(dataset(rows, coords, noise=float(noise)))


def _noise(change: xr.DataArray) -> float:
    before = change.values[change.delay.values < 0]
    if before.shape[0] >= 2:
        return float(np.std(before - before.mean(axis=0)) * np.sqrt(before.shape[0] / (before.shape[0] - 1)))
    steps = np.diff(change.values, 2, axis=0)
    if not steps.size:
        raise InputError("with fewer than three delays the error of dA cannot be found; give change_error.")
    return float(1.4826 * np.median(np.abs(steps)) / np.sqrt(6))


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
