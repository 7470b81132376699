"""Zeros counted in the complex plane, and thresholds of uniform gratings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colase.cavity.grating.coupled_waves.distributed_feedback import (
    bragg_wavelength,
    grating_thresholds,
)
from colase.cavity.zeros import zeros_in_box
from colase.errors import ConvergenceError, InputError

# index coupling: kappa L, two lowest threshold pairs as (alpha L, |delta| L)
KOGELNIK_SHANK = [
    (0.5, 2.609464676, 2.315010220, 3.270020612, 5.783774067),
    (1, 1.754815057, 2.666332267, 2.524319585, 5.948908293),
    (2, 0.984669054, 3.379718838, 1.769204567, 6.295632303),
    (3, 0.622615059, 4.148564969, 1.327927756, 6.738397885),
    (5, 0.301904261, 5.832174187, 0.811380694, 7.900654916),
    (10, 0.091131220, 10.469043609, 0.312044943, 11.772950015),
]


@given(st.lists(st.complex_numbers(max_magnitude=3.0), min_size=1, max_size=6))
def test_every_zero_of_a_polynomial_is_found(zeros):
    """Known zeros, some perhaps multiple or outside the box."""
    box = (-1.5123 - 1.4871j, 1.6017 + 1.5319j)
    inside = [z for z in zeros if box[0].real < z.real < box[1].real and box[0].imag < z.imag < box[1].imag]
    edges = [abs(z.real - e.real) for z in zeros for e in box] + [
        abs(z.imag - e.imag) for z in zeros for e in box
    ]
    spread = [abs(a - b) for i, a in enumerate(zeros) for b in zeros[:i]]
    if min(edges) < 1e-3 or min(spread, default=1) < 1e-2:
        return
    found = zeros_in_box(lambda z: np.prod([z - a for a in zeros], axis=0), *box)
    assert found.size == len(inside)
    for z in inside:
        assert np.abs(found - z).min() < 1e-12


def test_multiple_zero_counts_as_often_as_it_is():
    found = zeros_in_box(lambda z: (z - 0.3) ** 2 * (z + 0.5j), -1 - 1j, 1 + 1j, tolerance=1e-6)
    assert found.size == 3
    assert np.sort(np.abs(found - 0.3))[:2] == pytest.approx([0, 0], abs=1e-5)


def test_transcendental_zeros():
    assert zeros_in_box(np.sin, -10 - 1j, 10 + 1.1j).real == pytest.approx(
        np.pi * np.arange(-3, 4), abs=1e-13
    )
    assert zeros_in_box(np.exp, -10 - 9j, 10 + 8j).size == 0


def test_a_zero_on_the_edge_is_said():
    with pytest.raises(ConvergenceError, match="passes through a zero"):
        zeros_in_box(lambda z: z - 1, -1 - 1j, 1 + 1j)


@pytest.mark.parametrize("row", KOGELNIK_SHANK, ids=lambda r: f"kappaL={r[0]}")
def test_index_coupled_thresholds(row):
    coupling, first, first_detuning, second, second_detuning = row
    modes = grating_thresholds(coupling / 500e-6, 500e-6)
    gain, detuning = modes.threshold_gain.values * 500e-6 / 2, modes.detuning.values * 500e-6
    assert gain[:4] == pytest.approx([first, first, second, second], abs=1e-8)
    assert np.abs(detuning[:4]) == pytest.approx([first_detuning] * 2 + [second_detuning] * 2, abs=1e-8)
    assert detuning[:2].sum() == pytest.approx(0.0, abs=1e-7)  # the two band edges are degenerate
    assert modes.residual.max() < 1e-10


def test_gain_coupling_lases_on_the_bragg_condition():
    half, one = (grating_thresholds(1j * k, 1.0).isel(mode=0) for k in (0.5, 1.0))
    assert float(half.threshold_gain) / 2 == pytest.approx(2.233991487, abs=1e-8)
    assert float(half.detuning) == pytest.approx(0.0, abs=1e-10)
    assert float(one.threshold_gain) / 2 == pytest.approx(1.0, abs=1e-6)  # gamma = 0: a double point of cosh


@given(st.floats(0.3, 8.0), st.floats(0.0, 2.0))
def test_energy_balance_of_every_mode(coupling, radiation):
    """Gain equals light out of the two ends plus light radiated out of the plane, mode by mode.

    The waves are R = sinh(gamma z), S = +-sinh(gamma (L - z)), R' = s R + i k S, k = kappa + i h, and
    the plane loses 2 h |R + S|^2 per length.
    """
    modes = grating_thresholds(coupling, 1.0, radiation)
    z, weights = (
        (np.polynomial.legendre.leggauss(200)[0] + 1) / 2,
        np.polynomial.legendre.leggauss(200)[1] / 2,
    )
    for alpha, delta in zip(modes.threshold_gain.values / 2, modes.detuning.values, strict=True):
        k, s = coupling + 1j * radiation, alpha - radiation - 1j * delta
        gamma = np.sqrt(s**2 + k**2)
        sign = gamma / (1j * k * np.sinh(gamma))
        assert abs(abs(sign) - 1) < 1e-7
        R, S = np.sinh(gamma * z), sign * np.sinh(gamma * (1 - z))
        ends = abs(np.sinh(gamma)) ** 2 * (1 + abs(sign) ** 2)
        gained = 2 * alpha * (weights * (abs(R) ** 2 + abs(S) ** 2)).sum()
        radiated = 2 * radiation * (weights * abs(R + S) ** 2).sum()
        assert gained == pytest.approx(ends + radiated, rel=1e-6)


@given(st.floats(0.3, 8.0), st.floats(0.05, 2.0))
def test_lengths_scale_and_radiation_splits_the_band_edges(coupling, radiation):
    unit = grating_thresholds(coupling, 1.0)
    scaled = grating_thresholds(coupling / 1e-3, 1e-3)
    assert scaled.threshold_gain.values * 1e-3 == pytest.approx(unit.threshold_gain.values, rel=1e-8)
    leaky = grating_thresholds(coupling, 1.0, radiation)
    assert float(leaky.threshold_gain[1] - leaky.threshold_gain[0]) > 0


def test_strong_coupling_tends_to_the_band_edge():
    """|delta| -> kappa and the threshold falls as 1/kappa^2: alpha L -> pi^2/(kappa L)^2."""
    modes = grating_thresholds(60.0, 1.0, detuning_max=62.0)
    assert abs(float(modes.detuning[0])) == pytest.approx(60.0, rel=2e-3)
    assert float(modes.threshold_gain[0]) / 2 == pytest.approx(np.pi**2 / 60**2, rel=0.01)


def test_adachi2015_bragg_index():
    """643 nm from a 430 nm period in second order means n_eff = 1.4953."""
    assert bragg_wavelength(1.49535, 430e-9) == pytest.approx(643e-9, rel=1e-5)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: grating_thresholds(0.0, 1e-3), "give feedback"),
        (lambda: grating_thresholds(1e3, 0.0), "positive length"),
        (lambda: grating_thresholds(1e3, 1e-3, -1.0), "h >= 0"),
    ],
)
def test_bad_input_is_a_sentence(call, said):
    with pytest.raises(InputError, match=said):
        call()
