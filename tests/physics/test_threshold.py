"""Threshold: closed forms, monotone or not, exact against first order, and nothing that lases."""

from math import exp, inf, log, pi, sqrt

import numpy as np
import pytest
from toy_laser import DOT, ToyCavity, toy_medium, toy_modes

from colase.constants import HC, SPEED_OF_LIGHT
from colase.gain import (
    Electronic,
    GaussianPulse,
    InstantPulse,
    SquarePulse,
    driven_populations,
    material_gain,
    poisson,
)
from colase.laser import Pump, threshold
from colase.laser.smallest_pump import first_crossing

FLASH = Pump(wavelength=532e-9)
NANOSECOND = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))


def wide_window(count=60, **given):
    return toy_modes(np.linspace(630e-9, 690e-9, count), **given)


def test_threshold_gain_is_2_pi_n_over_lambda_q():
    th = threshold(wide_window(gain_confinement=0.37, q_scattering=4321.0), toy_medium(), ToyCavity(), FLASH)
    q, lam = th.data["q_factor"].values, th.data["wavelength"].values
    textbook = 2 * pi * 1.76 / (lam * q)
    np.testing.assert_allclose(th.data["modal_loss"], textbook, rtol=1e-12)
    np.testing.assert_allclose(0.37 * th.data["required_gain"], textbook, rtol=1e-12)


def test_gain_at_threshold_is_the_required_gain():
    medium = toy_medium()
    th = threshold(wide_window(), medium, ToyCavity(), FLASH)
    lases = np.isfinite(th.data["photons_per_nanocrystal_instant"].values)
    assert 10 < lases.sum() < len(lases)
    n = th.data["photons_per_nanocrystal_instant"].values[lases]
    lam = th.data["wavelength"].values[lases]
    gain = np.diagonal(material_gain(medium, lam, poisson(n, 3)))
    np.testing.assert_allclose(gain, th.data["required_gain"].values[lases], rtol=1e-6)


def test_transparency_closed_form_without_biexcitons():
    # 0 and X only, sigma_high = 0, Q without end: gain starts at N = 2 exp[-Ds(Ds+2d)/2s^2] for N << 1,
    # exactly at P_X/P_0 = N (N far below 1, so that P_XX plays no part).
    s = 28e-9 / (2 * sqrt(2 * log(2)))
    stokes, d = 30e-9, 10e-9
    medium = toy_medium(absorption_wavelength=620e-9, emission_wavelength=650e-9, biexciton_wavelength=650e-9)
    modes = toy_modes([650e-9 + d], q_scattering=1e12, q_radiative=inf)
    n = (
        threshold(modes, medium, ToyCavity(), FLASH, verify=False)
        .data["photons_per_nanocrystal_instant"]
        .values[0]
    )
    expected = 2 * exp(-stokes * (stokes + 2 * d) / (2 * s**2))
    assert expected < 0.02
    # X also absorbs, to XX, and XX emits: both corrections are of relative order N and exp(-...).
    assert n == pytest.approx(expected, rel=0.04)


def test_biexciton_inversion_of_the_electronic_model_starts_at_1_25643():
    # XX emits, 0 absorbs, X is transparent on the line: P_XX = P_0 at exp(-N)(2+N) = 1.
    medium = toy_medium(Electronic(), biexciton_wavelength=650e-9)
    modes = toy_modes([650e-9], q_scattering=1e13, q_radiative=inf)
    th = threshold(modes, medium, ToyCavity(), FLASH, verify=False)
    n = th.data["photons_per_nanocrystal_instant"].values[0]
    assert exp(-n) * (2 + n) == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("k", [0.5, 0.999])
def test_merit_k_up_to_one_never_lases(k):
    # K = lambda Q C sigma0 Gamma/(2 pi n): all nanocrystals in XX at the peak give exactly K times the loss.
    lam, gamma, n, density = 645e-9, 0.5, 1.76, 5e23
    q = k * 2 * pi * n / (lam * density * DOT.sigma_abs * gamma)
    modes = toy_modes([lam], q_scattering=q, q_radiative=inf, gain_confinement=gamma, gain_index=n)
    th = threshold(modes, toy_medium(density=density), ToyCavity(), FLASH)
    assert not th.lases
    assert th.photons_per_nanocrystal == inf
    assert th.fluence == inf
    assert float(th.data["gain_over_loss"][0]) == pytest.approx(k, rel=1e-3)
    assert th.verified_ratio is None
    assert "No mode lases" in th.message
    assert f"x{1 / k:.3g}" in th.message


def test_merit_k_just_above_one_lases():
    lam, gamma, n, density = 645e-9, 0.5, 1.76, 5e23
    q = 1.01 * 2 * pi * n / (lam * density * DOT.sigma_abs * gamma)
    modes = toy_modes([lam], q_scattering=q, q_radiative=inf, gain_confinement=gamma, gain_index=n)
    assert threshold(modes, toy_medium(density=density), ToyCavity(), FLASH).lases


def test_a_mode_that_always_absorbs_says_that_q_does_not_help():
    th = threshold(toy_modes([650e-9]), toy_medium(sigma_high=1e-18), ToyCavity(), FLASH)
    assert not th.lases
    assert "neither Q nor density helps" in th.message


class Bump:
    """Gain that rises to ``height`` at one photon and falls again, twice: first crossing is wanted."""

    def __init__(self, height):
        self.height = np.asarray(height)

    def curve(self, n):
        x = np.log(n)
        return np.exp(-(x**2) / 0.02) + 3 * np.exp(-((x - 3) ** 2) / 0.02) - 0.1

    def table(self, photons):
        return self.height * self.curve(photons)[:, np.newaxis]

    def each(self, photons, modes):
        return self.height[modes] * self.curve(photons)


def test_non_monotonic_gain_gives_the_first_crossing():
    found = first_crossing(Bump([1.0, 1.0]), np.array([0.4, 2.0]), np.logspace(-3, 3, 241))
    first = exp(-sqrt(-0.02 * log(0.5)))
    second = exp(3 - sqrt(-0.02 * log(0.7)))
    np.testing.assert_allclose(found.photons, [first, second], rtol=2e-7)
    np.testing.assert_allclose(found.peak, 2.9, rtol=1e-4)


def test_a_peak_between_two_grid_points_is_found():
    narrow = np.exp(3 + 0.11 * (np.arange(-20, 20) + 0.5))
    found = first_crossing(Bump([1.0]), np.array([2.87]), narrow)
    assert Bump([1.0]).table(narrow).max() < 2.87
    assert found.photons[0] == pytest.approx(exp(3 - sqrt(-0.02 * log(2.97 / 3))), rel=2e-7)


def test_exact_resonance_agrees_with_first_order_to_1e_3():
    th = threshold(wide_window(), toy_medium(), ToyCavity(), NANOSECOND)
    assert th.verified_ratio == pytest.approx(1.0, abs=1e-3)
    assert th.verified_ratio != 1.0


def test_exact_gain_of_a_power_law_resonance():
    # k = k0 (1 - i/2Qr)(n/n0)^-G: Im k/Re k = 1/(2 Qs) at tan(G arctan(y) - arctan(1/2Qr)) = 1/(2 Qs).
    q_r, q_s, gamma, n = 40.0, 60.0, 0.3, 1.76
    modes = toy_modes([655e-9], q_radiative=q_r, q_scattering=q_s, gain_confinement=gamma, gain_index=n)
    th = threshold(modes, toy_medium(density=3e26), ToyCavity(), FLASH)
    phase = (np.arctan(0.5 / q_r) + np.arctan(0.5 / q_s)) / gamma
    exact = n * np.tan(phase) * 4 * pi / 655e-9
    assert th.verified_ratio is not None
    assert th.verified_ratio * float(th.data["required_gain"][0]) == pytest.approx(exact, rel=1e-7)
    assert abs(th.verified_ratio - 1) > 1e-3


class Grainy(ToyCavity):
    """A cavity whose resonance is no finer than a finite-element solver gives it: 1e-8 of the loss."""

    def resonance(self, modes, mode, gain_index):
        k = super().resonance(modes, mode, gain_index)
        grain = 1e-8 / (2 * float(modes["q_factor"][mode]))
        return k.real * (1 + 1j * grain * np.round(k.imag / k.real / grain))


def test_a_resonance_no_finer_than_1e_8_still_gives_the_exact_gain():
    modes = toy_modes([655e-9], q_absorption=1e7, q_radiative=inf, gain_confinement=0.3)
    fine = threshold(modes, toy_medium(), ToyCavity(), FLASH)
    grainy = threshold(modes, toy_medium(), Grainy(), FLASH)
    assert grainy.verified_ratio == pytest.approx(fine.verified_ratio, rel=1e-7)


def test_passive_absorption_counts_in_the_exact_threshold():
    # A coat with n'' > 0: Q_abs of the power law to first order is n/(2 Γ n'').
    extinction, gamma = 2e-5, 0.5
    q_a = 1 / (2 * np.tan(gamma * np.arctan(extinction / 1.76)))
    modes = toy_modes([655e-9], q_absorption=q_a, q_radiative=inf, gain_confinement=gamma)
    cavity = ToyCavity()
    absorbing = modes.assign(gain_index_imag=("mode", [0.0]))
    th = threshold(absorbing, toy_medium(), cavity, FLASH)
    assert th.verified_ratio == pytest.approx(1.0, abs=1e-3)


def test_pulse_needs_more_than_a_flash_and_a_short_pulse_is_a_flash():
    modes, medium, cavity = wide_window(), toy_medium(), ToyCavity()
    flash = threshold(modes, medium, cavity, FLASH, verify=False)
    short = threshold(
        modes, medium, cavity, Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-14)), verify=False
    )
    pulse = threshold(modes, medium, cavity, NANOSECOND, verify=False)
    a, b, c = (th.data["photons_per_nanocrystal"].values for th in (flash, short, pulse))
    np.testing.assert_allclose(b[np.isfinite(a)], a[np.isfinite(a)], rtol=1e-4)
    assert (c[np.isfinite(c)] > flash.data["photons_per_nanocrystal_instant"].values[np.isfinite(c)]).all()
    np.testing.assert_allclose(
        pulse.data["photons_per_nanocrystal_instant"],
        flash.data["photons_per_nanocrystal_instant"],
        rtol=2e-7,
    )


@pytest.mark.parametrize("pulse", [GaussianPulse(fwhm=1e-9), SquarePulse(duration=3e-9)])
def test_pulsed_threshold_against_a_dense_sampling_in_time(pulse):
    medium = toy_medium()
    th = threshold(wide_window(), medium, ToyCavity(), Pump(wavelength=532e-9, pulse=pulse), verify=False)
    n, lam = th.photons_per_nanocrystal, th.data["wavelength"].values[th.mode]
    time = np.linspace(pulse.start, pulse.end, 20_001)
    gain = material_gain(medium, lam, driven_populations(medium, pulse, n, time))
    required = float(th.data["required_gain"][th.mode])
    slope = (
        material_gain(medium, lam, driven_populations(medium, pulse, 1.01 * n, time)).max() - gain.max()
    ) / 0.01
    assert gain.max() == pytest.approx(required, abs=1e-6 * slope)


def test_long_square_pulse_reaches_the_steady_ladder():
    # Steady pumping at rate R: P_X/P_0 = R tau_X, P_XX/P_X = R tau_XX.
    duration = 1e-6
    medium, modes = toy_medium(), toy_modes([655e-9])
    th = threshold(modes, medium, ToyCavity(), Pump(wavelength=532e-9, pulse=SquarePulse(duration=duration)))
    rate = th.photons_per_nanocrystal / duration
    ladder = np.array([1, rate * DOT.tau_x, rate**2 * DOT.tau_x * DOT.tau_xx])
    gain = material_gain(medium, 655e-9, ladder / ladder.sum())
    assert float(gain) == pytest.approx(float(th.data["required_gain"][0]), rel=1e-6)


def test_fluence_is_photons_over_the_cavity_cross_section():
    th = threshold(wide_window(), toy_medium(), ToyCavity(shading=0.7), FLASH)
    assert th.conversion.thin_limit_ratio == pytest.approx(0.7)
    per_photon = HC / 532e-9 / (0.7 * DOT.sigma_pump)
    assert th.fluence == pytest.approx(th.photons_per_nanocrystal * per_photon, rel=1e-12)
    assert th.conversion.photons(th.fluence) == pytest.approx(th.photons_per_nanocrystal, rel=1e-12)


def test_losses_are_split_and_add_up():
    modes = toy_modes([655e-9], q_scattering=5e3, q_radiative=2e4, q_absorption=1e5)
    data = threshold(modes, toy_medium(), ToyCavity(), FLASH, verify=False).data.isel(mode=0)
    parts = [float(data[f"loss_{way}"]) for way in ("scattering", "radiation", "absorption")]
    assert sum(parts) == pytest.approx(float(data["modal_loss"]), rel=1e-12)
    assert parts[0] / parts[1] == pytest.approx(4.0)
    assert parts[0] / parts[2] == pytest.approx(20.0)
    assert float(data["loss_rate"]) == pytest.approx(float(data["modal_loss"]) * SPEED_OF_LIGHT / 1.76)


def test_message_names_first_mode_and_runner_up():
    th = threshold(toy_modes([655e-9, 650e-9]), toy_medium(), ToyCavity(), NANOSECOND)
    assert th.message.startswith("TE l=164 q=1 at 655.0 nm lases first, at ")
    assert "uJ/cm2); next TE l=163 q=1," in th.message
    assert th.runner_up == 1
    pumps = th.data["photons_per_nanocrystal"].values
    assert th.margin == pytest.approx(pumps[1] / pumps[0] - 1)
    alone = threshold(toy_modes([655e-9]), toy_medium(), ToyCavity(), NANOSECOND)
    assert alone.runner_up is None
    assert alone.margin == inf
    assert "no other mode lases" in alone.message


def test_thousand_modes_hold_no_nan():
    data = threshold(
        toy_modes(np.linspace(500e-9, 900e-9, 1000)), toy_medium(), ToyCavity(), NANOSECOND, verify=False
    ).data
    assert not any(np.isnan(v.values).any() for v in data.values() if v.dtype.kind == "f")
    assert all(v.attrs["long_name"] for v in data.values())


@pytest.mark.parametrize("pulse", [InstantPulse(), GaussianPulse(fwhm=1e-9)])
def test_more_loss_needs_more_pump(pulse):
    pump = Pump(wavelength=532e-9, pulse=pulse)
    pumps = [
        threshold(
            toy_modes([655e-9], q_scattering=q), toy_medium(), ToyCavity(), pump
        ).photons_per_nanocrystal
        for q in (3e3, 1e4, 3e4, 1e6, 1e9)
    ]
    assert pumps == sorted(pumps, reverse=True)
