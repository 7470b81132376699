"""Few-mode matrices: closed forms, printed numbers, vector identities, exceptional points, encircling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from colase.coupling import (
    encircle,
    exceptional_point,
    follow,
    four_modes,
    magnification,
    riemann_sheets,
    three_modes,
    two_modes,
)
from colase.coupling.hamiltonian.matrix import (
    Hamiltonian,
    printed_points,
    third_order_point,
    three_mode_points,
)
from colase.errors import ConvergenceError, InputError


def sweep_of(inter, inter_first=0.0):
    """Eigenvalues and right vectors of the three-mode matrix at a gain differential -d."""
    return lambda d, _: three_modes(1.0, inter, 0.0, -d, inter_first).eigen()[:2]


def at_two(inter):
    return lambda d, detuning: three_modes(1.0, inter, 0.0, -d, 0.0, detuning).eigen()[:2]


@pytest.mark.parametrize(("ratio", "first", "second"), [(5, 13.5437, 9.7886), (8, 33.0161, 15.8724)])
def test_printed_and_exact_points(ratio, first, second):
    exact = three_mode_points(1.0, ratio)
    assert exact == pytest.approx((first, second), rel=1e-5)
    rule = printed_points(1.0, ratio)
    assert rule == (1 + ratio**2 / 2, 2 * ratio)
    for d in exact:
        w = np.linalg.eigvals(three_modes(1.0, ratio, 0.0, -d).matrix)
        assert min(abs(w[0] - w[1]), abs(w[0] - w[2]), abs(w[1] - w[2])) < 1e-6 * d
    errors = [r / e - 1 for r, e in zip(rule, exact, strict=True)]
    assert errors[0] < 0 < errors[1]


@given(ratio=st.floats(2.9, 60.0))
def test_discriminant_vanishes_at_every_exact_point(ratio):
    """The polynomial of the eigenvalues has a double root: its discriminant, from numpy's coefficients."""
    for d in three_mode_points(1.0, ratio):
        S = 1 + ratio**2
        b, c, e = -d, S, -d  # y^3 - d y^2 + S y - d, eigenvalue = i y up to sign
        terms = (18 * b * c * e, -4 * b**3 * e, b**2 * c**2, -4 * c**3, -27 * e**2)
        assert abs(sum(terms)) < 1e-10 * sum(abs(t) for t in terms)


def test_third_order_point_and_its_cube_root():
    inter, d = third_order_point(1.0)
    assert (inter, d) == pytest.approx((2 * np.sqrt(2), 3 * np.sqrt(3)))
    assert three_mode_points(1.0, inter) == pytest.approx((d, d), rel=1e-6)
    assert three_mode_points(1.0, 0.99 * inter) is None
    w = np.linalg.eigvals(three_modes(1.0, inter, 0.0, -d).matrix)
    assert np.ptp(w.real) + np.ptp(w.imag) < 3e-4
    steps = np.array([1e-6, 1e-5, 1e-4, 1e-3])
    parted = [
        np.abs(np.diff(np.sort_complex(np.linalg.eigvals(three_modes(1.0, inter, 0, -d, 0, s).matrix)))).max()
        for s in steps
    ]
    slope = np.polyfit(np.log(steps), np.log(parted), 1)[0]
    assert slope == pytest.approx(1 / 3, abs=0.01)


def test_splitting_far_below_the_point_and_without_gain():
    first, _ = three_mode_points(1.0, 5.0)
    w = np.linalg.eigvals(three_modes(1.0, 5.0, 0.0, -2.96 * first).matrix)
    bright = w[np.argsort(w.imag)[1:]]
    assert abs(bright[0].real - bright[1].real) == pytest.approx(1.914, abs=1e-3)
    assert np.ptp(np.linalg.eigvals(three_modes(1.0, 5.0).matrix).real) == pytest.approx(2 * np.sqrt(26))


@pytest.mark.parametrize(("d", "split"), [(20, 2.15), (15, 2.34), (12, 2.77), (10, 4.24), (8, 7.2)])
def test_four_modes_never_meet(d, split):
    """An ideal second disk offers two modes, and the doublet of A grows instead of collapsing."""
    w = four_modes(1.0, 5.0, 0.0, -d).values
    bright = w[np.argsort(w.imag)[-2:]]
    assert abs(bright[0].real - bright[1].real) == pytest.approx(split, rel=4e-3)


@given(d=st.floats(0.1, 30), inter=st.floats(0.1, 10))
def test_four_modes_are_two_detuned_pairs(d, inter):
    """Standing waves of A find their own partner: +-kappa on top of independent 2x2 problems."""
    w = four_modes(1.0, inter, 0.0, -d).values
    expected = []
    for s in (1, -1):
        H = np.array([[s, inter], [inter, -1j * d]])
        expected += list(np.linalg.eigvals(H))
    distance = np.abs(w[:, None] - np.array(expected)[None, :])
    assert distance.min(axis=1).max() < 1e-5


def test_passive_and_conservative_limits():
    H = three_modes(1.0, 3.0)
    assert np.abs(H.values.imag).max() < 1e-14
    assert H.petermann() == pytest.approx(1.0)
    lossy = three_modes(1.0, 3.0, -0.2, -0.2)
    assert lossy.values.imag == pytest.approx(-0.2)


@given(seed=st.integers(0, 1000))
def test_left_vectors_and_first_order_shifts(seed):
    rng = np.random.default_rng(seed)
    A, B = (rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4)) for _ in range(2))
    H = Hamiltonian(A)
    w, _, L = H.eigen()
    for i in range(4):
        assert np.linalg.norm(L[:, i].conj() @ A - w[i] * L[:, i].conj()) < 1e-9
    assert (H.petermann() >= 1 - 1e-12).all()
    e = 1e-7
    shifted = np.linalg.eigvals(A + e * B)
    predicted = w + e * H.response(B)
    assert np.abs(predicted[:, None] - shifted[None, :]).min(axis=1).max() < 1e-10 * (1 + H.petermann().max())


def test_petermann_and_sensitivity_diverge_at_the_point():
    first, _ = three_mode_points(1.0, 5.0)
    offsets = np.array([1e-3, 1e-5, 1e-7])
    excess = [three_modes(1.0, 5.0, 0.0, -first * (1 + e)).petermann().max() for e in offsets]
    power = np.polyfit(np.log(offsets), np.log(excess), 1)[0]
    assert power == pytest.approx(-1.0, abs=0.02)  # K ~ 1/distance
    change = np.diag([0, 0, 1.0])
    shift = [np.abs(three_modes(1.0, 5.0, 0.0, -first * (1 + e)).response(change)).max() for e in offsets]
    assert np.polyfit(np.log(offsets), np.log(shift), 1)[0] == pytest.approx(-0.5, abs=0.02)


def test_feeding_agrees_with_scipy():
    H = three_modes(1.0, 2.0, -0.3, -0.1, 0.2)
    s, t = np.array([1.0, 0, 0.5j]), np.linspace(0, 8, 17)
    exact = solve_ivp(
        lambda _, a: -1j * (H.matrix @ a) + s,
        (0, 8),
        np.array([0.1, 0, 0], complex),
        t_eval=t,
        rtol=1e-10,
        atol=1e-12,
    )
    assert H.fed(s, t, [0.1, 0, 0]) == pytest.approx(exact.y.T, abs=1e-8)


@pytest.mark.parametrize("which", [0, 1])
def test_search_finds_both_points_with_a_certificate(which):
    exact = three_mode_points(1.0, 5.0)[which]
    found = exceptional_point(at_two(5.0), (exact * 1.02, 0.03), (1.0, 1.0))
    assert found.parameters == pytest.approx((exact, 0.0), abs=1e-7)
    assert found.distance < 1e-5
    assert found.overlap > 1 - 1e-8
    assert found.exponent == pytest.approx(0.5, abs=2e-3)
    assert found.swaps
    assert found.certified
    assert "exchanges the modes" in found.describe()


def test_search_in_a_random_matrix_of_six_modes():
    """Any N: the double root is checked with the derivative of the characteristic polynomial."""
    rng = np.random.default_rng(3)
    A, B, C = (rng.normal(size=(6, 6)) + 1j * rng.normal(size=(6, 6)) for _ in range(3))

    def spectrum(p, q):
        w, V = np.linalg.eig(A + p * B + q * C)
        return w, V

    found = exceptional_point(spectrum, (0.1, 0.1), (0.3, 0.3))
    p, q = found.parameters
    coefficients = np.poly(A + p * B + q * C)
    size = np.abs(np.polyval(np.abs(coefficients), abs(found.value)))
    assert abs(np.polyval(np.polyder(coefficients), found.value)) < 1e-5 * size
    assert found.certified


def test_a_crossing_of_uncoupled_modes_is_not_certified():
    """Two modes that only cross: the vectors stay apart and the splitting is linear."""

    def spectrum(p, q):
        return np.array([p + 1j * q, -p - 1j * q, 5.0]), np.eye(3, dtype=complex)

    found = exceptional_point(spectrum, (0.3, 0.2), (1.0, 1.0), tolerance=1e-7)
    assert not found.certified
    assert found.overlap < 1e-6
    assert found.exponent == pytest.approx(1.0, abs=5e-3)
    assert not found.swaps


def test_no_point_is_said_so():
    with pytest.raises(ConvergenceError, match="there may be none near"):
        exceptional_point(
            lambda p, q: (np.array([1.0 + p * p + 1j * q * q, -1.0]), np.eye(2)), (0.1, 0.1), (1, 1)
        )


def test_following_keeps_branches_apart():
    """Against the analytic square root on a line that passes the point at a distance."""
    d = np.linspace(3, 1, 41)
    path = follow(lambda p, _: two_modes(1.0, p, detuning=0.05).eigen()[:2], d)
    exact = np.sqrt((0.05 + 1j * d) ** 2 / 4 + 1)
    value = path.frequency.values[:, 1] + 1j * path.growth.values[:, 1]
    sign = np.sign((value[0] / exact[0]).real)
    jump = np.cumprod(np.concatenate([[1], np.where((exact[1:] / exact[:-1]).real < 0, -1, 1)]))
    assert value == pytest.approx(sign * jump * exact, abs=1e-12)
    assert not path.doubtful.values.any()


def test_following_real_crossings():
    """Uncoupled modes cross and keep their identity although they are sorted otherwise."""
    p = np.linspace(-1, 1, 14)
    vectors = np.eye(3, dtype=complex)

    def spectrum(x, _):
        order = np.argsort([x, -x, 0.3])
        return np.array([x, -x, 0.3])[order].astype(complex), vectors[:, order]

    path = follow(spectrum, p)
    slopes = np.round(np.diff(path.frequency.values, axis=0) / np.diff(p)[:, None], 9)
    assert sorted(slopes[0]) == [-1, 0, 1]
    assert np.ptp(slopes, axis=0) == pytest.approx(0)
    assert not path.doubtful.values.any()


def test_a_sweep_through_an_exceptional_point_says_so():
    path = follow(sweep_of(5.0), np.linspace(15, 12, 7))
    assert path.doubtful.values.any()
    assert "may be swapped at" in path.attrs["note"]


def around(d, detuning):
    return three_modes(1.0, 5.0, 0.0, -d, 0.0, detuning).eigen()[:2]


def test_encircling_exchanges_and_a_loop_beside_does_not():
    first, _ = three_mode_points(1.0, 5.0)
    once = encircle(around, (first, 0.0), (0.2, 0.2))
    assert once.attrs["exchanges"]
    assert sum(end != i for i, end in enumerate(once.attrs["ends_on"])) == 2
    assert not encircle(around, (first, 0.0), (0.2, 0.2), turns=2).attrs["exchanges"]
    assert not encircle(around, (first + 1.0, 0.0), (0.2, 0.2)).attrs["exchanges"]


def test_two_sheets_of_the_square_root():
    """w = +- sqrt(1 - d^2 ...) of two modes: sheets touch along the cut beyond the point and nowhere else."""

    def two(d, detuning):
        return two_modes(1.0, d, detuning).eigen()[:2]

    d, detuning = np.linspace(1.0, 3.0, 5), np.array([-0.4, 0.0, 0.4])
    sheets = riemann_sheets(two, d, detuning)
    z = detuning[None, :] / 2 + 1j * d[:, None] / 2
    exact = np.abs(np.sqrt(1 + z**2).real)
    assert sheets.frequency.values[..., 1] == pytest.approx(exact, abs=1e-7)
    assert sheets.frequency.values[..., 0] == pytest.approx(-exact, abs=1e-7)
    assert np.flatnonzero(np.ptp(sheets.frequency.values[:, 1], axis=-1) < 1e-6).tolist() == [2, 3, 4]
    assert float(sheets.gap.values.min()) == pytest.approx(0.0, abs=1e-6)


def test_a_point_magnifies_small_changes():
    """Two modes: splitting = sqrt(d^2 - 4), so s = 2 at d = 2, and ever larger beside a "
    "change in proportion."""
    found = magnification(lambda d, e: two_modes(1.0, d, e).eigen()[:2], (2.0, 0.0), [1e-8, 1e-6, 1e-4])
    assert found.attrs["strength"] == pytest.approx(2.0, rel=1e-5)
    assert found.magnification.values == pytest.approx(2 / np.sqrt(found.change.values), rel=1e-4)


def test_bad_input_is_a_sentence():
    with pytest.raises(InputError, match="square matrix"):
        Hamiltonian(np.ones((2, 3)))
    with pytest.raises(InputError, match="2 modes but 3 names"):
        Hamiltonian(np.eye(2), ("a", "b", "c"))
    with pytest.raises(InputError, match="no EP1"):
        three_mode_points(0.0, 1.0)
    assert three_modes(1.0, 5.0).restricted([0, 2]).names == ("A1", "B")
