"""kersuzan2025: claims about gain, thresholds and lasing wavelengths.

All need spectra and cross sections of the supporting information, so all are undecided; the values
come from substitutes and show what the printed model (eq. 5) does, not what the samples did.
"""

from __future__ import annotations

from functools import partial
from math import inf, log

import numpy as np
from scipy.special import ndtr

from colase.gain import StokesShifted, threshold_photons
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values
from colase.papers.root import zero

from .substitutes import (
    SAID,
    WITHHELD,
    lasing_onset,
    merits,
    peak_gain,
    quantum_shell,
    red_shift,
)

_claim = partial(Claim, paper="kersuzan2025", inputs=SAID, missing=WITHHELD)
_NM = 1e-9
_LOSSLESS = 1e12  # K of a cavity whose loss is nothing beside C sigma_0
_POOR_TO_GOOD = (1.25, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_SIGN = "the sign is the statement"


def transparency(shift: float) -> float:
    """Return the pump N at which gain crosses zero at emission plus ``shift`` in m."""
    crystal = quantum_shell()
    at = crystal.emission_wavelength + shift
    return float(threshold_photons(StokesShifted(), crystal, at, _LOSSLESS))


def _biexciton_offset() -> float:
    crystal = quantum_shell()
    return crystal.biexciton_wavelength - crystal.emission_wavelength


def _shift(merit: float) -> float:
    return red_shift(lasing_onset(merit)[1])


def _trend(index: int) -> float:
    """Return the smallest step of threshold (0) or wavelength (1) as K falls, with the printed sign."""
    values = np.array([lasing_onset(k)[index] for k in reversed(_POOR_TO_GOOD)])
    steps = np.diff(values)
    return float(steps.min()) if index == 0 else float(steps.max() / _NM)


def fraction_below(limit: float = 0.5, spread: float = 0.5) -> float:
    """Return the share in % of lasing cavities with a threshold below ``limit``.

    ln K is normal about the mean of the two substitute values, with standard deviation ``spread``. A
    threshold falls as K grows, so the share is that of K above the one with N = ``limit``; cavities
    with K <= 1 never lase and are not counted, because the paper's 63 all lased.
    """
    centre = float(np.log(merits()).mean())
    limiting = zero(lambda k: lasing_onset(k)[0] - limit, 1.01, 1e4, xtol=1e-6)
    beyond, lasing = (ndtr((centre - log(k)) / spread) for k in (limiting, 1.0))
    return float(100 * beyond / lasing)


CLAIMS = (
    _claim(
        place="Fig. 4a,b",
        quantity="pump N for gain 17.5 nm to the red of emission",
        printed=Bounds("positive below N = 1", 0.0, 1.0, "printed bound"),
        unit="",
        compute=lambda: transparency(17.5 * _NM),
        method="zero of eq. 5 with Poisson populations, mid of the printed 10-25 nm",
    ),
    _claim(
        place="Fig. 4a,b",
        quantity="pump N for gain at the XX-X line over that 17.5 nm to the red of emission",
        printed=Bounds("positive only at larger N", 1.0, inf, _SIGN),
        unit="",
        compute=lambda: transparency(_biexciton_offset()) / transparency(17.5 * _NM),
        method="zeros of eq. 5 with Poisson populations",
    ),
    _claim(
        place="Results, amplified emission; Fig. 1a",
        quantity="gain peak at N = 10 against X emission",
        printed=Bounds("blue-shifted", -inf, 0.0, _SIGN),
        unit="nm",
        compute=lambda: red_shift(peak_gain(10.0)[1]),
        method="maximum of eq. 5",
    ),
    _claim(
        place="Results, model; Figs. S10-S12",
        quantity="shift of amplified emission when the concentration doubles (needed gain 0.4 to 0.2 C σ_0)",
        printed=Bounds("to longer wavelengths", 0.0, inf, _SIGN),
        unit="nm",
        compute=lambda: _shift(1 / 0.2) - _shift(1 / 0.4),
        method="gain maximum of eq. 5 at the pump where it reaches a fixed gain",
    ),
    _claim(
        place="Fig. 4c",
        quantity="smallest rise of the threshold N from one K to the next lower one (K = 100 to 1.25)",
        printed=Bounds("higher thresholds for lower K", 0.0, inf, _SIGN),
        unit="",
        compute=lambda: _trend(0),
        method="max gain of eq. 5 = loss",
    ),
    _claim(
        place="Fig. 4d",
        quantity="largest step of the lasing wavelength from one K to the next lower one (K = 100 to 1.25)",
        printed=Bounds("bluer for lower K", -inf, 0.0, _SIGN),
        unit="nm",
        compute=lambda: _trend(1),
        method="wavelength at which max gain of eq. 5 = loss",
    ),
    _claim(
        place="Abstract; Figs. 5 and 6a",
        quantity="threshold N of a quantum-shell cavity at K = 39 and 193",
        printed=Bounds("mainly below 0.5", 0.0, 0.5, "printed bound"),
        unit="",
        compute=lambda: tuple(lasing_onset(k)[0] for k in merits()),
        method="max gain of eq. 5 = loss",
    ),
    _claim(
        place="Fig. 6a",
        quantity="lasing wavelength minus emission peak at K = 39 and 193",
        printed=Bounds("10 to 25 nm to the red", 10.0, 25.0, "printed bounds"),
        unit="nm",
        compute=lambda: tuple(_shift(k) for k in merits()),
        method="wavelength at which max gain of eq. 5 = loss",
    ),
    _claim(
        place="Results, model (outliers); Fig. 5",
        quantity="lasing wavelength of a poor cavity (K = 1.25) minus emission peak",
        printed=Bounds("blue-shifted", -inf, 0.0, _SIGN),
        unit="nm",
        compute=lambda: _shift(1.25),
        method="wavelength at which max gain of eq. 5 = loss",
    ),
    _claim(
        place="Results, model; Fig. 5",
        quantity="share of lasing cavities with a threshold below N = 0.5",
        printed=Values((95.0,), 5.0, "three cavities of 63, the counting error"),
        unit="%",
        compute=fraction_below,
        method="log-normal K; every cavity lases where max gain of eq. 5 = loss",
        inputs=SAID + "; scatter of K (a factor e^0.5) substituted",
        missing=WITHHELD + "; how Q scatters from cavity to cavity",
    ),
    _claim(
        place="Fig. 6b",
        quantity="threshold N of nanoplatelets",
        printed=Bounds("above 2", 2.0, inf, "printed bound"),
        unit="",
        compute=lambda: lasing_onset(merits()[0])[0],
        method="max gain of eq. 5 = loss",
        inputs=SAID + "; eq. 5 holds two excitons, the authors expect more in a platelet",
        missing=WITHHELD + "; how many excitons a platelet holds at one energy (no such ladder is printed)",
    ),
    _claim(
        place="Results, model",
        quantity="largest gain over C σ_0 at any pump; a cavity with K below its inverse never lases",
        printed=Bounds("K of the dots may be too low", 0.0, 1.0, "a finite limit is the statement"),
        unit="",
        compute=lambda: peak_gain(30.0)[0],
        method="maximum of eq. 5 at N = 30",
        missing="σ_0, concentration and Q of the dot films (table S2), so their K",
    ),
)
