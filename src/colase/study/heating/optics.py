"""What heat needs of a device's optics: its modes, which of them lases under a long pump, where its light is.

Under a pump that lasts many exciton lifetimes the threshold is that of a steady state, an irradiance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase import laser as lasing
from colase.cavity import DfbArray, Film, Microdisk, Microsphere
from colase.cavity.axisymmetric.body import BodyOfRevolution
from colase.device import Device
from colase.errors import InputError
from colase.gain import SquarePulse
from colase.gain.pulses.pulse_series import ContinuousPulse
from colase.heat.conduction import Floats

LONG = 20.0  # exciton lifetimes from which a pulse is as good as continuous
_POINTS = 41  # of a map in which light in the gain region is looked up
_X, _WEIGHTS = np.polynomial.legendre.leggauss(6)
_NODES = (_X + 1) / 2  # over the thickness of a film or coat


@dataclass(frozen=True, slots=True, eq=False)
class Optics:
    """Modes of a device and the one that lases first when cold.

    Attributes
    ----------
    modes : Dataset
        Of the cavity.
    mode : int
        Which of them lases first; without lasing, the one that comes closest.
    threshold : float
        Irradiance in W/m^2 under the long pump; inf if nothing lases.
    """

    modes: xr.Dataset
    mode: int
    threshold: float

    @property
    def label(self) -> str:
        """Name of the mode."""
        return str(self.modes.label.values[self.mode])

    @property
    def outcoupling(self) -> float:
        """Share of the losses of the mode that is not absorption."""
        one = self.modes.isel(mode=self.mode)
        share = 1 - float(one.q_factor) / float(one.q_absorption)
        return float(np.clip(share, 0.0, 1.0))


def optics(device: Device, modes: xr.Dataset | None = None) -> Optics:
    """Return the optics of a device when cold.

    Raises
    ------
    InputError
        If there is no mode in the window.
    """
    modes = device.cavity.modes(device.modes) if modes is None else modes
    if not modes.sizes.get("mode", 0):
        raise InputError(
            f"{device.title}: no mode lies in the window [modes], so neither threshold nor light in the film "
            'are known; widen it, or give threshold and seen = "mean" in [heat].'
        )
    irradiance, mode = long_threshold(device, modes, device.gain.temperature)
    return Optics(modes, mode, irradiance)


def long_threshold(device: Device, modes: xr.Dataset, temperature: float) -> tuple[float, int]:
    """Return threshold irradiance (W/m^2) under the long pulse and its mode, the film at a temperature."""
    assert device.heat is not None
    medium = device.gain.at(temperature)
    lifetime = 1 / float(medium.decay_rates()[1])
    long = device.heat.duration > LONG * lifetime
    pulse = ContinuousPulse() if long else SquarePulse(duration=device.heat.duration)
    pump = replace(device.pump, pulse=pulse, fluence=None)
    found = lasing.threshold(modes, medium, device.cavity, pump, verify=False)
    irradiance = found.irradiance if long else found.fluence / device.heat.duration
    assert irradiance is not None
    return float(irradiance), found.mode


def depth_weights(device: Device, found: Optics) -> tuple[Floats, Floats] | None:
    """Return depths below the upper face of the film, over its thickness, and |E|^2 of the mode there.

    None for cavities that have no flat film.
    """
    cavity = device.cavity
    if isinstance(cavity, Film):
        field = cavity.field(found.modes, found.mode)
        x, squared = field.x.values, field.e_squared.values
        low = 0.0 if cavity.underlayer is None else cavity.underlayer.thickness
        top = low + cavity.thickness
    elif isinstance(cavity, DfbArray):
        field = cavity.near_field(found.modes, found.mode, "xz", _POINTS)
        x, squared = field.z.values, field.e_squared.where(~field.inside).mean("x").values
        low, top = 0.0, cavity.film_height
    else:
        return None
    return _NODES, _WEIGHTS * np.interp(top - _NODES * (top - low), x, np.nan_to_num(squared))


def point_weights(device: Device, found: Optics) -> tuple[Floats, Floats, Floats] | None:
    """Return r and z (m) in the gain region of a body of revolution and |E|^2 r of the mode there.

    Heights are over the substrate for a body on one, over the centre for a sphere. None for other cavities.
    """
    cavity = device.cavity
    if isinstance(cavity, Microsphere):
        core, rim = cavity.sphere.radii
        field = cavity.field(found.modes, found.mode)
        r = core + _NODES * (rim - core)
        return r, np.zeros(r.size), _WEIGHTS * np.interp(r, field.r.values, field.e_squared.values) * r
    if isinstance(cavity, Microdisk | BodyOfRevolution):
        field = cavity.section(found.modes, found.mode, _POINTS)
        R, Z = (a.ravel() for a in np.meshgrid(field.r.values, field.z.values))
        inside = _in_gain(cavity, R, Z)
        if not inside.any():
            return None
        return R[inside], Z[inside], (field.e_squared.values.ravel() * R)[inside]
    return None


def _in_gain(cavity: Microdisk | BodyOfRevolution, r: Floats, z: Floats) -> NDArray[np.bool_]:
    """Return which points of the half-plane lie in the visible part of the gain region."""
    if isinstance(cavity, Microdisk):
        return (r >= 0) & (r < cavity.radius) & (z > 0) & (z < cavity.height)
    regions = cavity.profile.regions
    number = next(i for i, p in enumerate(regions) if p.name == cavity.gain_region)
    over = [p.contains(r, z) for p in regions[number + 1 :]]
    return regions[number].contains(r, z) & ~np.any([*over, r < 0], axis=0)
