"""A quantity is declared once, on the field; bounds and names are read from there."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from colase.errors import InputError, nearest
from colase.quantity import Quantity, check_bounds, declared, quantities
from colase.results import dataset, variable


@dataclass(frozen=True)
class Disk:
    radius: Annotated[float, Quantity("m", "R", "disk radius", "um", "10 um", gt=0, lt=1e-2)]
    loss: Annotated[float | None, Quantity("1/m", "α", "loss", "1/cm", ge=0)] = None
    name: str = ""

    def __post_init__(self):
        check_bounds(self)


def test_declarations_are_found_by_field():
    found = quantities(Disk)
    assert set(found) == {"radius", "loss"}
    assert found["radius"].display_unit == "um"
    assert found["loss"].symbol == "α"


def test_declaration_inside_an_optional():
    assert declared(Annotated[float, Quantity("m", "x", "place")] | None).unit == "m"
    assert declared(float | None) is None


@pytest.mark.parametrize("radius", [0.0, -1e-6, 1.0, float("nan"), float("inf")])
def test_a_value_out_of_bounds_is_named(radius):
    with pytest.raises(InputError, match=r"Disk\.radius = .*greater than 0 and less than 0\.01 m"):
        Disk(radius)


def test_all_problems_are_said_at_once():
    with pytest.raises(InputError) as caught:
        Disk(-1.0, loss=-2.0)
    assert len(caught.value.problems) == 2


def test_bounds_read_as_a_phrase():
    assert Quantity("m", "R", "radius", gt=0, le=2).bound() == "greater than 0 and at most 2 m"
    assert Quantity("", "n", "index").bound() == ""


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [("raduis", ' Did you mean "radius"?'), ("RADIUS", ' Did you mean "radius"?'), ("xyz", "")],
)
def test_nearest_name(given_name, expected):
    assert nearest(given_name, ["radius", "name"]) == expected


def test_a_result_variable_needs_a_unit_and_a_name():
    made = dataset({"x": variable("i", [1.0, 2.0], "m", "place")}, title="t")
    assert made.x.attrs == {"units": "m", "long_name": "place"}
    with pytest.raises(ValueError, match="needs units"):
        dataset({"x": ("i", [1.0], {})})
