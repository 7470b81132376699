"""Effective media and packing: bounds, exact limits, symmetry, printed numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colase.errors import InputError
from colase.materials import ConstantIndex, NanocrystalFilm
from colase.materials.effective_medium import bruggeman, coated_sphere, depolarization, maxwell_garnett
from colase.materials.packing import core_share, density_from_spacing, packing_fraction, pressed_density

permittivity = st.floats(1.0, 9.0)
share = st.floats(0.0, 1.0)
side = st.floats(0.5, 50.0)


@given(side, side, side)
def test_depolarization_factors_sum_to_one_and_follow_the_shape(a, b, c):
    factors = depolarization(a, b, c)
    assert sum(factors) == pytest.approx(1.0, abs=1e-12)
    for (s, f), (t, g) in zip(
        sorted(zip((a, b, c), factors, strict=True)),
        sorted(zip((a, b, c), factors, strict=True))[1:],
        strict=False,
    ):
        assert s == t or f > g - 1e-12  # the shorter axis is depolarised more


def test_depolarization_of_sphere_plate_and_oblate_spheroid():
    assert depolarization(2.0, 2.0, 2.0) == pytest.approx((1 / 3,) * 3, abs=1e-15)
    assert depolarization(1e5, 1e5, 1.0) == pytest.approx((0, 0, 1), abs=5e-5)
    aspect = 4.0  # a = b = 4 c: closed form of an oblate spheroid
    e2 = 1 - 1 / aspect**2
    across = (1 - np.sqrt((1 - e2) / e2) * np.arcsin(np.sqrt(e2))) / e2
    assert depolarization(4, 4, 1)[2] == pytest.approx(across, rel=1e-13)


@given(permittivity, permittivity, share)
def test_hashin_shtrikman_bounds_hold(e1, e2, f):
    """Maxwell Garnett with spheres is one bound, with the roles exchanged the other; Bruggeman is between."""
    bounds = sorted([maxwell_garnett(e1, e2, f).real, maxwell_garnett(e2, e1, 1 - f).real])
    middle = bruggeman([e1, e2], [f, 1 - f])
    assert bounds[0] - 1e-9 <= middle.real <= bounds[1] + 1e-9
    assert 1 / (f / e1 + (1 - f) / e2) - 1e-9 <= bounds[0]
    assert bounds[1] <= f * e1 + (1 - f) * e2 + 1e-9


@given(permittivity, permittivity)
def test_limits_of_filling(e1, e2):
    assert maxwell_garnett(e1, e2, 0.0) == pytest.approx(e2)
    assert maxwell_garnett(e1, e2, 1.0) == pytest.approx(e1)
    assert bruggeman([e1, e2], [1.0, 0.0]) == pytest.approx(e1)
    assert bruggeman([e1, e1, e1], [0.2, 0.3, 0.5]) == pytest.approx(e1)


@given(permittivity, permittivity, side, side, side)
def test_dilute_particles_add_their_polarisabilities(e1, e2, a, b, c):
    """Both theories have the same slope at zero filling: the mean polarisability."""
    factors, f = depolarization(a, b, c), 1e-6
    slope = np.mean([e2 * (e1 - e2) / (e2 + L * (e1 - e2)) for L in factors])
    garnett = maxwell_garnett(e1, e2, f, factors)
    assert garnett - e2 == pytest.approx(f * slope, rel=1e-4, abs=1e-12)


def test_aligned_plates_are_layers():
    """Across a stack of plates 1/eps averages, along it eps does: exact Wiener bounds."""
    plate = (0.0, 0.0, 1.0)
    assert maxwell_garnett(6.0, 2.0, 0.3, plate, axis=0) == pytest.approx(0.3 * 6 + 0.7 * 2)
    assert maxwell_garnett(6.0, 2.0, 0.3, plate, axis=2) == pytest.approx(1 / (0.3 / 6 + 0.7 / 2))
    assert bruggeman([6.0, 2.0], [0.3, 0.7], plate, axis=2) == pytest.approx(1 / (0.3 / 6 + 0.7 / 2))


def test_bruggeman_satisfies_its_equation_with_loss():
    parts, shares = np.array([6.2 + 0.4j, 2.1, 1.0]), np.array([0.5, 0.3, 0.2])
    eps = bruggeman(parts, shares)
    assert abs((shares * (parts - eps) / (parts + 2 * eps)).sum()) < 1e-12
    assert eps.imag > 0
    assert np.conj(bruggeman(parts.conj(), shares)) == pytest.approx(eps)


def test_bruggeman_is_symmetric_and_vectorised():
    parts = np.array([[6.0, 5.0], [2.0, 2.2]])
    assert bruggeman(parts, [0.4, 0.6]) == pytest.approx(bruggeman(parts[::-1], [0.6, 0.4]))


def test_coated_sphere_is_invisible_in_its_own_medium():
    """A core and shell whose effective permittivity is the host does not change the host."""
    equivalent = coated_sphere(6.0, 4.0, 0.2)
    assert maxwell_garnett(equivalent, equivalent, 0.7) == pytest.approx(equivalent)
    assert coated_sphere(6.0, 4.0, 1.0) == pytest.approx(6.0)


def test_adachi2015_densities():
    """8.0 and 10.5 nm apart at 0.6: printed 2.2e18 and 1.0e18 1/cm^3."""
    assert density_from_spacing(8.0e-9) * 1e-6 == pytest.approx(2.24e18, rel=0.003)
    assert density_from_spacing(10.5e-9) * 1e-6 == pytest.approx(0.990e18, rel=0.003)


def test_adachi2015_index_set_is_consistent_only_at_the_lower_error_bar():
    """Dots of index 2.5 in ligand 1.46: n = 1.74 needs dots larger than the 8.0 nm spacing."""

    def film(diameter):
        f = core_share(10.5e-9, diameter)
        return np.sqrt(bruggeman([2.5**2, 1.46**2], [f, 1 - f])).real

    assert film(8.28e-9) == pytest.approx(1.74, abs=0.002)
    assert film(7.80e-9) == pytest.approx(1.69, abs=0.002)


def test_azizov2025_densities():
    """Full packing of 20x20x5 is 500e15 as printed; 20x20x7 is 357e15, not 182e15."""
    assert packing_fraction(500e21, 20e-9 * 20e-9 * 5e-9) == pytest.approx(1.0)
    assert packing_fraction(357e21, 20e-9 * 20e-9 * 7e-9) == pytest.approx(1.0, abs=0.001)
    assert packing_fraction(151e21, 20e-9 * 20e-9 * 7e-9) == pytest.approx(0.423, abs=0.001)
    assert pressed_density(62.6e21, 204.3e-9, 137.4e-9) / 62.6e21 == pytest.approx(1.487, abs=0.001)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: packing_fraction(500e21, 2.8e-24), "would fill 1.40"),
        (lambda: core_share(8e-9, 9e-9), "cannot have their centres"),
        (lambda: density_from_spacing(0.0), "spacing = 0"),
        (lambda: maxwell_garnett(6.0, 2.0, 1.2), "volume share of the inclusion = 1.2"),
        (lambda: bruggeman([6.0, 2.0], [0.5, 0.6]), "summing to 1"),
        (lambda: depolarization(1.0, 0.0, 2.0), "semi-axes"),
    ],
)
def test_bad_input_is_a_sentence(call, said):
    with pytest.raises(InputError, match=said):
        call()


def test_stamping_moves_density_and_index_as_azizov2025_lets_compute():
    """SC1: 20 x 20 x 7 nm3, 62.6e15 in 1 cm^3, 204.3 to 137.4 nm: 1.487 times denser, voids give way."""
    volume = 20e-9 * 20e-9 * 7e-9
    film = NanocrystalFilm.of_density(
        62.6e21, volume, ConstantIndex(2.5), ConstantIndex(1.48), voids=0.3, sides=(20.0, 20.0, 7.0)
    )
    assert film.packing == pytest.approx(0.175, abs=5e-4)
    pressed = film.stamped(204.3e-9, 137.4e-9)
    assert pressed.density / film.density == pytest.approx(1.4869, abs=1e-4)
    assert pressed.voids == 0  # 0.7 * 1.487 > 1: some ligand left
    assert pressed.ligands == pytest.approx(1 - pressed.packing)
    gentle = film.stamped(100e-9, 80e-9)
    assert gentle.voids == pytest.approx(1 - 0.7 / 0.8)
    assert gentle.ligands / gentle.packing == pytest.approx(film.ligands / film.packing)
    low, middle, high = (float(f.index.index(656e-9).real) for f in (film, gentle, pressed))
    assert low < middle < high
    # per nanocrystal and ligand the Bruggeman film is not compressed: eps - 1 grows about as the density
    assert (middle**2 - 1) / (low**2 - 1) == pytest.approx(1.25, rel=0.1)


def test_ligand_exchange_makes_the_films_of_adachi2015():
    """Dots of 7.80 nm and index 2.5 at 10.5 nm in 1.46 give 1.69; chloride at 8.0 nm with 1.36 between gives
    1.97 (reference: the consistent set at the lower end of the organic index), 2.26 times denser."""
    volume = np.pi / 6 * 7.80e-9**3
    organic = NanocrystalFilm(ConstantIndex(2.5), ConstantIndex(1.46), volume, core_share(10.5e-9, 7.80e-9))
    halide, shrunk = organic.exchanged(ConstantIndex(1.36), 10.5e-9, 8.0e-9)
    assert float(organic.index.index(630e-9).real) == pytest.approx(1.69, abs=0.003)
    assert float(halide.index.index(630e-9).real) == pytest.approx(1.97, abs=0.005)
    assert halide.density / organic.density == pytest.approx(2.261, abs=1e-3)
    assert halide.density == pytest.approx(density_from_spacing(8.0e-9), rel=1e-12)
    assert shrunk == pytest.approx(1 / 2.261, abs=1e-3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda f: f.stamped(1e-7, 2e-7), "makes it thinner"),
        (lambda f: f.stamped(2e-7, 1e-7), "left sideways"),
        (lambda f: f.exchanged(ConstantIndex(1.4), 1e-8, 8e-9), "distance or the packing"),
        (lambda f: f.exchanged(ConstantIndex(1.4), 0.0, 8e-9), "two distances"),
        (lambda f: replace(f, voids=0.6), "more than all"),
        (lambda f: replace(f, packing=1.2), "shares of the film"),
        (lambda f: replace(f, volume=0.0), "volume between"),
        (lambda f: replace(f, voids=0.1, rule="maxwell-garnett").index, "particles and host"),
        (lambda f: f.index.pressed(3.0), "would fill"),
        (lambda f: f.index.pressed(0.0), "before over"),
    ],
)
def test_impossible_treatments_are_sentences(call, said):
    film = NanocrystalFilm(ConstantIndex(2.5), ConstantIndex(1.46), 1e-24, 0.55)
    with pytest.raises(InputError, match=said):
        call(film)
