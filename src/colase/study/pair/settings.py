"""What every analysis of a pair asks of a device: its solver, circles, polarisation, middle of the window."""

from __future__ import annotations

from typing import Literal

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import Pair
from colase.coupling.disks.multidisk import MultiDisk
from colase.coupling.pair.disk_assembly import DiskAssembly
from colase.coupling.pair.disk_body import DiskBody
from colase.coupling.pair.sphere_assembly import SphereAssembly
from colase.device import Device

Polarization = Literal["TE", "TM"]


def pair_of(device: Device) -> Pair:
    """Return the pair of a device."""
    assert isinstance(device.cavity, Pair)
    return device.cavity


def disks_of(device: Device) -> tuple[DiskBody, ...]:
    """Return the disks of a device."""
    return tuple(b for b in pair_of(device).bodies if isinstance(b, DiskBody))


def assembly_of(device: Device) -> DiskAssembly:
    """Return what solves the disks of a device."""
    return DiskAssembly(pair_of(device).row)


def spheres_of(device: Device) -> SphereAssembly:
    """Return what solves the spheres of a device."""
    return SphereAssembly(pair_of(device).row)


def circles(device: Device, polarization: Polarization) -> MultiDisk:
    """Return the disks in the plane, without absorption."""
    return assembly_of(device).disks(polarization)


def middle(device: Device) -> float:
    """Return the middle of the window of modes, in m."""
    return 0.5 * (device.modes.start + device.modes.stop)


def equal(device: Device) -> bool:
    """Whether there are two disks alike and without defects."""
    bodies = disks_of(device)
    return len(bodies) == 2 and bodies[0] == bodies[1] and not bodies[0].spoilt


def notched(device: Device) -> bool:
    """Whether a disk has a notch, so that only its modes are computed (by finite elements)."""
    return any(body.notch_width is not None for body in disks_of(device))


NOTCHED = (
    "A notch is solved by finite elements, mode by mode; following modes and moving the pump need round "
    "holes (hole_diameter)."
)


def in_hertz(splitting: float, wavelength: float) -> float:
    """Return a difference of wavelengths in m as one of frequencies in Hz."""
    return splitting * SPEED_OF_LIGHT / wavelength**2


def in_nanometres(frequency: float, wavelength: float) -> float:
    """Return a difference of frequencies in Hz as one of wavelengths in nm."""
    return frequency * wavelength**2 / SPEED_OF_LIGHT * 1e9
