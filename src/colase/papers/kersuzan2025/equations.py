"""kersuzan2025: printed equations examined as they stand: units, shapes and orders of magnitude.

Eq. 1 (solution line), eq. 2 and 3 (dose profile), the loss of a cavity and the merit K. A formula
whose terms change differently with the unit of length cannot be right as printed; that test needs
no value the paper withholds.
"""

from __future__ import annotations

from functools import partial
from math import asin, cos, e, exp, expm1, inf, log, log10, pi, sqrt

from colase.constants import SPEED_OF_LIGHT
from colase.papers.claim import Claim
from colase.papers.printed import Bounds, NoNumber, Values
from colase.papers.root import zero

_claim = partial(Claim, paper="kersuzan2025")
_UNITS = "an equation holds in every unit of length; rounding only"
_ROUNDING = 1e-9

_CELL = 3e-3  # m, cuvette
_EXPOSURE_WAVELENGTH, _EXPOSURE_APERTURE = 405e-9, 0.3
_LARGEST_RADIUS = 15e-6  # m, half of 30 um


def wall_radius_squared(height: float, absorbance: float, dose: float) -> float:
    """Return (r/w_0)^2 where the dose of eq. 2 equals the cross-linking dose, found numerically.

    Parameters
    ----------
    height : float
        z/z_0, from 0 (bottom) to 1 (top of the film).
    absorbance : float
        eps C z_0.
    dose : float
        Dose at the centre of the top, over the cross-linking dose.
    """

    def excess(radius: float) -> float:
        return dose * exp(-2 * radius**2) * exp(-absorbance * (1 - height)) - 1

    return zero(excess, 0.0, sqrt(log(dose)), xtol=1e-15) ** 2


def wall_curvature(absorbance: float, dose: float = 20.0) -> float:
    """Return d^2(z/z_0)/d(r/w_0)^2 of the iso-dose line, from two points of the wall."""
    slope = 1 / (wall_radius_squared(1.0, absorbance, dose) - wall_radius_squared(0.5, absorbance, dose))
    return 2 * 0.5 * slope


def wall_slope(absorbance: float, dose: float = 20.0, step: float = 1e-4) -> float:
    """Return |dr/dz| at the top of the wall, in units of w_0/z_0."""
    upper, lower = (sqrt(wall_radius_squared(h, absorbance, dose)) for h in (1.0, 1.0 - step))
    return (upper - lower) / step


def equal_exponent(aperture: float, section: float = (50e-6) ** 2, length: float = _CELL) -> float:
    """Return the gain exponent at which both terms of eq. 1 (with its missing L) are equal.

    (e^x - 1)/x = Omega_coll / Omega_ASE with Omega_ASE = S / L^2.
    """
    ratio = 2 * pi * (1 - cos(asin(aperture))) * length**2 / section
    return zero(lambda x: expm1(x) / x - ratio, 1e-6, 50.0)


def printed_loss(wavelength: float, q_factor: float, index: float) -> float:
    """Return the loss as printed in the text, 2 pi c n/(lambda Q), in SI."""
    return 2 * pi * SPEED_OF_LIGHT * index / (wavelength * q_factor)


def printed_merit(wavelength: float, q_factor: float, index: float, absorption: float) -> float:
    """Return K as printed, lambda Q C sigma_0 / (2 pi n), with C sigma_0 in 1/m."""
    return wavelength * q_factor * absorption / (2 * pi * index)


def _loss_times_merit() -> float:
    wavelength, q_factor, index, absorption = 640e-9, 6000.0, 1.6, 1e4
    loss = printed_loss(wavelength, q_factor, index)
    return loss * printed_merit(wavelength, q_factor, index, absorption) / absorption


def _solution_terms(metre: float) -> float:
    """Return the first term of eq. 1 over the second, with lengths in a unit of 1/metre m."""
    length, exponent = _CELL * metre, 1.0
    return 1 / (length * expm1(exponent) / exponent)


def _profile_depth(metre: float) -> float:
    """Return z_0 - z(0) of eq. 3 in m, evaluated with lengths in a unit of 1/metre m."""
    return log(20.0) / metre


def _parabola_error() -> float:
    """Return how far r^2 of the iso-dose line at mid-height is from the mean of top and bottom."""
    bottom, middle, top = (wall_radius_squared(h, 1.0, 20.0) for h in (0.0, 0.5, 1.0))
    return abs(middle - (top + bottom) / 2) / top


def _focused_dynamic_range() -> float:
    """Return log10 of centre dose over rim dose of a 30 um disk under a diffraction-limited spot."""
    waist = _EXPOSURE_WAVELENGTH / (pi * _EXPOSURE_APERTURE)
    return 2 * (_LARGEST_RADIUS / waist) ** 2 * log10(e)


_wall = partial(
    _claim,
    place="Text after eq. 3, Fig. 2b",
    printed=Bounds("wall curvature increases", 1.0, inf, "the sign is the statement"),
    unit="",
    method="iso-dose line of eq. 2 found numerically; every other parameter cancels",
)

CLAIMS = (
    _claim(
        place="Eq. 1",
        quantity="ratio of its two terms in metres over that in millimetres",
        printed=Values((1.0,), _ROUNDING, _UNITS),
        unit="",
        compute=lambda: _solution_terms(1.0) / _solution_terms(1e3),
        method="both terms evaluated in two units of length",
        reason="The first term lacks a factor L, which the integral of the second one carries",
    ),
    _claim(
        place="Text after eq. 1",
        quantity="gain exponent at which amplified light equals the directly collected light",
        printed=Bounds("comparable to 1", 0.5, 2.0, "a factor of two either way"),
        unit="",
        compute=lambda: tuple(equal_exponent(a) for a in (0.1, 0.22, 0.5)),
        method="eq. 1 with its missing L, at three apertures",
        inputs="length printed; section (50 um)^2 and aperture 0.1, 0.22, 0.5 substituted",
        missing="illuminated section, collecting aperture, and by which criterion a line counts as detected",
    ),
    _claim(
        place="Fig. 1d",
        quantity="smallest concentration for amplified emission against 1/σ_0",
        printed=NoNumber("clear correlation", "a figure only"),
        unit="",
        compute=None,
        method="C_min = 1/(σ_em L)",
        missing="C_min and σ_0 of the seven samples (Fig. 1d, table S2)",
    ),
    _claim(
        place="Eq. 2, Fig. 2a",
        quantity="deviation of the iso-dose line from a parabola",
        printed=Values((0.0,), _ROUNDING, "exact mathematics; holds for every waist, dose and absorber"),
        unit="",
        compute=_parabola_error,
        method="iso-dose line of eq. 2 found numerically",
    ),
    _claim(
        place="Eq. 3",
        quantity="depth on the axis evaluated in metres over that in micrometres",
        printed=Values((1.0,), _ROUNDING, _UNITS),
        unit="",
        compute=lambda: _profile_depth(1.0) / _profile_depth(1e6),
        method="the logarithm of eq. 3, as printed, in two units of length",
        reason="The logarithm lacks the length 1/(ε C), which eq. 2 puts in front of both terms",
    ),
    _wall(
        quantity="curvature of z(r) at 40 over that at 10 of absorber",
        compute=lambda: wall_curvature(2.0) / wall_curvature(0.5),
        reason="d²z/dr² = 4/(ε C w_0²) falls with absorber; what grows is the slope dr/dz of the wall",
    ),
    _wall(
        quantity="slope dr/dz of the wall at 40 over that at 10 of absorber",
        compute=lambda: wall_slope(2.0) / wall_slope(0.5),
        hypothesis="by curvature the authors mean how far the wall leans",
    ),
    _claim(
        place="Text after eq. 3 against Fig. 2c",
        quantity="10, 20 and 40 wt% as a concentration, at least",
        printed=Values((10.0, 20.0, 40.0), 2.0, "one series; 20 % of the smallest for rounding"),
        unit="mg/mL",
        compute=lambda: tuple(share * 600.0 for share in (0.1, 0.2, 0.4)),
        method="weight share times 0.6 g/mL, less than the density of any resist or solvent",
        reason="Text (wt%) and caption (mg/mL) give one series two units; the methods section has mg/mL",
    ),
    _claim(
        place="Methods, exposure",
        quantity="decades between the dose at the centre and at the rim of a 30 um disk",
        printed=Bounds("10-30 um by dose", 0.0, 4.0, "a shutter and a resist span four decades"),
        unit="",
        compute=_focused_dynamic_range,
        method="Gaussian of eq. 2 with the waist λ/(π NA) of a filled aperture 0.3 at 405 nm",
        inputs="waist substituted by the diffraction limit",
        missing="the waist w_0 (the lens must be underfilled or defocused: 10 um would do)",
    ),
    _claim(
        place="Text before the merit K",
        quantity="printed loss times printed K, over C σ_0",
        printed=Values((1.0,), _ROUNDING, "K is gain over loss by its definition; rounding only"),
        unit="",
        compute=_loss_times_merit,
        method="both formulas as printed, in SI units",
        reason=(
            "The loss 2πcn/(λQ) holds a factor c too many and is no inverse length; "
            "2πn/(λQ) agrees with K (26.2 1/cm at Q = 6000, n = 1.6, 640 nm)"
        ),
    ),
    _claim(
        place="Results, fabrication and lasing",
        quantity="resolution-limited line of Q = 6000 at 700 nm or shorter, at most",
        printed=Bounds("lasing line below 0.2 nm", 0.0, 0.2, "printed bound"),
        unit="nm",
        compute=lambda: 700.0 / 6000.0,
        method="λ/Q",
    ),
)
