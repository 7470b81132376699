"""Thermodynamics: Stokes shift against width, and cross section against lifetime."""

import math
from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS

from colase.constants import BOLTZMANN, ELEMENTARY_CHARGE, HC, SPEED_OF_LIGHT
from colase.errors import PhysicsError
from colase.gain import (
    Electronic,
    GainMedium,
    StokesShifted,
    balance_warning,
    lifetime_balance,
    radiative_lifetime,
    stokes_balance,
)
from colase.nanocrystals import ThermalResponse, energy_sigma

DOT = NANOCRYSTALS["quantum-dot"]


def medium(model=None, temperature=295.0, **changes):
    crystal = replace(DOT, **changes)
    return GainMedium(  # values that hold at the temperature of the film
        nanocrystal=crystal,
        model=model or StokesShifted(),
        number_density=1e24,
        temperature=temperature,
        thermal=ThermalResponse(reference_temperature=temperature),
    )


def balanced(fwhm, temperature=295.0, emission=650e-9):
    """Absorption wavelength that satisfies Kennard and Stepanov for a Gaussian of this width."""
    shift = energy_sigma(emission, fwhm) ** 2 / (BOLTZMANN * temperature)
    return HC / (HC / emission + shift)


@pytest.mark.parametrize("temperature", [100.0, 295.0, 500.0])
def test_a_balanced_gaussian_obeys_mccumber_at_every_photon_energy(temperature):
    """σ_em/σ_abs falls as exp(-E/kT) over the whole line, which is what the check asserts locally."""
    m = medium(temperature=temperature, fwhm=25e-9, absorption_wavelength=balanced(25e-9, temperature))
    energy = HC / np.linspace(610e-9, 690e-9, 81)
    ratio = (
        m.model.emission(m.nanocrystal, HC / energy)[1] / m.model.absorption(m.nanocrystal, HC / energy)[0]
    )
    slope = np.diff(np.log(ratio)) / np.diff(energy)
    assert slope == pytest.approx(np.full(80, -1 / (BOLTZMANN * temperature)), rel=1e-6)
    assert stokes_balance(m).ratio == pytest.approx(1, rel=1e-9)
    assert balance_warning(m) is None


def test_shifts_demanded_at_640_nm():
    """20, 24, 28 and 32 nm wide lines want 8.4, 12.2, 16.6 and 21.6 nm at room temperature."""
    shifts = [(640e-9 - balanced(w * 1e-9, emission=640e-9)) * 1e9 for w in (20, 24, 28, 32)]
    assert shifts == pytest.approx([8.4, 12.2, 16.6, 21.6], rel=0.03)


def test_the_warning_gives_the_factor():
    shift = 3 * energy_sigma(650e-9, 20e-9) ** 2 / (BOLTZMANN * 295)
    m = medium(fwhm=20e-9, absorption_wavelength=HC / (HC / 650e-9 + shift))
    assert stokes_balance(m).ratio == pytest.approx(3, rel=1e-9)
    text = balance_warning(m)
    assert text is not None
    assert "3 times less" in text
    assert f"{shift / ELEMENTARY_CHARGE * 1e3:.3g} meV" in text


def test_a_small_shift_names_the_width_that_would_fit():
    """Kennard and Stepanov speak of the homogeneous line; the sentence says which one agrees."""
    m = medium(fwhm=30e-9, absorption_wavelength=balanced(15e-9))
    text = balance_warning(m)
    assert text is not None
    assert "4 times more" in text
    assert "15 nm" in text
    narrow = replace(m, nanocrystal=replace(m.nanocrystal, homogeneous_fwhm=15e-9))
    assert balance_warning(narrow) is None
    assert stokes_balance(narrow).homogeneous


def test_wavelength_lines_are_judged_by_the_same_rule():
    m = medium(fwhm=30e-9, lineshape_axis="wavelength", absorption_wavelength=balanced(30e-9))
    assert stokes_balance(m).ratio == pytest.approx(1, rel=0.1)


def test_the_electronic_model_cannot_be_in_balance():
    m = medium(model=Electronic(), absorption_wavelength=balanced(30e-9))
    assert stokes_balance(m).given == pytest.approx(0, abs=1e-6 * stokes_balance(m).demanded)
    assert "no Stokes shift" in (balance_warning(m) or "")


def test_losses_of_higher_states_do_not_enter():
    clear, lossy = (medium(fwhm=25e-9, sigma_high=s) for s in (0.0, 1e-19))
    assert stokes_balance(lossy).ratio == pytest.approx(stokes_balance(clear).ratio, rel=1e-9)


def test_lines_without_overlap_are_refused():
    with pytest.raises(PhysicsError, match="do not overlap"):
        stokes_balance(medium(fwhm=1e-9, absorption_wavelength=400e-9))


def test_radiative_lifetime_of_a_narrow_line():
    """1/τ = 8 π n² c σ_peak √(2π) s / λ⁴ for a line much narrower than λ."""
    m = medium(fwhm=0.1e-9)
    s = 0.1e-9 / math.sqrt(8 * math.log(2))
    rate = (
        8 * math.pi * 1.8**2 * SPEED_OF_LIGHT * 0.5 * DOT.sigma_abs * math.sqrt(2 * math.pi) * s / 650e-9**4
    )
    assert radiative_lifetime(m, 1.8) == pytest.approx(1 / rate, rel=1e-5)


def test_radiative_lifetime_gives_back_the_emission_cross_section():
    """Füchtbauer and Ladenburg: σ_em = λ⁴ E(λ)/(8 π n² c τ) with ∫E dλ = 1."""
    m = medium()
    lam = np.linspace(450e-9, 1000e-9, 40001)
    sigma = m.model.emission(m.nanocrystal, lam)[1]
    density = sigma / lam**4
    density /= np.trapezoid(density, lam)
    back = lam**4 * density / (8 * math.pi * 1.7**2 * SPEED_OF_LIGHT * radiative_lifetime(m, 1.7))
    assert back.max() == pytest.approx(sigma.max(), rel=1e-6)


def test_lifetime_balance_in_words_and_number():
    implied = radiative_lifetime(medium(), 1.8)
    ratio, text = lifetime_balance(medium(tau_x=implied * 0.5, quantum_yield_x=0.5), 1.8)
    assert ratio == pytest.approx(1)
    assert "agree" in text
    ratio, text = lifetime_balance(medium(tau_x=5 * implied, quantum_yield_x=1.0), 1.8)
    assert ratio == pytest.approx(5)
    assert "5 times shorter" in text
    ratio, text = lifetime_balance(medium(tau_x=0.25 * implied, quantum_yield_x=1.0), 1.8)
    assert ratio == pytest.approx(0.25)
    assert "4 times longer" in text
    assert lifetime_balance(medium(quantum_yield_x=0.0), 1.8)[0] == math.inf
