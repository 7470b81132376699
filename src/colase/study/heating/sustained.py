"""A device under its own heat: how long it lases, whether it could run continuously, what helps most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf, isfinite

import xarray as xr

from colase.device import Device
from colase.heat import Pieces, square
from colase.heat.bodies import BodyHeating
from colase.laser.self_heating.continuous import (
    Continuous,
    Tracked,
    continuous,
    highest_repetition_rate,
    track_threshold,
)
from colase.laser.self_heating.heat_levers import HeatLevers, heat_levers
from colase.laser.self_heating.sustained import HotLaser, Sustained
from colase.laser.self_heating.sustained import sustained as follow

from .alone import alone
from .conductor import flat, materials
from .optics import optics
from .parts import heat_settings, hot_laser

Progress = Callable[[int, int], None]
TRACKED = 1.0  # s that a pump which follows its threshold is followed


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
    tracked : Tracked
        A pump that keeps its ratio to the threshold of the moment: when it runs away, if it does.
    warnings : tuple of str
        Where data are used outside their range, and what was set by hand.
    """

    run: Sustained
    continuous: Continuous
    levers: HeatLevers
    repetition_rate: float
    tracked: Tracked
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
            self.tracked.describe(),
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


def sustained(
    device: Device, progress: Progress | None = None, modes: xr.Dataset | None = None
) -> SustainedRun:
    """Return how long a device lases under its own heat, and what would help.

    Parameters
    ----------
    device : Device
        With a [heat] section.
    progress : callable, optional
        Called as ``progress(done, total)`` after each of the five parts.
    modes : Dataset, optional
        Of the cavity, if they are known already.

    Raises
    ------
    InputError
        If the device says nothing about heat, or too little for its shape.
    """
    tell = progress or (lambda done, total: None)
    tell(0, 5)
    settings, whole = heat_settings(device), device
    device = alone(device)
    found = None if modes is None or device is not whole else optics(device, modes)
    hot = hot_laser(device, found)
    pulse = square(settings.duration)
    run = follow(hot, settings.irradiance, pulse)
    tell(1, 5)
    boundary = continuous(hot)
    tell(2, 5)
    ratio = max(1.0, settings.irradiance / hot.cold_threshold)
    tracked = track_threshold(hot, TRACKED, ratio)
    tell(3, 5)
    levers = heat_levers(hot, settings.irradiance, pulse)
    tell(4, 5)
    rate = _rate(hot, settings.irradiance, square(settings.duration / 10))
    tell(5, 5)
    warnings = list(_warnings(device, hot, run))
    if device is not whole:
        warnings.insert(0, "Only the first body is asked, alone; what its neighbours warm is left out.")
    return SustainedRun(run, boundary, levers, rate, tracked, tuple(warnings))


def _rate(hot: HotLaser, irradiance: float, pulse: Pieces) -> float:
    if irradiance <= hot.cold_threshold:
        return 0.0
    return highest_repetition_rate(hot, irradiance, pulse)


def _warnings(device: Device, hot: HotLaser, run: Sustained) -> Iterator[str]:
    """Yield sentences about data outside their range, numbers set by hand and shapes replaced."""
    settings = heat_settings(device)
    hottest = float(run.data.temperature.max())
    for number, material in enumerate(materials(settings)):
        if number == 0 and (warning := material.warning(hottest)):
            yield warning
        if material.guessed:
            words = " and ".join(name.replace("_", " ") for name in material.guessed)
            yield f"{material.solid.name}: {words} {'is' if len(material.guessed) == 1 else 'are'} estimated."
    if hot.balance.override is not None:
        yield "The share of the pump that becomes heat was set by hand."
    elif not (hot.balance.escape or hot.balance.outcoupling):
        yield "No light is assumed to leave (escape, outcoupling), so heat is an upper bound."
    if (
        flat(device, settings)
        and device.cavity.pump_area is not None
        and device.cavity.gain_thickness is None
    ):
        yield "The cavity is taken for an even film of the given thickness."
    if isinstance(hot.heating, BodyHeating):
        error = float(hot.heating.error(run.data.time.values[-1]))
        yield f"Finite elements: two meshes differ by {error:.1e} at the end of the pulse."
    if settings.sample_width is not None and isfinite(settings.sample_width):
        far = (4 * _diffusivity(device) * settings.duration) ** 0.5
        if far + settings.spot.reach > settings.sample_width / 2:
            yield (
                f"Heat spreads {far * 1e6:.3g} um during the pulse and reaches the edge of the sample, which "
                "the layers do not know; it is warmer than computed."
            )


def _diffusivity(device: Device) -> float:
    """Return the lateral diffusivity of the substrate in m^2/s."""
    solid = materials(heat_settings(device))[1].solid
    return solid.along / solid.heat_capacity
