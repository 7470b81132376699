"""A synthetic instrument: what a device would show in the laboratory, with the truth beside it.

The forward model gives the energy per wavelength that leaves the device at every pump level; the instrument
blurs it, integrates it over pixels, turns it into photoelectrons through a share that is detected, adds
background, counts (shot noise), reads (noise) and saturates. What the experimenter writes down as the pump
is not what the sample saw: it jitters from shot to shot and its calibration is off by one factor. The
exposure is chosen for every spectrum, as one does, unless it is fixed. All of it follows from a seed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase import device as devices
from colase import laser
from colase.constants import HC
from colase.device import Device
from colase.errors import InputError
from colase.measurement.exported import FORMS, exported
from colase.measurement.synthetic import SyntheticInstrument
from colase.quantity import Quantity, check_bounds
from colase.results import dataset, variable
from colase.study.resonances import Modes
from colase.study.steps import light_curve
from colase.study.stripes import variable_stripe

from .pixels import on_pixels

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

_FILLED = 0.5  # of the largest reading, that the exposure aims at
_EXPOSURES = (1e-5, 30.0)
_SPAN = (0.3, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrometer:
    """What the light goes through, beyond `SyntheticInstrument`."""

    pixels: Annotated[int, Quantity("", "N", "pixels of a spectrum", ge=16, le=8192)] = 1024
    collected: Annotated[float, Quantity("", "η", "share of the photons that is counted", gt=0, le=1)] = 1e-3
    exposure: Annotated[float, Quantity("s", "t", "exposure (0: chosen for every spectrum)", ge=0)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)


DEFAULT = SyntheticInstrument(
    relative=0.03,
    shot=1.0,
    read=6.0,
    background=300.0,
    saturation=65535.0,
    pump_jitter=0.02,
    resolution=0.1e-9,
)
"""A common spectrometer: 16 bits, 0.1 nm, 2 % jitter of the pump."""


def simulate_series(
    device: Device,
    *,
    levels: Array | None = None,
    count: int = 25,
    instrument: SyntheticInstrument = DEFAULT,
    spectrometer: Spectrometer = Spectrometer(),
    seed: int = 0,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return spectra of a device against pump, as an instrument would see them.

    Parameters
    ----------
    levels : ndarray, optional
        Pump as the experimenter reads it, in J/m^2; ``count`` levels from 0.3 to 3 thresholds if left out.

    Returns
    -------
    Dataset over pump and wavelength
        counts, exposure (pump), true_pump (pump), true_output (pump); truth_... and synthetic in attrs.

    Raises
    ------
    InputError
        If the device has no modes or never lases and no levels are given.
    """
    found = Modes(device.cavity.modes(device.modes), device.modes.start, device.modes.stop)
    if not len(found):
        raise InputError("simulate: the device has no modes in its window of wavelengths.")
    first = laser.threshold(found.data, device.gain, device.cavity, device.pump, verify=False)
    if levels is None:
        if not np.isfinite(first.fluence):
            raise InputError("simulate: the device never lases; give the pump levels.")
        levels = np.geomspace(*_SPAN, count) * first.fluence
    shown = np.asarray(levels, dtype=float)
    if shown.ndim != 1 or shown.size < 2 or not np.all(np.isfinite(shown)) or np.any(np.diff(shown) <= 0):
        raise InputError("simulate: at least two pump levels in ascending order are wanted.")
    rng = np.random.default_rng(seed)
    real = shown * instrument.pump_scale * np.exp(instrument.pump_jitter * rng.standard_normal(shown.size))
    order = np.argsort(real)
    seen = devices.replace(device, {"instrument.resolution": max(instrument.resolution, 1e-12)})
    curve = light_curve(seen, found, first, progress, levels=real[order]).data
    back = np.argsort(order)
    grid = np.linspace(device.modes.start, device.modes.stop, spectrometer.pixels)
    energy = on_pixels(curve.wavelength.values, curve.spectrum.values[back], grid)
    photons = energy * grid / HC * spectrometer.collected
    counts, exposure = _counted(photons, _rate(device), instrument, spectrometer.exposure, rng)
    return _series(shown, real, grid, counts, exposure, energy, instrument, first, found, seed)


def _rate(device: Device) -> float:
    return float(device.pump.repetition_rate or 1e3)


def _counted(
    photons: Array, rate: float, instrument: SyntheticInstrument, exposure: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return what the detector shows and for how long every spectrum was exposed."""
    shots = np.exp(instrument.relative * rng.standard_normal(photons.shape[0]))
    per_second = photons * rate * shots[:, None]
    if exposure > 0:
        times = np.full(photons.shape[0], exposure)
    else:
        aim = _FILLED * min(instrument.saturation, 65535.0)
        times = np.clip(aim / np.maximum(per_second.max(axis=1), 1e-300), *_EXPOSURES)
        times = 10 ** np.round(np.log10(times), 1)
    pixel = replace(instrument, relative=0.0)
    return np.round(pixel.reading(per_second * times[:, None], rng)), times


def _series(
    shown: Array,
    real: Array,
    grid: Array,
    counts: Array,
    exposure: Array,
    energy: Array,
    instrument: SyntheticInstrument,
    first: laser.Threshold,
    found: Modes,
    seed: int,
) -> xr.Dataset:
    rows = {
        "counts": variable(("pump", "wavelength"), counts, "1", "counts"),
        "exposure": variable("pump", exposure, "s", "exposure"),
        "true_pump": variable("pump", real, "J/m^2", "fluence that the sample saw"),
        "true_output": variable("pump", energy.sum(axis=1), "J", "energy per pulse into the window"),
    }
    coords = {
        "pump": variable("pump", shown, "J/m^2", "fluence that was written down"),
        "wavelength": variable("wavelength", grid, "m", "vacuum wavelength"),
    }
    lases = bool(np.isfinite(first.fluence))
    truth = {
        "truth_threshold": float(first.fluence) if lases else "none",
        "truth_first_mode": str(found.data.label.values[first.mode]) if lases else "none",
        "truth_first_wavelength": float(found.data.wavelength.values[first.mode]) if lases else "none",
        "truth_instrument": json.dumps({k: v for k, v in asdict(instrument).items() if v < 1e299}),
    }
    return dataset(rows, coords, synthetic=1, seed=seed, resolution=instrument.resolution, **truth)


def simulate_stripe(
    device: Device,
    fluence: float,
    lengths: Array,
    *,
    instrument: SyntheticInstrument = DEFAULT,
    seed: int = 0,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return the emission of a film device against the length of the pumped stripe, with noise.

    Parameters
    ----------
    fluence : float
        In J/m^2.
    lengths : ndarray
        In m.
    """
    found = variable_stripe(device, fluence, lengths, progress=progress).data
    output = found.emitted_energy.values.astype(float)
    output = output.reshape(np.size(lengths), -1).sum(axis=1)
    truth = output / output.max() * 1e4
    seen = replace(instrument, background=instrument.background / 100, saturation=1e300)
    noisy = seen.reading(truth, np.random.default_rng(seed))
    rows = {
        "output": variable("stripe_length", noisy, "1", "edge emission"),
        "true_output": variable("stripe_length", truth, "1", "true edge emission"),
    }
    coords = {"stripe_length": variable("stripe_length", np.asarray(lengths), "m", "stripe length")}
    return dataset(rows, coords, synthetic=1, seed=seed, truth_fluence=float(fluence))


def write_series(series: xr.Dataset, folder: str | Path, form: str = "ocean", name: str = "spectrum") -> Path:
    """Write every spectrum as a file of an instrument, a dark spectrum, the pump table and the truth.

    Files are called NAME_<pump>uJ; ``truth.json`` holds what an experiment would not know.
    """
    where = Path(folder)
    if form not in FORMS:
        exported(form, [1.0], [1.0], 1.0)
    suffix = FORMS[form][0]
    try:
        where.mkdir(parents=True, exist_ok=True)
        table = ["file,pump (uJ/cm2)"]
        for i in range(series.sizes["pump"]):
            one = series.isel(pump=i)
            pump = f"{float(one.pump) * 100:.6g}"
            file = f"{name}_{pump}uJ{suffix}"
            content = exported(form, one.wavelength.values, one.counts.values, float(one.exposure))
            (where / file).write_bytes(content)
            table.append(f"{file},{pump}")
        (where / "pump.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
        (where / "truth.json").write_text(json.dumps(_truth(series), indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{where}: cannot be written ({problem.strerror or problem}).") from None
    return where


def _truth(series: xr.Dataset) -> dict[str, Any]:
    facts = {k: v for k, v in series.attrs.items() if k.startswith("truth_") or k in ("seed", "synthetic")}
    facts["truth_instrument"] = json.loads(str(facts.get("truth_instrument", "{}")))
    for name in ("pump", "true_pump", "true_output", "exposure"):
        facts[name] = series[name].values.tolist()
    return facts
