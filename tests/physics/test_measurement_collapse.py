"""Collapse of a linewidth: the curve, its profile against other ways, coverage, and what data leave open."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from colase.errors import InputError
from colase.measurement import Noise, fit_threshold
from colase.measurement.synthetic import light_curve
from colase.measurement.threshold.collapse import Widths, fallen, solve
from colase.measurement.threshold.collapse_fit import fit_collapse
from colase.measurement.threshold.jitter import solve_jittered

PUMP = np.geomspace(0.3, 3, 25)
TRUTH = (10.3 / 0.3) ** (1 / 24)  # where 10/(1 + P^12) + 0.3 is sqrt(10.3 * 0.3)


def hill(pump, n=12):
    return 10 / (1 + pump**n) + 0.3


def noisy(width, seed, pump=PUMP):
    return width(pump) * np.exp(0.03 * np.random.default_rng(seed).standard_normal(pump.size))


@pytest.mark.parametrize("n", [2.0, 12.0, 60.0])
def test_two_plateaux_joined_by_a_power_are_such_a_curve(n):
    """ln(w1/(1 + P^n) + w0) itself, with rate n and ramp of R/n; the centre is the geometric mean."""
    depth, u = np.log(10.3 / 0.3), np.linspace(-2, 2, 81)
    share = np.pi**2 / (np.pi**2 + depth**2 / 4)  # of the variance pi^2/(3 n^2) + (R/2n)^2/3
    breadth = np.sqrt(np.pi**2 / 3 + depth**2 / 12) / n
    direct = np.log(hill(np.exp(u + depth / (2 * n)), n))
    assert np.log(10.3) - depth * fallen(u, np.array(breadth), np.array(share)) == pytest.approx(
        direct, abs=1e-12
    )


def test_limits_of_the_curve():
    u = np.linspace(-1, 1, 41)
    logistic = fallen(u, np.array(0.2), np.array(0.9999))
    assert logistic == pytest.approx(expit(np.pi * u / (0.2 * np.sqrt(3))), abs=1e-3)
    ramp = fallen(u, np.array(0.2), np.array(1e-4))
    assert ramp == pytest.approx(np.clip(0.5 + u / (0.4 * np.sqrt(3)), 0, 1), abs=3e-3)


def test_the_interval_is_that_of_an_f_test_by_lmfit():
    """Independent: seven free parameters, chi-square minimised at every centre by lmfit's conf_interval."""
    from lmfit import Minimizer, Parameters, conf_interval

    def curve(p, u):
        k = np.pi / (p["breadth"] * np.sqrt(3 * p["share"]))
        d = p["breadth"] * np.sqrt(3 * (1 - p["share"]))
        f = (np.logaddexp(0, k * (u + d)) - np.logaddexp(0, k * (u - d))) / (2 * k * d)
        return p["top"] - p["depth"] * f + p["below"] * u * (1 - f) + p["above"] * u * f

    for seed in (1, 2):
        width = noisy(hill, seed)
        p = Parameters()
        p.add("centre", 0.147)
        p.add("breadth", 0.17, min=1e-3)
        p.add("share", 0.7, min=0.02, max=0.98)
        for name, value in (("top", 2.3), ("depth", 3.5), ("below", 0.0), ("above", 0.0)):
            p.add(name, value)
        mini = Minimizer(lambda p, w=width: np.log(w) - curve(p.valuesdict(), np.log(PUMP) - p["centre"]), p)
        best = mini.minimize()
        ends = conf_interval(mini, best, p_names=["centre"], sigmas=[0.95])["centre"]
        found = fit_collapse(PUMP, width)
        assert np.log(found.low) == pytest.approx(ends[0][1], abs=5e-4)
        assert np.log(found.high) == pytest.approx(ends[2][1], abs=5e-4)


def test_best_branches_are_those_of_a_minimiser():
    from scipy.optimize import minimize

    x, y = np.log(PUMP), np.log(noisy(lambda p: 10 / (1 + p**12) + 0.3 / p, 3))
    shape = [np.array([v]) for v in (0.15, 0.2, 0.6)]
    found = solve(Widths(x, y), *shape)
    f, u = fallen(x - 0.15, *shape[1:]), x - 0.15

    def deviance(p):
        left = y - (p[0] - p[1] * f + p[2] * u * (1 - f) + p[3] * u * f)
        return x.size * p[4] + np.sum(left**2) * np.exp(-p[4]) + p[2] ** 2 + p[3] ** 2

    best = minimize(
        deviance,
        [2, 3, 0, 0, -4],
        method="Nelder-Mead",
        options={"maxiter": 20000, "xatol": 1e-9, "fatol": 1e-10},
    )
    assert found.deviance[0] == pytest.approx(best.fun, abs=2e-3)
    assert found.linear[0] == pytest.approx(best.x[:4], abs=2e-3)


def test_pump_errors_are_integrated_over():
    """Independent: the integral over the true pump by the trapezoidal rule, of the smooth curve."""
    x, y, j = np.log(PUMP), np.log(noisy(hill, 4)), 0.03
    shape = np.array([0.13]), np.array([0.17]), np.array([0.7])
    found = solve_jittered(Widths(x, y, j), *shape, 0.05, 3.5)
    (a, r, s, t), m = found.linear[0], float(found.scatter[0])
    e = np.linspace(-8, 8, 20001)
    u = x[:, None] + j * e - 0.13
    f = fallen(u, shape[1], shape[2])
    left = (y[:, None] - (a - r * f + s * u * (1 - f) + t * u * f)) / m
    each = np.trapezoid(np.exp(-0.5 * (left**2 + e**2)), e, axis=1) / (m * np.sqrt(2 * np.pi))
    total = float(-2 * np.sum(np.log(each)) + s**2 + t**2)
    assert found.deviance[0] == pytest.approx(total, abs=1.0)  # straight pieces of the curve, of 100
    assert total < -100
    exact = solve(Widths(x, y), *shape)
    tiny = solve_jittered(Widths(x, y, 1e-5), *shape, float(exact.scatter[0]), 3.5)
    assert tiny.deviance[0] == pytest.approx(exact.deviance[0], abs=1.5)


def tail(pump):
    """A width that goes on falling as 1/P above threshold, as of Schawlow and Townes."""
    return 10 / (1 + pump**12) + 0.3 / pump


@pytest.mark.parametrize(
    ("width", "truth", "curves", "least"), [(hill, TRUTH, 40, 36), (tail, 1.1677, 16, 13)]
)
def test_coverage_and_bias(width, truth, curves, least):
    """The nominal interval is 95 %."""
    assert width(truth) == pytest.approx(np.sqrt(3.09 if width is hill else 3 / truth), rel=2e-3)
    fits = [fit_collapse(PUMP, noisy(width, s)) for s in range(curves)]
    assert np.mean([f.threshold for f in fits]) == pytest.approx(truth, rel=3e-3)
    assert sum(f.low <= truth <= f.high for f in fits) >= least
    assert np.median([f.high / f.low for f in fits]) < 1.025  # a quarter of the step of the pump
    assert not any("right model" in n for f in fits for n in f.notes)


def test_a_collapse_inside_one_step_gets_the_step():
    below, above = PUMP[PUMP < 1][-1], PUMP[PUMP > 1][0]
    for seed in (1, 2, 3):
        found = fit_collapse(PUMP, noisy(lambda p: np.where(p < 1.0, 10, 0.3), seed))
        assert 0.9 < np.log(found.high / found.low) / np.log(above / below) < 1.1
        assert below * 0.99 < found.low < found.threshold < found.high < above * 1.01


def test_pump_jitter_widens_and_is_covered():
    inside, plain = 0, fit_collapse(PUMP, noisy(hill, 0))
    for s in range(4):
        real = PUMP * np.exp(0.03 * np.random.default_rng(100 + s).standard_normal(25))
        found = fit_collapse(PUMP, noisy(hill, s, real), 0.03)
        inside += found.low <= TRUTH <= found.high
        assert 2 < np.log(found.high / found.low) / np.log(plain.high / plain.low) < 7
    assert inside >= 3


@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.floats(-8, 8), st.floats(-8, 8), st.integers(0, 99))
def test_units_do_not_matter(pump, width, seed):
    plain = fit_collapse(PUMP, w := noisy(hill, seed))
    scaled = fit_collapse(PUMP * 10**pump, w * 10**width)
    for a, b in zip(
        (plain.threshold, plain.low, plain.high), (scaled.threshold, scaled.low, scaled.high), strict=True
    ):
        assert b == pytest.approx(a * 10**pump, rel=2e-4)
    assert scaled.model == pytest.approx(plain.model * 10**width, rel=2e-3)


def test_missing_widths_are_left_out():
    width = noisy(hill, 5)
    width[[2, 13, 20]] = np.nan
    found, cut = fit_collapse(PUMP, width), fit_collapse(PUMP[s := np.isfinite(width)], width[s])
    assert (found.low, found.high) == (cut.low, cut.high)
    assert found.low < TRUTH < found.high
    assert np.all(np.isfinite(found.model))
    assert found.notes == ("linewidth: missing at 3 of 25 pump levels.",)
    width[7:] = np.nan
    assert "known at 6 pump levels" in fit_collapse(PUMP, width).notes[1]


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (lambda p: 0 * p + 10, "does not narrow"),
        (lambda p: p**0.5, "does not narrow"),
        (lambda p: 1 / p, r"pump^-1.0 throughout"),
        (lambda p: hill(p / 2.8), "still falls at the largest pump"),
        (lambda p: hill(p / 0.25), "from the smallest pump on"),
    ],
)
def test_one_branch_is_no_threshold(width, said):
    found = fit_collapse(PUMP, noisy(width, 0))
    assert not found.found
    assert said in found.notes[0]


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (lambda p: hill(p / 2.4), "bounded on one side only"),
        (lambda p: 10 / (1 + p**12) + 0.3 * p**0.8, "rises again"),
        (lambda p: hill(p) * (1 + (p / 1.6) ** 6), "not the right model"),
        (lambda p: hill(p) * np.exp(0.3 * np.sin(6 * np.log(p))), "not the right model"),
        (lambda p: hill(p / 2.2), "2 points or fewer lie above"),
    ],
)
def test_what_the_branches_leave_open_is_said(width, said):
    found = fit_collapse(PUMP, noisy(width, 0))
    assert found.found
    assert any(said in n for n in found.notes)


def test_beside_the_other_definitions():
    """Missing widths, an error that all pumps share and one-sided intervals go through `fit_threshold`."""
    y, width = light_curve(PUMP, 1.0, 1e-3, seed=1).output, noisy(hill, 6)
    width[4] = np.nan
    plain, scaled = (
        fit_threshold(PUMP, y, width, bootstraps=0, noise=Noise(pump_scale=e)).data.sel(
            definition="linewidth collapse"
        )
        for e in (0.0, 0.1)
    )
    assert float(plain.threshold) == pytest.approx(TRUTH, rel=0.01)
    assert float(scaled.threshold_high / scaled.threshold) == pytest.approx(np.exp(0.196), rel=1e-2)
    assert float(abs(np.log(plain.linewidth_model / hill(PUMP))).max()) < 0.06
    open_end = fit_threshold(PUMP, y, noisy(lambda p: hill(p / 2.4), 0), bootstraps=0)
    assert "to infinite" in open_end.describe()
    assert any("one side only" in w for w in open_end.warnings)
    with pytest.raises(InputError, match="or nan"):
        fit_threshold(PUMP, y, -width)
