"""Long narrow rectangles: closed forms on a half-space, the line source, off-centre points, cost."""

from math import asinh, inf, log, pi, sqrt

import numpy as np
import pytest
from scipy.integrate import dblquad, quad
from scipy.special import erf, j0

from colase.errors import InputError
from colase.heat import (
    At,
    Disc,
    Ellipse,
    Heating,
    HeatLayer,
    Point,
    Probe,
    Rectangle,
    Solid,
    SpotMean,
    Stack,
)
from colase.heat.quadrature import wave_numbers

K = 21.0
BASE = Solid(conductivity=K, heat_capacity=3.19e6)
HALF_SPACE = Stack((HeatLayer(name="base", thickness=inf, solid=BASE),))
SIZES = [(30e-6, 50e-6), (10e-6, 200e-6), (10e-6, 1000e-6), (1000e-6, 10e-6), (5e-6, 10e-3)]


def on_surface(width, height, view=None):
    spot = Rectangle(width=width, height=height)
    return Heating(HALF_SPACE, spot, profile=At(0.0), weight=At(0.0), view=view or Point())


def corner(a, b):
    """Steady rise per irradiance at the corner of an a x b rectangle, odd in both sides."""
    if not a * b:
        return 0.0
    p, q = abs(a), abs(b)
    return np.sign(a * b) * (p * asinh(q / p) + q * asinh(p / q)) / (2 * pi * K)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_centre_and_mean_of_a_steady_rectangle(width, height):
    """Closed forms: centre to 1e-8; mean 2/(2 pi k A) [w^2 h asinh(h/w) + ... - (d^3 - w^3 - h^3)/3]."""
    w, h, d = width, height, sqrt(width**2 + height**2)
    assert on_surface(w, h).steady() == pytest.approx(4 * corner(w / 2, h / 2), rel=1e-8)
    mean = w * w * h * asinh(h / w) + w * h * h * asinh(w / h) - (d**3 - w**3 - h**3) / 3
    assert on_surface(w, h, SpotMean()).steady() == pytest.approx(mean / (pi * K * w * h), rel=1e-5)


@pytest.mark.parametrize(
    ("x", "y"), [(2e-6, 100e-6), (0, 495e-6), (0, 500e-6), (5e-6, 0), (0, 520e-6), (20e-6, 0), (1e-4, 1e-4)]
)
def test_points_of_a_stripe_of_a_millimetre(x, y):
    """Inside, near an end, on edges and outside: four corners steadily, products of erf in time."""
    w, h, D = 10e-6, 1e-3, K / 3.19e6
    heating = on_surface(w, h, Point(x, y))
    sides = [(p, q) for p in (w / 2 - x, w / 2 + x) for q in (h / 2 - y, h / 2 + y)]
    assert heating.steady() == pytest.approx(sum(corner(*s) for s in sides), rel=1e-6)
    time = np.array([1e-8, 1e-6, 1e-4])

    def grown(u):  # with t' = u^2
        reach = sqrt(4 * D) * u
        across = erf((w / 2 - x) / reach) + erf((w / 2 + x) / reach)
        return sqrt(D / pi) / K / 2 * across * (erf((h / 2 - y) / reach) + erf((h / 2 + y) / reach))

    cuts = (1e-6, 1e-5, 1e-4, 1e-3)
    exact = [
        quad(grown, 0, sqrt(t), limit=400, points=[c for c in cuts if c < sqrt(t)], epsabs=0, epsrel=1e-8)[0]
        for t in time
    ]
    assert heating.step(time) == pytest.approx(exact, rel=2e-6, abs=1e-6 * 4 * corner(w / 2, h / 2))


def test_a_line_of_light_grows_with_the_logarithm_of_time():
    """Between the times to cross its width and its length: T(10 t) - T(t) = w ln 10/(2 pi k)."""
    w, h = 1e-6, 20e-3
    rise = on_surface(w, h).step(np.array([1e-5, 1e-4, 1e-3]))
    assert np.diff(rise) == pytest.approx(w * log(10) / (2 * pi * K), rel=2e-4)


def test_transforms_are_those_of_real_space():
    """Int J_0(k r) over the rectangle, and over its autocorrelation, by direct integration; symmetric."""
    w, h = 4e-6, 40e-6
    spot = Rectangle(width=w, height=h)
    k = np.array([1e4, 1e5, 2e5, 1.5e6, 2.5e6])
    for some, found, mean in zip(k, spot.transform(k, 0, 0), spot.power_spectrum(k), strict=True):
        direct = dblquad(lambda y, x, q=some: j0(q * np.hypot(x, y)), 0, w / 2, 0, h / 2, epsabs=1e-17)[0]

        def paired(y, x, q=some):
            return (1 - x / w) * (1 - y / h) * j0(q * np.hypot(x, y))

        both = dblquad(paired, 0, w, 0, h, epsabs=1e-17)[0]
        faded = some > 12 / h  # there the far end is left out on purpose
        assert found == pytest.approx(4 * direct, rel=1e-6, abs=spot.area * (2e-3 if faded else 1e-9))
        assert mean == pytest.approx(4 * both, rel=1e-6, abs=spot.area * (2e-3 if faded else 1e-9))
    turned = Rectangle(width=h, height=w)
    assert turned.transform(k, 1e-6, 2e-6) == pytest.approx(spot.transform(k, 2e-6, 1e-6), rel=1e-12)
    assert turned.power_spectrum(k) == pytest.approx(spot.power_spectrum(k), rel=1e-12)


def test_length_costs_nothing():
    """A hundred times as long takes fewer than three times the wave numbers."""

    def count(height, view):
        return wave_numbers(Rectangle(width=10e-6, height=height), view, 1e3)[0].size

    for view in (Point(), SpotMean(), Point(0.0, 4e-6), Probe(2e-6)):
        assert count(1e-3, view) < 3 * count(10e-6, view) + 400
        assert count(1e-3, view) < 3000


def test_a_stripe_on_a_film_is_the_disc_of_its_width_early_on():
    """Before heat has crossed the film sideways, any wide light warms its centre alike."""
    film = HeatLayer(name="film", thickness=120e-9, solid=Solid(conductivity=0.24, heat_capacity=1.17e6))
    stack = Stack((film, *HALF_SPACE.layers))
    stripe = Heating(stack, Rectangle(width=10e-6, height=1e-3))
    disc = Heating(stack, Disc(radius=5e-6))
    early = np.array([1e-9, 1e-8, 3e-8])
    assert stripe.step(early) == pytest.approx(disc.step(early), rel=1e-5)


def test_long_ellipses_are_refused_with_a_way_out():
    with pytest.raises(InputError, match="give a rectangle, which may be of any length"):
        Heating(HALF_SPACE, Ellipse(width=1e-6, height=1e-2), profile=At(0.0)).step(1e-6)
