"""What a device file knows of a round cavity, for naming its peaks (`colase.measurement.assign`)."""

from __future__ import annotations

from colase.cavity import Microsphere
from colase.device import Device
from colase.errors import InputError
from colase.measurement.assign import Known, RoundCavity


def round_cavity(device: Device) -> RoundCavity:
    """Return the coated sphere of a device with the errors of its file as what is known.

    Raises
    ------
    InputError
        If the cavity is not a coated sphere, or its file gives no errors.
    """
    cavity = device.cavity
    if not isinstance(cavity, Microsphere):
        raise InputError(
            f"{device.title}: peaks are named from a device with a microsphere; give --cavity and its sizes."
        )

    def error(name: str) -> float:
        birth = device.provenance.get(f"cavity.{name}")
        return (birth.error or 0.0) if birth else 0.0

    if not any(error(n) for n in ("core_diameter", "coating_thickness", "coating_index")):
        raise InputError(
            f"{device.title}: no size or index of the cavity carries an error, so nothing is left to fit; "
            'write for example core_diameter = "20 +/- 0.5 um".'
        )
    centre = 0.5 * (device.modes.start + device.modes.stop)
    coat = cavity.coating_index
    return RoundCavity(
        kind="coated-sphere",
        radius=Known(cavity.core_diameter / 2, error("core_diameter") / 2),
        shell=Known(cavity.coating_thickness, error("coating_thickness")),
        index=Known(float(coat.index(centre).real), error("coating_index")),
        dispersion=coat,
        core=cavity.core,
        outside=cavity.surroundings,
    )
