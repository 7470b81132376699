"""Which measurement tells two gain models apart, as a sentence for every pair.

Said is only what differs more than one could fail to see:

    wavelength     the first lines are further apart than the modes; without mirrors, a tenth of the line
    threshold      fluences differ by more than a factor of 1.5 (pump fluences are hardly known better)
    quality        d ln F/d ln Q differs by more than 0.2: no absolute scale is needed
    gain lifetime  differs by more than a factor of 1.5
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import xarray as xr

from colase.device import Device
from colase.units import digits

_FACTOR, _EXPONENT = 1.5, 0.2


def _spacing(modes: xr.Dataset) -> float:
    """Return how far apart modes are in m: the free spectral range, or the mean distance without it."""
    if "fsr" in modes and np.isfinite(modes.fsr.values).any():
        return float(np.nanmedian(modes.fsr.values))
    lam = np.sort(modes.wavelength.values)
    return float(np.diff(lam).mean()) if lam.size > 1 else 0.0


def visible_shift(device: Device, modes: xr.Dataset) -> tuple[float, str]:
    """Return the difference of wavelengths in m that can be seen, and what it is called."""
    if device.cavity.resonant:
        return _spacing(modes), "mode spacings"
    return 0.1 * device.gain.nanocrystal.fwhm, "tenths of the line width"


def sentences(data: xr.Dataset, scale: tuple[float, str]) -> list[str]:
    """Say for every pair of models which measurement tells them apart, the clearest pair first."""
    said = []
    for a, b in combinations(range(data.sizes["model"]), 2):
        one, two = data.isel(model=a), data.isel(model=b)
        said.append(_pair(str(one.model.values), str(two.model.values), one, two, scale))
    return [text for _, text in sorted(said, key=lambda s: -s[0])]


def _pair(
    name: str, other: str, one: xr.Dataset, two: xr.Dataset, scale: tuple[float, str]
) -> tuple[float, str]:
    """Return how clearly two models differ (1: just visible) and the sentence."""
    lases = [bool(np.isfinite(m.fluence)) for m in (one, two)]
    head = f"{name} or {other}:"
    if not any(lases):
        return 0.0, f"{head} neither lases here."
    if not all(lases):
        which = name if lases[0] else other
        return np.inf, f"{head} only {which} lases at all."
    telling = []
    apart = float(two.lasing_wavelength - one.lasing_wavelength) * 1e9
    unit, words = scale
    if unit and abs(apart) > unit * 1e9:
        clear = abs(apart) / (unit * 1e9)
        telling.append((clear, f"the first line differs by {abs(apart):.1f} nm ({clear:.1f} {words})"))
    factor = float(two.fluence / one.fluence)
    size = max(factor, 1 / factor)
    if size > _FACTOR:
        telling.append(
            (
                np.log(size) / np.log(_FACTOR),
                f"thresholds differ by a factor of {size:.2g} (needs an absolute fluence)",
            )
        )
    slope = float(two.quality_exponent - one.quality_exponent)
    if abs(slope) > _EXPONENT:
        telling.append(
            (
                abs(slope) / _EXPONENT,
                f"the threshold goes as Q^{float(one.quality_exponent):.2f} or "
                f"Q^{float(two.quality_exponent):.2f}",
            )
        )
    telling += _lifetimes(one, two)
    if not telling:
        return 0.0, f"{head} nothing measured here tells them apart."
    telling.sort(key=lambda t: -t[0])
    return telling[0][0], f"{head} {'; '.join(text for _, text in telling)}."


def _lifetimes(one: xr.Dataset, two: xr.Dataset) -> list[tuple[float, str]]:
    lives = [float(m.gain_lifetime) for m in (one, two)]
    if not all(np.isfinite(x) and x > 0 for x in lives):
        return []
    size = max(lives) / min(lives)
    if size <= _FACTOR:
        return []
    shown = " or ".join(f"{digits(x * 1e12, 3)} ps" for x in lives)
    return [(np.log(size) / np.log(_FACTOR), f"gain lasts {shown} after a flash of twice the threshold")]
