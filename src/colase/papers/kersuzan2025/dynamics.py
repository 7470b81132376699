"""kersuzan2025: claims decided by the rate equations through the pulse, with the substitute laser.

The threshold here is the kink of a computed light curve, as an experiment finds it, beside the gain that
meets the loss. Sixty-three cavities are one resonator whose scattering Q is drawn from a log-normal
distribution with a fixed seed.
"""

from __future__ import annotations

from functools import cache, partial
from math import inf

import numpy as np
import xarray as xr

from colase.laser import Dynamics, light_curve, threshold
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

from .cavities import cold_modes
from .substitutes import Q_FACTOR, SAID, WITHHELD, sphere

_claim = partial(Claim, paper="kersuzan2025")
_QUALITIES = (20_000.0, 6_000.0, 2_000.0, 1_000.0)
_SHAPE = "profile, height and index of the disk, and a solver for its shape"
_CAVITIES, _SPREAD, _SEED = 63, 0.5, 63


def modes_of_quality(q_scattering: float) -> xr.Dataset:
    """Return the modes of the substitute cavity with another scattering Q."""
    modes = cold_modes()
    total = 1 / (1 / q_scattering + 1 / modes.q_radiative + 1 / modes.q_absorption)
    return modes.assign(q_scattering=modes.q_scattering * 0 + q_scattering, q_factor=total)


@cache
def onset(q_scattering: float) -> tuple[float, float]:
    """Return the kink of the light curve in photons per nanocrystal, and the wavelength of its mode in m."""
    device, modes = sphere(), modes_of_quality(q_scattering)
    parts = (modes, device.gain, device.cavity, device.pump)
    found = threshold(*parts, verify=False)
    levels = found.fluence * np.geomspace(0.5, 2.0, 25)
    light = light_curve(*parts, device.instrument, found, levels=levels)
    photons = found.conversion.photons(light.threshold_seen)
    return photons, float(light.data.mode_wavelength[light.dominant_mode])


def trend(index: int) -> float:
    """Return the smallest rise of the threshold (0) or the largest step of wavelength (1) at falling Q."""
    steps = np.diff([onset(q)[index] for q in _QUALITIES])
    return float(steps.min()) if index == 0 else float(steps.max() * 1e9)


@cache
def scattered_thresholds() -> np.ndarray:
    """Return the threshold of each of 63 cavities in photons per nanocrystal; inf where one never lases."""
    device = sphere()
    drawn = Q_FACTOR * np.exp(_SPREAD * np.random.default_rng(_SEED).standard_normal(_CAVITIES))
    every = xr.concat([modes_of_quality(q) for q in drawn], dim="mode")
    found = threshold(every, device.gain, device.cavity, device.pump, verify=False)
    return found.data.photons_per_nanocrystal.values.reshape(_CAVITIES, -1).min(axis=1)


def share_below(limit: float = 0.5) -> float:
    """Return the share in % of the lasing cavities with a threshold below ``limit``."""
    photons = scattered_thresholds()
    lasing = photons[np.isfinite(photons)]
    return float(100 * (lasing < limit).mean())


@cache
def others_on_top(dynamics: Dynamics) -> float:
    """Return at how many pumps from threshold to N = 10 another mode than the first emits most."""
    device, modes = sphere(), cold_modes()
    parts = (modes, device.gain, device.cavity, device.pump)
    found = threshold(*parts, verify=False)
    photons = np.geomspace(1.1 * found.photons_per_nanocrystal, 10.0, 8)
    levels = photons / found.conversion.photons_per_fluence
    light = light_curve(*parts, device.instrument, found, levels=levels, dynamics=dynamics)
    return float((light.data.dominant_mode.values != found.mode).sum())


_steady = partial(
    _claim,
    place="Fig. 6c,d",
    printed=Values((0.0,), 0.0, "the same mode throughout"),
    unit="",
    inputs=SAID + "; sphere for disk, pulse of 1 ns",
)

CLAIMS = (
    _claim(
        place="Fig. 4c",
        quantity="smallest rise of the kink of the light curve as Q falls from 20000 to 6000, 2000, 1000",
        printed=Bounds("higher thresholds for lower K", 0.0, inf, "the sign is the statement"),
        unit="",
        compute=partial(trend, 0),
        method="rate equations of all modes through the pulse, steepest rise of the light",
        inputs=SAID + "; sphere for disk",
        missing=WITHHELD + "; " + _SHAPE,
    ),
    _claim(
        place="Fig. 4d",
        quantity="largest step of the lasing wavelength as Q falls from 20000 to 6000, 2000, 1000",
        printed=Bounds("bluer for lower K", -inf, 0.0, "the sign is the statement"),
        unit="nm",
        compute=partial(trend, 1),
        method="rate equations of all modes through the pulse, brightest mode at twice the threshold",
        inputs=SAID + "; sphere for disk",
        missing=WITHHELD + "; " + _SHAPE,
    ),
    _claim(
        place="Results, model; Fig. 5",
        quantity="share of 63 cavities with scattered Q whose threshold is below N = 0.5",
        printed=Values((95.0,), 5.0, "three cavities of 63, the counting error"),
        unit="%",
        compute=share_below,
        method="log-normal Q about 6000 (a factor e^0.5), fixed seed; gain under a pulse of 1 ns",
        inputs=SAID + "; scatter of Q substituted, sphere for disk",
        missing=WITHHELD + "; how Q scatters from cavity to cavity",
    ),
    _steady(
        quantity="pumps out of 8 from threshold to N = 10 at which another mode than the first emits most",
        compute=lambda: others_on_top(Dynamics()),
        method="rate equations of all modes through the pulse, travelling waves",
        missing=WITHHELD + "; " + _SHAPE + "; pulse length and rate equations (supporting information)",
    ),
    _steady(
        quantity="the same with modes that are standing waves and burn holes in space",
        compute=lambda: others_on_top(Dynamics(holes="standing")),
        method="rate equations of all modes in every place through the pulse, standing waves",
        missing=WITHHELD + "; " + _SHAPE + "; whether modes travel or stand",
    ),
)
