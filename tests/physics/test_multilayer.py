"""Reflection, transmission, absorption of stacks: Fresnel, conservation, known coatings, whole matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.errors import InputError, PhysicsError
from colase.materials.multilayer import Multilayer

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


def airy_slab(n, d, wavelength, angle=0.0, tm=False):
    """R and T of a slab in air from the sum of its echoes."""
    c0, c1 = np.cos(angle), np.sqrt(1 - (np.sin(angle) / n) ** 2 + 0j)
    a, b = (1 / c0, n / c1) if tm else (c0, n * c1)
    r = (a - b) / (a + b)
    phase = np.exp(2j * np.pi / wavelength * n * c1 * d)
    loop = 1 - r**2 * phase**2
    return abs(r * (1 - phase**2) / loop) ** 2, abs((1 - r**2) * phase / loop) ** 2


@pytest.mark.parametrize("angle", [0.0, 0.7, 1.3])
def test_echoes_of_a_slab_and_unpolarised_light(angle):
    slab = Multilayer((150e-9,), (1.97 + 0.12j,), 1.0)
    found = {p: slab.absorb(442e-9, angle, p) for p in ("TE", "TM", "mean")}
    for polarization in ("TE", "TM"):
        R, T = airy_slab(1.97 + 0.12j, 150e-9, 442e-9, angle, polarization == "TM")
        shares = found[polarization]
        assert shares.reflected == pytest.approx([R], abs=1e-12)
        assert shares.transmitted == pytest.approx([T], abs=1e-12)
        assert shares.layers[0] == pytest.approx([1 - R - T], abs=1e-12)
    mean = (found["TE"].layers + found["TM"].layers) / 2
    assert found["mean"].layers == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("polarization", ["TE", "TM"])
@pytest.mark.parametrize("angle", [0.0, 0.6, 1.2])
def test_thick_plate_against_the_average_over_its_phase(polarization, angle):
    """Intensities added are the coherent result averaged over the phase of the plate."""
    film, index, thickness = 1.97 + 0.1j, 1.5 + 1e-5j, 1e-3
    plate = Multilayer((120e-9,), (film,), index)
    found = plate.with_back_face(442e-9, 1.2, angle, polarization, thickness)
    period = 442e-9 / (2 * np.sqrt(1.5**2 - np.sin(angle) ** 2))
    cases = [
        Multilayer((thickness + period * i / 16, 120e-9), (index, film), 1.2).absorb(
            442e-9, angle, polarization
        )
        for i in range(16)
    ]
    assert found.reflected[0] == pytest.approx(np.mean([c.reflected[0] for c in cases]), abs=3e-5)
    assert found.transmitted[0] == pytest.approx(np.mean([c.transmitted[0] for c in cases]), abs=3e-5)
    assert found.layers[0, 0] == pytest.approx(np.mean([c.layers[0, 1] for c in cases]), abs=3e-5)
    assert found.substrate[0] == pytest.approx(np.mean([c.layers[0, 0] for c in cases]), abs=3e-5)
    assert found.substrate[0] > 0.05
    total = found.reflected + found.transmitted + found.layers.sum(axis=1) + found.substrate
    assert total == pytest.approx([1.0], abs=1e-14)


def test_opaque_absorbers_do_not_overflow():
    light = Multilayer((1e-3,), (2.0 + 1.0j,), 1.5).absorb(400e-9)
    assert light.transmitted[0] == 0.0
    assert light.layers[0, 0] == pytest.approx(1 - abs((1 - (2 + 1j)) / (3 + 1j)) ** 2, rel=1e-9)


def test_a_layer_that_amplifies_has_no_absorbed_share():
    with pytest.raises(PhysicsError, match="no layer may amplify"):
        Multilayer((1e-6,), (1.9 - 0.01j,), 1.5).absorb(640e-9)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Multilayer((1e-7,), (1.5, 1.6)), "1 thicknesses and 2 indices"),
        (lambda: Multilayer((-1e-7,), (1.5,)), "layer 0 is -1e-07 m"),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, 2.0), "angle = 2 rad"),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, 0.0, "s"), 'polarization "s"'),
        (lambda: Multilayer((1e-7,), (1.5,)).with_back_face(LAM, substrate_thickness=-1.0), "of -1 m"),
        (lambda: Multilayer((1e-7,), (1.5,)).with_back_face(LAM, angle=1.6), "angle = 1.6 rad"),
        (lambda: Multilayer((1e-7,), (1.5,)).absorb(LAM, side="left"), 'light from "left"'),
        (lambda: Multilayer((1e-7,), (1.5,), cover=1.5 + 0.1j).absorb(LAM), "the cover, which absorbs"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()
