"""Transient absorption: what a weak probe sees of a pumped film, against delay, pump and wavelength.

A film of thickness d absorbs A_0 = α_0 d log10(e) before the pump and A = -g d log10(e) after it, with g
the gain of its populations. With ΔA = A - A_0,

    -ΔA/A_0 = 1 + g/α_0        bleach; above 1 the film amplifies (transparency at 1)
    A_0 + ΔA = -g d log10(e)   negative where the film amplifies

and d drops out of the first. The probe changes nothing; coherent artefacts and carriers that still cool
are left out. Lines are Gaussians, so far to the red, where A_0 tends to nothing, the bleach grows without
end and the smallest pump amplifies: average over a band, as an experiment does.

References: adachi2015 (figure 1d-e and Methods).
"""

from __future__ import annotations

from math import e, log10

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError, PhysicsError
from colase.gain.kinetics.populations import driven_populations, flash_populations, photon_numbers
from colase.gain.kinetics.stimulated_decay import StimulatedDecay, populations_with_emission
from colase.gain.kinetics.truncation import enough_rungs
from colase.gain.medium import GainMedium
from colase.gain.pulses.pulse import InstantPulse, Pulse
from colase.gain.spectrum import material_gain
from colase.results import dataset, variable

from .transient_result import TransientAbsorption

Array = NDArray[np.float64]

_DECADIC = log10(e)
_SCAN = np.geomspace(1e-4, 1e3, 281)
_HALVINGS = 50
_OVER = ("pump", "delay", "wavelength")


def transient_absorption(
    medium: GainMedium,
    wavelength: ArrayLike,
    delay: ArrayLike,
    photons: ArrayLike,
    *,
    thickness: float,
    pulse: Pulse | None = None,
    stimulated: StimulatedDecay | None = None,
    populations: ArrayLike | None = None,
) -> TransientAbsorption:
    """Return the pump-probe signal of a film.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals of the film.
    wavelength : array_like
        Probe wavelengths in m, increasing.
    delay : array_like
        Delays between pump and probe in s.
    photons : array_like
        Photons absorbed per nanocrystal from each pump; `thin_film_photons` gives them for a fluence.
    thickness : float
        Thickness of the film in m; absorbances are in proportion to it.
    pulse : Pulse, optional
        The pump; a flash at time zero by default.
    stimulated : StimulatedDecay, optional
        Decay by amplified spontaneous emission; for a flash only.
    populations : array_like, optional
        Populations found elsewhere, shape (pump, delay, state), in place of ``pulse`` and ``stimulated``.
        Without them the ladder is extended if the strongest pump puts more than 1 % into its last state;
        ``notes`` says so.

    Raises
    ------
    InputError
        If a list is empty or a value makes no sense.
    PhysicsError
        If the film does not absorb the probe at some wavelength, so that A_0 cannot be divided by.
    """
    lam, t = _row(wavelength, "wavelengths"), _row(delay, "delays")
    number = np.atleast_1d(photon_numbers(photons))
    if (lam <= 0).any() or (np.diff(lam) <= 0).any():
        raise InputError("transient absorption: wavelengths must be positive and increase.")
    if not (np.isfinite(thickness) and thickness > 0):
        raise InputError(f"transient absorption: a film of thickness {thickness:g} m absorbs nothing.")
    medium, found, notes = _pumped(medium, number, t, pulse, stimulated, populations)
    ground = np.zeros(len(medium.states))
    ground[0] = 1.0
    before = -material_gain(medium, lam, ground)
    if not (before > 0).all():
        where = lam[int(np.argmin(before))]
        raise PhysicsError(
            f"transient absorption: the film does not absorb at {where * 1e9:.4g} nm, so a bleach has no "
            "meaning there."
        )
    gain = material_gain(medium, lam, found)
    to_absorbance = thickness * _DECADIC
    table = {
        "absorbance": variable(_OVER, -gain * to_absorbance, "", "absorbance A_0 + ΔA after the pump"),
        "absorbance_unpumped": variable("wavelength", before * to_absorbance, "", "absorbance A_0"),
        "bleach": variable(_OVER, 1 + gain / before, "", "bleach -ΔA/A_0"),
        "material_gain": variable(_OVER, gain, "1/m", "material gain"),
        "populations": variable(("pump", "delay", "state"), found, "", "share of the nanocrystals"),
        "mean_excitons": variable(("pump", "delay"), found @ np.arange(found.shape[-1]), "", "excitons each"),
    }
    coords = {
        "photons_per_nanocrystal": variable("pump", number, "", "photons absorbed per nanocrystal"),
        "delay": variable("delay", t, "s", "delay of the probe"),
        "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
        "state": variable("state", np.array(medium.states), "", "excitons in a nanocrystal"),
    }
    names = {"model": medium.model.name, "nanocrystal": medium.nanocrystal.name}
    return TransientAbsorption(dataset(table, coords, **names, thickness=thickness), notes)


def _pumped(
    medium: GainMedium,
    number: Array,
    t: Array,
    pulse: Pulse | None,
    stimulated: StimulatedDecay | None,
    populations: ArrayLike | None,
) -> tuple[GainMedium, Array, tuple[str, ...]]:
    """Return populations, shape (pump, delay, state), the medium whose ladder holds them, and remarks."""
    pump = pulse or InstantPulse()
    if populations is None:
        medium, notes = enough_rungs(medium, pump, float(number.max()))
        if stimulated is None:
            return medium, driven_populations(medium, pump, number, t), notes
        return medium, populations_with_emission(medium, pump, number, t, stimulated), notes
    given, shape = np.asarray(populations, dtype=float), (number.size, t.size, len(medium.states))
    if given.shape != shape or pulse is not None or stimulated is not None:
        raise InputError(
            f"transient absorption: populations of shape {given.shape} stand alone and need "
            f"{shape} of pump, delay and state."
        )
    return medium, given, ()


def gain_threshold(medium: GainMedium, wavelength: ArrayLike, averaged: bool = True) -> float:
    """Return the smallest flash after which a band of wavelengths amplifies; inf if it never does.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals of the film.
    wavelength : array_like
        Probe wavelengths in m, evenly spaced over the band.
    averaged : bool
        Whether the absorbance averaged over the band has to fall to zero (bleach 1), or that at any
        one of its wavelengths.

    Returns
    -------
    float
        Photons absorbed per nanocrystal.
    """
    lam = _row(wavelength, "wavelengths")

    def best(photons: ArrayLike) -> Array:
        gain = material_gain(medium, lam, flash_populations(medium, photons))
        return gain.mean(axis=-1) if averaged else gain.max(axis=-1)

    amplifies = np.flatnonzero(best(_SCAN) > 0)
    if not amplifies.size:
        return float("inf")
    first = int(amplifies[0])
    low, high = (float(_SCAN[first - 1]) if first else 0.0), float(_SCAN[first])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if best(middle) > 0 else (middle, high)
    return high


def thin_film_photons(medium: GainMedium, fluence: ArrayLike, thickness: float = 0.0) -> Array:
    """Return photons absorbed per nanocrystal of a film that reflects nothing, on average over its depth.

    Parameters
    ----------
    medium : GainMedium
        Gives the cross section at the pump and the density.
    fluence : array_like
        Fluence in J/m^2 that enters the film.
    thickness : float
        In m; zero for a film so thin that nothing shades anything.
    """
    n = medium.crystal
    depth = medium.density * n.sigma_pump * thickness
    shade = -np.expm1(-depth) / depth if depth > 0 else 1.0
    return np.asarray(fluence, dtype=float) * n.sigma_pump * n.sigma_pump_wavelength / HC * shade


def _row(values: ArrayLike, what: str) -> Array:
    row = np.atleast_1d(np.asarray(values, dtype=float))
    if row.ndim != 1 or not row.size or not np.isfinite(row).all():
        raise InputError(f"transient absorption: {what} must be one row of finite numbers.")
    return row
