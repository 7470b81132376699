"""adachi2015: which band edge of the pillar array can be the laser line at 643 nm.

The array is printed (430 nm period, 160 nm pillars, 130 nm high, silica on MgF2, spin-on glass on top), the
film over it is not. So the film is varied, and for each symmetry the thickness that gives 643 nm is held
against the 120 nm the paper prints for flat films of this sample and for the thermal model of the laser.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np
import xarray as xr

from colase.cavity.grating.coupled_waves.distributed_feedback import bragg_wavelength
from colase.cavity.grating.dfb_array import DfbArray
from colase.cavity.grating.film_scan import film_scan, heights_for
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.device import load
from colase.errors import PhysicsError
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values

_claim = partial(Claim, paper="adachi2015")

LINE, WIDTH, PERIOD, FILM = 643e-9, 0.7e-9, 430e-9, 120e-9
MGF2, FILM_INDEX = 1.38, 1.97
_PLACE = "Results, microsecond-sustained lasing"
_MISSING = "thickness of the film over the array, and the index of the spin-on glass"
_INPUTS = "array, film index and MgF2 printed; substitutes: fused silica, spin-on glass of 1.395"
_METHOD = "Fourier modal method, poles at Gamma, two truncations; film of the same volume per area"


def bragg_index() -> float:
    """Return n_eff = lambda/period of the laser line in second order."""
    return LINE / bragg_wavelength(1.0, PERIOD)


def measured_q() -> float:
    """Return wavelength over width of the laser line."""
    return LINE / WIDTH


def flat_film_bragg(polarization: str = "TE") -> float:
    """Return 2 n_eff period/2 of the printed flat film, MgF2/120 nm/air, in nm, at its own wavelength."""
    film, wavelength = SlabWaveguide((FILM,), (FILM_INDEX,), MGF2, 1.0), LINE
    for _ in range(60):
        n_eff = film.modes(wavelength, (polarization,)).n_eff.values
        if n_eff.size == 0:
            raise PhysicsError(f"the flat film guides no {polarization} mode")
        wavelength = 0.5 * (wavelength + bragg_wavelength(float(n_eff[0]), PERIOD))
    return wavelength * 1e9


@cache
def _array() -> DfbArray:
    cavity = load("adachi2015-dfb").cavity
    assert isinstance(cavity, DfbArray)
    return replace(cavity, truncation=3)


@cache
def films_of_the_line() -> xr.Dataset:
    """Return, for every symmetry, the film that puts its band edge on the laser line."""
    scan = film_scan(_array(), np.linspace(60e-9, 150e-9, 7), (612e-9, 715e-9), most=1)
    return heights_for(scan, LINE)


def flat_thickness(family: str) -> float:
    """Return the thickness in nm of the flat film whose volume puts a family ("TM A1") on the line."""
    found = films_of_the_line()
    if family not in found.family.values:
        raise PhysicsError(f"no film from 60 to 150 nm puts {family} at 643 nm")
    return float(found.flat_thickness.sel(family=family)) * 1e9


def _film_claim(family: str, light: str) -> Claim:
    return _claim(
        place=_PLACE,
        quantity=f"film of 120 nm gives 643 nm if the line is {family} ({light})",
        printed=Values((FILM * 1e9,), 10.0, "index of the film known to 0.05, which moves it by 10 nm"),
        unit="nm",
        compute=lambda: flat_thickness(family),
        method=_METHOD,
        inputs=_INPUTS,
        missing=_MISSING,
    )


CLAIMS = (
    _claim(
        place=f"{_PLACE}, Bragg expression",
        quantity="effective index that 643 nm and 430 nm ask for lies between MgF2 and film",
        printed=Bounds("1.38 < n_eff < 1.97", MGF2, FILM_INDEX, "a guided mode of a film on MgF2"),
        unit="",
        compute=bragg_index,
        method="n_eff = lambda/period in second order",
    ),
    _claim(
        place=f"{_PLACE}, Bragg expression",
        quantity="second-order wavelength of the flat film of 120 nm on MgF2, TE",
        printed=Values((643.0,), 12.0, "index of the film known to 0.05"),
        unit="nm",
        compute=flat_film_bragg,
        method="slab mode solved at its own Bragg wavelength, air above",
        reason=(
            "TE light is held too well by 120 nm: the line wants 91 nm of flat film in air. A glass on top "
            "makes it longer still"
        ),
    ),
    _film_claim("TE A2", "dark"),
    _film_claim("TE E", "bright"),
    _film_claim("TM B1", "dark"),
    _film_claim("TM E", "bright"),
    _film_claim("TM A1", "dark"),
    _claim(
        place="Figure 3c, inset",
        quantity="Q of the laser line against the radiative Q of the bright TM edge at 643 nm",
        printed=Values((round(measured_q()),), 0.5 * measured_q(), "a line above threshold is no cold line"),
        unit="",
        compute=lambda: float(films_of_the_line().q_radiative.sel(family="TM E")),
        method=_METHOD,
        inputs=_INPUTS,
        missing=f"{_MISSING}; the line width below threshold",
    ),
    _claim(
        place=_PLACE,
        quantity="symmetry of the lasing mode",
        printed=NoNumber("emission normal to the surface", "no far field and no polarization printed"),
        unit="",
        compute=None,
        method="dark edges leave along the normal only through the finite spot, as a ring with a dark centre",
        missing="far field or polarization, which tell a bright edge (E) from a dark one",
    ),
)
