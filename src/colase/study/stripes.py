"""Amplified emission of a film device: its guided mode as a stripe, against the pump or the length."""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import numpy as np
from numpy.typing import ArrayLike

from colase import laser
from colase.constants import HC
from colase.device import Device
from colase.errors import InputError
from colase.laser import Stripe, StripeEmission
from colase.laser.absorption import pump_conversion

from .resonances import Modes
from .steps import modes as find_modes

Progress = Callable[[int, int], None]

LENGTH, WIDTH = 500e-6, 10e-6
"""Length and width of the stripe in m unless the film or the caller names others."""

_AROUND = (0.1, 30.0, 24)  # of the onset of net gain, where nobody names fluences


def stripe_of(
    device: Device, length: float | None = None, width: float = WIDTH, modes: Modes | None = None
) -> Stripe:
    """Return the stripe that a film device is, with its fundamental guided mode at the emission line.

    Gain per length is (n_group/n) Γ g, loss per length 2 pi n_group/(lambda Q); the ends are left to the
    stripe.

    Parameters
    ----------
    device : Device
        A device of the kind film.
    length, width : float, optional
        Of the pumped stripe in m.
    modes : Modes, optional
        Its modes, if they are known already.

    Raises
    ------
    InputError
        If the device is no film, or guides nothing.
    """
    cavity = device.cavity
    if cavity.resonant or not hasattr(cavity, "thickness"):
        raise InputError("stripe: amplified emission along a stripe needs a device of the kind film.")
    data = (find_modes(device) if modes is None else modes).data
    if not data.sizes["mode"]:
        raise InputError("stripe: the film guides no mode in the window of wavelengths.")
    line = device.gain.nanocrystal.emission_wavelength
    at = data.isel(
        mode=int(np.lexsort((-data.gain_confinement.values, abs(data.wavelength.values - line)))[0])
    )
    group = float(at.n_group)
    thickness = float(cavity.thickness)  # type: ignore[attr-defined]
    sigma, density = device.gain.nanocrystal.sigma_pump, device.gain.density
    thin = device.pump.wavelength / HC * sigma
    depth = density * sigma * thickness
    alone = thin * -np.expm1(-depth) / depth
    own = pump_conversion(device.gain, cavity, device.pump).photons_per_fluence
    return Stripe(
        length=length or getattr(cavity, "stripe_length", None) or LENGTH,
        width=width,
        thickness=thickness,
        index=group,
        confinement=float(at.gain_confinement) * group / float(at.gain_index),
        loss=2 * pi * group / float(at.wavelength) * float(1 / at.q_scattering + 1 / at.q_absorption),
        pump_factor=own / alone,
    )


def amplified_emission(
    device: Device,
    fluence: ArrayLike | None = None,
    length: float | None = None,
    width: float = WIDTH,
    progress: Progress | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a pumped stripe of a film, against the pump.

    Parameters
    ----------
    device : Device
        A device of the kind film.
    fluence : array_like, optional
        Fluences in J/m^2; by default those of the device, or around the onset of net gain.
    length, width : float, optional
        Of the stripe in m.
    progress : callable, optional
        Called as ``progress(done, total)``.
    """
    found = find_modes(device)
    stripe = stripe_of(device, length, width, found)
    if fluence is None and device.pump.fluence is None:
        onset = laser.threshold(found.data, device.gain, device.cavity, device.pump, verify=False)
        base = onset.fluence if onset.lases else onset.conversion.fluence(1.0)
        fluence = base * np.geomspace(*_AROUND)
    return laser.amplified_emission(device.gain, stripe, device.pump, fluence, progress=progress)


def variable_stripe(
    device: Device,
    fluence: float,
    lengths: ArrayLike,
    width: float = WIDTH,
    progress: Progress | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe of a film, against its length at one fluence.

    Parameters
    ----------
    device : Device
        A device of the kind film.
    fluence : float
        Fluence in J/m^2.
    lengths : array_like
        Lengths in m.
    width : float
        Width of the stripe in m.
    progress : callable, optional
        Called as ``progress(done, total)``.
    """
    stripe = stripe_of(device, width=width)
    return laser.variable_stripe(device.gain, stripe, device.pump, fluence, lengths, progress=progress)
