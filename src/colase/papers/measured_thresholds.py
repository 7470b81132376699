"""Measured thresholds of published devices, each with the preset, or its sister sample, that describes it.

A sister differs from the preset by printed values, and by guesses made as those of the preset were: without
the measured threshold in view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, final

from colase import laser, study
from colase.device import Device

FLUENCE, PHOTONS = "uJ/cm2", "photons per nanocrystal"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measured threshold.

    Attributes
    ----------
    device : str
        Preset that describes the experiment.
    paper, place, what : str
        Source, and what is measured.
    printed : float
        Threshold in ``unit``.
    compute : callable
        From the device to the same number.
    changes : mapping
        What differs from the preset: printed values of another sample, or guesses of the library.
    unit : str
        "uJ/cm2", or "photons per nanocrystal".
    note : str
        How it was read or converted.
    """

    device: str
    paper: str
    place: str
    what: str
    printed: float
    compute: Callable[[Device], float]
    changes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    unit: str = FLUENCE
    note: str = ""


def lasing(device: Device) -> float:
    """Return the threshold of lasing in uJ/cm^2."""
    return study.threshold(device).fluence * 100


def lasing_photons(device: Device) -> float:
    """Return the threshold of lasing in photons absorbed per nanocrystal, to first order in the gain."""
    modes = study.modes(device).data
    found = laser.threshold(modes, device.gain, device.cavity, device.pump, verify=False)
    return found.photons_per_nanocrystal


def narrowing(device: Device) -> float:
    """Return the fluence in uJ/cm^2 at which the line of a stripe has narrowed halfway."""
    return study.amplified_emission(device).threshold * 100


def bleach_of_one(device: Device) -> float:
    """Return the fluence in uJ/cm^2 right after which the first absorption line amplifies on average."""
    return study.transient(device).threshold * 100


def _organic(thickness: str) -> dict[str, Any]:
    """Return what makes the inorganic film of adachi2015 its organic one."""
    dot = {
        "like": "adachi2015-organic",
        "sigma_pump": _guess("3.8e-14 cm^2", _UV),
        "sigma_pump_wavelength": "355 nm",
    }
    return {
        "cavity.thickness": thickness,
        "cavity.index": {"value": 1.74, "error": 0.05},
        "gain.nanocrystal": dot,
        "gain.spacing": "10.5 nm",
    }


def _guess(value: str, why: str) -> dict[str, Any]:
    return {"value": value, "error": "50 %", "guess": True, "why": why}


_UV = "1.6 times the guess at 442 nm, as the sample says for 355 nm"
_FLASH = MappingProxyType(
    {
        "pump.wavelength": "400 nm",
        "pump.pulse": {"shape": "instant"},
        "gain.nanocrystal.sigma_pump": _guess("3.0e-14 cm^2", "between the guesses at 442 and 355 nm"),
        "gain.nanocrystal.sigma_pump_wavelength": "400 nm",
    }
)
_NARROWED = "computed where the line has narrowed halfway"
_OTHER = f"printed for another sample of the series; {_NARROWED}"

MEASURED = (
    Measured(
        device="duan2022-microsphere",
        paper="duan2022",
        place="section 2.3.1 and table 1",
        what="lasing, sphere of 20 um, 1 ns pulses",
        printed=3.26,
        compute=lasing,
    ),
    Measured(
        device="duan2022-microsphere",
        paper="duan2022",
        place="section 2.4",
        what="lasing, coupled spheres of 48 and 44 um, 1 ns pulses",
        printed=3.84,
        compute=lasing,
        changes=MappingProxyType(
            {
                "cavity.core_diameter": "44 um",
                "modes.from": "655 nm",
                "modes.to": "675 nm",
                "modes.radial_max": 1,
            }
        ),
        note="computed for the smaller sphere alone",
    ),
    Measured(
        device="kersuzan2025-parabolic",
        paper="kersuzan2025",
        place="figure 6c",
        what="lasing, quantum shells on a parabolic cavity",
        printed=0.3,
        compute=lasing_photons,
        changes=MappingProxyType({"modes.from": "654 nm", "modes.to": "672 nm"}),
        unit=PHOTONS,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="Results",
        what="amplified emission, inorganic film of 120 nm, 1 ns pulses",
        printed=51.0,
        compute=narrowing,
        note=_NARROWED,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="Results",
        what="amplified emission, organic film of 300 nm, 1 ns pulses",
        printed=83.0,
        compute=narrowing,
        changes=MappingProxyType(_organic("300 nm")),
        note=_NARROWED,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="Results",
        what="amplified emission, inorganic film of 120 nm, 180 fs pulses",
        printed=39.0,
        compute=narrowing,
        changes=_FLASH,
        note=_NARROWED,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="Results",
        what="amplified emission, organic film of 135 nm, 180 fs pulses",
        printed=62.0,
        compute=narrowing,
        changes=MappingProxyType(_organic("135 nm") | dict(_FLASH)),
        note=_NARROWED,
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="figure 1d",
        what="optical gain by transient absorption, inorganic film, 180 fs pulses",
        printed=16.0,
        compute=bleach_of_one,
        note="computed as the mean over the first absorption line",
    ),
    Measured(
        device="adachi2015-film",
        paper="adachi2015",
        place="figure 1d",
        what="optical gain by transient absorption, organic film, 180 fs pulses",
        printed=21.0,
        compute=bleach_of_one,
        changes=MappingProxyType(_organic("135 nm")),
        note="computed as the mean over the first absorption line",
    ),
    Measured(
        device="azizov2025-film",
        paper="azizov2025",
        place="figure 2",
        what="amplified emission, spin-coated film SC2",
        printed=17.8,
        compute=narrowing,
        changes=MappingProxyType(
            {
                "cavity.thickness": "205.1 nm",
                "gain.number_density": "75.2e15 1/cm^3",
                "cavity.propagation_loss": _guess(
                    "70 1/cm", "0.217 times the printed 321.5 1/cm, as for SC1"
                ),
            }
        ),
        note=_NARROWED,
    ),
    Measured(
        device="azizov2025-film",
        paper="azizov2025",
        place="figure 2",
        what="amplified emission, spin-coated film SC1",
        printed=17.8,
        compute=narrowing,
        note=_OTHER,
    ),
    Measured(
        device="azizov2025-film-stamped",
        paper="azizov2025",
        place="figure 2",
        what="amplified emission, stamped film SC1S",
        printed=17.8,
        compute=narrowing,
        note=_OTHER,
    ),
    Measured(
        device="adachi2015-dfb",
        paper="adachi2015",
        place="figure 3c",
        what="lasing, pillar array, 400 ns pulses",
        printed=20_800.0,
        compute=lasing,
        note="52 kW/cm2 times 400 ns",
    ),
    Measured(
        device="lafalce2019-disk",
        paper="lafalce2019",
        place="Results, figure 1c",
        what="lasing of one microdisk, 7 ps pulses",
        printed=29.0,
        compute=lasing,
        note="the height of the disk is not printed and a guess",
    ),
)
"""Measured thresholds for which a preset exists, or its printed sister sample."""

WITHOUT_INPUTS = (
    "duan2022, amplified emission of a film, 4 uJ/cm2 (fs): neither thickness nor substrate nor loss.",
    "The other rows of duan2022 table 1 (vertical cavity 2490, random 950, Mie 36, DBR 23, Fabry-Perot "
    "68.4, fibre 188 uJ/cm2) name a threshold and a Q, but neither geometry nor density nor spectra of the "
    "nanocrystals.",
)
"""Thresholds that cannot be computed, and why."""
