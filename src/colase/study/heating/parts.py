"""A device as heat sees it: its [heat] section, where the pump light goes, how its threshold minds heat."""

from __future__ import annotations

from math import pi

import numpy as np

from colase.cavity import DfbArray
from colase.constants import HC
from colase.device import Device
from colase.errors import InputError
from colase.laser.self_heating.heat_balance import HeatBalance, escape_share, radiative_yield
from colase.laser.self_heating.heat_settings import HeatSettings
from colase.laser.self_heating.sustained import HotLaser
from colase.laser.self_heating.threshold_law import ExponentialLaw, TabulatedLaw, ThresholdLaw
from colase.materials.multilayer import Multilayer

from .conductor import conductor, flat, materials, thickness_of
from .optics import Optics, long_threshold, optics
from .proposal import proposal

LAW_TEMPERATURES = 9
_HOTTEST = 120.0  # K over the film's temperature, up to which a model law is tabulated
_AROUND = ("substrate", "cover", "surroundings", "core", "polymer", "pillar")
_METAL = 0.1  # Im n from which light that leaves into a material ends there


def heat_settings(device: Device) -> HeatSettings:
    """Return the [heat] section of a device.

    Raises
    ------
    InputError
        If there is none, or it names a material without thermal data.
    """
    if device.heat is None:
        raise InputError(
            f"{device.title}: nothing is said about heat. Add a section to the device file and replace its "
            f"guesses, or take them as they are (colase heat --guess):\n\n{proposal(device)}"
        )
    materials(device.heat)
    return device.heat


def hot_laser(device: Device, found: Optics | None = None) -> HotLaser:
    """Return a device as heat sees it: what conducts, heat balance and threshold law."""
    settings = heat_settings(device)
    found = found or _needed(device, settings)
    return HotLaser(
        heating=conductor(device, settings, found),
        balance=heat_balance(device, found),
        law=threshold_law(device, found),
        ambient=device.gain.temperature,
    )


def _needed(device: Device, settings: HeatSettings) -> Optics | None:
    """Return the optics, unless the section answers all that they would be asked."""
    known = settings.threshold is not None and settings.law == "measured"
    if known and settings.seen != "mode" and settings.outcoupling is not None:
        return None
    return optics(device)


def heat_balance(device: Device, found: Optics | None = None) -> HeatBalance:
    """Return where the pump light of a long pulse goes."""
    settings, medium, pump = heat_settings(device), device.gain, device.pump
    crystal = medium.crystal
    rate = settings.irradiance * crystal.sigma_pump * pump.wavelength / HC
    out = settings.outcoupling
    return HeatBalance(
        absorbed=_absorbed(device, settings),
        photon_ratio=pump.wavelength / crystal.emission_wavelength,
        radiative_yield=radiative_yield(medium.decay_rates(), medium.radiative_fractions(), rate),
        escape=_escape(device) if settings.escape is None else settings.escape,
        outcoupling=(found.outcoupling if found is not None else 0.0) if out is None else out,
        override=settings.heat_fraction,
    )


def _absorbed(device: Device, settings: HeatSettings) -> float:
    """Return the absorbed share: given, of the multilayer of the section, or of the cavity itself."""
    if settings.absorbed is not None:
        return settings.absorbed
    wavelength = device.pump.wavelength
    absorption = device.gain.density * device.gain.crystal.sigma_pump
    if flat(device, settings) and settings.film_index is not None:
        real = complex(settings.film_index.index(wavelength)).real
        index = complex(real, absorption * wavelength / (4 * pi))
        substrate = 1.46 if settings.substrate_index is None else settings.substrate_index
        stack = Multilayer((thickness_of(device, settings),), (index,), substrate)
        if settings.back_face == "none":
            shares = stack.absorb(wavelength, settings.angle, settings.polarization)
        else:
            shares = stack.with_back_face(
                wavelength, 1.0, settings.angle, settings.polarization, settings.substrate_thickness or 0.0
            )
        return float(shares.layers[0, 0])
    area = device.cavity.spot_area if isinstance(device.cavity, DfbArray) else device.cavity.pump_area
    if area is None or (flat(device, settings) and device.cavity.gain_thickness is None):
        if settings.heat_fraction is not None:
            return settings.heat_fraction
        raise InputError(
            f"{device.title}: give film_index in [heat], from which the absorbed share follows, or "
            "absorbed itself."
        )
    return min(1.0, device.cavity.pump_cross_section(wavelength, absorption) / area)


def _escape(device: Device) -> float:
    """Return the share of spontaneous light that leaves the film, from the indices of the cavity."""
    wavelength = device.gain.crystal.emission_wavelength
    around = [
        complex(material.index(wavelength))
        for material in (getattr(device.cavity, name, None) for name in _AROUND)
        if material is not None
    ]
    clear = [n.real for n in around if n.imag < _METAL]
    own = next(
        complex(getattr(device.cavity, name).index(wavelength)).real
        for name in ("coating_index", "film", "disk", "index")
        if hasattr(device.cavity, name)
    )
    return escape_share(own, max(clear, default=1.0))


def threshold_law(device: Device, found: Optics | None = None) -> ThresholdLaw:
    """Return the threshold irradiance against temperature.

    With ``law = "measured"`` the cold threshold is the given one, or that of the modes under a long pump,
    and rises by the measured exponential. With "model" it is computed at several temperatures of the gain
    medium: gap, widths and Auger rate of the nanocrystal follow the temperature there.
    """
    settings = heat_settings(device)
    cold = device.gain.temperature
    if settings.law == "model" or settings.threshold is None:
        found = found or optics(device)
        if not np.isfinite(found.threshold):
            raise InputError(
                f"{device.title}: nothing lases even when cold, so there is no duration to compute."
            )
    if settings.law == "model":
        assert found is not None
        temperatures = np.linspace(cold, cold + _HOTTEST, LAW_TEMPERATURES)
        thresholds = np.array([long_threshold(device, found.modes, float(T))[0] for T in temperatures])
        if settings.threshold is not None:
            thresholds *= settings.threshold / thresholds[0]
        return TabulatedLaw(tuple(temperatures.tolist()), tuple(thresholds.tolist()))
    threshold = settings.threshold if settings.threshold is not None else found.threshold  # type: ignore[union-attr]
    return ExponentialLaw(threshold=threshold, scale=settings.threshold_scale, reference=cold)
