"""Spontaneous emission, linewidths and spectra."""

from math import log, pi, sqrt

import numpy as np
import pytest
from scipy.special import voigt_profile
from toy_laser import DOT, ToyCavity, toy_medium, toy_modes

from colase.constants import HC
from colase.gain import GaussianPulse, InstantPulse
from colase.laser import Instrument, Pump, light_curve, threshold
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import rate_equations
from colase.laser.dynamics.trajectory import trajectory
from colase.laser.linewidth import fourier_width, in_wavelength, linewidth, voigt_fwhm
from colase.laser.mode_gain import mode_gain
from colase.laser.spectra import MOST_POINTS, lines_spectrum, wavelength_grid
from colase.laser.spontaneous import einstein_share, free_rate, photon_spectra

NANOSECOND = GaussianPulse(fwhm=1e-9)
CAVITY = ToyCavity()


def test_emission_into_a_dense_set_of_modes_is_einsteins_rate():
    # A box of volume V filled with a medium of index n has 8 pi n^3 V/lambda^4 modes per wavelength (two
    # polarizations), each with confinement 1: together they must take the Fuechtbauer-Ladenburg rate.
    medium, volume, n = toy_medium(), 6e-16, 1.76
    lam = np.linspace(500e-9, 800e-9, 3001)
    per_wavelength = 8 * pi * n**3 * volume / lam**4
    modes = toy_modes(lam, gain_confinement=1.0, gain_index=n, degeneracy=per_wavelength * (lam[1] - lam[0]))
    gain = mode_gain(modes, medium, ToyCavity(volume=volume))
    np.testing.assert_allclose(gain.spontaneous().sum(axis=1)[1:], free_rate(medium, n)[1:], rtol=1e-6)


def test_spontaneous_emission_follows_the_mode_volume_not_the_density():
    rates = [
        mode_gain(toy_modes([650e-9]), toy_medium(density=c), ToyCavity(volume=v)).spontaneous()[1, 0]
        for c, v in ((1e23, 6e-16), (7e23, 6e-16), (1e23, 3e-16))
    ]
    assert rates[1] == pytest.approx(rates[0], rel=1e-12)
    assert rates[2] == pytest.approx(2 * rates[0], rel=1e-12)


@pytest.mark.parametrize(("factor", "expected"), [(0.01, 1.0), (1.0, 1.0), (50.0, 1 / 50)])
def test_share_is_einstein_until_the_lifetime_forbids_it(factor, expected):
    # Scale the cross section to ``factor`` times what the radiative lifetime of X allows.
    rate = free_rate(toy_medium(), 1.76)[1]
    radiative = 1 / DOT.tau_x * DOT.quantum_yield_x
    medium = toy_medium(sigma_abs=DOT.sigma_abs * factor * radiative / rate)
    gain = mode_gain(toy_modes([650e-9]), medium, CAVITY)
    share = einstein_share(gain, medium, np.array([0.0, radiative, np.inf]))
    assert share[1] == pytest.approx(expected, rel=1e-12)
    assert share[0] == 1.0
    equations = rate_equations(gain, medium)
    assert equations.rates.seed[1, 0] == pytest.approx(expected * gain.spontaneous()[1, 0], rel=1e-12)
    assert bool(equations.notes) == (equations.einstein.min() < 1 / 1.5)
    assert (equations.elsewhere >= 0).all()


def test_modes_that_ask_for_more_than_there_is_share_it():
    medium = toy_medium()
    equations = rate_equations(mode_gain(toy_modes([650e-9], degeneracy=1e9), medium, CAVITY), medium)
    assert equations.rates.seed[1].sum() == pytest.approx(equations.radiative[1], rel=1e-12)
    assert equations.elsewhere[1] == pytest.approx(0.0, abs=1e-6 * equations.radiative[1])
    assert "times slower" in equations.notes[0]


def test_background_photon_carries_its_energy():
    lam = np.linspace(450e-9, 900e-9, 200_001)
    spectra = photon_spectra(toy_medium(), lam)
    photons = (spectra * lam / HC).sum(axis=1) * (lam[1] - lam[0])
    np.testing.assert_allclose(photons, [0, 1, 1], rtol=1e-6)
    # The XX line lies 5 nm to the blue of the X line.
    peaks = lam[spectra.argmax(axis=1)]
    assert peaks[1] - peaks[2] == pytest.approx(5e-9, rel=0.05)


def run(photons, pulse=NANOSECOND, **given):
    medium = toy_medium()
    gain = mode_gain(toy_modes([655e-9], **given), medium, CAVITY)
    equations = rate_equations(gain, medium)
    return gain, equations, trajectory(equations, pump_rate(pulse), photons)


def test_width_below_threshold_is_the_width_of_the_cavity_net_of_absorption():
    gain, equations, found = run(1e-5)
    width = linewidth(equations, found, gain.nanocrystals)[0]
    absorbed = gain.coupling[0] * gain.absorption[0, 0]
    assert width == pytest.approx((gain.loss_rate[0] + absorbed) / (2 * pi), rel=1e-3)
    # Without the film, Q alone: lambda/Q.
    bare = in_wavelength(gain.loss_rate / (2 * pi), gain.wavelength)[0]
    assert bare == pytest.approx(655e-9 * (1 / 5000 + 1e-9), rel=1e-12)


def test_width_above_threshold_is_schawlow_and_townes():
    # Half of (spontaneous rate into one mode)/(2 pi photons in one mode), weighted with the photons.
    gain, equations, found = run(60.0, degeneracy=1.0)
    joined = found.occupied @ equations.rates.seed[:, 0]
    assert found.peak[0] * gain.nanocrystals > 100 / sqrt(equations.beta[0])
    expected = 0.5 * joined / (2 * pi * found.light[0])
    assert linewidth(equations, found, gain.nanocrystals)[0] == pytest.approx(expected, rel=2e-3)


def test_half_sets_in_with_the_photons_of_one_orbit():
    # beta p^2 of order one: between the full width and half of it, p counted in a single orbit.
    gain, equations, found = run(1.5, degeneracy=300.0)
    in_one = found.peak[0] * gain.nanocrystals / 300
    saturation = equations.beta[0] * in_one**2
    assert 0.1 < saturation < 10
    whole = found.occupied @ equations.rates.seed[:, 0] / (2 * pi * found.light[0])
    part = linewidth(equations, found, gain.nanocrystals)[0] / whole
    assert part == pytest.approx(0.5 + 0.5 / (1 + saturation), rel=1e-12)
    one_orbit = (equations.rates.seed[1:, 0] / equations.rates.decay[1:]).max() / 300
    assert equations.beta[0] == pytest.approx(one_orbit, rel=1e-12)


def test_width_narrows_with_pump():
    widths = [linewidth(e, r, g.nanocrystals)[0] for g, e, r in (run(n) for n in (0.3, 1, 3, 10, 40))]
    assert (np.diff(widths) < 0).all()
    assert widths[-1] < 1e-3 * widths[0]


def test_a_short_burst_cannot_be_narrow():
    _, _, found = run(20.0, InstantPulse())
    duration = found.light[0] / found.peak[0]
    assert 1e-12 < duration < 1e-9
    assert fourier_width(found)[0] == pytest.approx(2 * log(2) / pi / duration, rel=1e-3)


@pytest.mark.parametrize(("lorentz", "gauss"), [(1.0, 1e-9), (1e-9, 1.0), (1.0, 1.0), (0.3, 1.0), (1.0, 0.3)])
def test_voigt_width(lorentz, gauss):
    x = np.linspace(0, 3, 300_001)
    y = voigt_profile(x, gauss / (2 * sqrt(2 * log(2))), lorentz / 2)
    half = x[np.argmax(y < y[0] / 2)]
    assert voigt_fwhm(np.array(lorentz), np.array(gauss)) == pytest.approx(2 * half, rel=3e-4)


def test_wings_continue_the_voigt_profile():
    lam = np.linspace(640e-9, 660e-9, 4001)
    centre = np.array([650e-9])
    lorentz, gauss = np.array([[0.2e-9], [1e-15], [3e-9]]), np.full((3, 1), 0.05e-9)
    found = lines_spectrum(lam, centre, np.ones((3, 1)), lorentz, gauss)
    exact = voigt_profile(lam - centre, gauss / (2 * sqrt(2 * log(2))), lorentz / 2)
    np.testing.assert_allclose(found, exact, rtol=3e-5)


def test_grid_resolves_the_instrument_or_narrows():
    lines = np.array([600e-9, 700e-9])
    for resolution in (0.5e-9, 0.05e-9, 0.001e-9):
        grid = wavelength_grid(lines, 650e-9, resolution)
        assert np.diff(grid).max() <= resolution / 4
        assert len(grid) <= MOST_POINTS + 1
        assert grid[0] < 650e-9 < grid[-1]
    assert grid[0] > 600e-9
    edge = wavelength_grid(lines, 600e-9, 0.001e-9)
    assert edge[0] < 600e-9 < edge[-1]


@pytest.mark.parametrize("resolution", [0.02e-9, 0.2e-9])
def test_spectrum_holds_the_emitted_energy(resolution):
    modes, medium = toy_modes(np.linspace(630e-9, 680e-9, 12)), toy_medium()
    pump = Pump(wavelength=532e-9, pulse=NANOSECOND)
    th = threshold(modes, medium, CAVITY, pump, verify=False)
    levels = th.fluence * np.array([0.1, 3.0])
    light = light_curve(modes, medium, CAVITY, pump, Instrument(resolution=resolution), th, levels=levels)
    data = light.data
    lam = data["wavelength"].values
    lines = (data["spectrum"] - data["background"]).values.sum(axis=1) * (lam[1] - lam[0])
    np.testing.assert_allclose(lines, data["emitted_energy"].sum("mode"), rtol=0.02)  # wings leave the window
    bright = light.dominant_mode
    peak = data["spectrum"].values[1]
    above = lam[peak > peak.max() / 2]
    assert above[-1] - above[0] == pytest.approx(float(data["fwhm"][1, bright]), abs=2.1 * (lam[1] - lam[0]))
    assert float(data["fwhm"][1, bright]) == pytest.approx(resolution, rel=0.1)
    photon = HC / float(data["mode_wavelength"][bright])
    assert float(data["emitted_energy"][1, bright]) == pytest.approx(
        photon * float(data["emitted_photons"][1, bright]), rel=1e-12
    )


def test_background_is_what_goes_elsewhere():
    modes, medium = toy_modes(np.linspace(500e-9, 850e-9, 3), gain_confinement=1e-6), toy_medium()
    pump = Pump(wavelength=532e-9, pulse=NANOSECOND)
    th = threshold(modes, medium, CAVITY, pump)
    data = light_curve(modes, medium, CAVITY, pump, Instrument(resolution=1e-9), th, levels=[0.1]).data
    lam = data["wavelength"].values
    photons = (data["background"].values[0] * lam / HC).sum() * (lam[1] - lam[0])
    count = mode_gain(modes, medium, CAVITY).nanocrystals
    share = float(data["budget"].sel(channel="spontaneous elsewhere")[0])
    assert photons == pytest.approx(count * share * float(data["photons_per_nanocrystal"][0]), rel=1e-3)
