"""duan2022: gain, threshold and light curve of the coated sphere, with the preset of this package.

The text gives neither cross sections nor lifetimes nor the packing of the platelets, so the preset
``duan2022-microsphere`` guesses them (`colase check duan2022-microsphere` lists each guess with its
reason). Every claim here is therefore undecided; values and ratios are a priori, nothing is fitted.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from math import inf

import numpy as np
import xarray as xr

from colase.constants import HC
from colase.device import Device, load
from colase.gain import gain_spectrum, modal_loss
from colase.laser import Threshold, light_curve, threshold
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

from .geometry import CENTRE, INDEX, PL_PEAK

_GUESSED = "preset duan2022-microsphere with its guessed cross sections, lifetimes, size and packing"
_WITHHELD = "cross sections, lifetimes, size and packing of the platelets"
_claim = partial(Claim, paper="duan2022", inputs=_GUESSED, missing=_WITHHELD)

_PER_CM = 100.0  # 1/m
_UJ_PER_CM2 = 1e-2  # J/m^2
_FILM_PUMP = 8e-2  # J/m^2, twice the 4 uJ/cm^2 of the film
_SIZES = (12e-6, 20e-6, 33e-6)
_LEVELS = (0.5, 0.8, 1.25, 2.0)


@cache
def device() -> Device:
    """Return the preset."""
    return load("duan2022-microsphere")


@cache
def sphere_threshold(core_diameter: float | None = None) -> Threshold:
    """Return the threshold of the preset, or of the same with another core diameter in m."""
    d = device()
    cavity = d.cavity if core_diameter is None else replace(d.cavity, core_diameter=core_diameter)  # type: ignore[call-arg]
    return threshold(cavity.modes(d.modes), d.gain, cavity, d.pump, verify=False)


@cache
def sphere_light() -> xr.Dataset:
    """Return the light curve of the preset at `_LEVELS` times its threshold."""
    d, found = device(), sphere_threshold()
    levels = np.array(_LEVELS) * found.fluence
    curve = light_curve(d.cavity.modes(d.modes), d.gain, d.cavity, d.pump, d.instrument, found, levels=levels)
    return curve.data


@cache
def film_gain_peak() -> tuple[float, float]:
    """Return peak gain in 1/m and its wavelength in m of a film under twice its threshold.

    A femtosecond pulse leaves Poisson populations; the film is thin enough not to shade itself.
    """
    medium, crystal = device().gain, device().gain.nanocrystal
    photons = crystal.sigma_pump * _FILM_PUMP * crystal.sigma_pump_wavelength / HC
    wavelength = np.arange(PL_PEAK - 40e-9, PL_PEAK + 40e-9, 0.05e-9)
    found = gain_spectrum(medium, wavelength, photons).data.isel(pump=0)
    return float(found.peak_gain), float(found.peak_wavelength)


def _kink() -> float:
    """Return the slope of ln(emission) against ln(fluence) of the lasing mode, across threshold."""
    energy = sphere_light().emitted_energy.isel(mode=sphere_threshold().mode).values
    return float(np.log(energy[2] / energy[1]) / np.log(_LEVELS[2] / _LEVELS[1]))


def _narrowing() -> float:
    """Return the width of the lasing line at the spectrometer, at half threshold over that at twice."""
    width = sphere_light().fwhm.isel(mode=sphere_threshold().mode).values
    return float(width[0] / width[-1])


FILM_CLAIMS = (
    _claim(
        place="Section 2.1, Fig. S1",
        quantity="gain peak of a film at twice its threshold minus PL peak",
        printed=Bounds("amplified emission on the red side", 0.0, inf, "the sign is the statement"),
        unit="nm",
        compute=lambda: (film_gain_peak()[1] - PL_PEAK) * 1e9,
        method="gain spectrum after a flash of 8 uJ/cm^2",
    ),
    _claim(
        place="Section 2.1, Fig. 1d",
        quantity="threshold of amplified emission of a film (fs pulses)",
        printed=Values((4.0,), 0.5, 'half of the last digit of "~4"'),
        unit="uJ/cm^2",
        compute=None,
        method="amplified emission along a stripe",
        missing=_WITHHELD + "; film thickness, stripe length, pump wavelength",
    ),
    _claim(
        place="Section 2.1, Fig. 1e",
        quantity="gain of a film at twice its threshold",
        printed=Values((202.0,), 20.0, "10 %, usual for a fit of a stripe-length curve; no error is printed"),
        unit="1/cm",
        compute=lambda: film_gain_peak()[0] / _PER_CM,
        method="peak gain after a flash of 8 uJ/cm^2, all light in the film, no loss",
        missing=_WITHHELD + "; film thickness (confinement) and loss, pump wavelength",
    ),
    _claim(
        place="Section 2.1 against 2.3.1",
        quantity="modal gain that Q = 4200 asks for at 660 nm, index 1.76",
        printed=Bounds("202 1/cm suffice to lase", 0.0, 202.0, "printed gain"),
        unit="1/cm",
        compute=lambda: float(modal_loss(CENTRE, 4200, INDEX)) / _PER_CM,
        method="2πn/(λQ)",
        inputs="printed",
        missing="",
    ),
)

CLAIMS = (
    _claim(
        place="Abstract, section 2.3.1, table 1",
        quantity="threshold of a 20 um sphere, Q = 4200",
        printed=Values((3.26,), 0.33, "10 %, usual for an absolute fluence; no error is printed"),
        unit="uJ/cm^2",
        compute=lambda: sphere_threshold().fluence / _UJ_PER_CM2,
        method="exact modes, gain confinement, 1 ns pulse, exact absorption of the coat",
    ),
    _claim(
        place="Section 2.1",
        quantity="photons absorbed per platelet at threshold",
        printed=Bounds("multiexcitonic gain", 1.0, inf, "more than one exciton"),
        unit="",
        compute=lambda: sphere_threshold().photons_per_nanocrystal,
        method="as above",
    ),
    _claim(
        place="Section 2.3.1, Fig. 3",
        quantity="threshold at 20 um over the lower one of 12 and 33 um, same Q",
        printed=Bounds("lowest near 20 um", 0.0, 1.0, "the order is the statement"),
        unit="",
        compute=lambda: sphere_threshold().fluence / min(sphere_threshold(d).fluence for d in _SIZES[::2]),
        method="as above, for three core diameters",
        inputs=_GUESSED + "; Q = 4200 at every size",
        missing=_WITHHELD + "; how scattering depends on size",
    ),
    _claim(
        place="Section 2.3.1, Fig. 3b,d,f",
        quantity="log-log slope of the lasing line from 0.8 to 1.25 times threshold",
        printed=Bounds("clear threshold", 2.0, inf, "steeper than anything linear or two-photon"),
        unit="",
        compute=_kink,
        method="rate equations of all modes through the pulse",
    ),
    _claim(
        place="Section 2.3.1, Fig. 3b,d,f",
        quantity="width of the lasing line at half threshold over that at twice",
        printed=Bounds("sharp lines appear above threshold", 1.0, inf, "the sign is the statement"),
        unit="",
        compute=_narrowing,
        method="rate equations of all modes through the pulse, instrument of 0.05 nm",
        inputs=_GUESSED + "; resolution of the spectrometer guessed",
    ),
)
