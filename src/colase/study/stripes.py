"""Amplified emission of a device: of a film along a stripe, of its nanocrystals in a cuvette."""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import numpy as np
from numpy.typing import ArrayLike

from colase import laser
from colase.constants import HC
from colase.device import Device
from colase.errors import InputError
from colase.laser import ConcentrationScan, Stripe, StripeEmission, StripeSettings
from colase.laser.absorption import pump_conversion

from .resonances import Modes
from .steps import modes as find_modes

Progress = Callable[[int, int], None]

LENGTH = 500e-6
"""Length of the stripe in m unless the film, the device or the caller names another."""

_AROUND = (0.1, 30.0, 20)  # of the onset of net gain, where nobody names fluences
_LENGTHS = (0.01, 1.0, 20)  # of the length of the stripe, where nobody names lengths
_ABOVE = 4.0  # times the threshold of amplified emission, where nobody names the fluence of the lengths


def stripe_of(
    device: Device,
    length: float | None = None,
    width: float | None = None,
    modes: Modes | None = None,
) -> Stripe:
    """Return the stripe that a film device is, with its fundamental guided mode at the emission line.

    Gain per length is (n_group/n) Γ g, loss per length 2 pi n_group/(lambda Q); the ends are left to the
    stripe.

    Parameters
    ----------
    device : Device
        A device of the kind film; its [stripe] says how it is pumped.
    length, width : float, optional
        Of the pumped stripe in m.
    modes : Modes, optional
        Its modes, if they are known already.

    Raises
    ------
    InputError
        If the device is no film, or guides nothing.
    """
    cavity, settings = device.cavity, device.stripe or StripeSettings()
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
        length=length or settings.length or getattr(cavity, "stripe_length", None) or LENGTH,
        width=width or settings.width,
        thickness=thickness,
        index=group,
        confinement=float(at.gain_confinement) * group / float(at.gain_index),
        loss=2 * pi * group / float(at.wavelength) * float(1 / at.q_scattering + 1 / at.q_absorption),
        edge=settings.edge,
        layers=settings.depths,
        numerical_aperture=settings.numerical_aperture,
        pump_factor=float(own / alone),
    )


def amplified_emission(
    device: Device,
    fluence: ArrayLike | None = None,
    length: float | None = None,
    width: float | None = None,
    progress: Progress | None = None,
    modes: Modes | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a pumped stripe of a film, against the pump.

    Parameters
    ----------
    device : Device
        A device of the kind film.
    fluence : array_like, optional
        Fluences in J/m^2; by default those of [stripe] or [pump], or around the onset of net gain.
    length, width : float, optional
        Of the stripe in m.
    progress : callable, optional
        Called as ``progress(done, total)``.
    modes : Modes, optional
        Its modes, if they are known already.
    """
    found = find_modes(device) if modes is None else modes
    stripe = stripe_of(device, length, width, found)
    sweep = device.stripe.fluence if device.stripe is not None else None
    if fluence is None and sweep is not None:
        fluence = sweep.values()
    if fluence is None and device.pump.fluence is None:
        onset = laser.threshold(found.data, device.gain, device.cavity, device.pump, verify=False)
        base = onset.fluence if onset.lases else onset.conversion.fluence(1.0)
        fluence = base * np.geomspace(*_AROUND)
    return laser.amplified_emission(device.gain, stripe, device.pump, fluence, progress=progress)


def variable_stripe(
    device: Device,
    fluence: float | None = None,
    lengths: ArrayLike | None = None,
    width: float | None = None,
    progress: Progress | None = None,
    modes: Modes | None = None,
    against_pump: StripeEmission | None = None,
) -> StripeEmission:
    """Return the light that leaves one end of a stripe of a film, against its length at one fluence.

    Parameters
    ----------
    device : Device
        A device of the kind film.
    fluence : float, optional
        Fluence in J/m^2; by default that of [stripe], or four times the threshold of amplified emission, or
        without one the highest fluence.
    lengths : array_like, optional
        Lengths in m; by default those of [stripe], or from a hundredth of the stripe to all of it.
    width : float, optional
        Width of the stripe in m.
    progress : callable, optional
        Called as ``progress(done, total)``.
    modes : Modes, optional
        Its modes, if they are known already.
    against_pump : StripeEmission, optional
        Its `amplified_emission`, if that is known already.
    """
    settings = device.stripe or StripeSettings()
    stripe = stripe_of(device, width=width, modes=modes)
    if lengths is None:
        low, high, count = _LENGTHS
        lengths = (
            stripe.length * np.geomspace(low, high, count)
            if settings.lengths is None
            else settings.lengths.values()
        )
    if fluence is None:
        fluence = settings.length_fluence
    if fluence is None:
        seen = amplified_emission(device, modes=modes) if against_pump is None else against_pump
        highest = float(seen.data.fluence.values.max())
        fluence = _ABOVE * seen.threshold if np.isfinite(seen.threshold) else highest
    return laser.variable_stripe(device.gain, stripe, device.pump, fluence, lengths, progress=progress)


def concentration_scan(device: Device, progress: Progress | None = None) -> ConcentrationScan:
    """Return amplified emission of the nanocrystals of a device in a cuvette, against their concentration.

    Parameters
    ----------
    device : Device
        Its [cuvette] says where and at which concentrations; the cavity plays no part.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Raises
    ------
    InputError
        If the device has no [cuvette].
    """
    if device.cuvette is None:
        raise InputError(
            "cuvette: the device file has no section [cuvette]; it gives length, width, index and "
            'concentration, for example concentration = { from = "1e15 1/cm^3", to = "1e17 1/cm^3" }.'
        )
    return laser.concentration_scan(device.gain, device.cuvette, device.pump, progress)


def stripe_gain(found: StripeEmission) -> tuple[float, float] | None:
    """Return the gain that an experiment reads from a curve against length, and at which length.

    Two lengths L and 2L give g = ln(I(2L)/I(L) - 1)/L if I = A (e^(gL) - 1)/g (shaklee1971). Spontaneous
    light hides it in short stripes and saturation in long ones, so the largest of all lengths is returned.

    Returns
    -------
    tuple or None
        Gain in 1/m and the length L in m; None where no length is half of another.
    """
    length, energy = found.data.length.values, found.data.emitted_energy.values
    short = length[2 * length <= length[-1]]
    if not short.size or not (energy > 0).all():
        return None
    twice = np.exp(np.interp(np.log(2 * short), np.log(length), np.log(energy)))
    gain = np.log(np.maximum(twice / energy[: short.size] - 1, 1e-300)) / short
    best = int(gain.argmax())
    return float(gain[best]), float(short[best])
