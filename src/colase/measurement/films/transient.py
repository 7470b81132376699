"""Transient absorption of a film: where it amplifies, A_0 + dA < 0, and from which fluence on.

The absorbance A_0 before the pump is measured apart and carries its own error, mostly common to all
wavelengths (scattering, reflection): the film amplifies for sure only where -(A_0 + dA) exceeds its error
by two. Where a white-light probe is chirped, `chirp` comes first; of a band of wavelengths `band_decay` gives
the lifetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from .chirp import TimeZero
from .decay import Decay, fit_decay

Array = NDArray[np.float64]

_SURE = 2.0
_RISEN = 0.95  # share of its largest value at which a bleach has risen


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GainRegion:
    """A_0 + dA over delay and wavelength, and where it is below zero for sure."""

    data: xr.Dataset
    zero: TimeZero | None = None
    decay: Decay | None = None

    @property
    def amplifies(self) -> bool:
        """Whether it amplifies anywhere for sure."""
        return bool(self.data.sure.any())

    @property
    def lifetime(self) -> float:
        """How long it amplifies for sure, in s; 0 if it never does."""
        when = self.data.delay.values[self.data.sure.any("wavelength").values]
        return float(np.ptp(when)) if when.size else 0.0

    @property
    def parts(self) -> dict[str, Any]:
        """What stands on the page beside it: the chirp that was taken out, the decay of a band."""
        found: dict[str, Any] = {"chirp": self.zero} if self.zero is not None else {}
        return found | ({"decay": BandDecay(self.data)} if self.decay is not None else {})

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, and what is doubtful about the decay."""
        left = int(self.data.attrs.get("wavelengths_left_out", 0))
        notes = (f"{left} wavelengths of the file hold no values and are left out.",) if left else ()
        return notes + (self.decay.warnings if self.decay is not None else ())

    def describe(self) -> str:
        """Return where and how long it amplifies, the chirp that was taken out, and the decay of a band."""
        lines = [self._region()]
        if self.zero is not None:
            lines.append(self.zero.describe())
        if self.decay is not None:
            low, high = (v * 1e9 for v in self.data.attrs["band"])
            begin = float(self.data.attrs["decay_begins"]) * 1e12
            when = f", from {begin:.3g} ps on" if begin else ""
            lines += [f"Decay of the bleach from {low:.0f} to {high:.0f} nm{when}:", self.decay.describe()]
        left = int(self.data.attrs.get("wavelengths_left_out", 0))
        lines += [f"Warning: {left} wavelengths of the file hold no values and are left out."] if left else []
        return "\n".join(lines)

    def _region(self) -> str:
        d = self.data
        if not self.amplifies:
            low = float((d.total / d.error).min())
            least = float(d.total.min())
            where = "below" if low < 0 else "above"
            return f"No gain for sure: A0 + dA comes down to {least:.2g}, {abs(low):.1f} errors {where} zero."
        lam = d.wavelength.values[d.sure.any("delay").values] * 1e9
        when = d.delay.values[d.sure.any("wavelength").values] * 1e12
        deepest = d.total.where(d.sure)
        place = deepest.argmin(("delay", "wavelength"))
        at = d.wavelength.values[int(place["wavelength"])] * 1e9
        return (
            f"Gain from {lam.min():.1f} to {lam.max():.1f} nm, {when.min():.3g} to {when.max():.3g} ps; "
            f"deepest A0 + dA = {float(deepest.min()):.3g} at {at:.1f} nm."
        )

    def plot(self, ax: Any = None) -> Any:
        """Draw A_0, and A_0 + dA at the delay at which it is lowest, with its error."""
        return draw("measurement.films.gain_region", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BandDecay:
    """Bleach of a band over ``band_delay`` and its fit; for the figure."""

    data: xr.Dataset

    def plot(self, ax: Any = None) -> Any:
        """Draw the bleach and its decay."""
        return draw("measurement.films.decay", self, ax=ax)


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
    deepest = int(np.argmin(total.min(axis=1)))
    rows = {
        "total": variable(both, total, "1", "A0 + dA"),
        "error": variable(both, error, "1", "its standard error"),
        "absorbance": variable("wavelength", base, "1", "A0"),
        "deepest": variable("wavelength", total[deepest], "1", "A0 + dA at the delay where it is lowest"),
        "deepest_error": variable("wavelength", error[deepest], "1", "its standard error"),
        "sure": variable(both, total < -_SURE * error, "1", "whether it is below zero by two errors"),
    }
    coords = {
        "delay": variable("delay", change.delay.values, "s", "delay after the pump"),
        "wavelength": variable("wavelength", change.wavelength.values, "m", "vacuum wavelength"),
    }
    left = int(change.attrs.get("wavelengths_left_out", 0))
    about = {
        "noise": float(noise),
        "deepest_delay": float(change.delay[deepest]),
        "wavelengths_left_out": left,
    }
    return GainRegion(dataset(rows, coords, **about))


def band_decay(
    region: GainRegion, band: tuple[float, float], *, kind: str = "exponentials", response: float = 0.0
) -> GainRegion:
    """Return the region with the decay of the bleach -dA of a band of wavelengths (m).

    Without a response the decay begins where the bleach has risen; what comes before is not looked at.

    Parameters
    ----------
    kind, response
        As in `fit_decay`: "exponentials" or "auger", and the standard deviation of the response in s.
    """
    d = region.data
    inside = (d.wavelength >= min(band)) & (d.wavelength <= max(band))
    if not bool(inside.any()):
        raise InputError(
            f"the band {min(band) * 1e9:g} to {max(band) * 1e9:g} nm holds no wavelength of the matrix."
        )
    bleach = -(d.total - d.absorbance).sel(wavelength=inside).mean("wavelength").values
    noise = float(d.attrs["noise"]) / np.sqrt(int(inside.sum()))
    delay = d.delay.values
    sharp = response <= 0 or kind == "auger"
    begin = float(delay[np.argmax(bleach >= _RISEN * bleach.max())]) if sharp else 0.0
    used = delay >= begin if sharp else np.ones(bleach.size, dtype=bool)
    found = fit_decay(delay[used] - begin, bleach[used], max(noise, 1e-12), kind=kind, response=response)
    rows = {
        "band_bleach": variable("band_delay", bleach[used], "1", "-dA of the band"),
        "band_model": variable("band_delay", found.model, "1", "decay"),
        "lifetime": variable("term", found.lifetimes, "s", "lifetime"),
        "lifetime_error": variable("term", found.errors, "s", "its standard error"),
        "amplitude": variable("term", found.amplitudes, "1", "amplitude"),
    }
    if kind == "auger":
        rows["auger"] = variable((), found.auger, "1/s", "Auger coefficient for dn/dt = -C n^2, n = -dA")
        rows["auger_error"] = variable((), found.auger_error, "1/s", "its standard error")
    coords = {"band_delay": variable("band_delay", d.delay.values[used], "s", "delay after the pump")}
    data = d.merge(dataset(rows, coords))
    return replace(
        region, data=data.assign_attrs(band=(min(band), max(band)), decay_begins=begin), decay=found
    )


def _noise(change: xr.DataArray) -> float:
    before = change.values[change.delay.values < 0]
    if before.shape[0] >= 2:
        return float(np.std(before - before.mean(axis=0)) * np.sqrt(before.shape[0] / (before.shape[0] - 1)))
    steps = np.diff(change.values, 2, axis=0)
    if not steps.size:
        raise InputError("with fewer than three delays the error of dA cannot be found; give change_error.")
    return float(1.4826 * np.median(np.abs(steps)) / np.sqrt(6))
