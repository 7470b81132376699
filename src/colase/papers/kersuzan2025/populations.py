"""kersuzan2025: claims that follow from Poisson populations of 0, X and XX alone.

After a short pulse N_0 = e^-N, N_X = N e^-N, and XX holds the rest, with N the photons absorbed per
nanocrystal. Nothing here needs a spectrum; all inputs are printed.
"""

from __future__ import annotations

from functools import cache, partial
from math import exp

import numpy as np

from colase.gain import Electronic, GainMedium, material_gain, poisson
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values
from colase.papers.root import zero

from .substitutes import quantum_shell, unsplit_shell

_claim = partial(Claim, paper="kersuzan2025")
_EXACT = "exact mathematics, no input"
_HIGHEST_PUMP = 10.0  # photons absorbed per nanocrystal, the end of Fig. 6c


def inversions(photons: float) -> tuple[float, float]:
    """Return N_X - N_0 and N_XX - N_X for a mean number of absorbed photons."""
    ground, x, xx = poisson(photons, 3)
    return float(x - ground), float(xx - x)


@cache
def x_inversion_peak() -> tuple[float, float]:
    """Return the pump at which N_X - N_0 is largest, and that inversion."""
    step = 1e-4
    pump = zero(lambda n: inversions(n + step)[0] - inversions(n - step)[0], 1.0, 5.0)
    return pump, inversions(pump)[0]


def inversion_onsets() -> tuple[float, float]:
    """Return the pumps at which N_X - N_0 and N_XX - N_X become positive."""
    return zero(lambda n: inversions(n)[0], 0.1, 1.9), zero(lambda n: inversions(n)[1], 0.1, 1.9)


def cross_section_ratio() -> float:
    """Return the peak stimulated-emission cross section of XX over that of X in the gain model."""
    crystal = quantum_shell()
    _, x, xx = Electronic().emission(crystal, [crystal.emission_wavelength, crystal.biexciton_wavelength])
    return float(xx[1] / x[0])


def gain_ratio() -> float:
    """Return the largest XX-X gain (inversion one) over the largest X-0 gain, each at its own peak."""
    return cross_section_ratio() / x_inversion_peak()[1]


def _pure_state_gains() -> tuple[float, ...]:
    """Return the gain of 0, X and XX over C sigma_0 on the line of the purely electronic model."""
    crystal = unsplit_shell()
    medium = GainMedium(nanocrystal=crystal, model=Electronic(), number_density=1e23)
    gain = material_gain(medium, crystal.emission_wavelength, np.eye(3))
    return tuple(float(g) / (medium.density * crystal.sigma_abs) for g in gain)


CLAIMS = (
    _claim(
        place="Introduction",
        quantity="gain of 0, X and XX in the simple atomic-like picture, over C σ_0",
        printed=Values((-1.0, 0.0, 1.0), 1e-12, "absorbing, transparent, amplifying; " + _EXACT),
        unit="",
        compute=_pure_state_gains,
        method="purely electronic gain model without an X-XX shift, each state alone, on its line",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="pump N at which the X-0 inversion becomes positive",
        printed=Values((1.0,), 1e-9, _EXACT),
        unit="",
        compute=lambda: inversion_onsets()[0],
        method="zero of the X-0 inversion of Poisson populations",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="largest X-0 inversion",
        printed=Values((exp(-2),), 1e-9, _EXACT + "; printed as e^-2, and as 0.13 with the last digit cut"),
        unit="",
        compute=lambda: x_inversion_peak()[1],
        method="maximum of the X-0 inversion of Poisson populations (e^-2)",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="pump N at which the X-0 inversion is largest",
        printed=Values((2.0,), 1e-6, _EXACT + "; a maximum is flat, so its place is good to 1e-6"),
        unit="",
        compute=lambda: x_inversion_peak()[0],
        method="maximum of the X-0 inversion of Poisson populations",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="XX-X inversion at high pump",
        printed=Bounds("close to 1", 0.95, 1.0, "within 5 % of 1 at N = 10, the highest pump of Fig. 6c"),
        unit="",
        compute=lambda: inversions(_HIGHEST_PUMP)[1],
        method="Poisson populations with XX holding two and more excitons",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="stimulated emission of XX-X over that of X-0",
        printed=Values((2.0,), 1e-9, _EXACT),
        unit="",
        compute=cross_section_ratio,
        method="peak cross sections of the gain model",
        inputs="printed (degeneracy of the electronic levels); the line itself cancels",
    ),
    _claim(
        place="Results, amplified emission in solution",
        quantity="largest XX-X gain over largest X-0 gain",
        printed=Values((15.0,), 0.5, '"about 15" is rounded to a whole number'),
        unit="",
        compute=gain_ratio,
        method="2 / e^-2 from gain model and Poisson populations",
        hypothesis="XX stands for two and more excitons; with exactly two the ratio would be 1.2",
    ),
    _claim(
        place="Abstract; Results, model",
        quantity="X-0 and XX-X inversion at the threshold that 95 % of the cavities stay below (N = 0.5)",
        printed=Bounds("both negative: lasing below inversion", -1.0, 0.0, "the sign is the statement"),
        unit="",
        compute=lambda: inversions(0.5),
        method="Poisson populations",
    ),
    _claim(
        place="Results, model (95 % of the cavities)",
        quantity="share of nanocrystals in XX at N = 0.5",
        printed=Bounds('"minimal" contribution', 0.0, 0.1, "a tenth or less, our reading of minimal"),
        unit="",
        compute=lambda: float(poisson(0.5, 3)[2]),
        method="Poisson populations",
        inputs="population alone; an XX emits twice as strongly as an X",
        missing="which number counts as minimal, and the spectra that weigh XX against X at the lasing line",
    ),
    _claim(
        place="Results, model (outliers)",
        quantity="share of nanocrystals in XX at 20 times the threshold N = 0.3 of Fig. 6c",
        printed=Bounds("lasing only in the biexcitonic state", 0.9, 1.0, '"only": nine in ten or more'),
        unit="",
        compute=lambda: float(poisson(20 * 0.3, 3)[2]),
        method="Poisson populations",
        hypothesis="the factor of up to 20 is taken on N = 0.3",
    ),
    _claim(
        place="Results, model; Fig. 5",
        quantity="share nearest to the print that a whole number of 63 cavities can make (60)",
        printed=Values((95.0,), 100 * 0.5 / 63, "half a cavity of 63"),
        unit="%",
        compute=lambda: 100 * round(0.95 * 63) / 63,
        method="rounding",
    ),
)
