"""Rival gain models on one device and pump: what they predict, and which measurement tells them apart.

Every model gets the same nanocrystals, cavity, modes and pump. For each: gain after a flash, threshold,
the mode that lases first, how the threshold follows the quality factor, and how long gain lasts. Where two
models differ more than one could fail to see, a sentence says so (`telling_apart`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from colase import laser
from colase.device import Device
from colase.errors import ColaseError, InputError
from colase.gain import (
    GainMedium,
    GainModel,
    InstantPulse,
    driven_populations,
    enough_rungs,
    gain_spectrum,
    material_gain,
)
from colase.laser import Threshold
from colase.results import dataset, draw, variable
from colase.units import digits

from .resonances import Modes
from .rivals import chosen
from .table import Table
from .telling_apart import sentences, visible_shift

PUMP_LEVELS = (0.3, 1.0, 3.0, 10.0)
"""Photons absorbed per nanocrystal at which gain spectra are compared."""

GAIN_LIFETIME_AT = 2.0
"""Gain lifetimes hold after a flash of so many times the threshold for a flash."""

_POINTS = 241
_SLOPE = 0.1  # relative change of Q
_QUALITY = ("q_factor", "q_scattering", "q_radiative", "q_absorption")


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
        return draw("gain.compare.rival_gain", self, ax=ax, **options)

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
    rivals = chosen(device, models)
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
    return Comparison(data, tuple(sentences(data, visible_shift(device, cold))), notes)


def _one(device: Device, model: GainModel, modes: xr.Dataset, lam: np.ndarray) -> dict[str, Any]:
    """Return what one model predicts; a model that does not fit the nanocrystal says why and never lases."""
    medium = replace(device.gain, model=model)
    empty = {
        "fluence": np.inf, "photons": np.inf, "wavelength": np.nan, "label": "", "exponent": np.nan,
        "lifetime": np.nan, "gain": np.full((len(PUMP_LEVELS), lam.size), np.nan), "notes": (),
    }  # fmt: skip
    try:
        gain = gain_spectrum(medium, lam, PUMP_LEVELS).data.material_gain.values
        first, exponent = _threshold(device, medium, modes)
    except ColaseError as refused:
        return empty | {"notes": (str(refused),)}
    if not first.lases:
        return empty | {"gain": gain, "notes": (first.message,)}
    at = first.data.isel(mode=first.mode)
    photons = GAIN_LIFETIME_AT * float(at.photons_per_nanocrystal_instant)
    enough, _ = enough_rungs(medium, InstantPulse(), photons)
    return {
        "fluence": first.fluence,
        "photons": first.photons_per_nanocrystal,
        "wavelength": float(at.wavelength),
        "label": str(at.label.item()),
        "exponent": exponent,
        "lifetime": gain_lifetime(enough, float(at.wavelength), photons),
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
