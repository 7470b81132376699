"""The steady state: closed forms, clamping, detailed balance, the end of a long pulse, and hostile input."""

from math import pi, sqrt

import numpy as np
import pytest
from scipy.linalg import expm
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.cavity.base import ModeWindow
from colase.errors import InputError
from colase.gain import ContinuousPulse, InstantPulse, SquarePulse, poisson, steady_populations
from colase.laser import (
    FluenceSweep,
    Instrument,
    IrradianceSweep,
    Pump,
    histories,
    light_curve,
    rate_equations,
    steady_states,
    threshold,
)
from colase.laser.dynamics.cells import Cells
from colase.laser.dynamics.kinetic_monte_carlo import kinetic_monte_carlo
from colase.laser.dynamics.rate_equations import RateEquations, Rates
from colase.laser.mode_gain import mode_gain

CAVITY = ToyCavity()
CW = Pump(wavelength=532e-9, pulse=ContinuousPulse())


def equations_of(modes, medium):
    return rate_equations(mode_gain(modes, medium, CAVITY), medium)


def few_modes(**given):
    return toy_modes(np.linspace(640e-9, 665e-9, 6), **given)


def test_dark_ladder_is_the_closed_form():
    decay = np.array([0.0, 1e8, 2e9, 5e9])
    for rate in (1e3, 1e8, 1e10, 1e14):
        p = steady_populations(decay, rate)
        np.testing.assert_allclose(rate * p[:-1], decay[1:] * p[1:], rtol=1e-12)
        assert p.sum() == pytest.approx(1.0, abs=1e-14)
    generator = np.diag(-decay - np.append([3e9] * 3, 0)) + np.diag(decay[1:], 1) + np.diag([3e9] * 3, -1)
    np.testing.assert_allclose(steady_populations(decay, 3e9), expm(generator * 1e-6)[:, 0], rtol=1e-9)
    np.testing.assert_array_equal(steady_populations(decay, 0.0), [1, 0, 0, 0])


def test_linear_decay_gives_poisson():
    # k_n = n k under a constant pump: a Poisson distribution of mean R/k.
    decay = 1e9 * np.arange(30)
    np.testing.assert_allclose(steady_populations(decay, 2.5e9)[:15], poisson(2.5, 30)[:15], rtol=1e-9)


def test_steady_state_is_where_a_long_pulse_ends():
    medium = toy_medium()
    equations = equations_of(few_modes(), medium)
    for rate in (1e8, 1e9):
        end = 200e-9
        p, s = steady_states(equations, rate)
        populations, light = histories(equations, SquarePulse(duration=end), rate * end, [end], rtol=1e-8)
        np.testing.assert_allclose(populations[0], p[0, 0], rtol=1e-5, atol=1e-9)
        np.testing.assert_allclose(light[0], s[0], rtol=1e-3)


def test_gain_is_clamped_and_the_slope_is_the_quantum_yield():
    medium = toy_medium(quantum_yield_x=1.0, quantum_yield_xx=1.0)
    modes = toy_modes([652e-9], degeneracy=1.0)
    equations = equations_of(modes, medium)
    found = threshold(modes, medium, CAVITY, CW, verify=False)
    rates = found.photons_per_nanocrystal / 10e-9 * np.array([3.0, 10.0, 10.1])
    p, s = steady_states(equations, rates)
    gain = np.einsum("in,nm->im", p[:, 0], equations.rates.emit - equations.rates.absorb)
    np.testing.assert_allclose(gain / equations.rates.loss, 1.0, atol=1e-4)
    lost = p[:, 0, -1]  # what XX absorbs is wasted, and clamping does not fix how much
    out = s[:, 0] * equations.rates.loss[0]
    assert 0.5 < (out[2] - out[1]) / (rates[2] - rates[1]) <= 1.0
    assert (lost < 1).all()


def test_threshold_is_the_kink():
    medium, modes = toy_medium(), toy_modes([652e-9], degeneracy=1e-3)
    found = threshold(modes, medium, CAVITY, CW, verify=False)
    levels = found.irradiance * np.array([0.97, 0.99, 1.01, 1.03])
    light = light_curve(modes, medium, CAVITY, CW, Instrument(resolution=0.05e-9), found, levels=levels)
    power = light.data["emitted_power"].values[:, 0]
    assert power[2] > 100 * power[1]
    assert power[3] / power[2] == pytest.approx(3.0, rel=0.05)  # linear from threshold on
    np.testing.assert_allclose(light.data["irradiance"], levels, rtol=1e-12)
    assert light.balance < 1e-8
    assert light.energy_balance < 1e-8
    assert "kW/cm2" in found.message
    assert "exciton lifetime, 10 ns" in light.describe()


def test_detailed_balance_makes_black_body_photons():
    # Cross sections that obey McCumber, e/a = exp(-(h nu - mu)/kT), in a cavity that loses next to nothing:
    # photons of different energy come into Bose-Einstein balance with the ladder, 1/(exp((E - mu')/kT) - 1).
    energy = np.linspace(0.0, 3.0, 12)  # in kT
    emit = np.exp(-0.5 * (energy - 1) ** 2)
    rates = Rates(
        decay=np.array([0.0, 1.001 * emit.sum()]),
        absorb=np.stack([emit * np.exp(energy), 0 * emit]),
        emit=np.stack([0 * emit, emit]),
        seed=np.stack([0 * emit, emit]),
        loss=np.full(12, 1e-6),
    )
    out = np.stack([rates.loss, 0 * emit, 0 * emit])
    equations = RateEquations(rates, rates.decay, out, np.zeros(12), np.ones(12), np.ones(2))
    for pump in (1e-6, 3e-6):
        p, s = steady_states(equations, pump)
        fugacity = p[0, 0, 1] / p[0, 0, 0]
        bose = 1 / (np.exp(energy) / fugacity - 1)
        np.testing.assert_allclose(s[0], bose, rtol=1e-4)


def test_many_pumps_in_any_order_are_each_alone():
    equations = equations_of(few_modes(), toy_medium())
    rates = np.random.default_rng(3).permutation(np.geomspace(1e6, 1e12, 41))
    p, s = steady_states(equations, rates)
    for i in (0, 7, 23):
        alone = steady_states(equations, rates[i])
        np.testing.assert_allclose(p[i], alone[0][0], atol=1e-8)
        np.testing.assert_allclose(s[i], alone[1][0], rtol=1e-5)


@pytest.mark.parametrize("modes", [1, 20, 1000])
def test_from_nothing_to_a_million_times_threshold(modes):
    equations = equations_of(toy_modes(np.linspace(630e-9, 670e-9, modes)), toy_medium())
    rates = np.array([0.0, 1e2, 1e8, 1e9, 1e14])
    p, s = steady_states(equations, rates)
    assert not s[0].any()
    np.testing.assert_allclose(p.sum(axis=2), 1.0, atol=1e-12)
    assert (s >= 0).all()
    assert (p > -1e-12).all()
    taken = rates[1:] * (1 - p[1:, 0, -1])
    out = s[1:] @ equations.rates.loss
    assert (out < taken).all()


def test_second_of_continuous_pump_is_one_steady_state():
    # 1 s is a hundred million lifetimes: the pulse integrator arrives.
    equations = equations_of(toy_modes([652e-9]), toy_medium())
    p, s = steady_states(equations, 1e9)
    populations, light = histories(equations, SquarePulse(duration=1.0), 1e9, [1.0])
    np.testing.assert_allclose(light[0], s[0], rtol=1e-3)
    np.testing.assert_allclose(populations[0], p[0, 0], atol=1e-5)


def test_relaxation_oscillation_rings_at_its_frequency():
    # A step of the pump above threshold, two levels: omega^2 = B (a + e) s kappa less damping.
    model = FlatLadder(absorbs=(2e-20, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1e9))
    medium, modes = toy_medium(model), toy_modes([650e-9], degeneracy=1.0, q_scattering=20000.0)
    gain = mode_gain(modes, medium, CAVITY)
    equations = rate_equations(gain, medium)
    rate = 4e9
    times = np.linspace(0, 6e-9, 6001)
    _, light = histories(equations, SquarePulse(duration=6e-9), rate * 6e-9, times)
    steady = steady_states(equations, rate)[1][0, 0]
    late = light[:, 0] - steady
    crossings = times[1:][(late[1:] > 0) & (late[:-1] <= 0)]
    p1 = (gain.required_gain[0] / gain.density + 2e-20) / 5e-20
    s = (rate * (1 - p1) - p1 * 1e9) / gain.loss_rate[0]
    coupling = gain.coupling[0] * 5e-20
    damping = rate + 1e9 + coupling * s
    expected = sqrt(coupling * s * gain.loss_rate[0] - damping**2 / 4)
    periods = np.diff(crossings)[-3:]
    assert 2 * pi / periods.mean() == pytest.approx(expected, rel=0.03)


def test_kinetic_monte_carlo_of_single_nanocrystals():
    decay = 1e12 * np.array(
        [0.0] + [(n * n if n <= 2 else 2 * n) / 20e3 + n * n * (n - 1) / 4e3 for n in range(1, 13)]
    )
    time, walks = 5e-10, 4_000_000
    for pump in (0.0, 3e9):
        up = np.append(np.full(12, pump), 0.0)
        generator = np.diag(-decay - up) + np.diag(decay[1:], 1) + np.diag(up[:-1], -1)
        exact = expm(generator * time) @ poisson(2.0, 13)
        counts = kinetic_monte_carlo(decay, 2.0, time, walks, pump=pump, seed=1)
        assert counts.sum() == walks
        seen = exact > 1e-6
        z = (counts / walks - exact)[seen] / np.sqrt(exact * (1 - exact) / walks)[seen]
        assert abs(z).max() < 4
    again = kinetic_monte_carlo(decay, 2.0, time, 100_000, seed=5)
    np.testing.assert_array_equal(again, kinetic_monte_carlo(decay, 2.0, time, 100_000, seed=5))
    assert (again != kinetic_monte_carlo(decay, 2.0, time, 100_000, seed=6)).any()
    for bad in ({"decay": [1.0, 1.0]}, {"decay": [0.0, -1.0]}, {"photons": -1.0}, {"walks": 0}):
        with pytest.raises(InputError, match="Monte Carlo"):
            kinetic_monte_carlo(**{"decay": [0.0, 1.0], "photons": 1.0, "time": 1.0, "walks": 10} | bad)


def test_pump_knows_which_levels_go_with_which_pulse():
    irradiance = IrradianceSweep(start=1e7, stop=1e9)
    with pytest.raises(InputError, match="continuous"):
        Pump(wavelength=532e-9, irradiance=irradiance)
    with pytest.raises(InputError, match="irradiance"):
        Pump(wavelength=532e-9, pulse=ContinuousPulse(), fluence=FluenceSweep(start=1.0, stop=2.0))
    with pytest.raises(InputError, match="must not exceed"):
        IrradianceSweep(start=2.0, stop=1.0)
    np.testing.assert_allclose(irradiance.values()[[0, -1]], [1e7, 1e9])
    equations = equations_of(few_modes(), toy_medium())
    for bad in (-1.0, np.nan, np.inf):
        with pytest.raises(InputError, match="steady state"):
            steady_states(equations, bad)


def test_levels_of_a_continuous_device_are_irradiances():
    modes = CAVITY.modes(ModeWindow(start=640e-9, stop=665e-9))
    sweep = IrradianceSweep(start=1e7, stop=1e9, points=3)
    pump = Pump(wavelength=532e-9, pulse=ContinuousPulse(), irradiance=sweep)
    found = threshold(modes, toy_medium(), CAVITY, pump, verify=False)
    light = light_curve(modes, toy_medium(), CAVITY, pump, Instrument(), found)
    np.testing.assert_allclose(light.data["irradiance"], [1e7, 1e8, 1e9])
    flash = threshold(
        modes, toy_medium(), CAVITY, Pump(wavelength=532e-9, pulse=InstantPulse()), verify=False
    )
    assert flash.irradiance is None
    assert isinstance(Cells._fields, tuple)
