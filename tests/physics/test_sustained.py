"""Lasing under its own heat: closed forms of the boundary, balance of light, fixed point, printed numbers."""

from dataclasses import replace
from math import e, exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colase.errors import InputError, PhysicsError
from colase.heat import Disc, Face, Heating, HeatLayer, Rectangle, Solid, Stack, square
from colase.laser.self_heating.continuous import (
    continuous,
    exponential_margin,
    highest_repetition_rate,
    steady_temperature,
    track_threshold,
)
from colase.laser.self_heating.heat_balance import HeatBalance, radiative_yield
from colase.laser.self_heating.heat_levers import heat_levers, steady_at_threshold
from colase.laser.self_heating.sustained import HotLaser, hat_responses, knots, lasing_durations, sustained
from colase.laser.self_heating.threshold_law import ExponentialLaw, TabulatedLaw

MGF2 = Solid(conductivity=21.0, lateral_conductivity=30.0, heat_capacity=3177 * 1003.0)
FILM = HeatLayer(name="film", thickness=120e-9, solid=Solid(conductivity=0.24, heat_capacity=1.17e6))
BASE = HeatLayer(name="substrate", thickness=inf, solid=MGF2)
HEATING = Heating(Stack((FILM, BASE)), Rectangle(width=30e-6, height=50e-6))
DARK = HeatBalance(absorbed=0.3, photon_ratio=0.69, radiative_yield=0.0, outcoupling=0.0)
KW = 1e7  # W/m^2 in a kW/cm^2


def laser(heat=0.17, threshold=52.0, balance=DARK, heating=HEATING):
    return HotLaser(
        heating=heating, balance=replace(balance, override=heat), law=ExponentialLaw(threshold=threshold * KW)
    )


# --- the laser under a pulse


def test_without_feedback_lasing_ends_when_the_step_response_says_so():
    """Constant pump, heat independent of lasing: T_c ln(I/I_th) = f I H(t_end)."""
    for heat in (0.101, 0.14, 0.174):
        hot = laser(heat)
        run = sustained(hot, 88 * KW, square(2.5e-6), points=400)
        rise = heat * 88 * KW * float(HEATING.step(run.ended))
        assert rise == pytest.approx(71.6 * log(88 / 52), rel=2e-3)
        assert not run.survived


def test_the_two_statements_of_adachi2015_need_different_heat():
    """1.8 us at 88 kW/cm^2 wants a heat share near 0.1; 60 C at 2 us and 51 kW/cm^2 wants 0.17."""
    assert sustained(laser(0.101), 88 * KW, square(2.5e-6)).duration == pytest.approx(1.8e-6, abs=0.3e-6)
    at_two = 295 + 0.174 * 51 * KW * float(HEATING.step(2e-6)) - 273.15
    assert at_two == pytest.approx(60, abs=2)
    assert sustained(laser(0.174), 88 * KW, square(2.5e-6)).duration < 0.1e-6


def test_laser_light_that_leaves_cools():
    """Feedback: with light coupled out the film stays colder and lases longer."""
    shining = HeatBalance(absorbed=0.3, photon_ratio=0.69, radiative_yield=0.1, escape=0.5, outcoupling=0.6)
    dark, bright = (sustained(laser(0.12, balance=b), 88 * KW, square(2e-6)) for b in (DARK, shining))
    assert bright.duration > 1.1 * dark.duration
    assert float(bright.data.temperature.max()) < float(dark.data.temperature.max())
    free = sustained(replace(laser(balance=shining), balance=shining), 70 * KW, square(1e-6))
    for i in (5, 60, 100):
        x = float(free.data.stimulated[i])
        parts = shining.parts(x)
        assert sum(parts.values()) == pytest.approx(1.0, abs=1e-12)
        heat = sum(v for k, v in parts.items() if k.startswith("heat"))
        assert float(free.data.heat[i]) == pytest.approx(heat * float(free.data.pump[i]), rel=1e-9)
        assert float(free.data.output[i]) == pytest.approx(
            parts["laser light that leaves"] * float(free.data.pump[i]), rel=1e-9, abs=1e-6
        )


def test_the_fixed_point_is_one():
    """The temperature it returns is the response to the heat it returns; changes shrink to 1e-6 K."""
    shining = HeatBalance(absorbed=0.3, photon_ratio=0.69, radiative_yield=0.1, outcoupling=0.6)
    run = sustained(replace(laser(), balance=shining), 70 * KW, square(1e-6))
    time = run.data.time.values
    again = 295 + hat_responses(HEATING, time) @ run.data.heat.values
    assert again == pytest.approx(run.data.temperature.values, abs=2e-6)
    changes = run.data.change.values
    assert changes[-1] < 1e-6 < changes[0]
    assert (np.diff(np.log(changes)) < 0).all()


def test_points_in_time_converge():
    coarse, fine = (sustained(laser(0.12), 88 * KW, square(2e-6), points=n).ended for n in (60, 400))
    assert coarse == pytest.approx(fine, rel=5e-3)


def test_hats_add_up_to_a_step():
    time = knots(square(1e-6), 1e-6, 80)
    weights = hat_responses(HEATING, time)
    assert weights @ np.ones(time.size) == pytest.approx(HEATING.step(time), rel=1e-9, abs=1e-18)
    assert weights @ time == pytest.approx(HEATING.ramp(time), rel=1e-9, abs=1e-22)
    assert np.abs(np.triu(weights, 1)).max() < 1e-12 * weights.max()  # no effect before its cause


def test_short_pulses_survive_weak_ones_never_lase():
    assert sustained(laser(), 88 * KW, square(30e-9)).survived
    weak = sustained(laser(), 40 * KW, square(1e-6))
    assert not weak.lases
    assert weak.duration == 0.0
    assert "1.30 times as strong" in weak.message
    hot = sustained(laser(0.3), 400 * KW, square(3e-6))
    assert "known up to 333 K only" in hot.message


def test_durations_over_pumps():
    """A pump just above threshold dies soon; far above it heats fast; in between it lasts longest."""
    pumps = np.array([54, 70, 90, 150, 400]) * KW
    found = lasing_durations(laser(0.14), pumps, square(2.5e-6))
    assert found[0] < found[2] > found[-1]
    single = sustained(laser(0.14), 90 * KW, square(2.5e-6), points=100).duration
    assert found[2] == pytest.approx(single, rel=1e-9)


# --- continuous operation


@given(st.floats(0.005, 0.5), st.floats(5, 200))
def test_the_margin_of_an_exponential_law(heat, threshold):
    """T_c/(e theta f I_th), the largest ratio of pump to threshold, at a rise of T_c."""
    found = continuous(laser(heat, threshold))
    expected = exponential_margin(71.6, HEATING.steady(), heat, threshold * KW)
    if 2e-3 < HEATING.steady() * heat * threshold * KW / 71.6 * 1.0 < 500:
        assert found.margin == pytest.approx(expected, rel=1e-3)
        assert found.temperature - 295 == pytest.approx(71.6, rel=0.02)
        assert found.possible == (found.margin >= 1)


def test_runaway_begins_beyond_the_boundary():
    """A pump that follows its threshold settles while theta f I_th e <= T_c and runs away beyond."""
    theta = HEATING.steady()
    limit = 71.6 / (e * theta * 52 * KW)
    calm = track_threshold(laser(0.95 * limit), 1.0)
    assert calm.runaway == inf
    rise = calm.temperature[-1] - 295
    assert rise == pytest.approx(theta * 0.95 * limit * 52 * KW * exp(rise / 71.6), rel=1e-2)
    wild = track_threshold(laser(1.6 * limit), 1.0)
    assert wild.runaway < 1.0
    assert "runaway after" in wild.describe()
    sooner = track_threshold(laser(4 * limit), 1.0)
    assert sooner.runaway < wild.runaway


def test_steady_temperature_is_reached():
    hot = laser(0.05)
    steady = steady_temperature(hot, np.array([52 * KW]))[0]
    assert steady == pytest.approx(295 + 0.05 * 52 * KW * float(HEATING.step(10.0)), rel=1e-3)


def test_no_steady_state_without_a_way_out():
    closed = Stack((FILM, replace(BASE, thickness=1e-3)), Face(kind="insulated"))
    with pytest.raises(PhysicsError, match="no steady state"):
        continuous(laser(heating=replace(HEATING, stack=closed)))


def test_repetition_rate():
    """Between the rate at which a pulse survives and that at which it does not, the sum of pulses decides."""
    hot, pulse = laser(0.15), square(50e-9)
    rate = highest_repetition_rate(hot, 88 * KW, pulse)
    assert 1e5 < rate < 1e7
    room = hot.law.endured(88 * KW) - 295
    train = (
        sum(float(pulse.rise(HEATING, np.array([50e-9 + n / rate]))[0]) for n in range(3000))
        + (HEATING.steady() - float(HEATING.step(3000 / rate))) * 50e-9 * rate
    )
    assert 0.15 * 88 * KW * train == pytest.approx(room, rel=5e-3)
    assert highest_repetition_rate(hot, 88 * KW, square(2e-6)) == 0.0
    assert highest_repetition_rate(laser(1e-3), 88 * KW, pulse) == inf
    with pytest.raises(InputError, match="do not reach the threshold"):
        highest_repetition_rate(hot, 40 * KW, pulse)


# --- levers


def test_levers_and_the_series_identity():
    """All resistances together equal the power: the elasticities of the steady rise add up to minus one."""
    found = heat_levers(laser(0.12), 88 * KW, square(2e-6), points=60)
    up = found.data.rise_elasticity.sel(factor=2.0)
    assert float(up.sel(lever="threshold")) == pytest.approx(1.0, abs=1e-9)
    assert float(up.sel(lever="heat over incident light")) == pytest.approx(1.0, abs=1e-9)
    assert float(up.sel(lever="film: heat capacity")) == pytest.approx(0.0, abs=1e-6)
    base = steady_at_threshold(laser(0.12)) - 295
    halves = [
        float(found.data.temperature.sel(lever=f"{name}: conductivity", factor=0.5)) - 295 - base
        for name in ("film", "substrate")
    ]
    assert sum(halves) == pytest.approx(base, rel=1e-3)
    assert found.data.lever.values[0] in ("threshold", "heat over incident light")
    assert "steady K, x 2" in found.describe()


def test_sensitivities_of_adachi2015_in_celsius():
    """Threshold x2, thickness x2, substrate conductivity x1/2 on a baseline of 50 kW/cm^2 at 22 C."""
    found = heat_levers(laser(0.165, 50), 88 * KW, square(1e-6), points=40)
    changes = [
        found.celsius_change(*lever)
        for lever in (("threshold", 2.0), ("film: thickness", 2.0), ("substrate: conductivity", 0.5))
    ]
    assert changes == pytest.approx([0.80, 0.18, 0.62], abs=0.02)


# --- the balance of light


@given(*(st.floats(0, 1) for _ in range(5)), st.floats(0.05, 0.95))
def test_shares_of_light_and_heat_sum_to_one(absorbed, y, escape, out, x, ratio):
    balance = HeatBalance(
        absorbed=absorbed, photon_ratio=ratio, radiative_yield=y, escape=escape, outcoupling=out
    )
    parts = balance.parts(x)
    assert sum(parts.values()) == pytest.approx(1.0)
    assert min(parts.values()) >= 0
    assert float(balance.heat(x)) == pytest.approx(sum(v for k, v in parts.items() if k.startswith("heat")))
    assert float(balance.laser_light(x)) == pytest.approx(parts["laser light that leaves"])


def test_an_override_is_flagged():
    balance = replace(DARK, override=0.17)
    assert float(balance.heat()) == 0.17
    assert "set by hand" in balance.describe()
    assert "set by hand" not in DARK.describe()


def test_yield_of_a_ladder_against_its_master_equation():
    """Birth and death: the null vector of the rate matrix; weak pumps give the exciton's own yield."""
    decay, share = np.array([0.0, 5e7, 1.4e9, 4e9]), np.array([0.0, 0.5, 0.035, 0.01])
    for pump in (1e3, 3e7, 2e9):
        rates = np.diag(-np.append(np.full(3, pump), 0.0) - decay)
        rates += np.diag(np.full(3, pump), -1) + np.diag(decay[1:], 1)
        null = np.linalg.svd(rates / 1e9)[2][-1]
        populations = null / null.sum()
        expected = (populations * decay * share).sum() / (populations * decay).sum()
        assert radiative_yield(decay, share, pump) == pytest.approx(expected, rel=1e-6)
    assert radiative_yield(decay, share, 1.0) == pytest.approx(0.5, rel=1e-6)
    with pytest.raises(InputError, match="must be positive"):
        radiative_yield(decay, share, 0.0)


# --- laws and bad input


def test_a_table_of_thresholds():
    law = TabulatedLaw((295.0, 320.0, 350.0), (1e8, 2e8, inf))
    assert float(law.irradiance(307.5)) == pytest.approx(2**0.5 * 1e8, rel=1e-9)
    assert float(law.irradiance(400.0)) == inf
    assert law.endured(2e8) == pytest.approx(320, abs=0.1)
    assert law.endured(0.5e8) == 0.0
    assert float(law.scaled(2.0).irradiance(295.0)) == pytest.approx(2e8)
    exact = ExponentialLaw(threshold=52 * KW)
    T = tuple(np.linspace(295, 500, 60))
    copy = TabulatedLaw(T, tuple(exact.irradiance(T)))
    one, two = (sustained(replace(laser(0.12), law=m), 88 * KW, square(2e-6)).ended for m in (exact, copy))
    assert one == pytest.approx(two, rel=1e-6)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: sustained(laser(), 0.0, square(1e-6)), "positive irradiance"),
        (lambda: sustained(laser(), 1e9, square(1e-6), end=-1.0), "comes before the pulse"),
        (lambda: TabulatedLaw((295.0, 290.0), (1.0, 1.0)), "rising temperatures"),
        (lambda: TabulatedLaw((295.0, 300.0), (inf, 1.0)), "nothing lases at the lowest"),
        (lambda: TabulatedLaw((295.0, 300.0), (1.0, 1.0)).irradiance(200.0), "lies below the table"),
        (lambda: ExponentialLaw(threshold=-1.0), "threshold at T_0"),
        (lambda: HeatBalance(absorbed=1.2, photon_ratio=0.7, radiative_yield=0.1), "absorbed share"),
        (lambda: track_threshold(laser(), -1.0), "give positive numbers"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_heat_elsewhere_and_other_spots():
    """The interface takes any stack: a coat heated under a cover, round spot."""
    cover = HeatLayer(name="glass on top", thickness=1e-6, solid=Solid(conductivity=1.1, heat_capacity=2e6))
    heating = Heating(Stack((cover, FILM, BASE)), Disc(radius=20e-6), layer=1, seen=1)
    assert sustained(laser(0.12, heating=heating), 88 * KW, square(2e-6)).duration > 0
