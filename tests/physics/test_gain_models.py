"""Cross sections and gain of the two built-in models."""

from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.constants import HC
from colase.gain import Electronic, GainMedium, StokesShifted, gain_spectrum, material_gain, poisson

SHELL = NANOCRYSTALS["quantum-shell"]
LAM = np.linspace(560e-9, 760e-9, 801)
DENSITY = 2e23
MODELS = pytest.mark.parametrize("model", [StokesShifted(), Electronic()], ids=lambda m: m.kind)


def medium(model, crystal=SHELL):
    return GainMedium(nanocrystal=crystal, model=model, number_density=DENSITY)


def gaussian(centre):
    sigma = SHELL.fwhm / np.sqrt(8 * np.log(2))
    return np.exp(-((LAM - centre) ** 2) / (2 * sigma**2))


def test_gain_is_eq_5_of_kersuzan2025_written_out():
    """Independent of the line code: the five terms with their signs, shifts taken in wavelength."""
    high, stokes, xxx = 3e-20, 15e-9, 8e-9
    crystal = replace(SHELL, lineshape_axis="wavelength", sigma_high=high)
    n0, nx, nxx = 0.5, 0.3, 0.2

    def sigma_0(lam_minus):
        return crystal.sigma_abs * gaussian(crystal.absorption_wavelength + lam_minus)

    printed = DENSITY * (
        -high
        - sigma_0(0) * n0
        - 0.5 * sigma_0(-xxx) * nx
        + 0.5 * sigma_0(stokes) * nx
        + sigma_0(stokes - xxx) * nxx
    )
    got = material_gain(medium(StokesShifted(), crystal), LAM, [n0, nx, nxx])
    assert got == pytest.approx(printed, rel=1e-10, abs=1e-9)


@MODELS
def test_an_unpumped_medium_is_its_absorption(model):
    gain = material_gain(medium(model), LAM, [1, 0, 0])
    assert gain == pytest.approx(-DENSITY * model.absorption(SHELL, LAM)[0])
    assert gain.min() == pytest.approx(-DENSITY * SHELL.sigma_abs, rel=1e-3)


@MODELS
def test_exciton_line_is_half_and_biexciton_line_all_of_the_absorption(model):
    """Areas under the lines, in energy: 1, 1/2, 1/2, 1 (coefficients of eq. 5)."""
    lam = np.linspace(450e-9, 1100e-9, 20001)
    energy = HC / lam
    areas = [
        -np.trapezoid(f(SHELL, lam), energy, axis=-1) for f in (model.absorption, model.emission)
    ] / -np.trapezoid(model.absorption(SHELL, lam)[0], energy)
    assert areas == pytest.approx(np.array([[1, 0.5, 0], [0, 0.5, 1]]), abs=1e-6)


def test_an_exciton_is_transparent_in_the_electronic_model_without_biexciton_shift():
    crystal = replace(SHELL, biexciton_wavelength=SHELL.emission_wavelength)
    gain = material_gain(medium(Electronic(), crystal), LAM, [0, 1, 0])
    assert np.abs(gain).max() < 1e-12 * DENSITY * SHELL.sigma_abs


def test_an_exciton_neither_gains_nor_loses_over_the_line_in_the_electronic_model():
    lam = np.linspace(450e-9, 1100e-9, 20001)
    gain = material_gain(medium(Electronic()), lam, [0, 1, 0])
    scale = np.trapezoid(np.abs(gain), HC / lam)
    assert abs(np.trapezoid(gain, HC / lam)) < 1e-6 * abs(scale)


def test_a_stokes_shifted_exciton_amplifies_red_and_absorbs_blue():
    gain = material_gain(medium(StokesShifted()), LAM, [0, 1, 0])
    centre = (SHELL.emission_wavelength + SHELL.absorption_wavelength) / 2
    assert (gain[centre + 5e-9 < LAM] > 0).all()
    assert (gain[centre - 10e-9 > LAM] < 0).all()


def test_the_models_are_one_without_stokes_shift():
    crystal = replace(SHELL, absorption_wavelength=SHELL.emission_wavelength)
    populations = poisson(np.geomspace(0.01, 10, 5), 3)
    both = [material_gain(medium(m, crystal), LAM, populations) for m in (StokesShifted(), Electronic())]
    assert both[0] == pytest.approx(both[1], rel=1e-12, abs=1e-12 * DENSITY * SHELL.sigma_abs)


def test_losses_of_higher_states_do_not_bleach():
    """σ_high lowers the gain by C σ_high at every pump level and wavelength."""
    populations = poisson([0, 0.3, 3, 300], 3)
    clear, lossy = (
        material_gain(medium(StokesShifted(), replace(SHELL, sigma_high=s)), LAM, populations)
        for s in (0, 2e-20)
    )
    assert clear - lossy == pytest.approx(np.full(clear.shape, DENSITY * 2e-20), rel=1e-9)


@given(pump=st.floats(0, 50), more=st.floats(1e-3, 10))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_at_the_biexciton_line_more_pump_is_more_gain_up_to_full_inversion(pump, more):
    lam = SHELL.biexciton_wavelength
    for model in (StokesShifted(), Electronic()):
        low, high = material_gain(medium(model), lam, poisson([pump, pump + more], 3))
        assert low <= high + 1e-9 * DENSITY * SHELL.sigma_abs
        assert high <= DENSITY * SHELL.sigma_abs


@given(weight=st.floats(0, 1), a=st.floats(0, 5), b=st.floats(0, 5))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_gain_is_linear_in_populations_and_density(weight, a, b):
    one, two = poisson(a, 3), poisson(b, 3)
    m = medium(StokesShifted())
    mixed = material_gain(m, LAM[::40], weight * one + (1 - weight) * two)
    parts = weight * material_gain(m, LAM[::40], one) + (1 - weight) * material_gain(m, LAM[::40], two)
    assert mixed == pytest.approx(parts, rel=1e-9, abs=1e-6)
    assert material_gain(replace(m, number_density=3 * DENSITY), LAM, one) == pytest.approx(
        3 * material_gain(m, LAM, one)
    )


def test_gain_spectrum_labels_what_it_holds():
    result = gain_spectrum(medium(StokesShifted()), LAM, [0.0, 0.3, 3.0])
    d = result.data
    assert d.material_gain.dims == ("pump", "wavelength")
    assert d.material_gain.attrs["units"] == "1/m"
    assert d.photon_energy.values == pytest.approx(HC / LAM)
    assert d.populations.sum("state").values == pytest.approx(np.ones(3))
    assert float(d.peak_gain[2]) == float(d.material_gain[2].max())
    assert float(d.peak_wavelength[1]) > SHELL.emission_wavelength > float(d.peak_wavelength[2])
    text = result.describe()
    assert "1/cm" in text
    assert f"{float(d.peak_gain[2]) / 100:.4g}" in text
    assert str(result) == text
