"""duan2022: the coupled spheres of figure 6, with the exact pair and the preset of this package.

Neither the gap nor the diameters to a nanometre are printed, and the preset guesses cross sections and
lifetimes: what rests on them stays undecided and shows what the guesses give. The laser model has one
reservoir of gain in each sphere; light of the pair finds the same gain and loss in it as that of one sphere.
"""

from __future__ import annotations

from functools import cache, partial
from math import inf

import numpy as np

from colase.constants import SPEED_OF_LIGHT
from colase.coupling import Pair
from colase.coupling.spheres.coupled_combs import coupling_of_family
from colase.coupling.vernier import common_lines, meeting_statistics
from colase.device import Device, load
from colase.laser import Threshold, threshold
from colase.laser.pair_lasing import pair_light
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

from .geometry import PL_PEAK, PL_WIDTH, core_sphere
from .lasing import sphere_threshold

_claim = partial(
    Claim,
    paper="duan2022",
    place="Section 2.3.2, Fig. 6",
    inputs="preset duan2022-vernier with its guessed gap, cross sections, lifetimes, size and packing",
)
_LINE, _Q = 663.28e-9, 4200
_LARGE, _SMALL = 48e-6, 44e-6
_WITHHELD = "the gap, diameters to a nanometre (1 nm moves a line by 14 pm)"
_MODEL = "cross sections, lifetimes, size and packing of the platelets"
_SHOWN = 14.79e-2  # J/m^2, pump of the spectra of isolated spheres
_UJ_PER_CM2 = 1e-2
_GAPS = (20e-9, 100e-9)
_BAND = (PL_PEAK - PL_WIDTH / 2, PL_PEAK + PL_WIDTH / 2)


@cache
def device() -> Device:
    """Return the preset."""
    return load("duan2022-vernier")


@cache
def pair_threshold() -> Threshold:
    """Return the threshold of the pair."""
    d = device()
    return threshold(d.cavity.modes(d.modes), d.gain, d.cavity, d.pump, verify=False)


def splitting_over_width() -> tuple[float, ...]:
    """Return 2 kappa over the line width at Q = 4200, TE, at two gaps."""
    spheres = core_sphere(_LARGE), core_sphere(_SMALL)
    width = SPEED_OF_LIGHT / _LINE / _Q
    return tuple(2 * coupling_of_family(*spheres, gap, _LINE, "TE").kappa / width for gap in _GAPS)


def lines_of_the_pair() -> float:
    """Return how many lines of the pair have a tenth of the brightest at 14.79 uJ/cm^2."""
    d = device()
    assert isinstance(d.cavity, Pair)
    volumes = [body.gain_volume for body in d.cavity.bodies]
    modes = d.cavity.modes(d.modes)
    return float(pair_light(modes, d.gain, d.cavity, d.pump, [_SHOWN], _LINE / _Q, volumes).data.lines[0])


def chance_of_one() -> float:
    """Return the chance of exactly one common TE line in the PL band, diameters printed to 1 um."""
    found = meeting_statistics(core_sphere, (_LARGE, _SMALL), 0.29e-6, _BAND, _LINE / _Q, samples=1000)
    return float(found.attrs["single"])


def nearest_common_line() -> float:
    """Return the common TE line of the nominal pair nearest to the printed one, in nm."""
    spheres = core_sphere(_LARGE), core_sphere(_SMALL)
    found = common_lines(spheres, (_LINE - 12e-9, _LINE + 12e-9), _LINE / _Q).wavelength.values
    return float(found[np.abs(found - _LINE).argmin()]) * 1e9


CLAIMS = (
    _claim(
        quantity="wavelength of the single line of the pair",
        printed=Values((663.28,), 0.16, "one line width at Q = 4200"),
        unit="nm",
        compute=nearest_common_line,
        method="nearest common TE line of the exact combs for nominal diameters",
        inputs="nominal diameters, coat index 1.76",
        missing=_WITHHELD,
    ),
    _claim(
        quantity="splitting of a common TE line over its width at Q = 4200, gaps of 20 and 100 nm",
        printed=Bounds("strongly coupled", 1.0, inf, "the splitting shows beyond the width of the line"),
        unit="",
        compute=splitting_over_width,
        method="2 kappa of the exact pair, one sphere tuned onto the other, orbits through the gap",
        inputs="printed diameters and Q; gaps of 20 and 100 nm",
        missing="the gap",
    ),
    _claim(
        quantity="chance of exactly one common TE line within the PL width, diameters to half a micrometre",
        printed=Bounds("the shared resonance alone lases", 0.5, 1.0, "likelier than not"),
        unit="",
        compute=chance_of_one,
        method="exact combs, 1000 pairs, lines closer than their width at Q = 4200 count as common",
        inputs="printed diameters with the scatter 0.29 um of their rounding, coat index 1.76",
        missing=_WITHHELD,
    ),
    _claim(
        quantity="threshold of the single line of the pair",
        printed=Values((3.84,), 0.005, "half of the last printed digit"),
        unit="uJ/cm^2",
        compute=lambda: pair_threshold().fluence / _UJ_PER_CM2,
        method="exact combs, coupling of the exact pair, 1 ns pulse",
        missing=f"{_WITHHELD}; {_MODEL}",
    ),
    _claim(
        quantity="threshold of the pair over that of a 12 um sphere",
        printed=Bounds("much smaller than that of spheres with reduced size", 0.0, 1.0, "the sign"),
        unit="",
        compute=lambda: pair_threshold().fluence / sphere_threshold(12e-6).fluence,
        method="as above, both with Q = 4200",
        missing=f"{_MODEL}; Q of a 12 um sphere",
    ),
    _claim(
        quantity="lines of the pair with a tenth of the brightest at 14.79 uJ/cm^2",
        printed=Values((1.0,), 0.0, "single mode"),
        unit="",
        compute=lines_of_the_pair,
        method="rate equations of all lines, one reservoir of gain in each sphere",
        missing=f"{_WITHHELD}; {_MODEL}; what suppresses a line that has no partner",
    ),
)
