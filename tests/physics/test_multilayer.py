"""Reflection, transmission, absorption of stacks: Fresnel, conservation, known coatings, whole matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.cavity.multilayer import Multilayer
from colase.errors import InputError

LAM = 550e-9

index = st.builds(complex, st.floats(1.2, 3.0), st.floats(0.0, 2.0))
layer = st.tuples(st.floats(0.0, 400e-9), index)


@pytest.mark.parametrize("angle", [0.0, 0.4, 1.1, 1.5])
@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_one_face_is_fresnel(angle, polarization):
    n1, n2 = 1.0, 1.9
    inside = np.arcsin(n1 * np.sin(angle) / n2)
    c1, c2 = np.cos(angle), np.cos(inside)
    r = (n1 * c1 - n2 * c2) / (n1 * c1 + n2 * c2)
    if polarization == "TM":
        r = (n2 * c1 - n1 * c2) / (n2 * c1 + n1 * c2)
    found = Multilayer((), (), n2, n1).absorb(LAM, angle, polarization)
    assert found.reflected == pytest.approx([r**2], abs=1e-15)
    assert found.transmitted == pytest.approx([1 - r**2], abs=1e-15)


def test_brewster_and_total_reflection():
    brewster = np.arctan(1.5)
    assert Multilayer((), (), 1.5).absorb(LAM, brewster, "TM").reflected[0] < 1e-30
    inside = Multilayer((), (), 1.5).absorb(LAM, 0.9, "TE", side="substrate")
    assert inside.reflected == pytest.approx([1.0], abs=1e-15)
    assert inside.transmitted == pytest.approx([0.0], abs=1e-15)


def test_quarter_wave_coating_reflects_nothing_and_half_wave_is_absent():
    n = np.sqrt(1.5)
    assert Multilayer((LAM / (4 * n),), (n,), 1.5).absorb(LAM).reflected[0] < 1e-30
    bare = Multilayer((), (), 1.5).absorb(LAM).reflected
    assert Multilayer((LAM / (2 * 2.3),), (2.3,), 1.5).absorb(LAM).reflected == pytest.approx(bare, rel=1e-12)


def amplitudes(thicknesses, indices, substrate, cover, angle, tm):
    """r and t by multiplying whole 2 x 2 matrices of forward and backward waves (independent method)."""
    n = np.array([cover, *indices[::-1], substrate], dtype=complex)
    d = np.array([0.0, *thicknesses[::-1]])
    kz = 2 * np.pi / LAM * np.sqrt(n**2 - (cover * np.sin(angle)) ** 2)
    matrix = np.eye(2, dtype=complex)
    for i in range(len(n) - 1):
        ratio = kz[i + 1] / kz[i] * ((n[i] / n[i + 1]) ** 2 if tm else 1)
        matrix = matrix @ np.array([[1 + ratio, 1 - ratio], [1 - ratio, 1 + ratio]]) / 2
        if i + 1 < len(n) - 1:
            phase = kz[i + 1] * d[i + 1]
            matrix = matrix @ np.diag([np.exp(-1j * phase), np.exp(1j * phase)])
    t = 1 / matrix[0, 0]
    return matrix[1, 0] * t, abs(t) ** 2 * (kz[-1] / kz[0] * ((n[0] / n[-1]) ** 2 if tm else 1)).real


@settings(max_examples=60)
@given(st.lists(layer, max_size=4), st.floats(0.0, 1.4), st.booleans(), st.floats(1.0, 2.0))
def test_against_whole_matrices_and_energy_is_conserved(layers, angle, tm, substrate):
    thicknesses, indices = tuple(t for t, _ in layers), tuple(n for _, n in layers)
    found = Multilayer(thicknesses, indices, substrate).absorb(LAM, angle, "TM" if tm else "TE")
    total = found.reflected + found.transmitted + found.layers.sum(axis=1)
    assert total == pytest.approx([1.0], abs=1e-12)
    assert (found.layers > -1e-12).all()
    r, transmitted = amplitudes(thicknesses, indices, substrate, 1.0, angle, tm)
    assert found.reflected == pytest.approx([abs(r) ** 2], rel=1e-7, abs=1e-9)
    assert found.transmitted == pytest.approx([transmitted], rel=1e-6, abs=1e-9)


def test_absorption_of_each_layer_is_that_of_its_slices():
    stack = Multilayer((55e-9, 120e-9), (2.3 + 0.02j, 1.97 + 0.05j), 1.457).absorb(LAM, 0.5, "TM")
    cut = ((55e-9, *(30e-9,) * 4), (2.3 + 0.02j, *(1.97 + 0.05j,) * 4))
    sliced = Multilayer(*cut, 1.457).absorb(LAM, 0.5, "TM")
    assert sliced.layers[0, 0] == pytest.approx(stack.layers[0, 0], rel=1e-12)
    assert sliced.layers[0, 1:].sum() == pytest.approx(stack.layers[0, 1], rel=1e-12)


def test_matched_film_obeys_beer_and_lambert():
    """No reflection at matched faces: absorption 1 - exp(-a t), also when nothing comes through."""
    for t, k in ((100e-9, 0.01), (5e-6, 0.05), (1e-3, 0.05)):
        found = Multilayer((t,), (1.5 + 1j * k * 1e-4,), 1.5, 1.5).absorb(LAM)
        a = 4 * np.pi * k * 1e-4 / LAM
        assert found.layers[0, 0] == pytest.approx(1 - np.exp(-a * t), rel=1e-6)
    thick = Multilayer((1e-3,), (1.5 + 0.05j,), 1.5, 1.5).absorb(LAM)
    assert thick.transmitted[0] == 0.0


def test_a_plate_of_glass_reflects_from_both_faces():
    one = (0.5 / 2.5) ** 2
    plate = Multilayer((), (), 1.5).with_back_face(LAM)
    assert plate.reflected == pytest.approx([2 * one / (1 + one)], rel=1e-12)
    assert plate.reflected + plate.transmitted == pytest.approx([1.0], abs=1e-14)


def test_a_back_face_adds_what_the_film_takes_on_the_second_pass():
    stack = Multilayer((120e-9,), (1.97 + 0.1j,), 1.457)
    once, twice = stack.absorb(LAM), stack.with_back_face(LAM)
    assert twice.reflected + twice.transmitted + twice.layers.sum(axis=1) == pytest.approx([1.0], abs=1e-14)
    extra = twice.layers[0, 0] / once.layers[0, 0] - 1
    assert 0 < extra < 0.06  # a glass face reflects 3.5 %


def test_light_from_either_side_is_transmitted_alike():
    stack = Multilayer((55e-9, 120e-9), (2.3, 1.97 + 0.05j), 1.457)
    up, down = stack.absorb(LAM, side="substrate"), stack.absorb(LAM)
    assert up.transmitted == pytest.approx(down.transmitted, rel=1e-12)  # reciprocity


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Multilayer((1e-7,), (1.5, 1.6)), "1 thicknesses and 2 indices"),
        (lambda: Multilayer((-1e-7,), (1.5,)), "layer 0 is -1e-07 m"),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, 2.0), "angle = 2 rad"),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, 0.0, "s"), 'polarization "s"'),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, side="left"), 'light from "left"'),
        (lambda: Multilayer((1e-7,), (1.5,), cover=1.5 + 0.1j).absorb(LAM), "the cover, which absorbs"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()
