"""Refractive index as a function of wavelength: exact where given, never extrapolated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colase.cavity import SlabWaveguide
from colase.errors import InputError
from colase.materials import ConstantIndex, TabulatedIndex, as_material


def malitson(wavelength):
    """Fused silica, Malitson 1965, wavelength in m."""
    x2 = (wavelength * 1e6) ** 2
    return np.sqrt(
        1
        + 0.6961663 * x2 / (x2 - 0.0684043**2)
        + 0.4079426 * x2 / (x2 - 0.1162414**2)
        + 0.8974794 * x2 / (x2 - 9.896161**2)
    )


def sampled_silica(points=2001):
    wavelength = np.linspace(400e-9, 900e-9, points)
    n = malitson(wavelength)
    return TabulatedIndex(tuple(wavelength), tuple(n), tuple(0 * n), "silica", smooth=True)


def test_constant_has_no_dispersion():
    material = ConstantIndex(1.5 + 0.01j)
    assert (material.index([500e-9, 600e-9]) == 1.5 + 0.01j).all()
    assert (material.group_index([500e-9, 600e-9]) == 1.5).all()
    assert material.name == "1.5+0.01i"
    assert ConstantIndex(1.76).name == "1.76"


def test_sampled_formula_follows_the_formula():
    wavelength = np.linspace(450e-9, 850e-9, 777)
    assert sampled_silica().index(wavelength).real == pytest.approx(malitson(wavelength), rel=1e-11)


def test_group_index_is_n_minus_lambda_slope():
    """Against the analytic derivative of the dispersion formula (complex step)."""
    wavelength = 655e-9
    slope = malitson(wavelength + 1e-30j).imag / 1e-30
    expected = malitson(wavelength) - wavelength * slope
    assert sampled_silica().group_index(wavelength) == pytest.approx(expected, rel=1e-7)


@given(st.floats(500e-9, 700e-9))
def test_measured_points_are_joined_by_straight_lines(wavelength):
    table = TabulatedIndex((500e-9, 600e-9, 700e-9), (1.8, 1.7, 1.65), (0.1, 0.0, 0.0))
    value = complex(table.index(wavelength))
    if wavelength <= 600e-9:
        share = (wavelength - 500e-9) / 100e-9
        assert value == pytest.approx(1.8 - 0.1 * share + 0.1j * (1 - share))
    else:
        assert value.imag == 0
        assert 1.65 <= value.real <= 1.7


@pytest.mark.parametrize("wavelength", [399e-9, 901e-9, 1.0])
def test_never_extrapolates(wavelength):
    with pytest.raises(InputError, match=r"silica: the index is known from 400 to 900 nm"):
        sampled_silica().index(wavelength)


@pytest.mark.parametrize(
    ("wavelength", "n", "k", "said"),
    [
        ((1e-6,), (1.5,), (0.0,), "at least two rows"),
        ((1e-6, 2e-6), (1.5,), (0.0, 0.0), "at least two rows"),
        ((2e-6, 1e-6), (1.5, 1.5), (0.0, 0.0), "increasing"),
        ((-1e-6, 1e-6), (1.5, 1.5), (0.0, 0.0), "positive"),
        ((1e-6, 2e-6), (1.5, float("nan")), (0.0, 0.0), "finite"),
    ],
)
def test_a_bad_table_is_refused(wavelength, n, k, said):
    with pytest.raises(InputError, match=said):
        TabulatedIndex(wavelength, n, k)


@pytest.mark.parametrize("value", [0.9, float("nan"), float("inf"), -1.5])
def test_index_below_one_is_refused(value):
    with pytest.raises(InputError, match="refractive index"):
        ConstantIndex(value)


def test_numbers_become_materials():
    assert as_material(1.5) == ConstantIndex(1.5)
    silica = sampled_silica(10)
    assert as_material(silica) is silica


def test_the_ends_of_a_table_have_a_group_index_too():
    """Straight lines have one slope up to their ends, and nothing beyond is asked for."""
    table = TabulatedIndex((500e-9, 700e-9), (1.8, 1.7), (0.0, 0.0))
    assert table.group_index(np.array([500e-9, 600e-9, 700e-9])) == pytest.approx(
        [2.05, 2.05, 2.05], rel=1e-9
    )
    slab = SlabWaveguide((200e-9,), (table,))
    ends = [float(slab.modes(lam, ("TE",)).n_group[0]) for lam in (500e-9, 500.001e-9)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-5)
