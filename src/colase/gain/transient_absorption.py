"""Transient absorption: what a weak probe sees of a pumped film, against delay, pump and wavelength.

A film of thickness d absorbs A_0 = α_0 d log10(e) before the pump and A = -g d log10(e) after it, with g
the gain of its populations. With ΔA = A - A_0,

    -ΔA/A_0 = 1 + g/α_0        bleach; above 1 the film amplifies (transparency at 1)
    A_0 + ΔA = -g d log10(e)   negative where the film amplifies

and d drops out of the first. The probe changes nothing; coherent artefacts and carriers that still cool
are left out. Lines are Gaussians, so far to the red, where A_0 tends to nothing, the bleach grows without
end and the smallest pump amplifies: average over a band, as an experiment does.

Light that the film amplifies along itself shortens the decay: while the gain at the wavelength of the
amplified spontaneous emission exceeds a threshold g_th, every state N that emits there loses excitons at

    W (g/g_th - 1) e_N/σ_0,        zero below g_th

with one effective rate W, so that every pump above threshold ends at the same gain, g_th. How light and
geometry make W is left to the travelling-wave model of the laser room; its populations may be given.

References: adachi2015 (figure 1d-e and Methods).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import e, log10
from typing import Annotated, Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import ConvergenceError, InputError, PhysicsError
from colase.quantity import Quantity, check_bounds
from colase.results import dataset, draw, variable

from .medium import GainMedium
from .populations import driven_populations, flash_populations, photon_numbers
from .pulse import InstantPulse, Pulse
from .spectrum import material_gain

Array = NDArray[np.float64]

_DECADIC = log10(e)
_SCAN = np.geomspace(1e-4, 1e3, 281)
_HALVINGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulatedDecay:
    """Amplified spontaneous emission as one effective rate that sets in above a threshold gain."""

    wavelength: Annotated[
        float, Quantity("m", "λ_ASE", "wavelength of the emission", "nm", "640 nm", gt=100e-9, lt=20e-6)
    ]
    threshold_gain: Annotated[
        float,
        Quantity("1/m", "g_th", "material gain above which it acts", "1/cm", "200 1/cm", gt=0.0, lt=1e9),
    ]
    rate: Annotated[
        float, Quantity("1/s", "W", "rate at twice the threshold gain", "1/ps", "0.1 1/ps", gt=0.0, lt=1e16)
    ]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True)
class TransientAbsorption:
    """A computed experiment: ``data`` over ``pump``, ``delay`` and ``wavelength``."""

    data: xr.Dataset

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw A_0 + ΔA against wavelength at one delay for every pump; return the matplotlib Axes."""
        return draw("transient.spectra", self, ax=ax, **options)

    def plot_decay(self, ax: Any = None, **options: Any) -> Any:
        """Draw the bleach at one wavelength against delay for every pump; return the matplotlib Axes."""
        return draw("transient.decay", self, ax=ax, **options)

    def averaged(self, start: float, stop: float) -> xr.DataArray:
        """Return -ΔA/A_0 averaged over a band of wavelengths in m, over pump and delay.

        Absorbances are averaged before they are divided, as a spectrometer with wide slits does.
        """
        band = self.data.sel(wavelength=slice(start, stop))
        if not band.sizes["wavelength"]:
            raise InputError(
                f"transient absorption: no wavelength between {start * 1e9:g} and {stop * 1e9:g} nm was "
                "computed."
            )
        bleach = 1 - band.absorbance.mean("wavelength") / band.absorbance_unpumped.mean("wavelength")
        return bleach.assign_attrs(units="", long_name="bleach -ΔA/A_0, averaged")

    def describe(self) -> str:
        """Return a line for every pump: the largest bleach at the first delay, and where."""
        at = self.data.isel(delay=0)
        lines = [
            f"{'photons per':>12}  {'bleach':>8}  {'at':>8}",
            f"{'nanocrystal':>12}  {'-dA/A0':>8}  {'nm':>8}",
        ]
        for level in range(at.sizes["pump"]):
            row = at.isel(pump=level)
            best = int(row.bleach.values.argmax())
            lines.append(
                f"{float(row.photons_per_nanocrystal):12.4g}  {float(row.bleach[best]):8.3f}  "
                f"{float(row.wavelength[best]) * 1e9:8.2f}"
            )
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.describe()


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
    pump = pulse or InstantPulse()
    shape = (number.size, t.size, len(medium.states))
    if populations is not None:
        populations = np.asarray(populations, dtype=float)
        if populations.shape != shape or pulse is not None or stimulated is not None:
            raise InputError(
                f"transient absorption: populations of shape {populations.shape} stand alone and need "
                f"{shape} of pump, delay and state."
            )
    elif stimulated is None:
        populations = driven_populations(medium, pump, number, t)
    else:
        populations = _with_emission(medium, pump, number, t, stimulated)
    ground = np.zeros(len(medium.states))
    ground[0] = 1.0
    before = -material_gain(medium, lam, ground)
    if not (before > 0).all():
        where = lam[int(np.argmin(before))]
        raise PhysicsError(
            f"transient absorption: the film does not absorb at {where * 1e9:.4g} nm, so a bleach has no "
            "meaning there."
        )
    gain = material_gain(medium, lam, populations)
    over = ("pump", "delay", "wavelength")
    to_absorbance = thickness * _DECADIC
    return TransientAbsorption(
        dataset(
            {
                "absorbance": variable(over, -gain * to_absorbance, "", "absorbance A_0 + ΔA after the pump"),
                "absorbance_unpumped": variable("wavelength", before * to_absorbance, "", "absorbance A_0"),
                "bleach": variable(over, 1 + gain / before, "", "bleach -ΔA/A_0"),
                "material_gain": variable(over, gain, "1/m", "material gain"),
                "populations": variable(
                    ("pump", "delay", "state"), populations, "", "share of the nanocrystals"
                ),
                "mean_excitons": variable(
                    ("pump", "delay"), populations @ np.arange(populations.shape[-1]), "", "excitons each"
                ),
            },
            {
                "photons_per_nanocrystal": variable("pump", number, "", "photons absorbed per nanocrystal"),
                "delay": variable("delay", t, "s", "delay of the probe"),
                "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
                "state": variable("state", np.array(medium.states), "", "excitons in a nanocrystal"),
            },
            model=medium.model.name,
            nanocrystal=medium.nanocrystal.name,
            thickness=thickness,
        )
    )


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


def _with_emission(
    medium: GainMedium, pulse: Pulse, photons: Array, delay: Array, stimulated: StimulatedDecay
) -> Array:
    """Return populations under decay and amplified spontaneous emission, shape (pump, delay, state)."""
    if not isinstance(pulse, InstantPulse):
        raise InputError(
            "transient absorption: decay by amplified spontaneous emission is computed after a flash only; "
            "give no pulse, or leave the emission out."
        )
    from scipy.integrate import solve_ivp

    cross = medium.emission(stimulated.wavelength) - medium.absorption(stimulated.wavelength)
    emits = medium.emission(stimulated.wavelength) / (medium.crystal.sigma_abs or 1.0)
    rates = medium.decay_rates()
    start = flash_populations(medium, photons)
    found = np.zeros((photons.size, delay.size, rates.size))
    order = np.argsort(delay)
    later = order[delay[order] >= 0]
    found[:, delay < 0, 0] = 1.0

    def slope(_: float, p: Array) -> Array:
        over = medium.density * float(cross @ p) / stimulated.threshold_gain - 1
        down = (rates + stimulated.rate * max(over, 0.0) * emits) * p
        return np.append(down[1:], 0.0) - down

    if not later.size:
        return found
    for i, p in enumerate(start):
        end = max(delay[later[-1]], 1e-18)
        run = solve_ivp(slope, (0.0, end), p, "LSODA", np.minimum(delay[later], end), rtol=1e-9, atol=1e-12)
        if not run.success:
            raise ConvergenceError(
                f"transient absorption: the decay after {photons[i]:g} photons per nanocrystal was not "
                f"followed beyond {run.t[-1] if run.t.size else 0:.3g} s: {run.message}"
            )
        found[i, later] = run.y.T
    return found


def _row(values: ArrayLike, what: str) -> Array:
    row = np.atleast_1d(np.asarray(values, dtype=float))
    if row.ndim != 1 or not row.size or not np.isfinite(row).all():
        raise InputError(f"transient absorption: {what} must be one row of finite numbers.")
    return row
