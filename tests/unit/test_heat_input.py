"""What cannot be conducted, and how that is said."""

import math

import pytest

from colase.errors import InputError, PhysicsError
from colase.heat import (
    At,
    BeerLambert,
    Disc,
    Face,
    GaussianSpot,
    Heating,
    HeatLayer,
    ImageSpot,
    Pieces,
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
    sampled,
    square,
    stored_heat,
    temperature,
)  # fmt: skip

INF = math.inf
GLASS = Solid(conductivity=1.1, heat_capacity=2e6, name="glass")
PLATE = HeatLayer(name="plate", thickness=1e-3, solid=GLASS)
HALF = HeatLayer(name="half-space", thickness=INF, solid=GLASS)
SPOT = Disc(radius=10e-6)


def heating(stack=None, **more):
    return Heating(stack or Stack((PLATE,)), SPOT, **more)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Solid(conductivity=0.0, heat_capacity=2e6), "thermal conductivity across the layers"),
        (lambda: Solid(conductivity=1.0, heat_capacity=-2e6), "heat capacity per volume"),
        (lambda: HeatLayer(name="film", thickness=0.0, solid=GLASS), "film is 0 m thick"),
        (lambda: HeatLayer(name="film", thickness=math.nan, solid=GLASS), "positive thickness"),
        (lambda: HeatLayer(name="film", thickness=1e-7, solid=GLASS, resistance=-1.0), "boundary resistance"),
        (lambda: Stack(()), "at least one layer"),
        (lambda: Stack((PLATE, PLATE)), "names of their own"),
        (
            lambda: Stack((PLATE, HALF, HeatLayer(name="x", thickness=1e-6, solid=GLASS))),
            "lies between others",
        ),
        (lambda: Stack((PLATE,)).layer("plat"), 'Did you mean "plate"'),
        (lambda: Face(kind="convective"), "positive transfer"),
        (lambda: Face(kind="isolated"), 'not "isolated".'),  # type: ignore[arg-type]
        (lambda: heating(layer=3), "layer 3 does not exist"),
        (lambda: heating(weight=At(2e-3)), "lies outside plate"),
        (lambda: heating(Stack((HALF,))), "infinitely thick"),
        (lambda: BeerLambert(0.0), "positive depth"),
        (lambda: Weighted((0.0, 1e-7), (0.0, 0.0)), "not all of them zero"),
        (lambda: heating(weight=BeerLambert(1e-7)).step(1.0), "not averaged with Beer-Lambert"),
        (lambda: Rectangle(width=-1e-6, height=1e-6), "width of the spot"),
        (lambda: ImageSpot(((0.0, 0.0), (0.0, 0.0)), 1e-6), "needs some light"),
        (lambda: ImageSpot(((1.0, 0.0), (1.0,)), 1e-6), "equal rows"),
        (lambda: Probe(0.0), "positive radius"),
        (lambda: heating().step(math.nan), "finite numbers"),
        (lambda: heating().step(INF), "ask for the steady state"),
        (lambda: square(1e-6).rise(heating(), math.nan), "finite numbers"),
        (lambda: square(INF), "Constant"),
        (lambda: gaussian(0.0), "positive width"),
        (lambda: sampled([0.0, 1.0], [0.0, 0.0]), "some of them above zero"),
        (lambda: Pieces((0.0, 1.0, 0.5), (1.0, 1.0, 1.0)), "must rise"),
        (lambda: Train(square(1e-6), 1e-7, 3), "no shorter than the pulse"),
        (lambda: temperature(heating(), 1e-6, -1.0), "at least zero"),
        (lambda: temperature(heating(), 1e-6, 1.0, ambient=0.0), "above zero"),
        (lambda: depth_profile(heating(), 1e-6, 1.0, 0.0), "positive depth"),
        (lambda: stored_heat(heating(), 0.0), "after the flash"),
        (lambda: heating().modulated(-1.0), "positive numbers"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        make()


def test_endless_heating_of_a_closed_block_has_no_end():
    closed = Stack((PLATE,), Face(kind="insulated"))
    with pytest.raises(PhysicsError, match="rises for ever"):
        heating(closed).steady()
    assert heating(closed).step(1.0) < heating(closed).step(100.0)


def test_before_the_pulse_nothing_is_warm():
    data = temperature(heating(), [-1.0, -1e-12, 0.0], 1e9, square(1e-6))
    assert (data.temperature == 295.0).all()


def test_views_and_profiles_are_values():
    """Equal settings are equal objects, so responses are shared."""
    assert heating(view=Point()) == heating(view=Point(0.0, 0.0))
    assert hash(heating(profile=Uniform())) == hash(heating())
    assert heating(view=SpotMean()) != heating()
    assert GaussianSpot(radius=1e-6).sharp is False
