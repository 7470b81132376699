"""Rival gain models on one device and pump: what they predict, and which measurement tells them apart.

Every model gets the same nanocrystals, cavity, modes and pump. For each: gain after a flash, threshold,
the mode that lases first, how the threshold follows the quality factor, and how long gain lasts. Where two
models differ more than one could fail to see, a sentence says so:

    wavelength     the first lines are further apart than the modes; without mirrors, a tenth of the line
    threshold      fluences differ by more than a factor of 1.5 (pump fluences are hardly known better)
    quality        d ln F/d ln Q differs by more than 0.2: no absolute scale is needed
    gain lifetime  differs by more than a factor of 1.5
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np
import xarray as xr

from colase import laser
from colase.device import Device
from colase.errors import ColaseError, InputError, nearest
from colase.gain import (
    Electronic,
    ExcitonLadder,
    GainMedium,
    GainModel,
    InstantPulse,
    SaturableGain,
    StokesShifted,
    driven_populations,
    flash_populations,
    material_gain,
)
from colase.laser import Threshold
from colase.nanocrystals import Nanoplatelet
from colase.results import dataset, draw, variable
from colase.units import digits

from .resonances import Modes
from .table import Table

PUMP_LEVELS = (0.3, 1.0, 3.0, 10.0)
"""Photons absorbed per nanocrystal at which gain spectra are compared."""

GAIN_LIFETIME_AT = 2.0
"""Gain lifetimes hold after a flash of so many times the threshold for a flash."""

_POINTS = 241
_SLOPE = 0.1  # relative change of Q
_FACTOR, _EXPONENT = 1.5, 0.2
_QUALITY = ("q_factor", "q_scattering", "q_radiative", "q_absorption")

RIVALS: Mapping[str, GainModel] = MappingProxyType(
    {
        "stokes-shifted": StokesShifted(),
        "electronic": Electronic(),
        "ladder 2e2h": ExcitonLadder(table="2e2h"),
        "ladder 2e4h": ExcitonLadder(table="2e4h"),
        "ladder 0-x-xx": ExcitonLadder(table="0-x-xx"),
        "ladder platelet": ExcitonLadder(table="platelet", auger="pairwise", most_excitons=12),
        "ladder charged": ExcitonLadder(table="charged"),
        "saturable": SaturableGain(),
    }
)
"""Models that can be asked for by name, each with its defaults."""

_USUAL = ("stokes-shifted", "electronic", "ladder 2e2h", "ladder 2e4h")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Comparison:
    """What rival models predict: ``data`` over ``model`` (and ``pump``, ``wavelength``).

    Attributes
    ----------
    data : xarray.Dataset
        Thresholds (inf for a model that never lases), first modes, slopes, lifetimes, gain spectra.
    sentences : tuple of str
        Which measurement would tell the models apart, the clearest first.
    notes : tuple of str
        What a model said about itself.
    """

    data: xr.Dataset
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a model: threshold, first line, how it follows Q, how long gain lasts."""
        rows = tuple(self._row(i) for i in range(self.data.sizes["model"]))
        heads = ("model", "photons", "uJ/cm^2", "line (nm)", "first mode", "dlnF/dlnQ", "gain (ps)")
        return Table(heads, rows)

    def describe(self) -> str:
        """Return the table and the sentences."""
        return "\n".join([self.table().text(), *self.sentences, *self.notes])

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the gain spectra of all models at one pump level; return the matplotlib Axes."""
        return draw("compare.rival_gain", self, ax=ax, **options)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{s}</p>" for s in self.sentences + self.notes)
        return self.table().html() + said

    def _row(self, i: int) -> tuple[str, ...]:
        at = self.data.isel(model=i)
        name = str(at.model.values)
        if not np.isfinite(at.fluence):
            return (name, "never lases", "", "", "", "", "")
        life = float(at.gain_lifetime)
        return (
            name,
            digits(float(at.photons_per_nanocrystal), 3),
            digits(float(at.fluence) * 100, 3),
            f"{float(at.lasing_wavelength) * 1e9:.1f}",
            str(at.label.values),
            f"{float(at.quality_exponent):+.2f}",
            digits(life * 1e12, 3) if np.isfinite(life) else "unknown",
        )


def compare(
    device: Device,
    models: Sequence[GainModel | str] | None = None,
    modes: Modes | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Return what rival gain models predict for one device and its pump.

    Parameters
    ----------
    device : Device
        Its cavity, nanocrystals and pump; its own model always takes part, as the first.
    models : sequence of GainModel or str, optional
        Models, or names out of `RIVALS`; by default the three-state models, ladders with twofold and
        fourfold holes, and for platelets the platelet ladder.
    modes : Modes, optional
        The modes, if they are known already.
    progress : callable, optional
        Called as ``progress(done, total)`` after each model.

    Raises
    ------
    InputError
        If there is no model of a name, or the window holds no mode.
    """
    rivals = _rivals(device, models)
    cold = device.cavity.modes(device.modes) if modes is None else modes.data
    if not cold.sizes.get("mode"):
        raise InputError("compare: the window holds no mode; widen it or raise the highest radial order.")
    lam = np.linspace(device.modes.start, device.modes.stop, _POINTS)
    found = []
    for i, model in enumerate(rivals):
        found.append(_one(device, model, cold, lam))
        if progress is not None:
            progress(i + 1, len(rivals))
    data = _table([m.name for m in rivals], found, lam)
    notes = tuple(
        dict.fromkeys(f"{m.name}: {note}" for m, f in zip(rivals, found, strict=True) for note in f["notes"])
    )
    return Comparison(data, tuple(_sentences(data, _scale(device, cold))), notes)


def _rivals(device: Device, models: Sequence[GainModel | str] | None) -> list[GainModel]:
    """Return the models to compare, each once, the device's own first."""
    if models is None:
        platelet = ("ladder platelet",) if isinstance(device.gain.nanocrystal, Nanoplatelet) else ()
        models = _USUAL + platelet
    found = {device.gain.model.name: device.gain.model}
    for model in models:
        if isinstance(model, str):
            if model not in RIVALS:
                known = ", ".join(RIVALS)
                raise InputError(
                    f'compare: there is no model "{model}".{nearest(model, RIVALS)} There is {known}.'
                )
            model = RIVALS[model]
        name = model.name
        if found.get(name) not in (None, model):
            found[f"{name} ({len(found)})"] = model
        else:
            found[name] = model
    return list(found.values())


def _one(device: Device, model: GainModel, modes: xr.Dataset, lam: np.ndarray) -> dict[str, Any]:
    """Return what one model predicts; a model that does not fit the nanocrystal says why and never lases."""
    medium = replace(device.gain, model=model)
    empty = {
        "fluence": np.inf, "photons": np.inf, "wavelength": np.nan, "label": "", "exponent": np.nan,
        "lifetime": np.nan, "gain": np.full((len(PUMP_LEVELS), lam.size), np.nan), "notes": (),
    }  # fmt: skip
    try:
        gain = material_gain(medium, lam, flash_populations(medium, PUMP_LEVELS))
        first, exponent = _threshold(device, medium, modes)
    except ColaseError as refused:
        return empty | {"notes": (str(refused),)}
    if not first.lases:
        return empty | {"gain": gain, "notes": (first.message,)}
    at = first.data.isel(mode=first.mode)
    return {
        "fluence": first.fluence,
        "photons": first.photons_per_nanocrystal,
        "wavelength": float(at.wavelength),
        "label": str(at.label.item()),
        "exponent": exponent,
        "lifetime": gain_lifetime(
            medium, float(at.wavelength), GAIN_LIFETIME_AT * float(at.photons_per_nanocrystal_instant)
        ),
        "gain": gain,
        "notes": first.notes,
    }


def _threshold(device: Device, medium: GainMedium, modes: xr.Dataset) -> tuple[Threshold, float]:
    """Return the threshold, and d ln F/d ln Q when the quality of all modes changes together."""
    better = modes.assign({name: modes[name] * (1 + _SLOPE) for name in _QUALITY})
    both = xr.concat([modes, better], "mode")
    found = laser.threshold(both, medium, device.cavity, device.pump, verify=False)
    half = modes.sizes["mode"]
    first = replace(found, data=found.data.isel(mode=slice(half)))
    low, high = first.fluence, float(found.data.fluence.values[half:].min())
    slope = np.log(high / low) / np.log1p(_SLOPE) if np.isfinite([low, high]).all() else np.nan
    return first, float(slope)


def gain_lifetime(medium: GainMedium, wavelength: float, photons: float) -> float:
    """Return how long after a flash a medium amplifies at a wavelength, in s; NaN if that is not known.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals and model.
    wavelength : float
        In m.
    photons : float
        Photons absorbed per nanocrystal.
    """
    if medium.static or not np.isfinite(photons):
        return float("nan")
    rates = medium.decay_rates()[1:]
    time = np.concatenate([[0.0], np.geomspace(1e-3 / rates.max(), 30 / rates.min(), 400)])
    gain = material_gain(medium, [wavelength], driven_populations(medium, InstantPulse(), photons, time))[
        :, 0
    ]
    on = np.flatnonzero(gain > 0)
    if not on.size:
        return 0.0
    last = int(on[-1])
    if last + 1 == time.size:
        return float("inf")
    share = gain[last] / (gain[last] - gain[last + 1])
    return float(time[last] + share * (time[last + 1] - time[last]))


def _spacing(modes: xr.Dataset) -> float:
    """Return how far apart modes are in m: the free spectral range, or the mean distance without it."""
    if "fsr" in modes and np.isfinite(modes.fsr.values).any():
        return float(np.nanmedian(modes.fsr.values))
    lam = np.sort(modes.wavelength.values)
    return float(np.diff(lam).mean()) if lam.size > 1 else 0.0


def _table(names: list[str], found: list[dict[str, Any]], lam: np.ndarray) -> xr.Dataset:
    def column(key: str, units: str, meaning: str) -> tuple:
        return variable("model", np.array([f[key] for f in found]), units, meaning)

    return dataset(
        {
            "fluence": column("fluence", "J/m^2", "pump fluence at threshold"),
            "photons_per_nanocrystal": column("photons", "", "photons absorbed per nanocrystal at threshold"),
            "lasing_wavelength": column("wavelength", "m", "wavelength of the first lasing mode"),
            "label": column("label", "", "name of the first lasing mode"),
            "quality_exponent": column("exponent", "", "d ln(threshold fluence)/d ln(quality factor)"),
            "gain_lifetime": column(
                "lifetime", "s", "time for which a flash of twice the threshold amplifies"
            ),
            "material_gain": variable(
                ("model", "pump", "wavelength"), np.stack([f["gain"] for f in found]), "1/m", "material gain"
            ),
        },
        {
            "model": variable("model", np.array(names), "", "gain model"),
            "photons": variable("pump", np.array(PUMP_LEVELS), "", "photons absorbed per nanocrystal"),
            "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
        },
    )


def _scale(device: Device, modes: xr.Dataset) -> tuple[float, str]:
    """Return the difference of wavelengths in m that can be seen, and what it is called."""
    if device.cavity.resonant:
        return _spacing(modes), "mode spacings"
    return 0.1 * device.gain.nanocrystal.fwhm, "tenths of the line width"


def _sentences(data: xr.Dataset, scale: tuple[float, str]) -> list[str]:
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
