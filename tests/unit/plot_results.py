"""Results to draw: the real preset up to its threshold, and a light curve whose numbers are formulas."""

from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import xarray as xr

from colase.device import Device, load
from colase.gain import gain_spectrum
from colase.laser import threshold
from colase.results import dataset, variable
from colase.study import Levers, Modes, Run
from colase.study.threshold_interval import ThresholdInterval


@cache
def device() -> Device:
    return load("duan2022-microsphere")


@cache
def modes() -> Modes:
    window = replace(device().modes, start=650e-9, stop=680e-9)
    return Modes(device().cavity.modes(window), window.start, window.stop)


@cache
def gain() -> Any:
    return gain_spectrum(device().gain, np.linspace(620e-9, 700e-9, 161), (0.0, 0.3, 1.0, 5.0))


@cache
def lasing() -> Any:
    return threshold(modes().data, device().gain, device().cavity, device().pump)


@cache
def not_lasing() -> Any:
    return threshold(
        modes().data.assign(**_lossy(modes().data)), device().gain, device().cavity, device().pump
    )


def _lossy(data: xr.Dataset) -> dict[str, xr.DataArray]:
    scattering = data.q_scattering * 1e-3
    total = 1 / (1 / scattering + 1 / data.q_radiative + 1 / data.q_absorption)
    return {"q_scattering": scattering, "q_factor": total}


@cache
def light() -> Any:
    """Return light that doubles its slope at every mode's threshold; lines are Gaussians."""
    found = lasing().data
    fluence = np.geomspace(0.1, 30, 12) * lasing().fluence
    over = fluence[:, None] / found.fluence.values
    energy = 1e-16 * over + 1e-13 * np.clip(over - 1, 0, None)
    width = 5e-11 + 1.6e-10 / (1 + np.clip(over - 1, 0, None))
    lam = np.linspace(650e-9, 680e-9, 300)
    lines = np.exp(-4 * np.log(2) * ((lam - found.wavelength.values[:, None]) / width[..., None]) ** 2)
    notes, seen = ("a remark on 1 uJ/cm2",), 1.2 * lasing().fluence
    return SimpleNamespace(data=dataset(
        {
            "fluence": variable("pump", fluence, "J/m^2", "pump fluence"),
            "photons_per_nanocrystal": variable("pump", lasing().conversion.photons(fluence), "", "photons"),
            "label": variable("mode", found.label.values, "", "name of the mode"),
            "emitted_energy": variable(("pump", "mode"), energy, "J", "emitted energy"),
            "emitted_photons": variable(("pump", "mode"), energy / 3e-19, "", "emitted photons"),
            "emitted_counts": variable(("pump", "mode"), energy / 3e-18, "", "counts"),
            "fwhm": variable(("pump", "mode"), width, "m", "width at the instrument"),
            "budget": variable(
                ("pump", "channel"), np.tile([0.2, 0.3, 0.5], (fluence.size, 1)), "", "share of photons"
            ),
            "populations_peak": variable(
                ("pump", "state"), np.tile([0.5, 0.3, 0.2], (fluence.size, 1)), "", "populations"
            ),
            "balance": variable("pump", np.full(fluence.size, 1e-15), "", "gap in the books"),
            "spectrum": variable(
                ("pump", "wavelength"),
                (energy[..., None] / width[..., None] * lines).sum(axis=1),
                "J/m",
                "spectrum",
            ),
        },
        {
            "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
            "channel": variable("channel", np.array(["scattering", "non-radiative", "stored"]), "", "end"),
            "state": variable("state", np.array(["0", "X", "XX"]), "", "state"),
        },
        degeneracy="one family", counted="one pulse",
    ), complete=True, notes=notes, balance=1e-15, threshold_seen=seen, purity="alone")  # fmt: skip


def levers() -> Any:
    return Levers(dataset(
        {
            "sensitivity": variable("setting", np.array([-1.0, 0.4, 0.001]), "", "sensitivity"),
            "meaning": variable("setting", np.array(["pump cross section", "thickness", "none"]), "", "m"),
            "error": variable("setting", np.array([0.5, 0.0, 0.1]), "", "relative error"),
            "swing": variable("setting", np.array([0.5, 0.0, 1e-4]), "", "by how much it moves"),
            "guess": variable("setting", np.array([True, False, False]), "", "guess"),
            "local": variable("setting", np.array([False, False, False]), "", "local"),
            "loss": variable("way", np.array([3000.0, 0.0, 100.0]), "1/m", "loss"),
            "energy_budget": variable("energy_channel", np.array([0.1, 0.6, 0.3]), "", "share"),
        },
        {
            "setting": variable("setting", np.array(["a.b", "c.d", "e.f"]), "", "setting"),
            "way": variable("way", np.array(["scattering", "radiation", "absorption"]), "", "way"),
            "energy_channel": variable("energy_channel", np.array(["modes", "Auger", "traps"]), "", "end"),
        },
        without_influence="pump.repetition_rate, [modes]",
    ), ThresholdInterval(np.geomspace(0.01, 0.04, 20), ("a.b",)))  # fmt: skip


def run(**changed: Any) -> Any:
    """Return a whole run, with some of its parts changed."""
    return Run(
        **{
            "device": device(),
            "modes": modes(),
            "gain": gain(),
            "threshold": lasing(),
            "light": light(),
            "levers": levers(),
            "timings": {"modes": 0.12, "gain": 0.002, "threshold": 0.3, "light": 2.0},
            "versions": {"python": "3.12.0", "colase": "0.1.0", "numpy": "2.0"},
            "stopped": "",
        }
        | changed
    )
