"""A device under its own heat: how long it lases, whether it could run continuously, what helps most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, pi

import numpy as np
import xarray as xr

from colase import laser as lasing
from colase.constants import HC
from colase.device import Device
from colase.device.thermal_library import thermal
from colase.errors import InputError
from colase.gain import SquarePulse
from colase.heat import Face, Heating, HeatLayer, Pieces, Stack, square
from colase.laser.self_heating.continuous import Continuous, continuous, highest_repetition_rate
from colase.laser.self_heating.heat_balance import HeatBalance, radiative_yield
from colase.laser.self_heating.heat_levers import HeatLevers, heat_levers
from colase.laser.self_heating.heat_settings import HeatSettings
from colase.laser.self_heating.sustained import HotLaser, Sustained
from colase.laser.self_heating.sustained import sustained as follow
from colase.laser.self_heating.threshold_law import ExponentialLaw, TabulatedLaw, ThresholdLaw
from colase.materials.multilayer import Multilayer

Progress = Callable[[int, int], None]
LAW_TEMPERATURES = 9
_HOTTEST = 120.0  # K over the film's temperature, up to which a model law is tabulated


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SustainedRun:
    """A long pulse, the continuous-wave boundary and the levers of a device.

    Attributes
    ----------
    run : Sustained
        Temperature, threshold and output against time.
    continuous : Continuous
        Whether some pump lases for ever.
    levers : HeatLevers
        What doubling and halving every thermal input does.
    repetition_rate : float
        Highest rate at which a pulse a tenth as long still lases to its end (Hz); 0 if none, inf if any.
    warnings : tuple of str
        Where data are used outside their range, and what was set by hand.
    """

    run: Sustained
    continuous: Continuous
    levers: HeatLevers
    repetition_rate: float
    warnings: tuple[str, ...]

    @property
    def laser(self) -> HotLaser:
        """The laser as heat sees it."""
        return self.run.laser

    @property
    def data(self):
        """The Dataset of the pulse."""
        return self.run.data

    def describe(self) -> str:
        """Return everything as text."""
        rate = self.repetition_rate
        said = (
            "A pulse a tenth as long does not lase to its end even alone."
            if rate == 0
            else "A pulse a tenth as long lases to its end at any repetition rate."
            if rate == inf
            else f"Pulses a tenth as long last to their end up to {rate:.3g} Hz."
        )
        parts = (
            self.run.describe(),
            self.continuous.describe(),
            said,
            self.levers.describe(),
            *self.warnings,
        )
        return "\n".join(parts)

    def plot(self, ax=None):
        """Draw pump and threshold against time; return the Axes."""
        return self.run.plot(ax)

    def __repr__(self) -> str:
        return self.describe()


def sustained(device: Device, progress: Progress | None = None) -> SustainedRun:
    """Return how long a device lases under its own heat, and what would help.

    Parameters
    ----------
    device : Device
        With a [heat] section.
    progress : callable, optional
        Called as ``progress(done, total)`` after each of the four parts.

    Raises
    ------
    InputError
        If the device says nothing about heat.
    """
    tell = progress or (lambda done, total: None)
    tell(0, 4)
    hot, settings = hot_laser(device), heat_settings(device)
    pulse = square(settings.duration)
    run = follow(hot, settings.irradiance, pulse)
    tell(1, 4)
    boundary = continuous(hot)
    tell(2, 4)
    levers = heat_levers(hot, settings.irradiance, pulse)
    tell(3, 4)
    rate = _rate(hot, settings.irradiance, square(settings.duration / 10))
    tell(4, 4)
    return SustainedRun(run, boundary, levers, rate, tuple(_warnings(device, hot, run)))


def heat_settings(device: Device) -> HeatSettings:
    """Return the [heat] section of a device.

    Raises
    ------
    InputError
        If there is none.
    """
    if device.heat is None:
        raise InputError(
            f"{device.title}: nothing is said about heat; add a [heat] section with film, film_thickness, "
            'substrate, irradiance and duration, for example film = "nanocrystal-film", substrate = "glass".'
        )
    return device.heat


def hot_laser(device: Device) -> HotLaser:
    """Return a device as heat sees it: layers, heat balance and threshold law."""
    settings = heat_settings(device)
    return HotLaser(
        heating=_heating(settings),
        balance=heat_balance(device),
        law=threshold_law(device),
        ambient=device.gain.temperature,
    )


def _heating(settings: HeatSettings) -> Heating:
    film, base = thermal(settings.film), thermal(settings.substrate)
    layers = (
        HeatLayer(
            name="film",
            thickness=settings.film_thickness,
            solid=film.solid,
            resistance=settings.boundary_resistance,
        ),
        HeatLayer(name="substrate", thickness=settings.substrate_thickness or inf, solid=base.solid),
    )
    return Heating(Stack(layers, Face(kind="fixed")), settings.spot)


def heat_balance(device: Device) -> HeatBalance:
    """Return where the pump light of a long pulse goes."""
    settings, medium, pump = heat_settings(device), device.gain, device.pump
    crystal = medium.nanocrystal
    rate = settings.irradiance * crystal.sigma_pump * pump.wavelength / HC
    return HeatBalance(
        absorbed=_absorbed(device, settings),
        photon_ratio=pump.wavelength / crystal.emission_wavelength,
        radiative_yield=radiative_yield(medium.decay_rates(), medium.radiative_fractions(), rate),
        escape=settings.escape,
        outcoupling=settings.outcoupling,
        override=settings.heat_fraction,
    )


def _absorbed(device: Device, settings: HeatSettings) -> float:
    """Return the absorbed share: given, or of the multilayer with the film's own absorption."""
    if settings.absorbed is not None:
        return settings.absorbed
    if settings.film_index is None:
        return float(settings.heat_fraction or 0.0)
    wavelength = device.pump.wavelength
    absorption = device.gain.density * device.gain.nanocrystal.sigma_pump
    real = complex(settings.film_index.index(wavelength)).real
    index = complex(real, absorption * wavelength / (4 * pi))
    substrate = 1.46 if settings.substrate_index is None else settings.substrate_index
    stack = Multilayer((settings.film_thickness,), (index,), substrate)
    return float(stack.absorb(wavelength).layers[0, 0])


def threshold_law(device: Device) -> ThresholdLaw:
    """Return the threshold irradiance against temperature.

    With ``law = "measured"`` the cold threshold is the given one, or that of the modes under a long pulse,
    and rises by the measured exponential. With "model" it is computed at several temperatures of the gain
    medium.
    """
    settings = heat_settings(device)
    cold = device.gain.temperature
    if settings.law == "model":
        temperatures = np.linspace(cold, cold + _HOTTEST, LAW_TEMPERATURES)
        modes = device.cavity.modes(device.modes)
        thresholds = np.array([_threshold(device, modes, float(T)) for T in temperatures])
        if settings.threshold is not None:
            thresholds *= settings.threshold / thresholds[0]
        return TabulatedLaw(tuple(temperatures.tolist()), tuple(thresholds.tolist()))
    threshold = settings.threshold
    if threshold is None:
        threshold = _threshold(device, device.cavity.modes(device.modes), cold)
    if not np.isfinite(threshold):
        raise InputError(f"{device.title}: nothing lases even when cold, so there is no duration to compute.")
    return ExponentialLaw(threshold=threshold, scale=settings.threshold_scale, reference=cold)


def _threshold(device: Device, modes: xr.Dataset, temperature: float) -> float:
    """Return the threshold irradiance under the long pulse, in W/m^2, with the medium at a temperature."""
    settings = heat_settings(device)
    pulse = SquarePulse(duration=min(settings.duration, 0.4e-6))
    medium = replace(device.gain, temperature=temperature)
    pump = replace(device.pump, pulse=pulse, fluence=None)
    return lasing.threshold(modes, medium, device.cavity, pump, verify=False).fluence / pulse.duration


def _rate(hot: HotLaser, irradiance: float, pulse: Pieces) -> float:
    if irradiance <= hot.cold_threshold:
        return 0.0
    return highest_repetition_rate(hot, irradiance, pulse)


def _warnings(device: Device, hot: HotLaser, run: Sustained):
    """Yield sentences about data outside their range and numbers set by hand."""
    settings = heat_settings(device)
    film, base = thermal(settings.film), thermal(settings.substrate)
    warning = film.warning(float(run.data.temperature.max()))
    if warning:
        yield warning
    for material in (film, base):
        if material.guessed:
            words = " and ".join(name.replace("_", " ") for name in material.guessed)
            yield f"{material.solid.name}: {words} {'is' if len(material.guessed) == 1 else 'are'} estimated."
    if hot.balance.override is not None:
        yield "The share of the pump that becomes heat was set by hand."
    elif not (settings.escape or settings.outcoupling):
        yield "No light is assumed to leave (escape, outcoupling), so heat is an upper bound."
