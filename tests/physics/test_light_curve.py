"""The light curve against LSODA, against closed forms, and against its own photon books."""

from math import factorial, inf, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.special import gammainc
from toy_laser import DOT, FlatLadder, ToyCavity, toy_medium, toy_modes

from colase.constants import HC, SPEED_OF_LIGHT
from colase.errors import ConvergenceError, InputError
from colase.gain import GaussianPulse, InstantPulse, SquarePulse, poisson
from colase.laser import FluenceSweep, Instrument, Pump, light_curve, threshold
from colase.laser.dynamics.distinct_spectra import distinct_spectra
from colase.laser.dynamics.ladder_kernel import slopes
from colase.laser.dynamics.point import linearise, point, work_space
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import rate_equations
from colase.laser.dynamics.trajectory import trajectory
from colase.laser.light_table import CHANNELS
from colase.laser.mode_gain import mode_gain

NANOSECOND = GaussianPulse(fwhm=1e-9)
FINE = Instrument(resolution=0.05e-9)
CAVITY = ToyCavity()


def lit(modes, medium, pulse=NANOSECOND, levels=None, relative=None, **more):
    """Return threshold and light curve; ``relative`` gives levels in units of the threshold."""
    pump = Pump(wavelength=532e-9, pulse=pulse)
    th = threshold(modes, medium, CAVITY, pump, verify=False)
    if relative is not None:
        levels = th.fluence * np.asarray(relative)
    return th, light_curve(modes, medium, CAVITY, pump, FINE, th, levels=levels, **more)


def few_modes(**given):
    return toy_modes(np.linspace(640e-9, 665e-9, 6), **given)


def reference(gain, medium, pulse, photons, time):
    """The rate equations of the documentation, written in plain arrays and solved by LSODA.

    Counts photons in all (S = s N) and works with the cross sections, not with the solver's own rates.
    """
    count, states = gain.nanocrystals, len(gain.emission)
    speed = SPEED_OF_LIGHT / gain.index * gain.confinement / gain.volume  # per photon, times sigma
    decay = medium.model.decay_rates(medium.nanocrystal)
    share = rate_equations(gain, medium).einstein
    kappa = 2 * pi * SPEED_OF_LIGHT / gain.wavelength / (1 / (1 / 1e9 + 1 / 5000.0))

    def slope(t, y):
        p, photon = y[:states], y[states : states + len(kappa)]
        absorb, emit = gain.absorption * (speed * photon), gain.emission * (speed * photon)
        up = (photons * pulse.rate(t) + absorb.sum(axis=1)) * p
        up[-1] = 0.0
        down = (decay + emit.sum(axis=1)) * p
        dp = -up - down
        dp[1:] += up[:-1]
        dp[:-1] += down[1:]
        spontaneous = (gain.emission * speed * gain.degeneracy * share[:, None]).T @ (p * count)
        dphoton = (emit - absorb).T @ p * count - kappa * photon + spontaneous
        return np.concatenate([dp, dphoton, kappa * photon])

    start = np.zeros(states + 2 * len(kappa))
    start[0] = 1.0
    if isinstance(pulse, InstantPulse):
        start[:states] = poisson(photons, states)
    found = solve_ivp(
        slope, (pulse.start, time), start, method="LSODA", rtol=1e-10, atol=1e-13,
        max_step=max((pulse.end - pulse.start) / 50, 2e-11),
    )  # fmt: skip
    return found.y[-len(kappa) :, -1]


@pytest.mark.parametrize(
    ("pulse", "photons"),
    [
        (NANOSECOND, 0.3),
        (NANOSECOND, 3.0),
        (NANOSECOND, 20.0),
        (InstantPulse(), 3.0),
        (SquarePulse(duration=1e-9), 4.0),
    ],
)
def test_emission_against_lsoda(pulse, photons):
    medium, modes = toy_medium(), few_modes()
    gain = mode_gain(modes, medium, CAVITY)
    equations = rate_equations(gain, medium)
    run = trajectory(equations, pump_rate(pulse), photons)
    ours = gain.nanocrystals * run.light * gain.loss_rate
    np.testing.assert_allclose(ours, reference(gain, medium, pulse, photons, run.end), rtol=2e-4)
    tight = trajectory(equations, pump_rate(pulse), photons, rtol=1e-8)
    ours = gain.nanocrystals * tight.light * gain.loss_rate
    np.testing.assert_allclose(ours, reference(gain, medium, pulse, photons, tight.end), rtol=1e-5)


def test_linear_decay_keeps_poisson():
    # k_n = n k: the mean falls as exp(-kt); the time spent in n is P(n, N)/(k n), P the gamma integral.
    k, photons, states = 1e8, 1.3, 16
    model = FlatLadder(
        absorbs=(0.0,) * states, emits=(0.0,) * states, decays=tuple(k * n for n in range(states))
    )
    medium = toy_medium(model)
    equations = rate_equations(mode_gain(toy_modes([650e-9]), medium, CAVITY), medium)
    run = trajectory(equations, pump_rate(InstantPulse()), photons, rtol=1e-9)
    n = np.arange(1, 8)
    np.testing.assert_allclose(run.occupied[1:8], gammainc(n, photons) / (k * n), rtol=1e-6)
    assert factorial(states) > 1e12  # what the lumped last state holds is beyond the tolerance


def two_level(quantum_yield=1.0, tau=1e-9):
    return FlatLadder(
        absorbs=(2e-20, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1 / tau), quantum_yield=quantum_yield
    )


def one_orbit():
    """A single non-degenerate mode of a film so large that beta is negligible."""
    return toy_modes([650e-9], degeneracy=1.0, q_radiative=inf, q_scattering=2e4)


def steady(pump_rate_per_nanocrystal, duration=60e-9):
    medium, modes = toy_medium(two_level()), one_orbit()
    pump = Pump(wavelength=532e-9, pulse=SquarePulse(duration=duration))
    th = threshold(modes, medium, CAVITY, pump, verify=False)
    level = th.conversion.fluence(pump_rate_per_nanocrystal * duration)
    gain = mode_gain(modes, medium, CAVITY)
    return gain, light_curve(modes, medium, CAVITY, pump, FINE, th, levels=[level]), th


def test_steady_state_above_threshold_clamps_gain_and_follows_the_slope():
    # Two levels: gain clamps at P_1 = (g_th/C + a)/(a + e); every further pump quantum leaves as a photon:
    # kappa s = R P_0 - P_1/tau.
    rates = np.array([1.5e9, 3e9])
    shots = [steady(r) for r in rates]
    gain, _, _ = shots[0]
    p1 = (gain.required_gain[0] / gain.density + 2e-20) / 5e-20
    for rate, (_, light, _) in zip(rates, shots, strict=True):
        at = light.data.isel(pump=0)
        s = (rate * (1 - p1) - p1 / 1e-9) / gain.loss_rate[0]
        mean = at["emitted_photons"].values[0] / gain.nanocrystals / 60e-9 / gain.loss_rate[0]
        assert mean == pytest.approx(s, rel=0.03)  # build-up and afterglow are not steady
        clamped = gain.material_gain(at["populations_peak"].values)[0]
        assert clamped / gain.required_gain[0] == pytest.approx(1.0, abs=0.2)  # first spike overshoots


def test_two_level_threshold_in_closed_form():
    # R tau (1 - P_1) = P_1 under a long square pulse.
    gain, _, th = steady(3e9)
    p1 = (gain.required_gain[0] / gain.density + 2e-20) / 5e-20
    rate = th.photons_per_nanocrystal / 60e-9
    assert rate * 1e-9 * (1 - p1) == pytest.approx(p1, rel=1e-6)


def two_slopes(cells, pump, p1, s):
    """Return the slopes of excited nanocrystals and of photons, for two levels and one mode."""
    spectra = distinct_spectra(cells, modes_last=True)
    at, work = point(1, 2, 1, spectra.rows), work_space(spectra, 1, 2, 1)
    at.p[:], at.s[:] = [[1 - p1], [p1]], s
    linearise(cells, spectra, pump, at, work)
    dp, ds = np.empty((2, 1)), np.empty(1)
    slopes(
        spectra,
        cells.loss,
        pump * cells.share,
        cells.decay,
        at.p,
        at.light,
        at.s,
        at.gain,
        at.emission,
        dp,
        ds,
    )
    return np.array([dp[1, 0], ds[0]])


def test_relaxation_oscillation_frequency():
    # Two levels and one mode: omega_r^2 = B (a + e) s kappa plus what damping takes away.
    medium, modes = toy_medium(two_level()), one_orbit()
    gain = mode_gain(modes, medium, CAVITY)
    cells = rate_equations(gain, medium).cells
    p1 = (gain.required_gain[0] / gain.density + 2e-20) / 5e-20
    pump = 5e9
    s = (pump * (1 - p1) - p1 / 1e-9) / gain.loss_rate[0]
    # The equations are quadratic: central differences of any width are their Jacobian.
    by_p1 = two_slopes(cells, pump, p1 + 0.01, s) - two_slopes(cells, pump, p1 - 0.01, s)
    by_s = two_slopes(cells, pump, p1, 2 * s) - two_slopes(cells, pump, p1, 0.0)
    full = np.array([by_p1 / 0.02, by_s / (2 * s)]).T
    frequency = abs(np.linalg.eigvals(full).imag).max()
    coupling = gain.coupling[0] * 5e-20
    damping = pump + 1e9 + coupling * s
    expected = sqrt(coupling * s * gain.loss_rate[0] - damping**2 / 4)
    assert frequency == pytest.approx(expected, rel=1e-3)


def test_far_below_threshold_light_is_spontaneous_emission_over_loss():
    medium, modes = toy_medium(), few_modes()
    gain = mode_gain(modes, medium, CAVITY)
    equations = rate_equations(gain, medium)
    n = 1e-5
    run = trajectory(equations, pump_rate(NANOSECOND), n)
    loss = gain.loss_rate + equations.rates.absorb[0]
    np.testing.assert_allclose(run.light, run.occupied[1] * equations.rates.seed[1] / loss, rtol=1e-4)
    # The film absorbs some of the light again, which makes new excitons.
    recycled = equations.rates.absorb[0] @ run.light
    assert 0.01 < recycled / n < 0.1
    assert run.occupied[1] == pytest.approx((n + recycled) * DOT.tau_x, rel=1e-4)


def test_beta_of_one_is_a_straight_line():
    # One mode that catches all radiation, no other decay, no absorption: every pump photon comes out,
    # at every pump; threshold leaves no trace.
    model = FlatLadder(absorbs=(0.0, 0.0), emits=(0.0, 3e-20), decays=(0.0, 1e9))
    medium = toy_medium(model)
    modes = toy_modes([650e-9], degeneracy=1e12, q_radiative=inf)
    th, light = lit(modes, medium, relative=[0.01, 0.1, 1.0])
    shares = light.data["budget"].sel(channel="scattering").values
    lost = light.data["budget"].sel(channel="lost above the last state").values
    np.testing.assert_allclose(shares + lost, 1.0, rtol=1e-7)
    out = light.data["emitted_photons"].values[:, 0] / (1 - lost)
    np.testing.assert_allclose(out / out[0], [1, 10, 100], rtol=1e-6)
    assert th.lases


def test_merit_k_below_one_never_lases():
    q = 0.9 * 2 * pi * 1.76 / (645e-9 * 5e23 * DOT.sigma_abs * 0.5)
    modes = toy_modes([645e-9], q_scattering=q, q_radiative=inf)
    th, light = lit(modes, toy_medium())
    assert not th.lases
    assert "Nothing lases" in light.describe()
    assert np.isinf(light.data["build_up_time"]).all()
    slope = np.diff(np.log(light.data["emitted_energy"].values[:, 0])) / np.diff(
        np.log(light.data["fluence"])
    )
    assert slope.max() < 1.6
    assert light.threshold_seen == inf or slope.max() > 1.5


def test_books_close_over_three_decades_of_pump():
    for pulse in (NANOSECOND, InstantPulse(), SquarePulse(duration=2e-9)):
        modes = few_modes(q_absorption=5e4, q_radiative=3e4)
        _, light = lit(modes, toy_medium(sigma_high=2e-22), pulse)
        assert light.balance < 1e-10
        np.testing.assert_allclose(light.data["budget"].sum("channel"), 1.0, atol=1e-10)
        assert tuple(light.data["channel"].values) == CHANNELS
        budget = light.data["budget"]
        assert (budget.values >= -1e-12).all()
        assert (budget.sel(channel="stored") < 1e-8).all()
        ratio = budget.sel(channel="scattering") / budget.sel(channel="radiation")
        np.testing.assert_allclose(ratio, 6.0, rtol=1e-9)
        out = budget.sel(channel=["scattering", "radiation"]).sum("channel")
        absorbed = light.data["photons_per_nanocrystal"] * 5e23 * CAVITY.gain_volume
        emitted = light.data["emitted_photons"].sum("mode")
        np.testing.assert_allclose(emitted / absorbed, out, rtol=1e-8)


@settings(max_examples=12)
@given(
    photons=st.floats(1e-4, 200),
    q=st.floats(100, 1e6),
    fwhm=st.floats(1e-12, 1e-8),
    tau_xx=st.floats(1e-11, 5e-9),
    share=st.floats(0, 1),
)
def test_books_close_for_any_laser(photons, q, fwhm, tau_xx, share):
    medium = toy_medium(tau_xx=tau_xx, quantum_yield_x=share, sigma_high=1e-22)
    equations = rate_equations(mode_gain(few_modes(q_scattering=q), medium, CAVITY), medium)
    run = trajectory(equations, pump_rate(GaussianPulse(fwhm=fwhm)), photons)
    rates = equations.rates
    ends = (
        rates.loss @ run.light
        + (rates.decay - rates.seed.sum(axis=1)) @ run.occupied
        + run.above
        + run.photons.sum()
        + run.populations @ np.arange(3)
    )
    assert ends == pytest.approx(run.absorbed, rel=1e-11)
    assert run.absorbed == pytest.approx(photons, rel=1e-8)
    assert run.populations.sum() == pytest.approx(1.0, abs=1e-12)
    assert (run.light >= 0).all()
    assert (run.occupied >= 0).all()


def test_first_mode_of_threshold_dominates_just_above_it():
    modes = toy_modes([638e-9, 645e-9, 653e-9, 662e-9])
    th, light = lit(modes, toy_medium(), relative=[1.5])
    assert light.dominant_mode == th.mode
    assert th.margin > 0.01


def test_kink_is_at_threshold():
    th, light = lit(few_modes(), toy_medium())
    assert light.threshold_seen == pytest.approx(th.fluence, rel=0.3)
    np.testing.assert_allclose(light.data["fluence"].values[[0, -1]] / th.fluence, [0.03, 30])
    total = light.data["emitted_photons"].sum("mode").values
    assert (np.diff(total) > 0).all()


def test_build_up_shortens_with_pump():
    th, light = lit(few_modes(), toy_medium(), relative=[0.5, 1.3, 3, 10])
    build_up = light.data["build_up_time"].values[:, th.mode]
    assert build_up[0] == inf
    assert (np.diff(build_up[1:]) < 0).all()


def test_orbits_share_photons_equally():
    # D orbits of one resonance start from D times the spontaneous emission; D modes of one orbit each do too.
    many = toy_modes(np.full(4, 655e-9), degeneracy=1.0)
    one = toy_modes([655e-9], degeneracy=4.0)
    medium = toy_medium()
    level = lit(one, medium, relative=[2.0])[1].data
    split = lit(many, medium, relative=[2.0])[1].data
    assert float(level["emitted_energy"].sum()) == pytest.approx(
        float(split["emitted_energy"].sum()), rel=1e-5
    )
    np.testing.assert_allclose(level["linewidth"], split["linewidth"][:, :1], rtol=1e-4)
    assert "4 degenerate orbits" in level.attrs["degeneracy"]
    assert split.attrs["degeneracy"] == "each mode is a single orbit"


def test_pump_off_is_dark_and_finite():
    sweep = FluenceSweep(start=0.0, stop=1.0, points=2, spacing="linear")
    modes, medium = few_modes(), toy_medium()
    pump = Pump(wavelength=532e-9, pulse=NANOSECOND, fluence=sweep)
    th = threshold(modes, medium, CAVITY, pump)
    for pulse in (NANOSECOND, InstantPulse()):
        shot = Pump(wavelength=532e-9, pulse=pulse, fluence=sweep)
        dark = light_curve(modes, medium, CAVITY, shot, FINE, th).data.isel(pump=0)
        assert not dark["emitted_energy"].any()
        assert not dark["spectrum"].any()
        assert not dark["budget"].any()
        assert float(dark["balance"]) == 0.0
        gain = mode_gain(modes, medium, CAVITY)
        absorbed = gain.coupling * gain.absorption[0]
        cold = gain.wavelength**2 / SPEED_OF_LIGHT * (gain.loss_rate + absorbed) / (2 * pi)
        np.testing.assert_allclose(dark["linewidth"], cold, rtol=1e-12)


def test_nothing_is_nan_and_everything_has_a_unit():
    _, light = lit(few_modes(), toy_medium(), relative=[0.1, 2])
    for name, v in {**light.data.data_vars, **light.data.coords}.items():
        assert "units" in v.attrs, name
        assert v.attrs["long_name"], name
        if v.dtype.kind == "f":
            assert not np.isnan(v.values).any(), name


def test_a_thousand_modes():
    modes = toy_modes(np.linspace(600e-9, 700e-9, 1000), degeneracy=10.0)
    th, light = lit(modes, toy_medium(), relative=[0.5, 3])
    assert light.data.sizes["mode"] == 1000
    assert light.balance < 1e-10
    assert abs(light.dominant_mode - th.mode) < 100


def test_progress_and_levels():
    seen = []
    _, light = lit(
        few_modes(), toy_medium(), levels=[2.0, 0.5, 1.0], progress=lambda *done: seen.append(done)
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]
    np.testing.assert_array_equal(light.data["fluence"], [0.5, 1.0, 2.0])
    for bad in ([-1.0], [np.nan], []):
        with pytest.raises(InputError, match="finite fluences"):
            lit(few_modes(), toy_medium(), levels=bad)


def test_stopping_keeps_what_is_finished():
    def stop_after_three(done, total):
        if done == 3:
            raise KeyboardInterrupt

    _, light = lit(few_modes(), toy_medium(), progress=stop_after_three)
    assert not light.complete
    assert light.data.sizes["pump"] == 3
    assert "stopped early" in light.describe()


def test_budget_of_steps_ends_a_run():
    medium = toy_medium()
    equations = rate_equations(mode_gain(few_modes(), medium, CAVITY), medium)
    with pytest.raises(ConvergenceError, match="took 50 steps"):
        trajectory(equations, pump_rate(NANOSECOND), 1.0, most_steps=50)


def test_same_result_every_time():
    first, second = (lit(few_modes(), toy_medium(), relative=[0.5, 5])[1].data for _ in range(2))
    assert first.identical(second)


def test_counts_are_photons_times_what_the_instrument_makes_of_them():
    modes, medium = few_modes(), toy_medium()
    pump = Pump(wavelength=532e-9, pulse=NANOSECOND, repetition_rate=1000.0)
    found = threshold(modes, medium, CAVITY, pump, verify=False)
    seen = Instrument(resolution=0.05e-9, collection=0.02, counts_per_photon=0.5, exposure=2.0, pixel=0.03e-9)
    light = light_curve(modes, medium, CAVITY, pump, seen, found, levels=[3 * found.fluence]).data
    assert light.emitted_counts.values == pytest.approx(light.emitted_photons.values * 0.02 * 0.5 * 2000)
    # Pixels side by side count every photon of the lines and of the background.
    lam = light.wavelength.values
    summed = np.trapezoid(light.spectrum_counts.values[0], lam) / 0.03e-9
    photons = np.trapezoid(light.spectrum.values[0] * lam / HC, lam)
    assert summed == pytest.approx(photons * 20, rel=1e-12)
    assert light.attrs["counted"] == "2000 pulses"
    alone = Pump(wavelength=532e-9, pulse=NANOSECOND)
    with pytest.raises(InputError, match="repetition_rate is not given"):
        light_curve(modes, medium, CAVITY, alone, seen, found, levels=[found.fluence])
