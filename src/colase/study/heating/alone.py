"""Several bodies side by side, as heat sees them: the first one alone.

Bodies that share light stand apart by less than a wavelength but touch nowhere, so heat leaves each one
through its own foot. What the neighbours warm of the common substrate is left out.
"""

from __future__ import annotations

from dataclasses import replace

from colase.cavity import Cavity, Microdisk, Microsphere
from colase.coupling import CoatedSphere, DiskBody, Pair
from colase.device import Device
from colase.errors import InputError


def alone(device: Device) -> Device:
    """Return the device with its first body as the cavity; the same device if it has only one.

    Raises
    ------
    InputError
        If a body of this kind cannot stand alone.
    """
    pair = device.cavity
    if not isinstance(pair, Pair):
        return device
    return replace(device, cavity=_cavity(device, pair))


def _cavity(device: Device, pair: Pair) -> Cavity:
    one = pair.first
    if isinstance(one, DiskBody):
        return Microdisk(
            disk_diameter=one.diameter,
            height=one.height,
            disk=one.index,
            substrate=one.substrate,
            surroundings=pair.surroundings,
            q_scattering=pair.q_scattering,
        )
    if isinstance(one, CoatedSphere):
        return Microsphere(
            core_diameter=one.core_diameter,
            core=one.core,
            coating_thickness=one.coating_thickness,
            coating_index=one.coating_index,
            surroundings=pair.surroundings,
            q_scattering=pair.q_scattering,
        )
    raise InputError(
        f'{device.title}: heat is not known to conduct in a body of kind "{getattr(one, "kind", "")}"; '
        "describe one body alone in a device file of its own."
    )
