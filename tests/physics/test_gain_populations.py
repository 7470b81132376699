"""Poisson populations and the ladder under a pulse, against independent methods."""

import math
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from catalog import NANOCRYSTALS
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from colase.gain import (
    GainMedium,
    GaussianPulse,
    InstantPulse,
    SquarePulse,
    StokesShifted,
    driven_populations,
    poisson,
)
from colase.gain.kinetics import populations

SHELL = NANOCRYSTALS["quantum-shell"]
MEDIUM = GainMedium(nanocrystal=SHELL, model=StokesShifted(), number_density=1e24)
PULSES = pytest.mark.parametrize(
    "pulse",
    [GaussianPulse(fwhm=1e-9), GaussianPulse(fwhm=30e-9), SquarePulse(duration=5e-9), InstantPulse()],
    ids=["1 ns", "30 ns", "square", "instant"],
)


@pytest.mark.parametrize("mean", [1e-300, 1e-12, 1e-4, 0.3, 1.0, 7.5, 80.0, 1e3, 1e8])
@pytest.mark.parametrize("states", [2, 3, 6])
def test_poisson_keeps_its_digits_at_any_mean(mean, states):
    """The last state is the whole tail, also where 1 minus the rest would lose every digit."""
    with mpmath.workdps(60):
        m = mpmath.mpf(mean)
        exact = [mpmath.exp(-m) * m**n / mpmath.factorial(n) for n in range(states - 1)]
        exact.append(mpmath.gammainc(states - 1, 0, m, regularized=True))
        exact = [float(e) for e in exact]
    assert poisson(mean, states) == pytest.approx(exact, rel=2e-12 * max(1, mean * 1e-3), abs=1e-300)


@given(mean=st.floats(0, 1e300), states=st.integers(1, 9))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_poisson_is_a_distribution(mean, states):
    p = poisson(mean, states)
    assert p.shape == (states,)
    assert (p >= 0).all()
    assert p.sum() == pytest.approx(1, abs=1e-12)


def test_poisson_mean_and_lumping():
    p = poisson([0.7, 2.0], 60)
    assert p @ np.arange(60) == pytest.approx([0.7, 2.0])
    assert poisson([0.7, 2.0], 3)[:, 2] == pytest.approx(p[:, 2:].sum(axis=-1))


def oracle(pulse, photons, times):
    rates = MEDIUM.model.decay_rates(SHELL)

    def slope(t, p):
        pump = photons * float(pulse.rate(t)) * (pulse.start <= t <= pulse.end)
        up = pump * p[:-1] - rates[1:] * p[1:]
        return np.concatenate([[0], up]) - np.concatenate([up, [0]])

    def leg(start, stop, state):
        return solve_ivp(
            slope,
            (start, stop),
            state,
            "LSODA",
            dense_output=True,
            rtol=1e-12,
            atol=1e-15,
            max_step=pulse.end / 20,
        )

    on = leg(pulse.start, pulse.end, [1.0, 0.0, 0.0])
    off = leg(pulse.end, max(times[-1], pulse.end * 2), on.y[:, -1])
    return np.array([(on if t <= pulse.end else off).sol(t) for t in times])


@pytest.mark.parametrize("photons", [0.01, 1.0, 40.0])
@pytest.mark.parametrize("pulse", [GaussianPulse(fwhm=1e-9), SquarePulse(duration=5e-9)])
def test_driven_populations_meet_lsoda(pulse, photons):
    times = np.linspace(pulse.start, 4 * pulse.end, 30)
    got = driven_populations(MEDIUM, pulse, photons, times)
    assert got == pytest.approx(oracle(pulse, photons, times), abs=1e-8)


@PULSES
@given(photons=st.floats(0, 1e6))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_populations_stay_a_distribution(pulse, photons):
    p = driven_populations(MEDIUM, pulse, photons, np.linspace(-1e-7, 2e-7, 40))
    assert p.sum(axis=-1) == pytest.approx(np.ones(40), abs=1e-12)
    assert p.min() >= -1e-10


def test_a_short_pulse_leaves_a_poisson_distribution():
    photons = np.array([0.1, 1.0, 5.0])
    pulse = GaussianPulse(fwhm=1e-15)
    after = driven_populations(MEDIUM, pulse, photons, pulse.end)
    assert after == pytest.approx(poisson(photons, 3), abs=1e-4)
    # and the difference is the decay during the pulse, first order in its length
    longer = GaussianPulse(fwhm=4e-15)
    shift = [
        np.abs(driven_populations(MEDIUM, p, photons, p.end) - poisson(photons, 3)).max()
        for p in (pulse, longer)
    ]
    assert shift[1] / shift[0] == pytest.approx(4, rel=1e-2)


def test_after_a_flash_the_biexciton_decays_as_an_exponential():
    t = np.array([-1e-12, 0.0, 0.3e-9, 5e-9, 3e-3])
    p = driven_populations(MEDIUM, InstantPulse(), 2.0, t)
    start = poisson(2.0, 3)
    xx = start[2] * np.exp(-t[1:] / SHELL.tau_xx)
    assert p[1:, 2] == pytest.approx(xx, abs=1e-14)
    k1, k2 = 1 / SHELL.tau_x, 1 / SHELL.tau_xx
    x = start[1] * np.exp(-k1 * t[1:]) + start[2] * k2 / (k2 - k1) * (
        np.exp(-k1 * t[1:]) - np.exp(-k2 * t[1:])
    )
    assert p[1:, 1] == pytest.approx(x, abs=1e-13)
    assert p[0].tolist() == [1, 0, 0]  # dark before the flash
    assert p[-1] == pytest.approx([1, 0, 0], abs=1e-15)


def test_a_long_constant_pump_reaches_the_steady_state_of_detailed_flow():
    """R P_N = k_{N+1} P_{N+1} in the steady state of a chain."""
    pulse = SquarePulse(duration=4e-6)
    rate = 3e7
    p = driven_populations(MEDIUM, pulse, rate * 4e-6, 4e-6)
    assert rate * p[0] == pytest.approx(p[1] / SHELL.tau_x, rel=1e-9)
    assert rate * p[1] == pytest.approx(p[2] / SHELL.tau_xx, rel=1e-9)


def test_slow_rates_keep_their_digits_beside_fast_ones():
    """A picosecond beside a millisecond: the exponential of the slow decay is exact."""
    crystal = replace(SHELL, tau_x=1e-3, tau_xx=1e-12)
    p = driven_populations(replace(MEDIUM, nanocrystal=crystal), InstantPulse(), 1.0, 1e-3)
    assert p[1] == pytest.approx((1 - math.exp(-1)) * math.exp(-1 + 1e-9), rel=1e-8)


def test_the_answer_does_not_depend_on_which_other_times_are_asked_for():
    pulse = GaussianPulse(fwhm=1e-9)
    dense = np.linspace(-3e-9, 6e-9, 301)
    alone = driven_populations(MEDIUM, pulse, 3.0, dense[150])
    shuffled = driven_populations(MEDIUM, pulse, [[3.0, 0.1]], dense[::-1].reshape(7, 43))
    assert shuffled.shape == (1, 2, 7, 43, 3)
    assert shuffled[0, 0].reshape(-1, 3)[::-1][150] == pytest.approx(alone, abs=1e-9)


def test_absorbed_photons_are_stored_or_decayed_below_saturation():
    """Excitons in minus excitons lost equals excitons held, as long as the last state is empty."""
    pulse = GaussianPulse(fwhm=1e-9)
    t = np.linspace(pulse.start, 50e-9, 20001)
    photons = 1e-4
    p = driven_populations(MEDIUM, pulse, photons, t)
    lost = np.trapezoid(p @ MEDIUM.model.decay_rates(SHELL), t)
    held = p[-1] @ np.arange(3)
    assert lost + held == pytest.approx(photons, rel=1e-6)


def test_magnus_steps_are_of_fourth_order_and_their_extrapolation_of_sixth():
    """Halving the steps divides the error by 2^4, after extrapolation by 2^6: the method is symmetric."""
    pulse, photons = GaussianPulse(fwhm=1e-9), np.array([3.0])
    times = np.array([pulse.start, 0.0, pulse.end])
    rates, start = MEDIUM.model.decay_rates(SHELL), poisson([0.0], 3)

    def march(parts):
        return populations._march(rates, pulse, photons, times, parts, start)

    exact = march(64)
    plain = {p: march(p) for p in (1, 2, 4)}
    better = {p: plain[2 * p] + (plain[2 * p] - plain[p]) / 15 for p in (1, 2)}
    error = {p: np.abs(v - exact).max() for p, v in plain.items()}
    finer = {p: np.abs(v - exact).max() for p, v in better.items()}
    assert np.log2(error[1] / error[2]) == pytest.approx(4, abs=0.3)
    assert np.log2(error[2] / error[4]) == pytest.approx(4, abs=0.3)
    assert np.log2(finer[1] / finer[2]) > 5.3
