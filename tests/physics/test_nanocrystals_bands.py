"""Where the four band-edge lines sit, on either axis, and how wide they are."""

from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from colase.constants import HC
from colase.nanocrystals import band_centres, energy_sigma, line_shape

DOT = NANOCRYSTALS["quantum-dot"]
AXES = pytest.mark.parametrize("axis", ["wavelength", "energy"])


def test_wavelength_axis_is_eq_5_of_kersuzan2025_as_printed():
    """σ_0(λ), σ_0(λ+Δ_XX), σ_0(λ-Δ_S), σ_0(λ-Δ_S+Δ_XX) peak where their arguments equal λ_abs."""
    crystal = replace(DOT, lineshape_axis="wavelength")
    absorption, stokes, biexciton = 635e-9, 15e-9, 8e-9
    centres = absorption, absorption + stokes, absorption - biexciton, absorption + stokes - biexciton
    assert band_centres(crystal) == pytest.approx(centres, rel=1e-14)


def test_energy_axis_moves_every_line_by_the_same_energies():
    at = band_centres(replace(DOT, lineshape_axis="energy"))
    energy = {k: HC / v for k, v in at._asdict().items()}
    assert energy["absorption_0"] - energy["emission_x"] == pytest.approx(DOT.stokes_shift)
    assert energy["emission_xx"] - energy["emission_x"] == pytest.approx(DOT.biexciton_shift)
    assert energy["absorption_x"] - energy["absorption_0"] == pytest.approx(DOT.biexciton_shift)


@AXES
@given(
    fwhm=st.floats(1e-9, 80e-9),
    emission=st.floats(500e-9, 900e-9),
)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_the_emission_line_has_the_given_width_when_read_in_wavelength(axis, fwhm, emission):
    """Both axes: the half-maximum points of the emission line are ``fwhm`` apart in wavelength."""
    crystal = replace(DOT, fwhm=fwhm, emission_wavelength=emission, lineshape_axis=axis)

    def excess(lam):
        return float(line_shape(crystal, emission, lam)) - 0.5

    red, blue = brentq(excess, emission, 2 * emission), brentq(excess, emission / 2, emission)
    assert red - blue == pytest.approx(fwhm, rel=1e-6)
    assert float(line_shape(crystal, emission, emission)) == 1.0


def test_energy_width_of_a_narrow_line_is_the_derivative():
    full = energy_sigma(650e-9, 1e-12) * 2 * np.sqrt(2 * np.log(2))
    assert full == pytest.approx(HC * 1e-12 / 650e-9**2, rel=1e-9)


def test_energy_lines_are_symmetric_in_energy_and_wavelength_lines_in_wavelength():
    step = 0.02 * HC / 650e-9
    lam = HC / (HC / 650e-9 + step * np.array([-1, 1]))
    red, blue = line_shape(replace(DOT, lineshape_axis="energy"), 650e-9, lam)
    assert red == pytest.approx(blue, rel=1e-10)
    red, blue = line_shape(replace(DOT, lineshape_axis="wavelength"), 650e-9, [662e-9, 638e-9])
    assert red == pytest.approx(blue, rel=1e-10)


def test_the_axes_agree_for_small_shifts():
    """The difference is of second order: it falls a hundredfold when shifts and widths fall tenfold."""

    def difference(scale):
        crystal = replace(
            DOT,
            fwhm=30e-9 * scale,
            absorption_wavelength=650e-9 - 15e-9 * scale,
            biexciton_wavelength=650e-9 - 8e-9 * scale,
        )
        both = [
            band_centres(replace(crystal, lineshape_axis=a)).absorption_x for a in ("energy", "wavelength")
        ]
        return abs(both[0] - both[1])

    assert difference(1) / difference(0.1) == pytest.approx(100, rel=0.05)
