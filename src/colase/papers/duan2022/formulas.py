"""duan2022: what follows from printed numbers and printed formulas: eq. 1, 2, 3 and table 1."""

from __future__ import annotations

from functools import partial
from math import inf, pi

from colase.papers.claim import Claim
from colase.papers.printed import Bounds, Values

from .geometry import INDEX, POLARIZATIONS, core_sphere, spacing

_claim = partial(Claim, paper="duan2022")
_LASING = 663.28e-9
_LARGE, _SMALL = 48e-6, 44e-6
_OURS = 3.26
_OTHER_THRESHOLDS = (2490.0, 950.0, 36.0, 23.0, 68.4, 188.0)  # uJ/cm^2, table 1
_OTHER_Q = (270.0, 1700.0, 2590.0, 1100.0, 1195.0, 480.0)


def free_spectral_range(wavelength: float, index: float, diameter: float) -> float:
    """Return eq. 1, lambda^2/(n_eff pi D), in m."""
    return wavelength**2 / (index * pi * diameter)


def vernier_range(wavelength: float, index: float, first: float, second: float) -> float:
    """Return eq. 3, lambda^2/(pi n_eff (D1 - D2)), in m."""
    return wavelength**2 / (pi * index * (first - second))


def contrast(polarization_ratio: float) -> float:
    """Return Imax/Imin for R = (Imax - Imin)/(Imax + Imin), eq. 2."""
    return (1 + polarization_ratio) / (1 - polarization_ratio)


def loss_per_pulse(loss: float, minutes: float, rate: float) -> float:
    """Return the mean relative loss per pulse over a run at a repetition rate in Hz."""
    return loss / (minutes * 60 * rate)


def _vernier_extremes() -> tuple[float, float]:
    """Return eq. 3 in nm with each diameter off by half a micrometre, both ways."""
    half = 0.5e-6
    wide = vernier_range(_LASING, INDEX, _LARGE - half, _SMALL + half)
    narrow = vernier_range(_LASING, INDEX, _LARGE + half, _SMALL - half)
    return narrow * 1e9, wide * 1e9


def exact_vernier(polarization: str) -> float:
    """Return F1 F2/(F2 - F1) in nm from the exact spacings of two coated spheres."""
    large, small = (spacing(core_sphere(d), polarization, _LASING) for d in (_LARGE, _SMALL))
    return large * small / (small - large) * 1e9


_wider = partial(
    _claim,
    place="Section 2.3.2",
    printed=Bounds("exceeds the PL width of 18 nm", 18.0, inf, "printed bound"),
    unit="nm",
)

CLAIMS = (
    _claim(
        place="Section 2.3.1, eq. 2, Fig. 5",
        quantity="polarization ratio R",
        printed=Values((0.79,), 0.005, "half of the last printed digit"),
        unit="",
        compute=None,
        method="(Imax - Imin)/(Imax + Imin)",
        missing=f"the intensities of Fig. 5d and the viewing angle; R = 0.79 means {contrast(0.79):.3g} to 1",
    ),
    _claim(
        place="Section 2.3.1, Fig. 5e",
        quantity="loss of intensity in 100 min at 60 Hz",
        printed=Bounds("less than 9 %", 0.0, 9.0, "printed bound"),
        unit="%",
        compute=None,
        method="linear fit of intensity against pulses",
        missing=(
            "a model of degradation and the data of Fig. 5e; the bound is "
            f"{loss_per_pulse(0.09, 100, 60):.2g} a pulse over {100 * 60 * 60} pulses"
        ),
    ),
    _claim(
        place="Table 1",
        quantity="next lowest threshold of table 1 over 3.26 uJ/cm^2",
        printed=Bounds("record-low threshold", 1.0, inf, "the sign is the statement"),
        unit="",
        compute=lambda: min(_OTHER_THRESHOLDS) / _OURS,
        method="printed numbers",
        hypothesis="thresholds under fs and ns pulses, which the table mixes, may be compared",
    ),
    _claim(
        place="Table 1",
        quantity="Q of 4200 over the next highest of table 1",
        printed=Bounds("high quality factor", 1.0, inf, "the sign is the statement"),
        unit="",
        compute=lambda: 4200 / max(_OTHER_Q),
        method="printed numbers",
    ),
    _claim(
        place="Section 2.3.2, eq. 3",
        quantity="spectral range of the coupled pair",
        printed=Values((19.9,), 0.05, "half of the last printed digit"),
        unit="nm",
        compute=lambda: vernier_range(_LASING, INDEX, _LARGE, _SMALL) * 1e9,
        method="eq. 3 with the printed 663.28 nm, 1.76, 48 and 44 um",
    ),
    _claim(
        place="Section 2.3.2, eq. 3",
        quantity="spectral range of the coupled pair from exact spheres, TE and TM",
        printed=Values((19.9,), 0.1, "last digits of 19.9 and of the index 1.76"),
        unit="nm",
        compute=lambda: tuple(exact_vernier(p) for p in POLARIZATIONS),
        method="F1 F2/(F2 - F1) with exact spacings at 663.28 nm, cores 48 and 44 um, coat index 1.76",
        reason=(
            "Light runs at a fixed depth below the surface, so the index of eq. 1 grows with "
            "diameter and two combs drift apart faster than with one index"
        ),
        hypothesis="the coat has the index 1.76",
    ),
    _wider(
        quantity="spectral range of the pair for nominal diameters, against the PL width",
        compute=lambda: vernier_range(_LASING, INDEX, _LARGE, _SMALL) * 1e9,
        method="eq. 3",
    ),
    _wider(
        quantity="the same with each diameter off by half a micrometre, both ways",
        compute=_vernier_extremes,
        method="eq. 3; diameters are printed to a micrometre",
        reason="The margin of 1.9 nm is less than what rounding of the diameters can move",
    ),
)
