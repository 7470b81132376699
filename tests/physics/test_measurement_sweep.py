"""Stability records with known truth, and the share of a beam in a disk against quadrature."""

import json

import mpmath
import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.errors import InputError
from colase.measurement.beam_sweep import captured, gain_differential
from colase.measurement.films import Measured
from colase.measurement.stability import fit_stability

TIME = np.linspace(0, 6000, 200)


def test_decay_is_told_from_a_drifting_pump():
    inside = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        pump = 1 + 0.1 * np.sin(TIME / 700) + 0.02 * rng.standard_normal(200)
        light = np.exp(-TIME / 60000) * pump**2.5 * np.exp(0.02 * rng.standard_normal(200))
        found = fit_stability(TIME, light, pump=pump)
        rate, error = float(found.data.decay_rate), float(found.data.decay_rate_error)
        inside += abs(rate - 1 / 60000) < 1.96 * error
        assert float(found.data.pump_exponent) == pytest.approx(2.5, rel=0.1)
    assert inside >= 34
    assert "Intensity -9." in found.describe() or "Intensity -10." in found.describe()


def test_errors_grow_with_the_memory_of_the_noise():
    """A walk with memory looks like a trend; the widened interval covers it far more often."""
    plain = covered = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        noise = np.zeros(200)
        for i in range(1, 200):
            noise[i] = 0.8 * noise[i - 1] + 0.01 * rng.standard_normal()
        d = fit_stability(TIME, np.exp(noise)).data
        covered += abs(float(d.decay_rate)) < 1.96 * float(d.decay_rate_error)
        white = float(d.residual.std()) / np.sqrt(200) / TIME.std()
        plain += abs(float(d.decay_rate)) < 1.96 * white
    assert covered >= 50
    assert plain < 45


def test_hops_and_drift():
    rng = np.random.default_rng(0)
    lam = 650e-9 + 1e-15 * TIME + 1e-12 * rng.standard_normal(200)
    lam[80:] += 0.4e-9
    lam[150:] -= 0.2e-9
    lam[120] += 0.5e-9  # a single outlier is no hop
    found = fit_stability(TIME, np.ones(200), wavelength=lam)
    assert found.hops == (80, 150)
    clean = np.delete(np.arange(200), 120)
    again = fit_stability(TIME[clean], np.ones(199), wavelength=lam[clean])
    assert float(again.data.drift) == pytest.approx(1e-15, abs=4 * float(again.data.drift_error))
    with pytest.raises(InputError, match="rising"):
        fit_stability(TIME[::-1], np.ones(200))


@pytest.mark.parametrize(("d", "a", "w"), [(0, 12.5, 25), (10, 12.5, 25), (40, 12.5, 20), (13, 12.5, 6)])
def test_the_share_of_a_beam_in_a_disk(d, a, w):
    def ring(r):
        return r * mpmath.exp(-2 * (r**2 + d**2) / w**2) * mpmath.besseli(0, 4 * r * d / w**2)

    share = 4 / mpmath.mpf(w) ** 2 * mpmath.quad(ring, [0, a])
    assert float(captured(d * 1e-6, a * 1e-6, w * 1e-6)) == pytest.approx(float(share), rel=1e-8)


def test_the_differential_is_odd_small_near_the_middle_and_carries_its_errors():
    about = {
        "radius": Measured(12.5e-6), "separation": Measured(25.2e-6), "waist": Measured(25e-6, 2e-6),
        "energy": Measured(1e-9), "gain_slope": Measured(1e5, 1e4),
    }  # fmt: skip
    right, left = (gain_differential(Measured(x, 1e-6), **about) for x in (5e-6, -5e-6))
    assert right.value == pytest.approx(-left.value, rel=1e-12)
    small = gain_differential(Measured(0.5e-6), **about).value
    assert small == pytest.approx(right.value / 10, rel=0.1)
    assert gain_differential(Measured(25e-6), **about).value < 3 * right.value  # proportional no more
    assert right.error / right.value == pytest.approx(np.hypot(0.2, 0.1), rel=0.3)
    assert set(right.budget) == {"offset", "radius", "separation", "waist", "energy", "gain slope"}
    with pytest.raises(InputError, match="waist"):
        gain_differential(Measured(0), **about | {"waist": Measured(0)})


def test_a_steady_or_rounded_drift_is_no_chain_of_hops():
    ramp = 650e-9 + 1e-13 * TIME
    for lam in (ramp, np.round(ramp * 1e13) / 1e13, np.round(ramp * 1e12) / 1e12):
        found = fit_stability(TIME, np.ones(200), wavelength=lam)
        assert found.hops == ()
        assert float(found.data.drift) == pytest.approx(1e-13, rel=0.01)
    ramp[100:] += 0.3e-9
    assert fit_stability(TIME, np.ones(200), wavelength=ramp).hops == (100,)


# ---- the response of the detection of polarised light -----------------------------------------------


def test_the_response_of_the_detection_is_taken_from_a_number_or_from_a_lamp(tmp_path):
    """A grating passes 0.6 across of what it passes along 20 degrees; the light has R = 0.3 at 70 degrees."""
    angle, rng = np.radians(np.arange(0, 361, 15)), np.random.default_rng(3)
    grating = np.cos(angle - np.radians(20)) ** 2 + 0.6 * np.sin(angle - np.radians(20)) ** 2
    light = 1 + 0.3 * np.cos(2 * (angle - np.radians(70)))
    for name, y in (("light", light * grating), ("lamp", 5 * grating)):
        y = y * (1 + 0.01 * rng.standard_normal(angle.size))
        rows = zip(np.degrees(angle), y, strict=True)
        (tmp_path / f"{name}.csv").write_text("".join(f"{a:.1f},{b:.6f}\n" for a, b in rows))

    def degree(*words):
        said = CliRunner().invoke(
            app, ["fit", "polarisation", str(tmp_path / "light.csv"), "--json", *map(str, words)]
        )
        assert said.exit_code == 0, said.output
        d = json.loads(said.output)["data"]
        return [d[n]["values"] for n in ("degree", "degree_low", "degree_high", "axis")]

    bare = degree()
    assert not bare[1] < 0.3 < bare[2]  # without the response the interval misses the truth
    for words in (
        ("--response", "0.6 +/- 0.02", "--response-axis", "20 deg"),
        ("--response", tmp_path / "lamp.csv"),
    ):
        value, low, high, axis = degree(*words)
        assert low < 0.3 < high
        assert value == pytest.approx(0.3, abs=0.02)
        assert np.degrees(axis) == pytest.approx(70, abs=3)
    sure, open_ = (degree("--response", r, "--response-axis", "20 deg") for r in ("0.6", "0.6 +/- 0.1"))
    # an error of 0.1 of the ratio is one of 2 0.1/1.6^2 of the degree
    assert (open_[2] - open_[1]) / 2 == pytest.approx(1.96 * 0.2 / 1.6**2, rel=0.25)
    assert sure[2] - sure[1] < 0.3 * (open_[2] - open_[1])
    words = ["fit", "polarisation", str(tmp_path / "light.csv"), "--response", str(tmp_path / "lamp.csv")]
    said = CliRunner().invoke(app, [*words, "--response-axis", "20 deg"])
    assert said.exit_code == 2
    assert "belongs to a ratio" in said.output
