"""adachi2015: claims about Auger recombination, its temperature, and transient absorption.

Cross sections at the pump and of the band edge are not printed, so every number of photons per dot is a
substitute: the library samples, twofold electron and hole states, and the Auger lifetime that is printed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np

from colase.constants import ELEMENTARY_CHARGE
from colase.gain import GainMedium, StimulatedDecay, gain_threshold, thin_film_photons, transient_absorption
from colase.nanocrystals import bulk_auger_factor
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

_claim = partial(Claim, paper="adachi2015")

_COLD, _WARM = 295.0, 333.0  # K: room, and the "about 60 C" of the text
_GAP, _MASSES = 1.93, 0.2  # eV and electron over hole mass: not printed
_DENSITY = {"inorganic": 2.2e24, "organic": 1.0e24}  # 1/m^3, caption of figure 1
_THICKNESS = {"inorganic": 120e-9, "organic": 135e-9}  # m, films of figure 1d-e
_UJ_CM2 = 1e-2  # J/m^2
_PUMP = 400e-9


@cache
def film(name: str) -> GainMedium:
    """Return the gain medium of one film: library sample, twofold states, printed density."""
    from colase.device import loads

    text = f"""
title = "gain medium of a film"
[cavity]
kind = "microsphere"
core_diameter = "20 um"
core = 1.45
coating_thickness = "120 nm"
coating_index = 1.97
q_scattering = 1000
[gain]
nanocrystal = "adachi2015-{name}"
model = {{ kind = "ladder", table = "2e2h", radiative = "linear", most_excitons = 16 }}
number_density = "{_DENSITY[name] * 1e-6:g} 1/cm^3"
[pump]
wavelength = "442 nm"
"""
    return loads(text, name=f"adachi2015 {name}").gain


def band(medium: GainMedium) -> np.ndarray:
    """Return wavelengths over the first absorption line, one width wide."""
    n = medium.nanocrystal
    return n.absorption_wavelength + n.fwhm * np.linspace(-0.5, 0.5, 61)


def photons(name: str, fluence: float) -> float:
    """Return photons absorbed per dot for a fluence in uJ/cm^2 at 400 nm, by the cross section of 442 nm."""
    medium = film(name)
    crystal = replace(medium.nanocrystal, sigma_pump_wavelength=_PUMP)
    return float(thin_film_photons(replace(medium, nanocrystal=crystal), fluence * _UJ_CM2, _THICKNESS[name]))


def gain_fluence(name: str) -> float:
    """Return the fluence in uJ/cm^2 at which the first line is transparent on average."""
    medium = film(name)
    return gain_threshold(medium, band(medium)) / photons(name, 1.0)


def overlap() -> float:
    """Return by how much the bleach after 96 uJ/cm^2 exceeds that after 39 uJ/cm^2 25 ps later.

    Amplified spontaneous emission acts above 200 1/cm of material gain with a rate of 0.3 1/ps.
    """
    medium = film("inorganic")
    line = medium.nanocrystal.emission_wavelength
    emission = StimulatedDecay(wavelength=line + 5e-9, threshold_gain=2e4, rate=3e11)
    pumps = [photons("inorganic", f) for f in (39.0, 96.0)]
    found = transient_absorption(
        medium, band(medium), [3e-12, 25e-12], pumps, thickness=_THICKNESS["inorganic"], stimulated=emission
    )
    lam = band(medium)
    bleach = found.averaged(float(lam[0]), float(lam[-1])).values
    return float(bleach[1, 1] - bleach[0, 1])


_WITHHELD = "cross sections at 400 nm and at the band edge, degeneracies (supplementary figures)"

CLAIMS = (
    _claim(
        place="eq. 1; text on figure 4",
        quantity="Auger rate at 60 °C over that at room temperature, by eq. 1",
        printed=Values((1.7,), 0.1, "the measured rise of the ASE threshold, which eq. 1 is to explain"),
        unit="",
        compute=lambda: bulk_auger_factor(_GAP * ELEMENTARY_CHARGE, _MASSES, _COLD, _WARM),
        method="bulk, intrinsic and nondegenerate carriers as printed",
        inputs="E_g = 1.93 eV, M = 0.2: taken from the emission and from bulk CdSe",
        missing="E_g and M; with M between 0.2 and 0.5 the law gives 3e4 to 1e5",
    ),
    _claim(
        place="Results, nanosecond excitation; captions of figures 1 and 2",
        quantity="ASE threshold of the inorganic film for 1 ns from that for 180 fs: 39 uJ/cm^2 in 700 ps",
        printed=Values((51.0,), 3.6, "7 %: the lifetime is printed as about 700 ps"),
        unit="kW/cm^2",
        compute=lambda: 39.0 / 0.7,
        method="fluence over Auger lifetime: a pump that replaces what Auger decay takes",
        reason="an estimate; the two pumps differ in wavelength (400 and 355 nm) and the films in use",
    ),
    _claim(
        place="Results, nanosecond excitation; captions of figures 1 and 2",
        quantity="the same for the organic film: 62 uJ/cm^2 in 700 ps",
        printed=Values((83.0,), 5.8, "7 %: the lifetime is printed as about 700 ps"),
        unit="kW/cm^2",
        compute=lambda: 62.0 / 0.7,
        method="fluence over Auger lifetime",
    ),
    _claim(
        place="caption of figure 1d",
        quantity="optical-gain threshold of the inorganic and the organic film",
        printed=Values((16.0, 21.0), 1.0, "printed to the unit"),
        unit="uJ/cm^2",
        compute=lambda: [gain_fluence(name) for name in ("inorganic", "organic")],
        method="ladder 2e2h, absorbance averaged over the first line, cross section of the pump guessed",
        inputs="library samples adachi2015-inorganic and -organic: lines and cross sections are guesses",
        missing=_WITHHELD,
    ),
    _claim(
        place="caption of figure 1e",
        quantity="bleach after 96 minus that after 39 uJ/cm^2, 25 ps after the pump",
        printed=Bounds("transients above threshold overlap", -0.05, 0.05, "a twentieth of A_0, our reading"),
        unit="",
        compute=overlap,
        method="ladder 2e2h with amplified spontaneous emission as one rate above a threshold gain",
        inputs="library sample; 200 1/cm and 0.3 1/ps for the emission",
        missing=f"{_WITHHELD}; losses of the film and length of the pumped spot",
    ),
)
