"""A pump-probe experiment on a device: bleach against delay, gain threshold, how long gain lasts.

The signal is averaged over a band around the first absorption line, as adachi2015 does over 1S. In a film,
light amplified along the pumped spot shortens the decay; both decays, with and without it, are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase import laser
from colase.device import Device
from colase.errors import InputError
from colase.gain import InstantPulse, enough_rungs
from colase.gain.transient.transient_absorption import (
    gain_threshold,
    thin_film_photons,
    transient_absorption,
)
from colase.gain.transient.transient_result import TransientAbsorption
from colase.gain.transient.transient_settings import TransientSettings
from colase.laser import Pump
from colase.laser.absorption import pump_conversion
from colase.results import draw, variable
from colase.units import digits

from .resonances import Modes
from .stripes import stripe_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Progress = Callable[[int, int], None]

THICKNESS = 100e-9
"""Thickness in m where neither the device nor its [transient] has one; it scales absorbances alone."""

_AROUND = (0.25, 6.0)  # times the gain threshold, where nobody names fluences
_POINTS = 161  # probe wavelengths
_OF_LINE = 1.0  # width of the band over that of the line, where nobody names it


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PumpProbe:
    """Transient absorption of a device: ``data`` over ``pump``, ``delay`` and ``wavelength``.

    Attributes
    ----------
    signal : TransientAbsorption
        Absorbance and bleach; with amplified emission where the device has it.
    data : xarray.Dataset
        The same with the averages over the band, ``band_bleach`` and ``band_bleach_alone`` (no amplified
        emission), and for every pump how long the band amplifies.
    """

    signal: TransientAbsorption
    data: xr.Dataset
    notes: tuple[str, ...] = ()

    @property
    def threshold(self) -> float:
        """Fluence in J/m^2 right after which the band amplifies (bleach 1); inf if it never does."""
        return float(self.data.attrs["threshold"])

    @property
    def followed(self) -> bool:
        """Whether amplified emission shortens the decay here."""
        return "band_bleach_alone" in self.data

    def describe(self) -> str:
        """Return the gain threshold, and for every pump the bleach and how long gain lasts."""
        d = self.data
        low, high = d.attrs["band_from"] * 1e9, d.attrs["band_to"] * 1e9
        where = f"{low:.4g} to {high:.4g} nm"
        found = (
            f"amplifies on average from {digits(self.threshold * 100, 3)} uJ/cm2 "
            f"({digits(d.attrs['threshold_photons'], 3)} photons absorbed per nanocrystal)"
            if np.isfinite(self.threshold)
            else "never amplifies on average"
        )
        heads = ["uJ/cm2", "photons/NC", "-dA/A0 first", "gain lasts (ps)"]
        heads += ["without ASE (ps)"] if self.followed else []
        lines = [f"band {where} {found}", "  ".join(heads)]
        for i in range(d.sizes["pump"]):
            at = d.isel(pump=i)
            cells = [
                digits(float(at.fluence) * 100, 3),
                digits(float(at.photons_per_nanocrystal), 3),
                f"{float(at.band_bleach[0]):.3f}",
                _time(float(at.gain_time)),
            ]
            cells += [_time(float(at.gain_time_alone))] if self.followed else []
            lines.append("  ".join(c.rjust(len(h)) for c, h in zip(cells, heads, strict=True)))
        return "\n".join([*lines, *self.notes])

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw the bleach of the band against delay for every pump and return the axes."""
        return draw("gain.transient.band_decay", self, ax=ax, **options)

    def plot_spectra(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw A_0 + dA against wavelength at the first delay for every pump and return the axes."""
        return draw("gain.transient.spectra", self.signal, ax=ax, **options)

    def __repr__(self) -> str:
        return self.describe()

    def _repr_html_(self) -> str:
        return f"<pre>{self.describe()}</pre>"


def transient(device: Device, modes: Modes | None = None, progress: Progress | None = None) -> PumpProbe:
    """Return what a pump-probe experiment on the film of a device would show.

    Parameters
    ----------
    device : Device
        Its nanocrystals and film; [transient] names fluences, delays, band and a pump of its own.
    modes : Modes, optional
        Its modes, if they are known already; used for amplified emission in a film.
    progress : callable, optional
        Called as ``progress(done, total)`` after each pump whose amplified emission is followed.

    Raises
    ------
    InputError
        If the gain model has no lifetimes.
    """
    settings = device.transient or TransientSettings()
    if device.gain.static:
        raise InputError(
            f'transient: gain model "{device.gain.model.name}" has no lifetimes, so nothing decays; take '
            '"stokes-shifted" or a ladder.'
        )
    medium, pump = _pumped(device, settings)
    guide = not device.cavity.resonant and hasattr(device.cavity, "thickness")
    thickness = settings.thickness or device.cavity.gain_thickness or THICKNESS
    if guide:
        per_fluence = pump_conversion(medium, device.cavity, pump).photons_per_fluence
    else:
        per_fluence = float(thin_film_photons(medium, 1.0, thickness))
    lam, band = _wavelengths(medium, settings)
    first = gain_threshold(medium, np.linspace(*band, 41))
    fluence = _fluences(settings, first / per_fluence if np.isfinite(first) else 1.0 / per_fluence)
    photons, delay = fluence * per_fluence, settings.delays()
    medium, notes = enough_rungs(medium, InstantPulse(), float(photons.max()))
    alone = transient_absorption(medium, lam, delay, photons, thickness=thickness)
    signal = alone
    if guide and settings.emission == "followed":
        stripe = stripe_of(replace(device, gain=medium, pump=pump), length=settings.spot, modes=modes)
        grown, populations = laser.decaying_populations(
            medium, replace(stripe, width=settings.spot), pump, fluence, delay, progress=progress
        )
        signal = transient_absorption(
            grown, lam, delay, photons, thickness=thickness, populations=populations
        )
        notes = (
            *notes,
            f"Amplified emission is followed along {settings.spot * 1e6:.3g} um of the film; light takes "
            f"{stripe.transit * 1e12:.2g} ps to cross it, and faster changes are not resolved.",
        )
    attrs = {
        "threshold": first / per_fluence,
        "threshold_photons": first,
        "band_from": band[0],
        "band_to": band[1],
    }
    return PumpProbe(signal, _with_band(signal, alone, fluence, band).assign_attrs(attrs), tuple(notes))


def _pumped(device: Device, settings: TransientSettings) -> tuple[Any, Pump]:
    """Return medium and flash of the experiment, which may have another pump than the laser."""
    if settings.pump_wavelength is None or settings.sigma_pump is None:
        return device.gain, Pump(wavelength=device.pump.wavelength)
    crystal = replace(
        device.gain.nanocrystal,
        sigma_pump=settings.sigma_pump,
        sigma_pump_wavelength=settings.pump_wavelength,
    )
    return replace(device.gain, nanocrystal=crystal), Pump(wavelength=settings.pump_wavelength)


def _wavelengths(medium: Any, settings: TransientSettings) -> tuple[np.ndarray, tuple[float, float]]:
    """Return probe wavelengths across the lines, and the band around the first absorption line."""
    crystal = medium.crystal
    half = 0.5 * (settings.band or _OF_LINE * crystal.fwhm)
    middle = crystal.absorption_wavelength
    low, high = middle - 1.5 * crystal.fwhm, crystal.emission_wavelength + crystal.fwhm
    low, high = min(low, middle - half), max(high, middle + half)
    return np.linspace(low, high, _POINTS), (middle - half, middle + half)


def _fluences(settings: TransientSettings, threshold: float) -> np.ndarray:
    low, high = settings.lowest, settings.highest
    if low is None or high is None:
        low, high = (share * threshold for share in _AROUND)
    return np.geomspace(low, high, settings.points)


def _with_band(
    signal: TransientAbsorption, alone: TransientAbsorption, fluence: np.ndarray, band: tuple[float, float]
) -> xr.Dataset:
    """Return the table with averages over the band, and how long it amplifies."""
    named = {"": signal} if signal is alone else {"": signal, "_alone": alone}
    added: dict[str, Any] = {}
    for ending, one in named.items():
        bleach = one.averaged(*band)
        words = " without amplified emission" if ending else ""
        added[f"band_bleach{ending}"] = variable(
            ("pump", "delay"), bleach.values, "", f"bleach -ΔA/A_0 of the band{words}"
        )
        times = [last_above(one.data.delay.values, row) for row in bleach.values]
        added[f"gain_time{ending}"] = variable(
            "pump", times, "s", f"how long the band amplifies{words} (0: never, inf: beyond the last delay)"
        )
    table = signal.data.assign(added)
    return table.assign_coords(fluence=variable("pump", fluence, "J/m^2", "pump fluence"))


def last_above(delay: np.ndarray, bleach: np.ndarray) -> float:
    """Return when a bleach falls to 1 for the last time, in s; 0 if it never exceeds it, inf if it stays."""
    above = np.flatnonzero(bleach > 1)
    if not above.size:
        return 0.0
    i = int(above[-1])
    if i + 1 == bleach.size:
        return float("inf")
    share = (bleach[i] - 1) / (bleach[i] - bleach[i + 1])
    return float(delay[i] + share * (delay[i + 1] - delay[i]))


def _time(seconds: float) -> str:
    if seconds == 0:
        return "no gain"
    return digits(seconds * 1e12, 3) if np.isfinite(seconds) else "to the end"
