"""Why this threshold: what it is made of, what would lower it most, and how well it is known.

Losses of the mode that lases first, in 1/cm; where the energy of the absorbed pump goes in a pulse right at
threshold; the slope of the threshold with every number of the device (`elasticities`), beside the error or
the guess behind that number; and, from the inputs that were given with an error, an interval
(`threshold_interval`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from colase import device as devices
from colase import laser
from colase.device import Device
from colase.errors import ColaseError
from colase.gain import enough_rungs
from colase.laser import Threshold
from colase.laser.mode_gain import LOSSES
from colase.results import dataset, variable

from . import steps
from .elasticities import Elasticity, elasticities, without_influence
from .levers_found import Levers
from .resonances import Modes
from .threshold_interval import threshold_interval, uncertain_inputs

_DARK = 1e-12


def levers(
    device: Device,
    modes: Modes | None = None,
    threshold: Threshold | None = None,
    draws: int = 0,
    progress: Callable[[int, int], None] | None = None,
    solve: bool = True,
    redraw: bool = True,
) -> Levers:
    """Return why the threshold is what it is: losses, where the pump goes, and the slope of every number.

    Parameters
    ----------
    device : Device
        The device.
    modes, threshold : optional
        Its modes and its threshold, if they are known; there are no levers when nothing lases.
    draws : int
        How often to draw the uncertain inputs for an interval on the threshold; 0 for none.
    progress : callable, optional
        Called as ``progress(done, total)`` while drawing.
    solve : bool
        Whether to look at numbers for which the cavity must be solved again.
    redraw : bool
        Whether to draw inputs of a resonator, too, which is then solved again each time.
    """
    modes = steps.modes(device) if modes is None else modes
    if threshold is None:
        threshold = laser.threshold(modes.data, device.gain, device.cavity, device.pump, verify=False)
    if not threshold.lases:
        return Levers(_table([], device), None, threshold.message)
    device = _with_enough_rungs(device, threshold)
    cold = modes.data
    if not threshold.resonant:
        cold = cold.assign_attrs(first=float(cold.wavelength[threshold.mode]))
    found = elasticities(device, cold, threshold, solve)
    redrawn = redraw or not threshold.resonant
    interval = threshold_interval(device, draws, progress, first=cold, solve=redrawn) if draws else None
    data = _with_budget(_table(found, device), device, modes, threshold)
    return Levers(data.assign_attrs(solved=int(solve)), interval)


def _table(found: list[Elasticity], device: Device) -> xr.Dataset:
    """Return slopes, with how well each input is known."""
    paths = np.array([e.path for e in found], dtype=object)
    meanings = np.array([e.meaning for e in found], dtype=object)
    values = np.array([e.slope for e in found], dtype=float)
    known = {path: error / abs(value) for path, _, value, error in uncertain_inputs(device)}
    errors = np.array([known.get(path, 0.0) for path in paths])
    guesses = np.array([path in device.guessed for path in paths], dtype=bool)
    local = np.array([e.local for e in found], dtype=bool)
    return dataset(
        {
            "sensitivity": variable("setting", values, "", "d ln(threshold fluence)/d ln(x)"),
            "meaning": variable("setting", meanings, "", "meaning of the setting"),
            "error": variable("setting", errors, "", "relative error of the setting (0: none given)"),
            "swing": variable(
                "setting", abs(values) * errors, "", "by how much that error moves the threshold"
            ),
            "guess": variable("setting", guesses, "", "whether the setting is a guess"),
            "local": variable("setting", local, "", "whether lines or modes move with the setting"),
        },
        {"setting": variable("setting", paths, "", "dotted path of the setting")},
        without_influence=", ".join(without_influence(device)),
    )


def _with_budget(data: xr.Dataset, device: Device, modes: Modes, threshold: Threshold) -> xr.Dataset:
    """Return the table with the losses of the first mode and with where the pump goes at threshold."""
    at = threshold.data.isel(mode=threshold.mode)
    loss = [float(at[f"loss_{way}"]) for way in LOSSES]
    ways = [way if threshold.resonant or way != "radiation" else "ends of the stripe" for way in LOSSES]
    data = data.assign_coords(way=variable("way", np.array(ways), "", "how light is lost")).assign(
        loss=variable("way", loss, "1/m", "loss of the first mode per length")
    )
    if device.gain.static:  # thresholds, but no lifetimes
        return data
    level = threshold.fluence if threshold.irradiance is None else threshold.irradiance
    kept = modes.data
    if not threshold.resonant:  # a guide holds no light: what is emitted at the onset leaves it
        kept = kept.isel(mode=[threshold.mode])
        kept = kept.assign(gain_confinement=_DARK * kept.gain_confinement)
    try:
        light = laser.light_curve(
            kept, device.gain, device.cavity, device.pump, device.instrument, threshold, levels=[level],
            dynamics=device.dynamics,
        ).data.isel(pump=0)  # fmt: skip
    except ColaseError:
        return data
    return data.assign_coords(channel=light.channel, energy_channel=light.energy_channel).assign(
        photon_budget=light.budget, energy_budget=light.energy_budget
    )


def _with_enough_rungs(device: Device, threshold: Threshold) -> Device:
    """Return the device with the exciton ladder that its threshold needed, so that no lever extends it."""
    medium, _ = enough_rungs(device.gain, device.pump.pulse, threshold.photons_per_nanocrystal)
    return device if medium is device.gain else devices.replace(device, {"gain.model": medium.model})
