"""Amplified spontaneous emission against pump or length, and a pulse sent through a pumped stripe.

The physics is in `stripe_run`: light both ways along the stripe, spectral, saturating what feeds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from colase.constants import HC
from colase.errors import InputError
from colase.gain import enough_rungs
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.laser.pump import Pump
from colase.laser.side_by_side import side_by_side
from colase.results import variable

from .stripe import Stripe
from .stripe_emission import StripeEmission, emission_table
from .stripe_run import ACCURACY, StripeRun, follow_stripe, run_stripe, slices_of

BINS = 96
"""Wavelength bins of the beam unless others are asked for."""


def amplified_emission(
    medium: GainMedium,
    stripe: Stripe,
    pump: Pump,
    fluence: ArrayLike | None = None,
    wavelength: ArrayLike | None = None,
    accuracy: float = ACCURACY,
    progress: Callable[[int, int], None] | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe, against the pump.

    Parameters
    ----------
    medium : GainMedium
        Nanocrystals.
    stripe : Stripe
        Geometry of the pumped stripe.
    pump : Pump
        Wavelength and pulse, and the fluences if it names them.
    fluence : array_like, optional
        Fluences on the film in J/m^2; by default those of the pump.
    wavelength : array_like, optional
        Even grid of vacuum wavelengths in m; by default 96 across absorption and emission.
    accuracy : float
        Largest change of a population in a time step.
    progress : callable, optional
        Called with (levels done, levels in all).

    Raises
    ------
    InputError
        If a level or wavelength makes no sense, or the pump is continuous.
    ConvergenceError
        If a level does not finish within its budget of steps.
    """
    given = pump.fluence.values() if fluence is None and pump.fluence else fluence
    if given is None:
        raise InputError("stripe: say at which fluences, in J/m^2.")
    levels = np.sort(_positive(given, "fluences", "J/m^2"))
    medium, notes = fitting(medium, stripe, pump, float(levels[-1]))
    lam = grid(medium, wavelength)
    jobs = [(stripe, float(level)) for level in levels]
    runs = _run_all(partial(run_stripe, medium, pump, lam, accuracy), jobs, progress)
    coords = {"fluence": variable("pump", levels, "J/m^2", "pump fluence")}
    return emission_table(runs, medium, stripe, lam, "pump", coords, notes)


def variable_stripe(
    medium: GainMedium,
    stripe: Stripe,
    pump: Pump,
    fluence: float,
    lengths: ArrayLike,
    wavelength: ArrayLike | None = None,
    accuracy: float = ACCURACY,
    progress: Callable[[int, int], None] | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe, against its length at one fluence.

    The transverse modes stay those of the longest stripe, as the slit of such an experiment keeps them.

    Parameters
    ----------
    medium, stripe, pump, wavelength, accuracy, progress
        As for `amplified_emission`; the length of ``stripe`` is replaced.
    fluence : float
        Fluence in J/m^2.
    lengths : array_like
        Lengths in m.
    """
    metres = np.sort(_positive(lengths, "lengths", "m"))
    (level,) = _positive(fluence, "fluence", "J/m^2")
    medium, notes = fitting(medium, stripe, pump, float(level))
    lam = grid(medium, wavelength)
    kept = replace(stripe, length=float(metres[-1])).modes(medium.crystal.emission_wavelength)
    jobs = [(replace(stripe, length=float(x), transverse_modes=kept), float(level)) for x in metres]
    runs = _run_all(partial(run_stripe, medium, pump, lam, accuracy), jobs, progress)
    coords = {"length": variable("length", metres, "m", "length of the stripe")}
    found = emission_table(runs, medium, jobs[-1][0], lam, "length", coords, notes)
    return replace(found, data=found.data.assign_attrs(pumped_at=float(level)))


def fitting(
    medium: GainMedium, stripe: Stripe, pump: Pump, fluence: float
) -> tuple[GainMedium, tuple[str, ...]]:
    """Return the medium with as many states as this fluence fills, and remarks."""
    if medium.model.static_populations(medium.crystal, np.zeros(1)) is not None:
        raise InputError(
            f'stripe: gain model "{medium.model.name}" knows gain against fluence but no lifetimes; take '
            '"stokes-shifted" or an exciton ladder.'
        )
    photons = fluence * pump.wavelength / HC * medium.nanocrystal.sigma_pump * stripe.pump_factor
    return enough_rungs(medium, pump.pulse, photons)


def _run_all(
    work: Callable[[tuple[Stripe, float]], StripeRun],
    jobs: list[tuple[Stripe, float]],
    progress: Callable[[int, int], None] | None,
) -> list[StripeRun]:
    """Return all runs, the strongest pumps and longest stripes first on the way."""
    order = range(len(jobs) - 1, -1, -1)
    runs: dict[int, StripeRun] = {}
    for number, run in side_by_side(work, [jobs[i] for i in order]):
        runs[order[number]] = run
        if progress is not None:
            progress(len(runs), len(jobs))
    return [runs[i] for i in range(len(jobs))]


def amplified_pulse(
    medium: GainMedium,
    stripe: Stripe,
    wavelength: float,
    energy: float,
    duration: float,
    photons: float,
    accuracy: float = ACCURACY,
) -> float:
    """Return the energy in J that leaves a pumped stripe when a square pulse is sent into its other end.

    Without spontaneous emission and loss this is the amplifier of Frantz and Nodvik (frantz1963).

    Parameters
    ----------
    medium, stripe
        The amplifier.
    wavelength : float
        Vacuum wavelength of the pulse, in m.
    energy, duration : float
        Energy in the guided beam in J, and length in s.
    photons : float
        Photons absorbed per nanocrystal by a flash right before.
    accuracy : float
        Largest change of a population in a time step.
    """
    for value, what, unit in (
        (energy, "energies", "J"),
        (duration, "durations", "s"),
        (wavelength, "wavelengths", "m"),
    ):
        _positive(value, what, unit)
    lam = wavelength + 1e-12 * np.array([-1.0, 0.0, 1.0])
    share, weight = np.ones((slices_of(medium, stripe, lam), 1)), np.ones(1)
    flux = energy / duration * wavelength / HC * np.array([0.0, 1.0, 0.0])
    times = np.array([0.0, duration])
    ends, *_ = follow_stripe(
        medium, stripe, lam, share, weight, photons, times, np.zeros(2), flux, accuracy, flash=True
    )
    return float(ends[0, 1]) * HC / wavelength


def grid(medium: GainMedium, wavelength: ArrayLike | None) -> Array:
    """Return an even grid of wavelengths that holds the lines of the nanocrystal."""
    if wavelength is None:
        n = medium.crystal
        lines = (n.absorption_wavelength, n.emission_wavelength, n.biexciton_wavelength)
        return np.linspace(min(lines) - n.fwhm, max(lines) + 2 * n.fwhm, BINS)
    lam = np.asarray(wavelength, dtype=float)
    even = (
        lam.ndim == 1 and lam.size >= 3 and np.isfinite(lam).all() and (np.diff(lam) > 0).all() and lam[0] > 0
    )
    if not even or np.ptp(np.diff(lam)) > 1e-6 * (lam[1] - lam[0]):
        raise InputError("stripe: wavelengths must be an even increasing row of at least three, in m.")
    return lam


def _positive(values: ArrayLike, what: str, unit: str) -> Array:
    """Return one or more positive numbers as a row."""
    row = np.atleast_1d(np.asarray(values, dtype=float))
    if row.ndim != 1 or not row.size or not np.isfinite(row).all() or (row <= 0).any():
        raise InputError(f"stripe: {what} must be finite and above zero, in {unit}.")
    return row
