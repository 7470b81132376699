"""Holes in space and in the spectrum: against LSODA, against overlaps in closed form, against one cell."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve
from toy_laser import FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.errors import InputError
from colase.gain import ContinuousPulse, GaussianPulse, InstantPulse, PulseTrain, TracePulse
from colase.laser import (
    Dynamics,
    Instrument,
    Pump,
    light_curve,
    resolved_equations,
    standing_waves,
    threshold,
)
from colase.laser.dynamics.cells import spectral_bins
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.steady_state import steady_states
from colase.laser.dynamics.trajectory import histories, trajectory
from colase.laser.mode_gain import mode_gain

CAVITY = ToyCavity()
FINE = Instrument(resolution=0.05e-9)


def few_modes(**given):
    return toy_modes(np.linspace(640e-9, 665e-9, 6), **given)


def right_side(cells, pump, y):
    """The rate equations in plain arrays, for LSODA."""
    shape = cells.emit.shape[:2]
    p, s = y[: shape[0] * shape[1]].reshape(shape), y[shape[0] * shape[1] :]
    up, down = pump * cells.share[:, None] + cells.absorb @ s, cells.decay + cells.emit @ s
    up[:, -1] = 0.0
    dp = -(up + down) * p
    dp[:, 1:] += (up * p)[:, :-1]
    dp[:, :-1] += (down * p)[:, 1:]
    shared = cells.weight[:, None] * p
    net = np.einsum("xn,xnm->m", shared, cells.emit - cells.absorb) - cells.loss
    return np.concatenate([dp.ravel(), net * s + np.einsum("xn,xnm->m", shared, cells.seed)])


@pytest.mark.parametrize("dynamics", [Dynamics(holes="standing"), Dynamics(bins=5)])
def test_cells_against_lsoda(dynamics):
    modes = toy_modes([645e-9, 652e-9, 659e-9])
    medium = toy_medium(homogeneous_fwhm=20e-9)
    gain, equations = resolved_equations(modes, medium, CAVITY, dynamics)
    cells, pulse, photons, end = equations.cells, GaussianPulse(fwhm=1e-9), 4.0, 2e-9
    assert len(cells.weight) == (29 if dynamics.bins == 1 else 5)
    start = np.zeros(cells.weight.size * 3 + 3)
    start[: cells.weight.size * 3 : 3] = 1.0
    found = solve_ivp(
        lambda t, y: right_side(cells, photons * float(pulse.rate(t)), y), (pulse.start, end), start, "LSODA",
        t_eval=[0.0, end], rtol=1e-10, atol=1e-15, max_step=2e-11,
    )  # fmt: skip
    populations, light = histories(equations, pulse, photons, [0.0, end], rtol=1e-9)
    mean = np.einsum("x,xnt->tn", cells.weight, found.y[:-3].reshape(len(cells.weight), 3, 2))
    np.testing.assert_allclose(populations, mean, atol=1e-7)
    np.testing.assert_allclose(light, found.y[-3:].T, rtol=1e-5)
    assert gain.nanocrystals > 0


def test_standing_waves_have_the_overlaps_of_cosines():
    psi = standing_waves([40, 41, 41, 55])
    assert psi.shape == (29, 4)
    np.testing.assert_allclose(psi.mean(axis=0), 1.0, rtol=1e-14)
    overlap = psi.T @ psi / len(psi)
    expected = np.ones((4, 4))
    expected[[0, 1, 2, 3, 1, 2], [0, 1, 2, 3, 2, 1]] = 1.5
    np.testing.assert_allclose(overlap, expected, atol=1e-14)
    np.testing.assert_array_equal(psi[:, 1], psi[:, 2])
    with pytest.raises(InputError, match="at least 13 places"):
        standing_waves([1, 2, 3], cells=12)


def saturable(modes):
    """Return gain and a two-level medium whose population is R/(R + k + E)."""
    model = FlatLadder(absorbs=(0.0, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1e8))
    return resolved_equations(modes, toy_medium(model), CAVITY, Dynamics(holes="standing"))[1]


def pump_of(equations, ratio):
    """Return the pump rate at which the unsaturated gain of the first mode is so many times its loss."""
    share = ratio * equations.rates.loss[0] / equations.rates.emit[1, 0]
    return 1e8 * share / (1 - share)


@pytest.mark.parametrize("count", [2, 6])
def test_few_places_do_what_hundreds_of_half_waves_do(count):
    quality = 20000.0 * np.linspace(1, 0.97, count)
    modes = toy_modes(np.linspace(648e-9, 652e-9, count), q_scattering=quality, degeneracy=1e-6)
    few = saturable(modes)
    place = (np.arange(2001) + 0.5) / 2001
    real = 2 * np.cos(np.pi * np.outer(place, 300 + np.arange(count))) ** 2
    model = FlatLadder(absorbs=(0.0, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1e8))
    _, many = resolved_equations(modes, toy_medium(model), CAVITY, Dynamics(), patterns=real)
    rate = 10 * pump_of(few, 1.0)
    coarse, fine = (steady_states(e, rate)[1][0] for e in (few, many))
    assert abs(coarse - fine).max() < 0.01 * fine.sum()
    assert (fine > 0.05 * fine.sum()).all()  # all modes share


def test_the_second_standing_wave_lases_where_salt_says():
    # Steady-state ab-initio laser theory, two-level limit, one pole a mode: the gain of a mode beside
    # another is D_0 <psi_m/(1 + a psi_1)>. With w^2 = 1 + 2 a the first mode obeys w (w + 1) = 2 r, r the
    # pump over its threshold, and the second begins at r = q (2 q - 1), q the ratio of the losses (alone: q).
    q = 1.1
    modes = toy_modes([650e-9, 651e-9], q_scattering=[20000.0, 20000.0 / q], degeneracy=1e-9)
    equations = saturable(modes)
    q = equations.rates.loss[1] / equations.rates.loss[0]
    onset = q * (2 * q - 1)
    for ratio in (0.98, 1.02):
        rate = pump_of(equations, ratio * onset)
        _, light = steady_states(equations, rate)
        a = equations.rates.emit[1, 0] * light[0] / (rate + 1e8)
        if ratio < 1:
            w = (np.sqrt(1 + 8 * onset * ratio) - 1) / 2
            assert a[0] == pytest.approx((w**2 - 1) / 2, rel=2e-3)
            assert a[1] < 1e-6 * a[0]
        else:
            assert a[1] > 1e-2 * a[0]


def test_two_standing_waves_far_above_threshold_share_as_salt_says():
    modes = toy_modes([650e-9, 651e-9], q_scattering=[20000.0, 18000.0], degeneracy=1e-9)
    equations = saturable(modes)
    rate = pump_of(equations, 4.0)
    _, light = steady_states(equations, rate)
    phase = 2 * np.pi * (np.arange(64) + 0.5) / 64  # hundreds of half waves: independent phases
    one, two = np.meshgrid(1 + np.cos(phase), 1 + np.cos(phase))
    loss = equations.rates.loss / equations.rates.loss[0]

    def excess(a):
        saturated = 4.0 / (1 + a[0] * one + a[1] * two)
        return [(saturated * psi).mean() - need for psi, need in ((one, loss[0]), (two, loss[1]))]

    wanted = fsolve(excess, [2.0, 1.0])
    found = equations.rates.emit[1, 0] * light[0] / (rate + 1e8)
    assert found == pytest.approx(wanted, abs=0.01 * wanted.sum())
    assert wanted.min() > 0.2 * wanted.sum()


def test_hole_burning_lets_a_second_mode_lase():
    # Two equal modes a hair apart: a travelling wave takes all, a standing wave leaves its nodes to the
    # other.
    modes, medium = toy_modes([652e-9, 653e-9], q_scattering=[5000.0, 4800.0]), toy_medium()
    pump = Pump(wavelength=532e-9, pulse=ContinuousPulse())
    found = threshold(modes, medium, CAVITY, pump, verify=False)
    shares = {}
    for holes in ("none", "standing"):
        light = light_curve(
            modes,
            medium,
            CAVITY,
            pump,
            FINE,
            found,
            levels=[10 * found.irradiance],
            dynamics=Dynamics(holes=holes),
        )
        energy = light.data["emitted_energy"].values[0]
        shares[holes] = energy.min() / energy.sum()
        assert light.balance < 1e-8
        assert light.energy_balance < 1e-8
    assert shares["none"] < 0.03
    assert shares["standing"] > 0.2


def test_two_standing_waves_saturate_as_the_closed_form():
    # Weak saturation of a two-level medium: g = g0 (1 - psi s/s_sat) gives slopes with overlaps 1.5 and 1.
    model = FlatLadder(absorbs=(0.0, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1e8))
    modes = toy_modes([650e-9], q_scattering=20000.0, degeneracy=1e-6)
    medium = toy_medium(model)
    slope = {}
    for name, psi in (("flat", np.ones((1, 1))), ("standing", standing_waves([1], cells=31))):
        gain, equations = resolved_equations(modes, medium, CAVITY, Dynamics(), patterns=psi)
        needed = gain.required_gain[0] / gain.density / 3e-20  # share in X at threshold
        at_threshold = 1e8 * needed / (1 - needed)
        rates = at_threshold * np.array([1.001, 1.002])
        _, light = steady_states(equations, rates)
        slope[name] = np.diff(light[:, 0])[0] / np.diff(rates)[0]
    assert slope["flat"] / slope["standing"] == pytest.approx(1.5, rel=5e-3)


def test_bins_add_up_to_the_ensemble_line():
    medium = toy_medium(homogeneous_fwhm=15e-9)
    lam = np.linspace(600e-9, 700e-9, 41)
    modes = toy_modes(lam)
    whole = mode_gain(modes, medium, CAVITY)
    for axis, tolerance in (("wavelength", 1e-4), ("energy", 4e-3)):
        medium = toy_medium(homogeneous_fwhm=15e-9, lineshape_axis=axis)
        whole = mode_gain(modes, medium, CAVITY)
        weight, groups = spectral_bins(medium, 25)
        assert weight.sum() == pytest.approx(1.0)
        gains = [mode_gain(modes, group, CAVITY) for group in groups]
        for name in ("absorption", "emission"):
            added = np.tensordot(weight, np.stack([getattr(g, name) for g in gains]), axes=1)
            np.testing.assert_allclose(
                added, getattr(whole, name), atol=tolerance * getattr(whole, name).max()
            )
    with pytest.raises(InputError, match="homogeneous_fwhm"):
        spectral_bins(toy_medium(), 5)


def test_spectral_holes_spread_the_light():
    medium = toy_medium(homogeneous_fwhm=12e-9)
    pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
    found = threshold(few_modes(), medium, CAVITY, pump, verify=False)
    lasing = []
    for bins in (1, 15):
        light = light_curve(
            few_modes(), medium, CAVITY, pump, FINE, found, levels=[20 * found.fluence],
            dynamics=Dynamics(bins=bins),
        )  # fmt: skip
        energy = light.data["emitted_energy"].values[0]
        lasing.append(int((energy > 0.05 * energy.max()).sum()))
        assert light.balance < 1e-10
    assert lasing[0] == 1
    assert lasing[1] >= 2


def test_patterns_that_make_light_are_refused():
    for patterns, share in (
        (2 * np.ones((3, 6)), None),
        (np.ones((3, 5)), None),
        (np.ones((2, 6)), [0.5, 1.0]),
    ):
        with pytest.raises(InputError, match="dynamics"):
            resolved_equations(few_modes(), toy_medium(), CAVITY, Dynamics(), patterns, share)


def test_uneven_pump_keeps_the_books():
    psi = standing_waves(np.arange(6))
    share = np.linspace(0, 2, len(psi))
    pump = Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
    found = threshold(few_modes(), toy_medium(), CAVITY, pump, verify=False)
    light = light_curve(
        few_modes(), toy_medium(), CAVITY, pump, FINE, found, levels=[found.fluence, 30 * found.fluence],
        patterns=psi, share=share,
    )  # fmt: skip
    assert light.balance < 1e-12
    flash = Pump(wavelength=532e-9, pulse=InstantPulse())
    light = light_curve(
        few_modes(),
        toy_medium(),
        CAVITY,
        flash,
        FINE,
        found,
        levels=[3 * found.fluence],
        patterns=psi,
        share=share,
    )
    assert light.balance < 1e-12


def test_no_pulse_of_a_train_is_stepped_over():
    # Pulses of 1 ps every 20 ns: each leaves its photons, and the light between them is the same each time.
    train = PulseTrain(fwhm=1e-12, period=20e-9, count=5)
    medium = toy_medium(tau_x=1e-9, tau_xx=0.1e-9)
    _, equations = resolved_equations(few_modes(), medium, CAVITY, Dynamics())
    run = trajectory(equations, pump_rate(train), 10.0)
    assert run.absorbed == pytest.approx(10.0, rel=1e-8)
    single = trajectory(equations, pump_rate(GaussianPulse(fwhm=1e-12)), 2.0)
    np.testing.assert_allclose(run.light, 5 * single.light, rtol=2e-4)


def test_a_measured_trace_of_a_square_is_the_square():
    _, equations = resolved_equations(few_modes(), toy_medium(), CAVITY, Dynamics())
    gauss = GaussianPulse(fwhm=1e-9)
    time = np.linspace(gauss.start, gauss.end, 801)
    trace = TracePulse.from_table(time, gauss.rate(time))
    assert np.trapezoid(trace.rate(trace.corners), trace.corners) == pytest.approx(1.0, rel=1e-12)
    measured, smooth = (trajectory(equations, pump_rate(pulse), 3.0) for pulse in (trace, gauss))
    assert measured.absorbed == pytest.approx(3.0, rel=1e-9)
    np.testing.assert_allclose(measured.light, smooth.light, rtol=1e-3)


def test_a_spike_in_a_trace_is_seen():
    power = ["0"] * 200
    power[150] = "1"
    trace = TracePulse(duration=100e-9, power=" ".join(power))
    _, equations = resolved_equations(few_modes(), toy_medium(), CAVITY, Dynamics())
    assert trajectory(equations, pump_rate(trace), 2.0).absorbed == pytest.approx(2.0, rel=1e-9)


@pytest.mark.parametrize("power", ["1", "0 0 0", "1 -1", "a b", "1 nan"])
def test_traces_that_make_no_sense(power):
    with pytest.raises(InputError, match="pump"):
        TracePulse(duration=1e-9, power=power)
    with pytest.raises(InputError, match="overlap"):
        PulseTrain(fwhm=1e-9, period=2e-9, count=3)


def test_threshold_of_a_train_counts_what_piles_up():
    modes, medium = few_modes(), toy_medium()
    slow, fast = (
        threshold(modes, medium, CAVITY, Pump(wavelength=532e-9, pulse=pulse), verify=False)
        for pulse in (
            PulseTrain(fwhm=10e-12, period=200e-9, count=4),
            PulseTrain(fwhm=10e-12, period=0.2e-9, count=4),
        )
    )
    flash = float(slow.data["photons_per_nanocrystal_instant"].values[slow.mode])
    assert slow.photons_per_nanocrystal == pytest.approx(4 * flash, rel=0.02)
    assert fast.photons_per_nanocrystal < 2 * flash
