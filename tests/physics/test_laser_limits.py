"""At the edges: pulses from femtoseconds to a second, too many modes, rates that make no sense.

A right answer or a sentence, never a hang.
"""

from dataclasses import replace

import numpy as np
import pytest
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

import colase as cl
from colase.errors import InputError
from colase.gain import (
    ContinuousPulse,
    ExcitonLadder,
    GaussianPulse,
    InstantPulse,
    PulseTrain,
    SquarePulse,
    enough_rungs,
)
from colase.gain.pulses.memory import remembered
from colase.laser import (
    Dynamics,
    Instrument,
    Pump,
    kinetic_monte_carlo,
    light_curve,
    resolved_equations,
    steady_states,
    threshold,
)
from colase.laser.dynamics.budget import affordable_steps, step_work
from colase.laser.dynamics.elimination import modes_first

CAVITY, MODES, MEDIUM = ToyCavity(), toy_modes([650e-9, 655e-9]), toy_medium()
TAU = MEDIUM.nanocrystal.tau_x


def first(pulse, medium=MEDIUM):
    return threshold(MODES, medium, CAVITY, Pump(wavelength=532e-9, pulse=pulse), verify=False)


@pytest.mark.parametrize("pulse", [SquarePulse(duration=1.0), GaussianPulse(fwhm=1.0)])
def test_threshold_of_a_second_long_pulse_is_that_of_a_continuous_pump(pulse):
    steady = first(ContinuousPulse()).photons_per_nanocrystal / TAU  # per s
    peak = float(pulse.rate(0.0))
    assert first(pulse).photons_per_nanocrystal * peak == pytest.approx(steady, rel=1e-5)


def test_threshold_of_a_train_does_not_depend_on_what_is_forgotten():
    def per_pulse(count):
        return first(PulseTrain(fwhm=1e-12, period=40e-9, count=count)).photons_per_nanocrystal / count

    assert per_pulse(10_000) == pytest.approx(per_pulse(60), rel=1e-6)
    assert per_pulse(10_000) < 0.999 * per_pulse(1)  # excitons of earlier pulses help


def test_only_what_lasts_far_longer_than_excitons_is_shortened():
    for pulse in (
        InstantPulse(), GaussianPulse(fwhm=1e-6), SquarePulse(duration=100e-9),
        PulseTrain(fwhm=1e-12, period=12.5e-9, count=30),
    ):  # fmt: skip
        assert remembered(pulse, TAU) == (pulse, 1.0)
    short, share = remembered(PulseTrain(fwhm=1e-12, period=12.5e-9, count=1000), TAU)
    assert isinstance(short, PulseTrain)
    assert share == short.count / 1000
    assert short.end > 39 * TAU


def test_rungs_are_counted_at_the_pulses_of_a_train_not_between_them():
    # Far apart, each pulse is a flash of its own; samples between them would see no excitons at all.
    ladder = toy_medium(ExcitonLadder(table="2e4h", most_excitons=4, radiative="linear"))
    train = PulseTrain(fwhm=1e-12, period=1e-6, count=20)
    wider, _ = enough_rungs(ladder, train, 20 * 5.0)
    alone, _ = enough_rungs(ladder, InstantPulse(), 5.0)
    assert len(wider.states) == len(alone.states) > 5


@pytest.mark.parametrize("pulse", [GaussianPulse(fwhm=1e-15), InstantPulse(), GaussianPulse(fwhm=1e-9)])
def test_a_million_times_threshold_keeps_its_books(pulse):
    found = first(pulse)
    light = light_curve(
        MODES, MEDIUM, CAVITY, Pump(wavelength=532e-9, pulse=pulse), Instrument(), found,
        levels=found.fluence * np.array([0.0, 1e6]),
    )  # fmt: skip
    assert light.balance < 1e-8
    assert light.energy_balance < 1e-8
    assert light.data.emitted_energy.values[0].sum() == 0.0
    assert light.data.emitted_energy.values[1].max() > 0.0
    if pulse.end - pulse.start < 1e-12:  # a filled ladder emits no more than it holds
        count = MEDIUM.density * CAVITY.gain_volume
        assert light.data.emitted_photons.values[1].sum() <= 2 * count


@pytest.mark.parametrize("level", [0.5, 3.0, 30.0])
def test_a_second_of_pump_keeps_its_books(level):
    # A hundred million lifetimes: steps so long that the sum over a cell would drown in rounding.
    pulse = GaussianPulse(fwhm=1.0)
    found = first(pulse)
    light = light_curve(
        MODES, MEDIUM, CAVITY, Pump(wavelength=532e-9, pulse=pulse), Instrument(), found,
        levels=found.fluence * np.array([level]),
    )  # fmt: skip
    assert light.balance < 1e-8
    assert light.energy_balance < 1e-8
    np.testing.assert_allclose(light.data.budget.sum("channel"), 1.0, atol=1e-8)


def test_a_thousand_modes_keep_their_books():
    modes = toy_modes(np.linspace(640e-9, 670e-9, 1000))
    pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
    found = threshold(modes, MEDIUM, CAVITY, pump, verify=False)
    light = light_curve(
        modes, MEDIUM, CAVITY, pump, Instrument(), found, levels=found.fluence * np.array([3.0])
    )
    assert light.balance < 1e-8
    assert light.data.emitted_photons.sizes["mode"] == 1000


def test_a_laser_too_large_to_follow_is_refused_at_once():
    modes = toy_modes(np.linspace(640e-9, 670e-9, 1000))
    _, equations = resolved_equations(modes, MEDIUM, CAVITY, Dynamics(holes="standing"))
    with pytest.raises(InputError, match=r"8005 cells .* narrow the window of modes"):
        steady_states(equations, 1e9)
    assert affordable_steps(1, 3, 1000) == 200_000


def test_the_price_of_a_step_follows_the_side_that_is_eliminated():
    assert modes_first(1, 6, 1000)
    assert step_work(1, 6, 1000) < 1e6
    assert step_work(120, 6, 20) == step_work(6, 120, 20)
    assert step_work(1, 6, 20) < step_work(15, 6, 20) < step_work(120, 6, 20)


@pytest.mark.parametrize(("rate", "shown"), [(-1e9, "-1e"), (np.nan, "nan"), (0.0, "0 1/s")])
def test_rates_that_make_no_sense_are_named(rate, shown):
    model = FlatLadder(absorbs=(2e-20, 0.0), emits=(0.0, 3e-20), decays=(0.0, rate))
    with pytest.raises(InputError, match=f"the state 1 decays at {shown}"):
        first(GaussianPulse(fwhm=1e-9), toy_medium(model))


def test_random_walks_that_would_take_hours_are_refused():
    with pytest.raises(InputError, match="fewer walks"):
        kinetic_monte_carlo([0.0, 1e15, 4e15], 2.0, 1.0, 1000, pump=1e15)


def test_negative_lifetimes_never_become_rates():
    with pytest.raises(InputError, match="tau_x"):
        replace(MEDIUM.nanocrystal, tau_x=-1e-9)


def test_many_devices_at_once_are_each_alone():
    device = cl.replace(
        cl.load("duan2022-microsphere"),
        {"modes.from": "660 nm", "modes.to": "666 nm", "modes.radial_max": 1, "pump.fluence.points": 2},
    )
    others = [device, cl.replace(device, {"gain.packing_fraction": 0.4}), device]
    told = []
    found = cl.light_curves(others, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    for one, light in zip(others, found, strict=True):
        np.testing.assert_array_equal(
            light.data.emitted_energy.values, cl.light_curve(one).data.emitted_energy.values
        )
    assert found[1].data.emitted_energy.values[-1].sum() < found[0].data.emitted_energy.values[-1].sum()
    with pytest.raises(InputError, match="device 2 of 2"):
        cl.light_curves([device, cl.replace(device, {"gain.model": "saturable"})])
