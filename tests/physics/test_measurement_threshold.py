"""Thresholds of light curves whose truth is known."""

import numpy as np
import pytest
from scipy.optimize import brentq

from colase.errors import InputError
from colase.measurement import Noise, fit_threshold
from colase.measurement.synthetic import SyntheticInstrument, light_curve
from colase.measurement.threshold.kinks import broken_line, lin_lin_kink, log_log_break
from colase.measurement.threshold.s_curve import log_slopes, photon_number

PUMP = np.geomspace(0.3, 3, 25)


@pytest.mark.parametrize("beta", [1e-8, 1e-3, 0.1, 1.0])
@pytest.mark.parametrize("r", [1e-3, 0.7, 1.0, 1.3, 50.0])
def test_the_s_curve_solves_the_rate_equations(r, beta):
    """Independent: carriers and photons in steady state, solved by bisection."""
    carriers = lambda p: r / (1 + beta * p)  # noqa: E731  (in units of the kink)
    p = brentq(lambda p: carriers(p) * (1 + p) - p, 0, 10 * r / beta + 10, xtol=1e-300, rtol=1e-14)
    assert float(photon_number(r, beta)) == pytest.approx(p, rel=1e-9)


def test_slopes_against_differences():
    r, h = np.array([0.2, 0.99, 1.2, 8.0]), 1e-6
    for beta in (1e-4, 0.3):
        by_r, by_beta = log_slopes(r, beta)
        up, down = photon_number(r * np.exp(h), beta), photon_number(r * np.exp(-h), beta)
        assert by_r == pytest.approx(np.log(up / down) / (2 * h), rel=1e-6)
        up, down = photon_number(r, beta * np.exp(h)), photon_number(r, beta * np.exp(-h))
        assert by_beta == pytest.approx(np.log(up / down) / (2 * h), rel=1e-5, abs=1e-9)


def test_limits_of_the_curve():
    assert photon_number(1e-3, 1e-6) == pytest.approx(1e-3, rel=2e-3)  # below: slope one
    assert photon_number(100.0, 1e-6) == pytest.approx(99 / 1e-6, rel=1e-4)  # above: (r - 1)/beta
    assert photon_number((1 + 1e-3) / 2, 1e-3) == pytest.approx(1.0)  # one photon at half the kink


def test_a_noiseless_curve_gives_back_its_truth():
    for threshold, beta in ((2.5e-2, 3e-4), (40.0, 0.2)):
        found = fit_threshold(PUMP * threshold, 7e3 * photon_number(PUMP, beta), bootstraps=0)
        assert found.threshold == pytest.approx(threshold, rel=1e-6)
        assert found.beta == pytest.approx(beta, rel=1e-5)
        assert float(found.data.scale) == pytest.approx(7e3, rel=1e-5)


@pytest.mark.parametrize(("beta", "scatter"), [(1e-3, 0.0035), (0.1, 0.05)])
def test_bias_and_coverage(beta, scatter):
    """150 curves, 5 % noise, 0.3 to 3 times threshold; the nominal interval is 95 %."""
    fits = [
        fit_threshold(PUMP, light_curve(PUMP, 1.0, beta, seed=s).output, bootstraps=0) for s in range(150)
    ]
    values = np.array([f.threshold for f in fits])
    covered = np.mean([f.interval[0] <= 1.0 <= f.interval[1] for f in fits])
    betas = np.mean([f.data.beta_low <= beta <= f.data.beta_high for f in fits])
    assert abs(values.mean() - 1) < 0.02
    assert abs(np.median(values) - 1) < 0.02
    assert values.std() < scatter
    assert 0.90 <= covered <= 0.99
    assert 0.90 <= betas <= 0.99


def test_the_log_log_trap_is_there_and_named():
    """The break of two lines in log-log moves with how far one pumped."""
    for top, at in ((2.5, 0.54), (10.0, 0.27)):
        x = np.geomspace(0.1, top, 25)
        assert float(log_log_break(x, photon_number(x, 1e-3))) == pytest.approx(at, abs=0.09)
        assert float(lin_lin_kink(x, photon_number(x, 1e-3))) == pytest.approx(1.0, abs=0.04)
    found = fit_threshold(PUMP, light_curve(PUMP, 1.0, 1e-3, seed=2).output, bootstraps=40)
    assert "not a threshold" in found.describe()


def test_broken_lines_are_exact_for_broken_lines():
    x = np.linspace(0, 10, 41)
    y = np.stack([3 + 0.2 * x + 2 * np.maximum(x - at, 0) for at in (2.6, 7.1)])
    assert broken_line(x, y) == pytest.approx([2.6, 7.1], abs=1e-2)


def test_every_definition_is_side_by_side_with_an_interval():
    d = light_curve(PUMP, 1.0, 1e-2, seed=5)
    width = 10 / (1 + np.exp((np.log(PUMP) - 0.05) / 0.05)) + 0.3
    found = fit_threshold(
        PUMP, d.output, width * np.exp(0.02 * np.random.default_rng(1).standard_normal(25)), bootstraps=60
    )
    names = list(found.data.definition.values)
    assert names[:5] == [
        "rate equation",
        "one photon",
        "lin-lin kink",
        "steepest log slope",
        "linewidth collapse",
    ]
    assert np.all(found.data.threshold_low.values < found.data.threshold.values)
    assert np.all(found.data.threshold_high.values > found.data.threshold.values)
    one = found.data.threshold.sel(definition="one photon").item() / found.threshold
    assert one == pytest.approx(0.5 * (1 + found.beta))


def test_no_threshold_is_said_and_no_number_given():
    rng = np.random.default_rng(3)
    for slope in (1.0, 1.6):
        found = fit_threshold(PUMP, 5 * PUMP**slope * np.exp(0.05 * rng.standard_normal(25)), bootstraps=0)
        assert not found.found
        assert found.threshold == np.inf
        assert found.describe().startswith("No threshold")
    assert fit_threshold(PUMP, light_curve(PUMP, 1.0, 1e-3, seed=1).output, bootstraps=0).log_evidence > 20


def test_data_that_do_not_bracket_the_threshold_warn():
    x = np.geomspace(0.02, 0.9, 25)
    found = fit_threshold(x, light_curve(x, 1.0, 1e-3, seed=1).output, bootstraps=0)
    assert any("span" in w or "beyond" in w for w in found.warnings)
    full = fit_threshold(PUMP, light_curve(PUMP, 1.0, 1e-3, seed=1).output, bootstraps=0)
    assert full.warnings == ()


def test_light_beside_the_laser_is_seen_as_a_wrong_model():
    # Luminescence in the window grows with the pump and clamps at threshold: no S-curve of one mode does.
    x = np.geomspace(0.2, 5, 25)
    rng = np.random.default_rng(5)
    noise = np.exp(0.02 * rng.standard_normal(25))
    mode = photon_number(x, 1e-5)
    found = fit_threshold(x, (mode + 3e3 * np.minimum(x, 1)) * noise, bootstraps=0)
    assert any("not the right model" in w for w in found.warnings)
    alone = fit_threshold(x, mode * noise, bootstraps=0)
    assert not any("right model" in w for w in alone.warnings)


def test_saturation_at_the_top_is_seen():
    x = np.geomspace(0.3, 10, 40)
    instrument = SyntheticInstrument(relative=0.03, saturation=3000.0)
    found = fit_threshold(x, light_curve(x, 1.0, 1e-3, seed=4, instrument=instrument).output, bootstraps=0)
    assert any("saturation" in w or "pattern" in w for w in found.warnings)


def test_a_shared_calibration_error_widens_every_interval():
    y = light_curve(PUMP, 1.0, 1e-3, seed=6).output
    plain = fit_threshold(PUMP, y, bootstraps=0)
    scaled = fit_threshold(PUMP, y, bootstraps=0, noise=Noise(pump_scale=0.1))
    assert plain.threshold == scaled.threshold
    assert scaled.interval[1] / scaled.threshold == pytest.approx(np.exp(1.96 * 0.1), rel=2e-3)


def test_pump_jitter_is_weighted_and_covered():
    """5 % jitter of each pump value moves points most where the curve is steep."""
    inside = 0
    for s in range(40):
        instrument = SyntheticInstrument(relative=0.02, pump_jitter=0.03)
        y = light_curve(PUMP, 1.0, 1e-3, seed=s, instrument=instrument).output
        found = fit_threshold(PUMP, y, bootstraps=0, noise=Noise(pump=0.03))
        inside += found.interval[0] <= 1.0 <= found.interval[1]
    assert inside >= 34


def test_the_unit_is_carried():
    found = fit_threshold(PUMP * 3e-2, light_curve(PUMP, 1.0, 1e-3, seed=1).output, bootstraps=0)
    assert "uJ/cm2" in found.describe()
    assert found.data.threshold.attrs["units"] == "J/m^2"


@pytest.mark.parametrize(
    ("pump", "output", "said"),
    [
        ([1, 2, 3], [1, 2, 3], "at least 7"),
        (PUMP, PUMP[:-1], "one length"),
        (PUMP, np.full(25, np.nan), "finite"),
        (PUMP, -PUMP, "at least 7"),
        (np.ones(25), PUMP, "at least 7"),
    ],
)
def test_unusable_data_are_refused(pump, output, said):
    with pytest.raises(InputError, match=said):
        fit_threshold(pump, output)


def test_it_draws_itself():
    found = fit_threshold(PUMP, light_curve(PUMP, 1.0, 1e-3, seed=1).output, bootstraps=30)
    ax = found.plot()
    assert "pump fluence" in ax.get_xlabel()
