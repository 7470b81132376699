"""The four steps from a device to its light curve; each takes values and returns a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from colase import gain, laser
from colase.device import Device
from colase.errors import InputError
from colase.gain import ContinuousPulse, GainSpectrum
from colase.laser import LightCurve, Threshold

from .resonances import Modes

Progress = Callable[[int, int], None]

PUMP_LEVELS = (0.0, 0.1, 0.3, 1.0, 2.0, 5.0)
"""Photons absorbed per nanocrystal at which the gain spectrum is drawn unless others are asked for."""

SPECTRUM_POINTS = 401

NO_LIGHT_CURVE = (
    "No light curve: a film returns no light to where it was emitted, so there is no laser to compute; "
    "amplified spontaneous emission along a pumped stripe needs the stripe model. Its onset is the threshold "
    "above."
)
"""What is said in place of the light curve of a guide without mirrors."""


def modes(device: Device, progress: Progress | None = None) -> Modes:
    """Return every resonance of the device in its window of wavelengths.

    ``progress`` is called as ``progress(done, total)`` by cavities that take long.
    """
    found = device.cavity.modes(device.modes, progress) if progress else device.cavity.modes(device.modes)
    return Modes(found, device.modes.start, device.modes.stop)


def gain_spectrum(
    device: Device, photons: Sequence[float] = PUMP_LEVELS, wavelength: ArrayLike | None = None
) -> GainSpectrum:
    """Return the material gain at several pump levels.

    Parameters
    ----------
    device : Device
        Only its gain medium and, for the default wavelengths, its window of modes are used.
    photons : sequence of float
        Photons absorbed per nanocrystal and pulse.
    wavelength : array of float, optional
        Vacuum wavelengths in m; by default 401 across the window of modes.
    """
    if wavelength is None:
        wavelength = np.linspace(device.modes.start, device.modes.stop, SPECTRUM_POINTS)
    return gain.gain_spectrum(device.gain, wavelength, photons)


def threshold(device: Device, modes: Modes | None = None) -> Threshold:
    """Return the smallest pump at which each mode lases, and which one is first.

    ``modes`` saves the time to find them again when they are known already.
    """
    found = _modes(device, modes)
    return laser.threshold(found.data, device.gain, device.cavity, device.pump)


def light_curve(
    device: Device,
    modes: Modes | None = None,
    threshold: Threshold | None = None,
    progress: Progress | None = None,
    levels: ArrayLike | None = None,
) -> LightCurve:
    """Return emitted light, spectra and linewidth at every pump level.

    Parameters
    ----------
    device : Device
        The device.
    modes, threshold : optional
        Results of the earlier steps, if they are known already.
    progress : callable, optional
        Called as ``progress(done, total)`` after each pump level.
    levels : array of float, optional
        Pump fluences in J/m^2; by default those of the device, or around its threshold.

    Raises
    ------
    InputError
        If the device has no resonator.
    """
    if not device.cavity.resonant:
        raise InputError(NO_LIGHT_CURVE)
    found = _modes(device, modes)
    first = _threshold(device, found, threshold)
    return laser.light_curve(
        found.data,
        device.gain,
        device.cavity,
        device.pump,
        device.instrument,
        first,
        progress=progress,
        levels=levels,
        dynamics=device.dynamics,
    )


def steady_state(
    device: Device,
    irradiance: ArrayLike | None = None,
    modes: Modes | None = None,
    progress: Progress | None = None,
) -> LightCurve:
    """Return the light of a device under a pump that never stops.

    Parameters
    ----------
    device : Device
        The device; a pulse in its file is replaced by a continuous pump.
    irradiance : array of float, optional
        Pump levels in W/m^2 (1 kW/cm^2 is 1e7); by default those of the device, or around its threshold.
    modes : Modes, optional
        Its modes, if they are known already.
    progress : callable, optional
        Called as ``progress(done, total)`` after each pump level.
    """
    if not isinstance(device.pump.pulse, ContinuousPulse):
        pump = replace(device.pump, pulse=ContinuousPulse(), fluence=None, repetition_rate=None)
        device = replace(device, pump=pump)
    return light_curve(device, modes, progress=progress, levels=irradiance)


def _modes(device: Device, given: Modes | None) -> Modes:
    return modes(device) if given is None else given


def _threshold(device: Device, found: Modes, given: Threshold | None) -> Threshold:
    return threshold(device, found) if given is None else given
