"""azizov2025: claims about gain and its saturation.

The paper fits g_net = Γ σ_e n_t s(F/F_s) - α (eq. 4) to stripe measurements and prints n_t and g_mod, not
F_s and α. Equation 4 is printed with s = x/(1 - x); see `gain.models.saturable` for why x/(1 + x) is meant.
"""

from __future__ import annotations

from functools import partial
from math import inf

import numpy as np

from colase.gain import SaturableGain, gain_threshold, net_gain
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values

_claim = partial(Claim, paper="azizov2025")

SIGMA_E = 4.32e-15  # cm^2, text after eq. 4
DENSITY = {"SC1": 62.6e15, "SC2": 75.2e15, "SC3": 111.2e15, "SC1S": 151e15}  # n_t in 1/cm^3
GAIN = {"SC1": 268.1, "SC2": 321.5, "SC3": 476.2, "SC1S": 639.8}  # g_mod in 1/cm
STAMPED = {"SC1": 639.8, "SC2": 356.6, "SC3": 533.0}  # g_mod of the stamped part in 1/cm
HIGHEST = 784.0  # uJ/cm^2, the highest fluence
_CM, _UJ_CM2 = 1e-2, 1e-2  # m, J/m^2


def full_inversion(sample: str) -> float:
    """Return σ_e n_t in 1/cm: the modal gain of eq. 4 at any fluence far above F_s, without Γ."""
    gain = net_gain(
        1e9 * HIGHEST * _UJ_CM2,
        confinement=1.0,
        sigma_e=SIGMA_E * _CM**2,
        density=DENSITY[sample] / _CM**3,
        saturation_fluence=HIGHEST * _UJ_CM2,
    )
    return float(gain) * _CM


def saturation_fluences() -> tuple[float, ...]:
    """Return the F_s in uJ/cm^2 with which the repaired eq. 4 gives the printed g_mod at the top fluence."""
    shares = (GAIN[s] / full_inversion(s) for s in GAIN)
    return tuple(HIGHEST * (1 - share) / share for share in shares)


def printed_saturation(fluence: float, saturation_fluence: float) -> float:
    """Return x/(1 - x) as eq. 4 prints it."""
    x = fluence / saturation_fluence
    return x / (1 - x)


def repaired_saturation(fluence: float, saturation_fluence: float) -> float:
    """Return x/(1 + x), by the gain model of colase."""
    model = SaturableGain(saturation_fluence=saturation_fluence * _UJ_CM2)
    share = net_gain(
        fluence * _UJ_CM2,
        confinement=1.0,
        sigma_e=1.0,
        density=1.0,
        saturation_fluence=model.saturation_fluence or 1.0,
        law=model.saturation,
    )
    return float(share)


def platelet_threshold() -> float:
    """Return photons per platelet at which the library sample first amplifies, with ten sites."""
    from colase.device import loads

    sample = loads(_FILM, name="azizov2025 substitute").gain
    line = sample.nanocrystal.emission_wavelength
    return gain_threshold(sample, np.linspace(line, line + sample.nanocrystal.fwhm, 61))


_FILM = """
title = "Platelet film on a sphere, for its gain medium alone"
[cavity]
kind = "microsphere"
core_diameter = "20 um"
core = 1.45
coating_thickness = "200 nm"
coating_index = 1.9
q_scattering = 4000
[gain]
nanocrystal = "azizov2025-npl"
model = { kind = "ladder", table = "platelet", auger = "pairwise", most_excitons = 24 }
number_density = "1.51e17 1/cm^3"
[pump]
wavelength = "532 nm"
"""

_ROUNDING = "n_t and σ_e are printed to three digits: 0.3 %, 2 1/cm for the largest"
_REASON = (
    "σ_e n_t is the limit of eq. 4; a gain 1 to 2 % below it is one at a finite fluence, and none of the "
    "printed gains contains Γ"
)

_inverted = partial(
    _claim,
    place="eq. 4",
    printed=Bounds("gain grows and saturates, so between 0 and 1", 0.0, 1.0, "what an inverted share can be"),
    unit="",
)

CLAIMS = (
    _claim(
        place="eq. 4; figure 3c",
        quantity="modal gain of SC1, SC2, SC3 and SC1S from σ_e n_t",
        printed=Values(tuple(GAIN.values()), 2.0, _ROUNDING),
        unit="1/cm",
        compute=lambda: [full_inversion(s) for s in GAIN],
        method="saturable gain far above F_s, Γ = 1, α = 0",
        reason=_REASON,
    ),
    _claim(
        place="text on figure 3c (after Foroutan-Barenji et al.)",
        quantity="material gain from n_t = 459e15 1/cm^3",
        printed=Values((1850.0,), 6.0, "0.3 % from the digits of n_t and σ_e"),
        unit="1/cm",
        compute=lambda: SIGMA_E * 459e15,
        method="σ_e n_t",
        reason="the ratio is 1.07, so this pair was not made with this σ_e and full inversion",
    ),
    _inverted(
        quantity="inverted share at 784 uJ/cm^2 with F_s at the ASE threshold, as printed",
        compute=lambda: printed_saturation(HIGHEST, 17.8),
        method="x/(1 - x) with x = F_p/F_s",
        inputs="printed; F_s for the scale alone, any below 784 uJ/cm^2 gives a negative gain",
        reason="the minus sign is a misprint: the form diverges at F_p = F_s and is negative above",
    ),
    _inverted(
        quantity="the same with 1 + F_p/F_s",
        compute=lambda: repaired_saturation(HIGHEST, 17.8),
        method="saturable gain model, x/(1 + x)",
        inputs="printed; F_s for the scale alone",
        hypothesis="1 + F_p/F_s is meant; 1 - exp(-F_p/F_s) would do as well",
    ),
    _claim(
        place="text on eq. 4 (table S2)",
        quantity="F_s of SC1, SC2, SC3 and SC1S",
        printed=NoNumber("fitted for every sample", "in the supplement"),
        unit="uJ/cm^2",
        compute=saturation_fluences,
        method="F_s with which the repaired eq. 4 falls short of σ_e n_t by as much as the print does",
        inputs="printed",
        missing="F_s (table S2)",
    ),
    _claim(
        place="abstract; text on figure 3c",
        quantity="largest growth of g_mod by stamping (SC1)",
        printed=Values((2.39,), 0.005, "half of the last digit"),
        unit="",
        compute=lambda: STAMPED["SC1"] / GAIN["SC1"],
        method="ratio of the printed gains",
    ),
    _claim(
        place="text on figure 3c",
        quantity="growth of g_mod of SC3 (1500 kg/cm^2) over that of SC2 (1000 kg/cm^2)",
        printed=Bounds("growth is most noticeable in SC1S and SC3S", 1.0, inf, "the order is the statement"),
        unit="",
        compute=lambda: STAMPED["SC3"] / GAIN["SC3"] / (STAMPED["SC2"] / GAIN["SC2"]),
        method="ratio of the printed gains",
    ),
    _claim(
        place="figure 2e",
        quantity="photons per platelet at which the band edge amplifies, ten sites",
        printed=NoNumber("ASE threshold 17.8 uJ/cm^2", "no cross section at the pump, no pump wavelength"),
        unit="",
        compute=platelet_threshold,
        method="platelet ladder, gain averaged from the emission peak to one width red of it",
        inputs="library sample azizov2025-npl (mostly guesses), ten sites",
        missing="pump wavelength, absorption cross section and number of sites",
    ),
)
