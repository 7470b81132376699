"""Inversions, transparency and the figure of merit: closed forms, printed numbers, brute force."""

import math
from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from colase.gain import (
    BIEXCITON_INVERSION,
    GAIN_RATIO,
    Electronic,
    GainMedium,
    StokesShifted,
    first_threshold,
    inversion_x,
    inversion_xx,
    material_gain,
    merit_k,
    modal_loss,
    poisson,
    threshold_photons,
    transparency_photons,
)

SHELL = replace(
    NANOCRYSTALS["quantum-shell"],
    lineshape_axis="wavelength",
    absorption_wavelength=635e-9,
    emission_wavelength=653e-9,
    biexciton_wavelength=645e-9,
    fwhm=30e-9,
)
"""The substitute for QS-3 of kersuzan2025 on which the tables below were computed."""


def test_exciton_inversion_peaks_at_two_photons():
    best = minimize_scalar(
        lambda n: -float(inversion_x(n)), bounds=(0.5, 5), method="bounded", options={"xatol": 1e-9}
    )
    assert best.x == pytest.approx(2, abs=1e-6)
    assert -best.fun == pytest.approx(math.exp(-2), rel=1e-12)
    assert inversion_x(1.0) == 0
    assert -best.fun == pytest.approx(0.13, abs=0.01)  # as kersuzan2025 prints it


def test_biexciton_inversion_starts_at_its_root():
    root = brentq(lambda n: float(inversion_xx(n)), 1, 2, xtol=1e-15)
    assert pytest.approx(root, rel=1e-14) == BIEXCITON_INVERSION
    assert pytest.approx(1.25643, abs=5e-6) == BIEXCITON_INVERSION


def test_inversions_are_differences_of_poisson_populations():
    mean = np.geomspace(1e-6, 1e3, 40)
    p = poisson(mean, 3)
    assert inversion_x(mean) == pytest.approx(p[:, 1] - p[:, 0], abs=1e-15)
    assert inversion_xx(mean) == pytest.approx(p[:, 2] - p[:, 1], rel=1e-12, abs=1e-15)


def test_gain_ratio_is_the_fifteen_of_kersuzan2025():
    """Largest XX gain σ_0 (inversion 1) over largest X gain σ_0/2 (inversion e^-2)."""
    assert pytest.approx(1 / (0.5 * math.exp(-2)), rel=1e-14) == GAIN_RATIO
    assert round(GAIN_RATIO) == 15


@pytest.mark.parametrize("offset", [0.0, 10e-9, 20e-9])
def test_transparency_closed_form_is_where_ground_and_exciton_balance(offset):
    lam = SHELL.emission_wavelength + offset
    model = StokesShifted()
    ratio = float(model.absorption(SHELL, lam)[0] / model.emission(SHELL, lam)[1])  # P_X/P_0 = N
    sigma = SHELL.fwhm / math.sqrt(8 * math.log(2))
    assert transparency_photons(18e-9, sigma, offset) == pytest.approx(ratio, rel=1e-10)


def test_transparency_numbers_of_a_28_nm_line():
    sigma = 28e-9 / math.sqrt(8 * math.log(2))
    assert transparency_photons(15e-9, sigma, np.array([0, 10e-9, 20e-9])) == pytest.approx(
        [0.90, 0.31, 0.11], abs=0.006
    )


def test_modal_loss_and_merit_in_numbers():
    assert modal_loss(640e-9, 6000, 1.6) == pytest.approx(2620, rel=2e-3)  # 26.2 1/cm
    k = merit_k(640e-9, 6000, np.array([1e23, 5e23]), 1e-18, 1.58)
    assert k == pytest.approx([38.7, 193.4], rel=5e-3)
    assert merit_k(640e-9, 6000, 1e23, 1e-18, 1.6) * modal_loss(640e-9, 6000, 1.6) == pytest.approx(1e5)


def test_thresholds_and_lasing_wavelengths_of_the_substitute_qs3():
    inverse = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8])
    photons, lam = first_threshold(StokesShifted(), SHELL, 1 / inverse)
    assert photons == pytest.approx([0.154, 0.217, 0.36, 0.54, 0.85, 1.14, 1.72, 3.0], rel=0.03)
    red = (lam - SHELL.emission_wavelength) * 1e9
    assert red == pytest.approx([19.5, 16.8, 12.5, 8.8, 4.2, 1.2, -2.8, -6.5], abs=1.0)


TABLE = {  # Stokes shift in nm: photons, shift from emission in nm, at K = 1000, 100, 33, 10, 3.3
    0: ([0.995, 1.07, 1.14, 1.28, 1.65], [-32, -21, -15, -9, -6]),
    10: ([0.216, 0.40, 0.56, 0.86, 1.39], [30, 21, 16, 10, 2]),
    15: ([0.078, 0.19, 0.32, 0.59, 1.14], [27, 19, 15, 9, 3]),
    25: ([0.015, 0.06, 0.12, 0.31, 0.80], [20, 13, 10, 6, 1]),
}


@pytest.mark.parametrize("stokes", TABLE)
def test_stokes_shift_sets_the_threshold_of_good_cavities(stokes):
    """A 28 nm line at 640 nm with a biexciton shift of 5 nm; tabulated to two digits."""
    crystal = replace(
        SHELL,
        emission_wavelength=640e-9,
        absorption_wavelength=(640 - stokes) * 1e-9,
        biexciton_wavelength=635e-9,
        fwhm=28e-9,
    )
    photons, lam = first_threshold(StokesShifted(), crystal, [1000, 100, 33, 10, 3.3])
    table, shift = TABLE[stokes]
    assert photons == pytest.approx(table, rel=0.03, abs=0.006)
    assert (lam - 640e-9) * 1e9 == pytest.approx(shift, abs=1.0)


@pytest.mark.parametrize("model", [StokesShifted(), Electronic()], ids=lambda m: m.kind)
@pytest.mark.parametrize("merit", [1.1, 1.8, 7.0, 60.0, 900.0])
def test_first_threshold_against_brute_force(model, merit):
    """Gain on a fine grid of wavelengths and pumps from `material_gain`: the first pump that suffices."""
    medium = GainMedium(nanocrystal=SHELL, model=model, number_density=1 / SHELL.sigma_abs)
    lam = np.linspace(560e-9, 750e-9, 1901)
    pumps = np.geomspace(0.02, 20, 3001)
    peak = material_gain(medium, lam, poisson(pumps, 3)).max(axis=-1)
    photons, where = first_threshold(model, SHELL, merit)
    assert photons == pytest.approx(pumps[np.argmax(peak >= 1 / merit)], rel=3e-3)
    at = material_gain(medium, where, poisson(photons, 3))
    assert float(at) == pytest.approx(1 / merit, rel=1e-9)


def test_nothing_lases_when_the_loss_exceeds_full_inversion():
    for model in (StokesShifted(), Electronic()):
        photons, lam = first_threshold(model, SHELL, [1.0 - 1e-12, 0.5, 1e-3])
        assert np.isinf(photons).all()
        assert lam == pytest.approx(np.full(3, SHELL.biexciton_wavelength))
        assert np.isfinite(first_threshold(model, SHELL, 1.01)[0])


def test_reabsorption_by_higher_states_sets_a_floor():
    """With σ_high = σ_0/10 the gain stays below 0.9 C σ_0, so K = 1.05 is not enough any more."""
    crystal = replace(SHELL, sigma_high=0.1 * SHELL.sigma_abs)
    assert np.isfinite(first_threshold(StokesShifted(), SHELL, 1.05)[0])
    assert np.isinf(first_threshold(StokesShifted(), crystal, 1.05)[0])
    good = [float(first_threshold(StokesShifted(), c, 1e4)[0]) for c in (SHELL, crystal)]
    assert good[1] > 10 * good[0]


@given(merit=st.floats(1.001, 1e4), factor=st.floats(1.01, 10))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_better_cavity_lases_earlier_and_further_to_the_red(merit, factor):
    photons, lam = first_threshold(StokesShifted(), SHELL, [merit, merit * factor])
    assert photons[1] < photons[0]
    assert lam[1] > lam[0] - 1e-12


def test_without_stokes_shift_no_flash_below_one_exciton_lases():
    """The limit of the electronic model: thresholds above N = 1 near the line whatever the cavity."""
    crystal = replace(SHELL, biexciton_wavelength=SHELL.emission_wavelength)
    photons = threshold_photons(Electronic(), crystal, np.linspace(600e-9, 700e-9, 101), 1e9)
    assert photons.min() > 0.999
    stokes = threshold_photons(StokesShifted(), crystal, 680e-9, 1e6)
    assert stokes < 0.1


def test_threshold_of_one_wavelength_solves_the_gain_equation():
    medium = GainMedium(nanocrystal=SHELL, model=StokesShifted(), number_density=1 / SHELL.sigma_abs)
    lam = np.linspace(600e-9, 700e-9, 41)
    merit = np.array([2.0, 20.0, 200.0])[:, np.newaxis]
    photons = threshold_photons(StokesShifted(), SHELL, lam, merit)
    assert photons.shape == (3, 41)
    reached = np.isfinite(photons)
    assert reached.any(axis=1).all()
    assert not reached.all()
    for row, k in zip(photons, merit[:, 0], strict=True):
        for n, wavelength in zip(row, lam, strict=True):
            if np.isfinite(n):
                assert float(material_gain(medium, wavelength, poisson(n, 3))) == pytest.approx(
                    1 / k, rel=1e-6
                )
                below = material_gain(medium, wavelength, poisson(np.linspace(0, n * 0.999, 50), 3))
                assert (below < 1 / k).all()  # it is the first crossing
            else:
                assert (
                    material_gain(medium, wavelength, poisson(np.geomspace(1e-3, 500, 400), 3)) < 1 / k
                ).all()
