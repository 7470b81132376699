"""Gain from stripes whose truth is known: the cases of saturation, background and stripe zero."""

import json

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import differential_evolution, least_squares
from scipy.stats import t as student
from typer.testing import CliRunner

from colase.cli.app import app
from colase.errors import InputError
from colase.gain.models.saturable import net_gain
from colase.measurement import Noise, fit_fluences, fit_stripe, fit_stripes
from colase.measurement.synthetic import SyntheticInstrument, stripe
from colase.measurement.vsl import stripe_output
from colase.measurement.vsl.joint import joined

GAIN = 2e4  # 1/m


@pytest.mark.parametrize(
    ("gain", "saturation"),
    [(2e4, 0.3), (2e4, 30.0), (-2e3, 0.01), (2e4, 1e-4), (5e3, 1e-5), (0.0, 1e-3), (2e4, np.inf)],
)
def test_the_closed_form_solves_the_differential_equation(gain, saturation):
    limit = 0.0 if np.isinf(saturation) else 1 / saturation
    solved = solve_ivp(lambda z, y: 1 + gain * y / (1 + y * limit), (0, 5e-4), [0.0], rtol=1e-11, atol=1e-18)
    assert float(stripe_output(5e-4, gain, saturation)) == pytest.approx(solved.y[0, -1], rel=1e-8)


def lengths(longest, points=40):
    return np.linspace(longest / points, longest, points)


@pytest.mark.parametrize("longest", [200e-6, 300e-6, 500e-6, 1000e-6])
@pytest.mark.parametrize("saturation", [np.inf, 30.0, 0.3])
def test_the_table_of_saturation_is_recovered_within_three_per_cent(longest, saturation):
    """The plain exponential is up to 49 % low in the last of these (reference, section 3.2)."""
    x = lengths(longest)
    fits = [fit_stripe(x, stripe(x, GAIN, saturation, seed=s).output, bootstraps=0) for s in range(6)]
    assert np.mean([f.gain for f in fits]) == pytest.approx(GAIN, rel=0.03)
    assert np.mean([f.interval[0] <= GAIN <= f.interval[1] for f in fits]) >= 0.5


@pytest.mark.parametrize("share", [-0.02, 0.02])
def test_background_is_recovered_within_three_per_cent(share):
    x = lengths(300e-6)
    base = share * stripe_output(300e-6, GAIN)
    fits = [fit_stripe(x, stripe(x, GAIN, seed=s).output + float(base), bootstraps=0) for s in range(6)]
    assert np.mean([f.gain for f in fits]) == pytest.approx(GAIN, rel=0.03)
    assert np.mean([float(f.data.background) for f in fits]) == pytest.approx(float(base), rel=0.1)


@pytest.mark.parametrize("zero", [-20e-6, 20e-6])
@pytest.mark.parametrize("longest", [200e-6, 300e-6])
def test_the_stripe_zero_is_recovered_within_three_per_cent(zero, longest):
    x = lengths(longest)
    fits = [
        fit_stripe(x, stripe(x, GAIN, seed=s, zero=zero).output, bootstraps=0, zero_error=20e-6)
        for s in range(6)
    ]
    assert np.mean([f.gain for f in fits]) == pytest.approx(GAIN, rel=0.03)


def test_coverage_of_the_saturated_case():
    x = lengths(500e-6)
    fits = [fit_stripe(x, stripe(x, GAIN, 0.3, seed=s).output, bootstraps=0) for s in range(25)]
    inside = np.mean([f.interval[0] <= GAIN <= f.interval[1] for f in fits])
    assert inside >= 0.85
    assert np.std([f.gain for f in fits]) / GAIN < 0.012
    assert all(f.saturates for f in fits)


def test_coverage_where_saturation_has_begun_and_does_not_show():
    """At 300 um the points cannot tell I_s/A = 0.3 m from none; the interval allows for both."""
    x = lengths(300e-6)
    fits = [fit_stripe(x, stripe(x, GAIN, 0.3, seed=s).output, bootstraps=0) for s in range(25)]
    assert np.mean([f.saturates for f in fits]) < 0.5
    assert np.mean([f.interval[0] <= GAIN <= f.interval[1] for f in fits]) >= 0.88
    assert np.std([f.gain for f in fits]) / GAIN < 0.015


@pytest.mark.parametrize("saturation", [0.3, np.inf])
def test_chi_square_at_the_ends_of_the_interval_has_risen_by_t_squared(saturation):
    """Global minimum over scale, background, zero and saturation by differential evolution."""
    x, noise = lengths(500e-6), Noise(relative=0.05)
    y = stripe(x, GAIN, saturation, seed=3).output.values
    found = fit_stripe(x, y, bootstraps=0, noise=noise)
    error = found.data.output_error.values

    def chi2(rest, gain):
        grown = stripe_output(np.maximum(x - rest[1] * 5e-6, 0.0), gain, np.exp(rest[0]) * x.max())
        design = np.column_stack([grown, np.ones_like(x)]) / error[:, None]
        left = y / error - design @ np.linalg.lstsq(design, y / error, rcond=None)[0]
        return float(left @ left) + rest[1] ** 2

    def least(gain):
        bounds = [(np.log(10 / (gain * x.max())), 40.0), (-4.0, 4.0)]
        return differential_evolution(chi2, bounds, args=(gain,), seed=1, tol=1e-8, popsize=12).fun

    best = min(least(g) for g in np.linspace(*found.interval, 7))
    rises = [least(end) - best for end in found.interval]
    assert rises == pytest.approx([student.ppf(0.975, 36) ** 2] * 2, rel=0.1)


def test_a_gain_that_saturation_may_hide_has_no_upper_end_closer_than_the_data_allow():
    """With one gain length in the stripe, much gain that saturates at once looks like little gain."""
    x = lengths(100e-6)
    found = fit_stripe(x, stripe(x, GAIN, seed=1).output, bootstraps=0)
    low, high = found.interval
    assert low < GAIN < high
    assert high - found.gain > 2 * (found.gain - low)


def test_the_bias_of_the_plain_formula_is_shown():
    x = lengths(1000e-6)
    found = fit_stripe(x, stripe(x, GAIN, 0.3, seed=1).output, bootstraps=0)
    plain = float(found.data.small_signal_gain.isel(cutoff=-1))
    error = float(found.data.small_signal_error.isel(cutoff=-1))
    assert plain < 0.7 * GAIN  # far too low ...
    assert error < 0.05 * GAIN  # ... and sure of itself
    limit = float(found.data.admissible_length)
    small = float(found.data.small_signal_gain.sel(cutoff=limit))
    assert small == pytest.approx(GAIN, rel=0.1)
    assert small * limit < 5


def test_a_large_gain_length_is_flagged():
    x = lengths(1000e-6)
    found = fit_stripe(x, stripe(x, 1.2e5, 0.3, seed=1).output, bootstraps=0)
    assert any("gL =" in w for w in found.warnings)
    assert not any(
        "gL =" in w
        for w in fit_stripe(lengths(300e-6), stripe(lengths(300e-6), GAIN).output, bootstraps=0).warnings
    )


def test_a_blurred_edge_is_taken_into_account():
    x, blur = lengths(300e-6), 15e-6
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    shape = (
        sum(w * stripe_output(np.maximum(x + blur * u, 0), GAIN) for u, w in zip(nodes, weights, strict=True))
        / weights.sum()
    )
    noisy = shape * np.exp(0.01 * np.random.default_rng(1).standard_normal(x.size))
    found = fit_stripe(x, noisy, edge=blur, zero_error=0.0, bootstraps=0)
    assert found.gain == pytest.approx(GAIN, rel=0.03)


def test_absorption_is_no_gain():
    x = lengths(500e-6)
    found = fit_stripe(
        x, stripe(x, -4e3, seed=2, instrument=SyntheticInstrument(relative=0.02)).output, bootstraps=0
    )
    assert found.gain == pytest.approx(-4e3, rel=0.2)


def test_redrawn_data_agree_with_the_profile():
    x = lengths(500e-6)
    y = stripe(x, GAIN, 0.3, seed=3).output
    by_profile, by_redrawing = fit_stripe(x, y, bootstraps=0), fit_stripe(x, y, bootstraps=30)
    assert 1.0 <= np.ptp(by_redrawing.interval) / np.ptp(by_profile.interval) < 2.0


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ([1e-4, 2e-4], [1, 2], "at least 8"),
        (np.arange(1, 20) * 10.0, np.ones(19), "in metres"),
        (lengths(1e-3), -np.ones(40), "above zero"),
        (lengths(1e-3), np.ones(39), "one length"),
    ],
)
def test_unusable_stripes_are_refused(x, y, said):
    with pytest.raises(InputError, match=said):
        fit_stripe(x, y)


def test_it_draws_and_describes_itself():
    x = lengths(500e-6)
    found = fit_stripe(x, stripe(x, GAIN, 0.3, seed=1).output, bootstraps=0)
    assert "stripe length" in found.plot().get_xlabel()
    assert "1/cm" in found.describe()


def test_the_local_gain_falls_and_the_plateau_holds_the_truth():
    x = lengths(500e-6)
    fits = [fit_stripe(x, stripe(x, GAIN, 0.3, seed=s).output, bootstraps=0).data for s in range(6)]
    for d in fits:
        at = float(np.interp(float(d.saturation_length), x, d.local_gain.values))
        assert at == pytest.approx(0.5 * float(d.gain), rel=0.05)
        assert float(d.plateau_low) < float(d.plateau_gain) < float(d.plateau_high)
    assert np.mean([float(d.plateau_gain) for d in fits]) == pytest.approx(GAIN, rel=0.05)


LAW = {"confinement": 0.75, "sigma_e": 4.32e-19, "density": 62.6e21, "saturation_fluence": 0.15, "loss": 6e3}
KNOWN = {"confinement": (0.75, 0.03), "sigma_e": (4.32e-19, 0.3e-19)}


def test_gains_over_fluence_give_density_loss_and_saturation():
    """Confinement and cross section bring their own error into the density, and into it alone."""
    fluence = np.geomspace(0.05, 8, 8)
    truth = net_gain(fluence, **LAW)
    pulls = []
    for seed in range(10):
        noise = 0.02 * truth.max() * np.random.default_rng(seed).standard_normal(8)
        found = fit_fluences(fluence, truth + noise, 0.02 * truth.max(), law="hyperbolic", **KNOWN)
        named = ("density", "loss", "saturation_fluence")
        pulls.append([(found.value(n)[0] - LAW[n]) / found.value(n)[1] for n in named])
    assert np.all(np.mean(np.abs(pulls) < 2, axis=0) >= 0.8)
    assert np.all(np.abs(np.mean(pulls, axis=0)) < 0.8)
    together = found.data.correlation
    assert float(together.sel(parameter="loss", other="saturation_fluence")) < -0.8
    assert float(together.sel(parameter="confinement", other="density")) < -0.2
    value, error = found.value("density")
    assert error / value > np.hypot(0.03 / 0.75, 0.3 / 4.32) * 0.9
    apart = fit_fluences(fluence, truth, 0.02 * truth.max(), loss=(6e3, 100.0), law="hyperbolic", **KNOWN)
    assert apart.value("saturation_fluence")[1] < 0.5 * found.value("saturation_fluence")[1]


def stripes_of(seed, fluence, **law):
    """Return the lengths and noisy outputs of stripes with a known law behind their gains."""
    x, rng = lengths(500e-6), np.random.default_rng(seed)
    gains = net_gain(fluence, **(LAW | law))
    zeros = 3e-6 * rng.standard_normal(gains.size)
    curves = [
        stripe(x, g, 0.3 * (1 + k % 3), seed=100 * seed + k, zero=z).output.values
        for k, (g, z) in enumerate(zip(gains, zeros, strict=True))
    ]
    return [x] * gains.size, curves


def test_all_stripes_together_give_density_loss_and_saturation_with_intervals():
    """Every point of every stripe; scale, background, zero, saturation and noise of each are its own."""
    fluence = np.geomspace(0.05, 8, 5)
    named, inside, values = ("density", "loss", "saturation_fluence"), [], []
    for seed in range(2):
        found = fit_stripes(fluence, *stripes_of(seed, fluence), law="hyperbolic", **KNOWN)
        inside.append([found.interval(n)[0] <= LAW[n] <= found.interval(n)[1] for n in named])
        values.append([found.value(n)[0] / LAW[n] for n in named])
        assert all(found.interval(n)[0] < found.value(n)[0] < found.interval(n)[1] for n in named)
    assert np.mean(inside) >= 0.75
    assert np.mean(values, axis=0) == pytest.approx(np.ones(3), abs=0.2)
    assert found.joint
    spread = np.log(found.data.output / found.data.output_model).groupby("point_fluence").std()
    assert spread.values == pytest.approx(0.05 * np.ones(5), rel=0.6)
    assert "points of all stripes at 5 fluences" in found.describe()


def test_a_likelihood_of_the_gain_is_the_least_chi_square_of_a_full_fit():
    """Independent: scipy's least squares in saturation and zero at a fixed gain."""
    x = lengths(500e-6)
    one = joined([(x, stripe(x, GAIN, 0.1, seed=5).output.values)], Noise(), (True, 5e-6, 0.0, 1e-6))
    problem, best, likelihood = one.problems[0], one.best[0], one.likelihoods[0]

    def least(gain):
        def left(q):
            return problem.residuals(np.array([gain * problem.longest, *q]))

        return 2 * least_squares(left, best[1:], x_scale="jac").cost

    bottom = least(best[0] / problem.longest)
    for gain in (0.985 * GAIN, GAIN, 1.02 * GAIN):
        expected = 36 * np.log1p((least(gain) - bottom) / 36)  # 40 points, 4 fitted: the noise is found too
        assert float(likelihood(np.array(gain))[0]) == pytest.approx(expected, abs=0.05)


def test_the_profile_of_known_gains_is_that_of_a_brute_force_grid():
    fluence = np.array([0.05, 0.2, 0.8, 3.0])
    gain = net_gain(fluence, **LAW) + np.array([150.0, -200.0, 100.0, -50.0])
    found = fit_fluences(fluence, gain, 200.0, law="hyperbolic", confinement=(0.75, 0), sigma_e=(4.32e-19, 0))
    saturated = np.exp(np.linspace(np.log(0.05), np.log(0.6), 1200))
    share = fluence / (fluence + saturated[:, None])  # product and loss enter linearly
    basis = np.stack([share, -np.ones_like(share)], axis=-1)
    chi2 = [np.sum((gain - b @ np.linalg.lstsq(b, gain, rcond=None)[0]) ** 2) / 200**2 for b in basis]
    inside = saturated[np.array(chi2) < min(chi2) + 1.959964**2]
    assert found.interval("saturation_fluence") == pytest.approx((inside[0], inside[-1]), rel=0.01)
    assert float(found.data.chi2) == pytest.approx(min(chi2), abs=1e-3)


def test_an_open_interval_is_said():
    """Far below saturation only the slope P/F_s is fixed: density and F_s have no upper end."""
    fluence = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    gain = net_gain(fluence, **(LAW | {"saturation_fluence": 20.0, "density": 5e24}))
    found = fit_fluences(fluence, gain, 300.0, law="hyperbolic", **KNOWN)
    assert np.isinf(found.interval("saturation_fluence")[1])
    assert np.isinf(found.interval("density")[1])
    assert "above" in found.describe()
    assert found.interval("saturation_fluence")[0] < 20.0


def test_saturated_gains_do_not_fix_the_density():
    found = fit_fluences([0.784, 2.09, 4.18, 7.84], [2e4, 2.1e4, 2.2e4, 2.2e4], 500.0, **KNOWN)
    assert any("do not fix density, loss" in note for note in found.warnings)
    assert "not fixed by these gains" in found.describe()
    with pytest.raises(InputError, match="at least 4"):
        fit_fluences([1, 2, 3], [1e4] * 3, 500.0, **KNOWN)


def test_the_command_fits_gains_over_fluence(tmp_path):
    fluence = np.geomspace(5, 800, 8)
    gain = net_gain(fluence / 100, **LAW) / 100
    (tmp_path / "g.csv").write_text(
        "".join(f"{f:.4f}, {g:.4f}, 4\n" for f, g in zip(fluence, gain, strict=True))
    )
    words = ["--confinement", "0.75 +/- 0.03", "--json", "--sigma-e", "4.32e-15 +/- 0.3e-15 cm^2"]
    words += ["--law", "hyperbolic", "--report", str(tmp_path / "r")]
    said = CliRunner().invoke(app, ["fit", "fluences", str(tmp_path / "g.csv"), "--gains", *words])
    assert said.exit_code == 0, said.output
    record = json.loads(said.output)["data"]
    assert record["value"]["values"] == pytest.approx([0.75, 62.6e21, 6e3, 0.15], rel=0.01)
    assert "azizov2025" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    levels = np.geomspace(0.05, 8, 4)
    rows = zip(levels, *stripes_of(0, levels), strict=True)
    text = "".join(
        f"{f * 100:.6g},{a * 1e6:.4f},{b:.8g}\n" for f, x, y in rows for a, b in zip(x, y, strict=True)
    )
    (tmp_path / "s.csv").write_text("fluence,length,output\n" + text)
    said = CliRunner().invoke(app, ["fit", "fluences", str(tmp_path / "s.csv"), *words])
    assert said.exit_code == 0, said.output
    record = json.loads(said.output)["data"]
    assert len(record["output"]["values"]) == 160
    assert record["low"]["values"][3] < 0.15 < record["high"]["values"][3]
    assert (tmp_path / "r" / "figures" / "fluences.csv").read_text().startswith("stripe length,output")


@pytest.mark.parametrize(("saturation", "seed"), [(0.3, 1), (30.0, 2)])
def test_a_gain_far_beyond_ten_over_the_length_is_found_and_flagged(saturation, seed):
    """1200/cm over 1 mm (adachi2015) is gL = 120: the first stripes carry it, the interval must hold it."""
    x = np.linspace(10e-6, 1e-3, 100)
    found = fit_stripe(x, stripe(x, 1.2e5, saturation, seed=seed).output, bootstraps=0)
    assert found.interval[0] <= 1.2e5 <= found.interval[1]
    assert found.gain == pytest.approx(1.2e5, rel=0.03)
    assert any("beyond 10" in w for w in found.warnings)
    assert not any("open above" in w for w in found.warnings)


def test_lengths_in_a_wrong_unit_are_refused():
    x = lengths(500e-6)
    with pytest.raises(InputError, match="check the unit of the lengths"):
        fit_stripe(x * 1e-3, stripe(x, GAIN).output)
