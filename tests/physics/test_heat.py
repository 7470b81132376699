"""Layered conduction: published table, closed forms, exact identities, finite elements, energy."""

from dataclasses import replace
from math import inf, pi, sqrt

import heat_fem
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ellipk, erfc, j0

from colase.heat import (
    At,
    BeerLambert,
    Constant,
    Disc,
    Ellipse,
    Face,
    GaussianSpot,
    Heating,
    HeatLayer,
    ImageSpot,
    Point,
    Probe,
    Rectangle,
    Solid,
    SpotMean,
    Stack,
    Train,
    Uniform,
    Weighted,
    depth_profile,
    gaussian,
    peak,
    sampled,
    scaled_resistances,
    square,
    stored_heat,
    surface_map,
    temperature,
)
from colase.heat.closed_forms import (
    adiabatic_film,
    budget,
    disc_on_half_space,
    film_on_heat_sink,
    gaussian_on_half_space,
    half_space_surface,
    rectangle_on_half_space,
)

MGF2 = Solid(conductivity=21.0, lateral_conductivity=30.0, heat_capacity=3177 * 1003.0)
RECT = Rectangle(width=30e-6, height=50e-6)
ROUND = Disc(radius=21.85e-6)
WIDE = Disc(radius=0.5)  # so wide that the centre knows nothing of its edge
TIMES = np.array([10, 30, 70, 100, 300, 1e3, 2e3, 1e4, 1e5]) * 1e-9


def film(thickness=120e-9, conductivity=0.24, resistance=0.0, capacity=1.17e6):
    solid = Solid(conductivity=conductivity, heat_capacity=capacity)
    return HeatLayer(name="film", thickness=thickness, solid=solid, resistance=resistance)


def on_substrate(layer=None, substrate=MGF2):
    return Stack((layer or film(), HeatLayer(name="substrate", thickness=inf, solid=substrate)))


def bare(solid=MGF2, thickness=inf, backside=None):
    layer = HeatLayer(name="solid", thickness=thickness, solid=solid)
    return Stack((layer,), backside or Face(kind="fixed"))


# dT in K for 50 kW/cm^2 absorbed, top of the film at the centre of the spot; the last value is the steady one
TABLE = {
    "T1": (
        on_substrate(), RECT,
        "34.499 81.682 121.766 133.753 157.725 190.867 219.930 323.667 464.052 549.52",
    ),
    "T2": (
        on_substrate(), ROUND,
        "34.500 81.682 121.766 133.753 157.726 190.868 220.046 328.935 474.448 560.23",
    ),
    "T3": (
        on_substrate(film(resistance=2.19e-7)), RECT,
        "35.278 94.696 168.587 200.164 260.764 298.089 327.896 432.698 573.515 659.01",
    ),
    "T4": (
        on_substrate(film(300e-9, 0.22)), RECT,
        "14.245 42.673 96.366 131.593 275.275 388.357 425.169 535.834 679.549 765.34",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_reference_table_of_adachi2015_films(case):
    stack, spot, printed = TABLE[case]
    heating = Heating(stack, spot)
    found = 5e8 * np.append(heating.step(TIMES), heating.steady())
    assert found == pytest.approx([float(x) for x in printed.split()], rel=2e-5)


# --- closed forms


@pytest.mark.parametrize(
    ("spot", "expected"),
    [
        (RECT, rectangle_on_half_space(MGF2, 30e-6, 50e-6)),
        (Rectangle(width=200e-6, height=10e-6), rectangle_on_half_space(MGF2, 200e-6, 10e-6)),
        (ROUND, disc_on_half_space(MGF2, 21.85e-6)),
        (GaussianSpot(radius=15e-6), gaussian_on_half_space(MGF2, 15e-6)),
        (Ellipse(width=30e-6, height=50e-6), 2 / (pi * sqrt(630)) * 15e-6 * ellipk(1 - 0.36)),
        (
            GaussianSpot(radius=15e-6, radius_y=25e-6),
            15e-6 * ellipk(1 - 0.36) * sqrt(pi / 2) / (pi * sqrt(630)),
        ),
    ],
    ids=["rectangle", "stripe", "disc", "gaussian", "ellipse", "elliptical gaussian"],
)  # fmt: skip
def test_steady_spot_on_a_half_space(spot, expected):
    assert Heating(bare(), spot, profile=At(0.0)).steady() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("depth", [0.0, 50e-9, 3e-6])
def test_half_space_heated_at_its_surface(depth):
    """T = 2 sqrt(t/(pi k C)) e^(-x^2) - z/k erfc(x), x = z/sqrt(4 D t)."""
    t = np.geomspace(1e-10, 1e-3, 15)
    found = Heating(bare(), WIDE, profile=At(0.0), weight=At(depth)).step(t)
    x = depth / np.sqrt(4 * MGF2.diffusivity * t)
    surface = np.array([half_space_surface(MGF2, s) for s in t])
    expected = surface * np.exp(-(x**2)) - depth / MGF2.conductivity * erfc(x)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-7 * surface.max() * 1e-3)


def test_slab_on_a_heat_sink_against_its_eigenmodes():
    """Even heating of a slab with a cold back: sum over cos((n + 1/2) pi z/d)."""
    d, solid = 300e-9, Solid(conductivity=0.22, heat_capacity=1.5e6)
    t = np.geomspace(1e-9, 1e-5, 20)
    n = np.arange(400)
    a = (n + 0.5) * pi / d
    series = 2 * (-1.0) ** n / (a**3 * d * d * solid.conductivity)
    expected = (series * -np.expm1(-np.outer(t, solid.diffusivity * a**2))).sum(axis=1)
    found = Heating(bare(solid, d), WIDE).step(t)
    assert found == pytest.approx(expected, rel=1e-6)
    layer = HeatLayer(name="x", thickness=d, solid=solid)
    assert Heating(bare(solid, d), WIDE).steady() == pytest.approx(film_on_heat_sink(layer), rel=1e-6)
    decay = Heating(bare(solid, d), WIDE).impulse(np.array([1e-6, 1.1e-6]))
    assert np.log(decay[0] / decay[1]) / 1e-7 == pytest.approx(pi**2 / 4 / layer.diffusion_time, rel=1e-5)


def test_insulated_slab_against_its_eigenmodes():
    """Heated at the top, insulated below: t/(C d) plus a series of cosines; it never gets steady."""
    d, solid = 2e-6, Solid(conductivity=1.4, heat_capacity=1.6e6)
    t, z = np.geomspace(1e-8, 1e-4, 15), 0.7e-6
    n = np.arange(1, 400)
    b = n * pi / d
    rates = np.outer(t, solid.diffusivity * b**2)
    series = 2 / (d * solid.conductivity) * (np.cos(b * z) / b**2 * -np.expm1(-rates)).sum(axis=1)
    stack = bare(solid, d, Face(kind="insulated"))
    found = Heating(stack, WIDE, profile=At(0.0), weight=At(z)).step(t)
    assert found == pytest.approx(t / (solid.heat_capacity * d) + series, rel=1e-5, abs=1e-12)


def test_convective_faces_carry_off_what_is_absorbed():
    """Steady, one-dimensional: series of 1/h and d/k on both sides of a layer heated in its middle."""
    d, k, h = 1e-3, 1.4, 2e3
    solid = Solid(conductivity=k, heat_capacity=1.6e6)
    stack = Stack(
        (HeatLayer(name="plate", thickness=d, solid=solid),),
        Face(kind="convective", transfer=h),
        Face(kind="convective", transfer=3 * h),
    )
    half = d / 2 / k
    up, down = 1 / (3 * h) + half, 1 / h + half
    middle = Heating(stack, Disc(radius=0.9), profile=At(d / 2), weight=At(d / 2))
    assert middle.steady() == pytest.approx(up * down / (up + down), rel=1e-4)


def test_thin_film_limits():
    """At first the film keeps all heat; later top and substrate are the series of the budget."""
    stack = on_substrate(film(resistance=1e-7))
    heating = Heating(stack, RECT)
    assert heating.step(1e-12) == pytest.approx(adiabatic_film(stack.layers[0], 1e-12), rel=1e-6)
    parts = budget(stack, rectangle_on_half_space(MGF2, 30e-6, 50e-6))
    assert sum(parts.values()) == pytest.approx(heating.steady(), rel=1e-4)
    assert parts["film | substrate"] == 1e-7
    assert 5e8 * (parts["film"], parts["substrate"])[0] == pytest.approx(125.0)


# --- identities

conductivity = st.floats(0.1, 400)
thickness = st.floats(10e-9, 3e-6)
layer_values = st.tuples(thickness, conductivity, st.floats(0.3, 3), st.floats(1e6, 4e6), st.floats(0, 1e-6))


def stack_of(rows, ratio=1.0):
    layers = [
        HeatLayer(
            name=f"layer {i}", thickness=d, resistance=R,
            solid=Solid(conductivity=k, lateral_conductivity=k * q, heat_capacity=C),
        )
        for i, (d, k, q, C, R) in enumerate(rows)
    ]  # fmt: skip
    return Stack((*layers, HeatLayer(name="base", thickness=inf, solid=MGF2)))


@given(st.lists(layer_values, min_size=1, max_size=4), st.floats(0.2, 5))
def test_more_power_is_more_resistance(rows, factor):
    """Exact: all resistances times f is the rise times f, steady and (f times slower) transient."""
    stack = stack_of(rows)
    slow = scaled_resistances(stack, factor)
    one, two = Heating(stack, RECT), Heating(slow, RECT)
    assert two.steady() == pytest.approx(factor * one.steady(), rel=1e-9)
    t = np.array([2e-8, 3e-6])
    assert two.step(factor * t) == pytest.approx(factor * one.step(t), rel=2e-6)


@given(st.lists(layer_values, min_size=2, max_size=4), st.floats(0.05, 0.95))
def test_heat_here_warms_there_as_much_as_heat_there_warms_here(rows, share):
    stack = stack_of(rows)
    last = len(rows) - 1
    here, there = (0, Uniform()), (last, At(share * rows[last][0]))
    t = np.array([1e-8, 1e-6])
    one = Heating(stack, ROUND, here[0], here[1], there[0], there[1])
    other = Heating(stack, ROUND, there[0], there[1], here[0], here[1])
    assert one.step(t) == pytest.approx(other.step(t), rel=1e-6, abs=1e-14)
    assert one.steady() == pytest.approx(other.steady(), rel=1e-9)


@given(layer_values, st.floats(0.1, 0.9))
def test_an_imaginary_cut_changes_nothing(row, share):
    d, k, q, C, _ = row
    whole = stack_of([(d, k, q, C, 1e-8)])
    cut = stack_of([(share * d, k, q, C, 0.0), ((1 - share) * d, k, q, C, 1e-8)])
    t = np.array([3e-9, 2e-7, 5e-5])
    for view, same in ((At(0.0), At(0.0)), (At(share * d), At(share * d))):
        one = Heating(whole, RECT, profile=At(0.0), weight=view).step(t)
        other = Heating(cut, RECT, profile=At(0.0), weight=same).step(t)
        assert one == pytest.approx(other, rel=1e-6, abs=1e-15)
    below = Heating(cut, RECT, profile=At(0.0), seen=1, weight=At(0.0)).step(t)
    assert below == pytest.approx(other, rel=1e-6, abs=1e-15)


def test_heating_from_below_is_the_mirror_image():
    """Up and down are the same physics: reverse a finite stack with two convective faces."""
    one = HeatLayer(
        name="one", thickness=1e-6, solid=Solid(conductivity=2, heat_capacity=2e6), resistance=3e-7
    )
    two = HeatLayer(name="two", thickness=4e-6, solid=Solid(conductivity=9, heat_capacity=3e6))
    cold, hot = Face(kind="convective", transfer=5e4), Face(kind="convective", transfer=9e5)
    stack = Stack((one, two), cold, hot)
    mirror = Stack((replace(two, resistance=3e-7), replace(one, resistance=0.0)), hot, cold)
    t = np.geomspace(1e-8, 1e-3, 12)
    down = Heating(stack, RECT, layer=0, profile=At(0.0), seen=1, weight=At(1e-6)).step(t)
    up = Heating(mirror, RECT, layer=1, profile=At(1e-6), seen=0, weight=At(3e-6)).step(t)
    assert up == pytest.approx(down, rel=1e-6, abs=1e-14)


def test_a_thick_substrate_is_a_half_space_until_heat_crosses_it():
    thick = Stack((film(), HeatLayer(name="substrate", thickness=1e-3, solid=MGF2)))
    t = np.geomspace(1e-9, 1e-3, 20)
    assert Heating(thick, RECT).step(t) == pytest.approx(Heating(on_substrate(), RECT).step(t), rel=1e-6)
    assert Heating(thick, RECT).steady() < Heating(on_substrate(), RECT).steady()


# --- energy


def test_energy_is_kept():
    closed = Stack(
        (film(resistance=1e-7), HeatLayer(name="substrate", thickness=5e-6, solid=MGF2)),
        Face(kind="insulated"),
    )
    t = np.geomspace(1e-10, 1e-2, 30)
    for stack in (
        closed,
        on_substrate(film(resistance=1e-7)),
        stack_of([(1e-7, 0.2, 1, 1e6, 0), (1e-6, 1, 1, 2e6, 0)]),
    ):
        share = stored_heat(Heating(stack, RECT, profile=BeerLambert(60e-9)), t).share
        assert share.sum("layer").values == pytest.approx(1.0, abs=1e-6)
        assert float(share[0, 0]) > 0.95
    cold = (
        stored_heat(Heating(replace(closed, backside=Face(kind="fixed")), RECT), t).share.sum("layer").values
    )
    assert (np.diff(cold) < 1e-7).all()
    assert abs(cold[-1]) < 1e-6


def test_all_light_warms_the_whole_layer():
    """The mean over an unbounded map times C d is the absorbed energy: k -> 0 is the total."""
    heating = Heating(bare(MGF2, 1e-6, Face(kind="insulated")), GaussianSpot(radius=2e-6), weight=Uniform())
    x = np.linspace(-40e-6, 40e-6, 41)
    found = surface_map(heating, 2e-6, 1.0, x, x, ambient=1.0).temperature.values - 1.0
    total = found.sum() * (x[1] - x[0]) ** 2 * MGF2.heat_capacity * 1e-6
    assert total == pytest.approx(2e-6 * heating.spot.area, rel=1e-4)


# --- an independent method


def test_finite_elements_agree_to_a_thousandth():
    """Disc on film on anisotropic substrate: top, bottom of the film, and 5 um inside the substrate."""
    stack = on_substrate()
    fem = heat_fem.Disc(stack, ROUND.radius, fine=1.4)
    places = {"top": (0, At(0.0), 0.0), "bottom": (0, At(120e-9), 120e-9)}
    path = list(fem.march(1e-9, 10))
    t = np.array([time for time, _ in path])
    late = t > 5e-9
    for layer, weight, depth in places.values():
        exact = Heating(stack, ROUND, seen=layer, weight=weight).step(t)
        found = np.array([T[fem.at(0.0, depth)] for _, T in path])
        assert found[late] == pytest.approx(exact[late], rel=1e-3)
    node = fem.at(0.0, 5e-6)
    depth = fem.basis.doflocs[1][node] - 120e-9
    exact = Heating(stack, ROUND, seen=1, weight=At(depth)).step(t[-20:])
    assert np.array([T[node] for _, T in path[-20:]]) == pytest.approx(exact, rel=2e-3)


def test_finite_elements_agree_when_steady():
    """A cold box of 4 mm instead of a half-space costs a/(2 R) of the spreading part."""
    stack = on_substrate()
    fem = heat_fem.Disc(stack, ROUND.radius, far=4e-3)
    exact = Heating(stack, ROUND).steady()
    assert fem.steady()[fem.at(0.0, 0.0)] == pytest.approx(exact, rel=4e-3)


# --- views, profiles, spots


def test_mode_average_and_film_average():
    stack = on_substrate()
    x, w = np.polynomial.legendre.leggauss(24)
    depths = tuple(60e-9 * (1 + x))
    t = np.geomspace(1e-9, 1e-5, 12)
    mean = Heating(stack, RECT, weight=Uniform()).step(t)
    assert Heating(stack, RECT, weight=Weighted(depths, tuple(w))).step(t) == pytest.approx(mean, rel=1e-6)
    top = Heating(stack, RECT).step(t)
    assert peak(Heating(stack, RECT), t) == pytest.approx(top, rel=1e-9)  # the top is the hottest place
    assert (mean < top).all()


@pytest.mark.parametrize("weight", [At(0.0), At(50e-9), Uniform(), Weighted((1e-8, 9e-8), (1.0, 2.0))])
def test_beer_lambert_between_its_limits(weight):
    """Deep absorption heats evenly, shallow absorption heats the face; in between the sum over slices."""
    stack, t = on_substrate(), np.geomspace(1e-10, 1e-5, 9)

    def rise(profile):
        return Heating(stack, RECT, profile=profile, weight=weight).step(t)

    assert rise(BeerLambert(1.0)) == pytest.approx(rise(Uniform()), rel=1e-5)
    assert rise(BeerLambert(1e-13)) == pytest.approx(rise(At(0.0)), rel=1e-4, abs=1e-12)
    x, w = np.polynomial.legendre.leggauss(80)
    z, t = 60e-9 * (1 + x), np.geomspace(3e-9, 1e-5, 6)
    slices = Weighted(tuple(z), tuple(w * np.exp(-z / 80e-9)))
    assert rise(BeerLambert(80e-9)) == pytest.approx(rise(slices), rel=2e-3)


def test_heat_in_the_substrate_by_beer_lambert():
    """Absorption over 1 um of a half-space, long times: as if heated at the surface."""
    t = np.array([1e-3])
    deep = Heating(bare(), WIDE, profile=BeerLambert(1e-6)).step(t)
    assert deep == pytest.approx(Heating(bare(), WIDE, profile=At(0.0)).step(t), rel=3e-2)
    x, w = np.polynomial.legendre.leggauss(60)
    z = 6e-6 * (1 + x)
    slices = Weighted(tuple(z), tuple(w * np.exp(-z / 1e-6)))
    early = np.array([3e-8, 3e-7])
    assert Heating(bare(), WIDE, profile=BeerLambert(1e-6)).step(early) == pytest.approx(
        Heating(bare(), WIDE, profile=slices).step(early), rel=1e-4
    )


def test_mean_over_the_spot_is_the_mean_of_points():
    stack, t = on_substrate(), np.array([2e-6])
    x, w = np.polynomial.legendre.leggauss(12)
    points = [
        (wi * wj, Heating(stack, RECT, view=Point(15e-6 * (xi + 1) / 2, 25e-6 * (xj + 1) / 2)).step(t)[0])
        for xi, wi in zip(x, w, strict=True)
        for xj, wj in zip(x, w, strict=True)
    ]
    mean = sum(a * b for a, b in points) / sum(a for a, _ in points)
    assert Heating(stack, RECT, view=SpotMean()).step(t)[0] == pytest.approx(mean, rel=2e-3)


def test_a_map_under_an_image_is_as_lopsided_as_the_image():
    image = ImageSpot(((0.0, 0.0, 1.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), 2e-6)  # one pixel, right and up
    found = surface_map(Heating(on_substrate(), image), 1e-7, 1e9, [-2e-6, 2e-6], [-2e-6, 2e-6]).temperature
    assert float(found[1, 1]) - 295 > 10 * (float(found[0, 0]) - 295)
    assert float(found[0, 1]) == pytest.approx(float(found[1, 0]), rel=1e-6)


def test_mean_over_an_image_counts_every_pair_of_pixels():
    """Gathered by distance: as the sum over pairs; an even image is its rectangle, but for soft edges."""
    rows = tuple(map(tuple, np.random.default_rng(3).random((3, 4)).tolist()))
    image, k = ImageSpot(rows, 2e-6), np.array([1e3, 1e5, 4e5])
    values = np.array(rows) / np.max(rows)
    y, x = np.indices(values.shape) * 2e-6
    pairs = [
        a * b * j0(k * np.hypot(xa - xb, ya - yb))
        for a, xa, ya in zip(values.flat, x.flat, y.flat, strict=True)
        for b, xb, yb in zip(values.flat, x.flat, y.flat, strict=True)
    ]
    form = (2e-6**2 * np.exp(-((k * 0.7 * 2e-6) ** 2) / 2)) ** 2
    assert image.power_spectrum(k) == pytest.approx(form * np.sum(pairs, axis=0) / image.area, rel=1e-9)
    even = ImageSpot(((1.0,) * 60,) * 100, 0.5e-6)
    t = np.array([1e-6, 1e-4])
    flat, sharp = (Heating(on_substrate(), spot, view=SpotMean()).step(t) for spot in (even, RECT))
    assert flat == pytest.approx(sharp, rel=0.015)


def test_gaussian_mean_and_probe_are_a_wider_gaussian():
    """A probe of the same radius sees what the pump-weighted mean sees."""
    t, spot = np.geomspace(1e-9, 1e-4, 6), GaussianSpot(radius=5e-6)
    probe = Heating(on_substrate(), spot, view=Probe(5e-6)).step(t)
    assert Heating(on_substrate(), spot, view=SpotMean()).step(t) == pytest.approx(probe, rel=1e-9)
    wide = Heating(on_substrate(), GaussianSpot(radius=sqrt(50) * 1e-6)).step(t)
    assert probe == pytest.approx(wide / 2, rel=1e-9)


def test_an_image_of_a_rectangle_is_the_rectangle():
    image = ImageSpot(((1.0,) * 30,) * 50, 1e-6)
    assert image.area == pytest.approx(RECT.area)
    t = np.geomspace(1e-7, 1e-3, 6)
    found, expected = (Heating(on_substrate(), spot).step(t) for spot in (image, RECT))
    assert found == pytest.approx(expected, rel=5e-3)


def test_a_shifted_spot_is_a_shifted_view():
    t = np.array([5e-6])
    image = ImageSpot((*((0.0,) * 21 for _ in range(10)), (0.0,) * 15 + (1.0,) + (0.0,) * 5,
                       *((0.0,) * 21 for _ in range(10))), 1e-6)  # fmt: skip
    disc = Disc(radius=1e-6 / sqrt(pi))
    seen = Heating(bare(), image, profile=At(0.0)).step(t)
    assert seen == pytest.approx(
        Heating(bare(), disc, profile=At(0.0), view=Point(5e-6, 0.0)).step(t), rel=2e-2
    )


# --- pulses


def test_a_square_pulse_is_two_steps():
    heating, t = Heating(on_substrate(), RECT), np.array([-1e-6, 0.0, 3e-7, 1e-6, 1.5e-6])
    assert square(1e-6).rise(heating, t) == pytest.approx(heating.step(t) - heating.step(t - 1e-6), rel=1e-9)
    assert (square(1e-6).rise(heating, t[:2]) == 0).all()


def test_after_a_pulse_only_its_energy_counts():
    """Long after, any pulse is a flash; both ways of adding up agree where they meet."""
    heating = Heating(on_substrate(), RECT)
    for drive in (square(1e-9), gaussian(1e-9), sampled([0, 1e-9, 4e-9], [0.0, 2.0, 0.0])):
        t = np.array([1e-6, 1e-4])
        middle = (
            np.average(drive.times, weights=np.maximum(drive.powers, 1e-12)) if len(drive.times) > 4 else 0.0
        )
        assert drive.rise(heating, t) == pytest.approx(drive.energy * heating.impulse(t - middle), rel=5e-3)
        edge = drive.times[-1] + 2 * drive.duration
        around = drive.rise(heating, edge + np.array([-1e-4, 1e-4]) * drive.duration)
        assert around[0] == pytest.approx(around[1], rel=2e-4)


def test_gaussian_pulse_against_quadrature():
    from scipy.integrate import quad

    heating, drive = Heating(on_substrate(), RECT), gaussian(20e-9)
    for t in (-5e-9, 10e-9, 40e-9):
        expected, _ = quad(
            lambda u, t=t: float(np.exp(-4 * np.log(2) * (u / 20e-9) ** 2) * heating.impulse(t - u)),
            -45e-9, t, epsrel=1e-8, limit=200,
        )  # fmt: skip
        assert drive.rise(heating, np.array([t]))[0] == pytest.approx(expected, rel=3e-4)


def test_a_train_is_the_sum_of_its_pulses():
    heating, pulse = Heating(on_substrate(), RECT), square(1e-6)
    train = Train(pulse, 20e-6, 200)
    t = np.array([0.5e-6, 3.9805e-3, 3.9999e-3, 5e-3])
    expected = sum(pulse.rise(heating, t - n * 20e-6) for n in range(200))
    assert train.rise(heating, t) == pytest.approx(expected, rel=1e-4)
    assert train.power(np.array([0.5e-6, 5e-6, 20.5e-6])).tolist() == [1, 0, 1]
    endless = Train(pulse, 20e-6, 10**8)
    period = 10.0 + 20e-6 * (np.arange(200) + 0.5) / 200
    late = endless.rise(heating, period).mean()
    assert late == pytest.approx(heating.steady() / 20, rel=2e-3)  # on average the mean power


@given(st.floats(1e-10, 1.0))
def test_temperature_rises_while_light_is_on(start):
    """Monotonic, and slower than any square root allows: H grows, H/t falls."""
    heating = Heating(on_substrate(), RECT)
    a, b = heating.step(np.array([start, 1.3 * start]))
    assert 0 < a < b < 1.3 * a * (1 + 1e-9)
    assert b < heating.steady()


def test_ramp_and_impulse_are_integral_and_slope():
    heating = Heating(on_substrate(), RECT)
    t, h = np.geomspace(1e-9, 1e-4, 7), 1e-4
    H = [heating.step(t * (1 + s)) for s in (h, -h)]
    assert (H[0] - H[1]) / (2 * h * t) == pytest.approx(heating.impulse(t), rel=2e-3)
    R = [heating.ramp(t * (1 + s)) for s in (h, -h)]
    assert (R[0] - R[1]) / (2 * h * t) == pytest.approx(heating.step(t), rel=1e-3)


def test_modulated_heating():
    """Slow modulation is steady, fast modulation of a half-space lags by 45 degrees."""
    heating = Heating(bare(), ROUND, profile=At(0.0))
    slow, fast = heating.modulated(np.array([1e-3, 1e8]))
    assert slow == pytest.approx(heating.steady(), rel=1e-2)
    assert np.degrees(np.angle(fast)) == pytest.approx(-45.0, abs=0.05)
    w = 2 * pi * 1e8
    assert abs(fast) == pytest.approx(1 / sqrt(w * MGF2.conductivity * MGF2.heat_capacity), rel=1e-3)


# --- results


def test_results_carry_units_and_meet_at_the_surface():
    heating, t = Heating(on_substrate(film(resistance=2e-7)), RECT), np.array([1e-7, 2e-6])
    curve = temperature(heating, t, 5e8 * 0.17, square(2e-6))
    profile = depth_profile(heating, t, 5e8 * 0.17, 2e-6, square(2e-6))
    assert curve.temperature.attrs["units"] == profile.temperature.attrs["units"] == "K"
    assert profile.temperature.values[0] == pytest.approx(curve.temperature.values, rel=1e-9)
    face = np.flatnonzero(np.isclose(profile.depth, 120e-9, atol=1e-13))
    above, below = profile.temperature.values[face, 1]
    flux = (
        0.24
        * (profile.temperature.values[face[0] - 1, 1] - above)
        / np.diff(profile.depth.values)[face[0] - 1]
    )
    assert above - below == pytest.approx(2e-7 * flux, rel=2e-2)  # the jump is R times the flux
    surface = surface_map(heating, 2e-6, 5e8 * 0.17, [-10e-6, 0.0, 10e-6], [0.0, 40e-6], square(2e-6))
    assert surface.temperature.values[0, 1] == pytest.approx(curve.temperature.values[1], rel=1e-6)
    assert surface.temperature.values[0, 0] == surface.temperature.values[0, 2]
    assert (surface.temperature.values[1] < surface.temperature.values[0]).all()
    assert Constant().power([-1.0, 1.0]).tolist() == [0.0, 1.0]
