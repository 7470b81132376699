"""Bodies written by a laser spot: the dose law, the wall, the film on it, and what cannot be written."""

from math import log, pi, sqrt

import numpy as np
import pytest

from colase.cavity import Exposure, Parabolic
from colase.cavity.axisymmetric.lithography import body_outline, coated_outline, diameters
from colase.errors import InputError
from colase.materials import ConstantIndex
from colase.shapes import Region

SPOT = {"power": 500e-6, "time": 50e-3, "waist": 10e-6, "absorption": 1.25e5, "threshold_dose": 2.2e4}
THICK = 4e-6


def test_peak_dose_is_that_of_a_gaussian_beam():
    """The dose integrates to power times time over the surface, and falls by Beer's law below it."""
    spot = Exposure(**SPOT)
    r = np.linspace(0, 60e-6, 20001)
    total = np.trapezoid(2 * pi * r * spot.dose(r, THICK, THICK), r)
    assert total == pytest.approx(25e-6, rel=1e-6)
    below = float(spot.dose(0, 0, THICK) / spot.dose(0, THICK, THICK))
    assert below == pytest.approx(np.exp(-0.5), rel=1e-12)


def test_the_wall_is_where_the_dose_is_the_threshold():
    spot = Exposure(**SPOT)
    z = np.linspace(0, THICK, 9)
    np.testing.assert_allclose(spot.dose(spot.wall(z, THICK), z, THICK), spot.threshold_dose, rtol=1e-12)


@pytest.mark.parametrize("absorption", [5e4, 1.25e5, 2.5e5])
def test_wall_law_of_top_and_base(absorption):
    """r_t^2 - r_b^2 = a z_0 w0^2/2 and r_t = w0 sqrt(ln(dose)/2)  (papers.md T26)."""
    spot = Exposure(**{**SPOT, "absorption": absorption})
    top, base = spot.radii(THICK)
    assert top**2 - base**2 == pytest.approx(absorption * THICK * spot.waist**2 / 2, rel=1e-12)
    assert top == pytest.approx(spot.waist * sqrt(0.5 * log(spot.peak_dose / 2.2e4)), rel=1e-12)


def test_diameter_against_dose():
    spot = Exposure(**SPOT)
    dose = np.array([1e4, 2.3e4, 5e4, spot.peak_dose])
    top, base = diameters(spot, THICK, dose)
    assert np.isnan(top[0])
    assert np.isnan(base[:2]).all()
    assert 2 * spot.radii(THICK)[0] == pytest.approx(top[-1])
    assert (np.diff(top[1:]) > 0).all()


@pytest.mark.parametrize(("top", "base"), [(5e-6, 4e-6), (5e-6, 5e-6), (4e-6, 5e-6)])
def test_body_and_film_have_their_volumes(top, base):
    """A paraboloid slice is pi h (r_t^2 + r_b^2)/2; a thin film is its area times its thickness."""
    h, coat = 3e-6, 20e-9
    n = ConstantIndex(1.6)
    body = Region("body", n, body_outline(top, base, h)).volume
    assert body == pytest.approx(pi * h * (top**2 + base**2) / 2, rel=1e-4)
    film = Region("film", n, coated_outline(top, base, h, coat)).volume - body
    z = np.linspace(0, h, 4001)
    r = np.sqrt(base**2 + (top**2 - base**2) * z / h)
    wall = np.trapezoid(2 * pi * np.hypot(r, (top**2 - base**2) / (2 * h)), z)
    assert film == pytest.approx(coat * (wall + pi * top**2), rel=0.01)


def test_the_film_is_equally_thick_everywhere():
    from colase.shapes import distance

    top, base, h, coat = 5e-6, 4e-6, 3e-6, 150e-9
    body = Region("body", ConstantIndex(1.6), body_outline(top, base, h)).sampled()
    film = Region("film", ConstantIndex(1.6), coated_outline(top, base, h, coat)).sampled()
    outer = film[(film[:, 1] > 1e-9) & (film[:, 0] > 1e-9)]
    np.testing.assert_allclose(distance(outer, body), coat, rtol=3e-3)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"power": 1e-6}, "does not exceed"),
        ({"absorption": 1e6}, "wash away"),
        ({"waist": -1e-6}, "greater than"),
    ],
)
def test_exposures_that_write_nothing(changed, words):
    with pytest.raises(InputError, match=words):
        Exposure(**{**SPOT, **changed}).radii(THICK)


COAT = {
    "height": THICK,
    "polymer": ConstantIndex(1.58),
    "coating_thickness": 100e-9,
    "coating_index": ConstantIndex(1.8),
    "substrate": ConstantIndex(1.46),
    "q_scattering": 6000.0,
}


def test_exposure_and_diameters_are_two_ways_to_say_the_same():
    spot = Exposure(**SPOT)
    top, base = spot.radii(THICK)
    written = Parabolic(exposure=spot, **COAT)
    given = Parabolic(top_diameter=2 * top, base_diameter=2 * base, **COAT)
    assert written.profile == given.profile
    assert written.gain_volume == given.gain_volume


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "give top_diameter and base_diameter, or exposure"),
        ({"top_diameter": 1e-5}, "give top_diameter and base_diameter"),
        ({"top_diameter": 1e-5, "base_diameter": 8e-6, "exposure": Exposure(**SPOT)}, "instead of both"),
        ({"top_diameter": 1e-5, "base_diameter": 8e-6, "coating_thickness": 5e-6}, "thinner coat"),
        ({"top_diameter": 1e-5, "base_diameter": 8e-6, "height": 0.0}, "greater than"),
    ],
)
def test_shapes_that_make_no_sense(changed, words):
    with pytest.raises(InputError, match=words):
        Parabolic(**{**COAT, **changed})
