"""kersuzan2025: the exactly decidable claims against independent formulas, eq. 5 against plain numpy."""

from math import asin, cos, exp, expm1, inf, log, pi, sqrt

import mpmath
import numpy as np
import pytest

from colase.constants import SPEED_OF_LIGHT
from colase.gain import StokesShifted, first_threshold, gain_spectrum
from colase.papers import Verdict, judge, paper
from colase.papers.kersuzan2025 import equations, lasing, populations, substitutes


def verdict(words):
    found = [c for c in paper("kersuzan2025").claims if words in c.quantity]
    assert len(found) == 1, words
    return judge(found[0]).verdict


def test_x_inversion_peaks_at_two_photons():
    pump, inversion = populations.x_inversion_peak()
    assert pump == pytest.approx(2, abs=1e-6)
    assert inversion == pytest.approx(0.13533528, abs=1e-8)


def test_inversion_onsets():
    x, xx = populations.inversion_onsets()
    assert x == pytest.approx(1, abs=1e-10)
    assert xx == pytest.approx(1.25643, abs=1e-5)
    # 1 - e^-N (1 + 2N) = 0 through the Lambert function: 2N + 1 = -W_-1(-1/(2 sqrt e))
    lambert = -mpmath.lambertw(-0.5 * mpmath.exp(-0.5), -1)
    assert 2 * xx + 1 == pytest.approx(2 * float(lambert), abs=1e-9)


def test_gain_ratio_is_twice_e_squared():
    assert populations.gain_ratio() == pytest.approx(2 * exp(2), rel=1e-9)
    assert verdict("largest XX-X gain") is Verdict.REPRODUCED


def test_exponent_at_which_amplified_light_equals_direct_light():
    for aperture, expected in ((0.1, 6.62), (0.22, 8.45), (0.5, 10.35)):
        exponent = equations.equal_exponent(aperture)
        assert exponent == pytest.approx(expected, rel=0.02)
        ratio = 2 * pi * (1 - cos(asin(aperture))) / ((50e-6 / 3e-3) ** 2)
        assert expm1(exponent) / exponent == pytest.approx(ratio, rel=1e-9)


@pytest.mark.parametrize(("absorbance", "dose"), [(0.3, 5.0), (1.0, 20.0), (2.5, 40.0)])
def test_wall_law_and_top_radius(absorbance, dose):
    """r_t^2 - r_b^2 = eps C z0 w0^2/2, and r_t = w0 sqrt(ln(dose)/2)."""
    top, bottom = (equations.wall_radius_squared(h, absorbance, dose) for h in (1.0, 0.0))
    assert sqrt(top) == pytest.approx(sqrt(log(dose) / 2), rel=1e-12)
    assert top - bottom == pytest.approx(absorbance / 2, rel=1e-12)
    assert equations.wall_curvature(absorbance, dose) == pytest.approx(4 / absorbance, rel=1e-9)
    slope = absorbance / (4 * sqrt(top))
    assert equations.wall_slope(absorbance, dose) == pytest.approx(slope, rel=1e-3)


def test_loss_without_the_spurious_speed_of_light():
    printed = equations.printed_loss(640e-9, 6000, 1.6)
    assert printed / SPEED_OF_LIGHT / 100 == pytest.approx(26.2, rel=0.005)
    merit = equations.printed_merit(640e-9, 6000, 1.6, 1e4)
    assert printed * merit == pytest.approx(1e4 * SPEED_OF_LIGHT, rel=1e-12)


@pytest.mark.parametrize(
    "words",
    [
        "ratio of its two terms",
        "depth on the axis",
        "printed loss times printed K",
        "curvature of z(r)",
        "wt%",
    ],
)
def test_what_disagrees_stays_visible(words):
    assert verdict(words) is Verdict.DIFFERS


def plain_gain(wavelength, photons):
    """Eq. 5 written out in nm, over C sigma_0, with the substitutes."""
    sigma = 30 / sqrt(8 * log(2))
    shift, split = 18, 8

    def line(x):
        return np.exp(-((x - 635) ** 2) / (2 * sigma**2))

    empty, one = exp(-photons), photons * exp(-photons)
    many = 1 - empty - one
    x = np.asarray(wavelength)
    absorbed = line(x) * empty + 0.5 * line(x + split) * one
    return -absorbed + 0.5 * line(x - shift) * one + line(x - shift + split) * many


@pytest.mark.parametrize("photons", [0.05, 0.5, 2.0, 8.0])
def test_the_gain_model_is_equation_five(photons):
    wavelength = np.linspace(610, 690, 33)
    m = substitutes.medium()
    ours = gain_spectrum(m, wavelength * 1e-9, photons).data.material_gain.values[0]
    ours = ours / (m.density * m.nanocrystal.sigma_abs)
    np.testing.assert_allclose(ours, plain_gain(wavelength, photons), atol=1e-12)
    peak, where = substitutes.peak_gain(photons)
    assert peak == pytest.approx(plain_gain(where * 1e9, photons), abs=1e-12)


@pytest.mark.parametrize(
    ("inverse_merit", "photons", "shift"),
    [
        (0.01, 0.154, 19.5),
        (0.02, 0.217, 16.8),
        (0.05, 0.36, 12.5),
        (0.1, 0.54, 8.8),
        (0.2, 0.85, 4.2),
        (0.3, 1.14, 1.2),
        (0.5, 1.72, -2.8),
        (0.8, 3.0, -6.5),
    ],
)
def test_threshold_and_shift_against_merit(inverse_merit, photons, shift):
    found, wavelength = substitutes.lasing_onset(1 / inverse_merit)
    assert found == pytest.approx(photons, rel=0.03)
    assert substitutes.red_shift(wavelength) == pytest.approx(shift, abs=1)
    grid = np.arange(630, 690, 0.02)
    assert plain_gain(grid, found).max() == pytest.approx(inverse_merit, rel=1e-4)


def test_transparency_without_biexcitons_has_a_closed_form():
    """N = 2 exp[-Ds (Ds + 2d)/(2 s^2)] when 0 and X alone matter: far to the red."""
    sigma = 30 / sqrt(8 * log(2))
    shift = 45
    closed = 2 * exp(-18 * (18 + 2 * shift) / (2 * sigma**2))
    assert lasing.transparency(shift * 1e-9) == pytest.approx(closed, rel=0.01)


def test_a_merit_of_one_or_less_never_lases():
    assert substitutes.lasing_onset(0.99)[0] == inf
    assert substitutes.lasing_onset(1.25)[0] > 2


def test_share_of_good_cavities_against_drawn_ones():
    drawn = np.sqrt(np.prod(substitutes.merits())) * np.exp(
        1.5 * np.random.default_rng(63).standard_normal(300)
    )
    photons, _ = first_threshold(StokesShifted(), substitutes.quantum_shell(), drawn[drawn > 1])
    counted = 100 * np.mean(photons < 0.5)
    assert lasing.fraction_below(spread=1.5) == pytest.approx(counted, abs=5)
    assert 50 < counted < 100
