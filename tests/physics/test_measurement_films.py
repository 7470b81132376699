"""Reductions of films on data whose truth is known, and against quadrature and mpmath."""

import json

import mpmath
import numpy as np
import pytest
import xarray as xr
from scipy.integrate import solve_ivp
from scipy.special import erf
from typer.testing import CliRunner

from colase.cli.app import app
from colase.constants import ELEMENTARY_CHARGE, HC
from colase.errors import InputError
from colase.measurement.films import (
    Measured,
    absorbed_photons,
    band_decay,
    density_from_absorbance,
    fit_amplified,
    fit_bands,
    fit_decay,
    gain_region,
    packing,
    pump_cross_section,
    quantum_yield,
    threshold_over_fluence,
    time_zero,
    without_self_absorption,
)
from colase.measurement.films.bands import per_energy
from colase.measurement.readers.matrix import read_matrix
from real_files import real_file

MEV = ELEMENTARY_CHARGE / 1e3
FWHM = 2 * np.sqrt(2 * np.log(2))


def line(energy, centre, fwhm):
    return np.exp(-0.5 * ((energy - centre) / (fwhm / FWHM)) ** 2)


# ---- bands ------------------------------------------------------------------------------------------


def test_the_jacobian_keeps_the_number_of_photons():
    lam = np.linspace(600e-9, 700e-9, 2001)
    counts = np.exp(-0.5 * ((lam - 655e-9) / 12e-9) ** 2)
    energy, per, _ = per_energy(lam, counts, 1.0)
    assert np.trapezoid(per, energy) == pytest.approx(np.trapezoid(counts, lam), rel=1e-6)


def test_bands_of_a_known_film_and_their_stokes_shift():
    rng, misses = np.random.default_rng(1), []
    lam = np.linspace(560e-9, 740e-9, 500)
    energy = HC / lam
    emission, edge, width = HC / 655e-9, HC / 655e-9 + 24 * MEV, 55 * MEV
    for _ in range(20):
        photons = 2000 * line(energy, emission, width) * HC / lam**2 / (HC / 655e-9**2)
        counts = photons + 30 + 8 * rng.standard_normal(lam.size)
        high = 0.6 / (1 + np.exp(-(energy - edge - 110 * MEV) / (40 * MEV)))
        absorbance = 0.35 * line(energy, edge, 60 * MEV) + high + 0.001 * rng.standard_normal(lam.size)
        found = fit_bands((lam, counts), (lam, absorbance))
        misses.append((found.emission.energy - emission) / found.emission.energy_error)
        assert found.emission.fwhm == pytest.approx(width, rel=0.03)
        assert found.stokes_shift == pytest.approx(24 * MEV, abs=3 * MEV)
    assert np.std(misses) == pytest.approx(1, abs=0.5)
    assert abs(np.mean(misses)) < 0.8
    assert "Stokes shift" in found.describe()


def test_a_line_symmetric_in_energy_is_not_so_in_wavelength():
    """The maximum per wavelength lies bluer; fitted on the energy axis the place is right."""
    lam = np.linspace(560e-9, 760e-9, 800)
    centre, width = HC / 655e-9, 120 * MEV
    counts = line(HC / lam, centre, width) / lam**2
    found = fit_bands((lam, counts))
    assert found.emission.wavelength == pytest.approx(655e-9, abs=0.01e-9)
    assert lam[np.argmax(counts)] < 654.5e-9


# ---- counted ----------------------------------------------------------------------------------------


def test_photons_absorbed_over_the_depth_against_quadrature():
    sigma, density, thickness, fluence = 4e-18, 2e24, 300e-9, 0.2
    found = absorbed_photons(
        fluence=Measured(fluence),
        wavelength=532e-9,
        cross_section=Measured(sigma),
        density=Measured(density),
        thickness=Measured(thickness),
        reflectance=Measured(0.1),
    )
    mean = mpmath.quad(lambda z: mpmath.exp(-density * sigma * z), [0, thickness]) / thickness
    assert found.value == pytest.approx(fluence * 532e-9 / HC * 0.9 * sigma * float(mean), rel=1e-9)
    # books: absorbed photons of the film and per area
    absorbed = fluence * 532e-9 / HC * 0.9 * (1 - np.exp(-density * sigma * thickness))
    assert found.value * density * thickness == pytest.approx(absorbed, rel=1e-9)


def test_errors_of_factors_add_up_and_the_budget_names_the_largest():
    found = absorbed_photons(
        energy=Measured(1e-9, 0.02e-9),
        spot_radius=Measured(30e-6, 1.5e-6),
        wavelength=532e-9,
        cross_section=Measured(4e-18, 0.8e-18),
        calibration=Measured(1, 0.05),
        reflectance=Measured(0.1, 0.02),
    )
    parts = np.array([0.02, 2 * 0.05, 0.2, 0.05, 0.02 / 0.9])
    assert found.error / found.value == pytest.approx(np.sqrt(np.sum(parts**2)), rel=0.1)
    assert sum(found.budget.values()) == pytest.approx(1)
    assert max(found.budget, key=lambda k: found.budget[k]) == "cross section"
    assert found.budget["spot radius"] == pytest.approx(0.01 / np.sum(parts**2), rel=0.15)
    assert found.value == pytest.approx(2e-9 / (np.pi * 9e-10) * 532e-9 / HC * 0.9 * 4e-18, rel=1e-12)


def test_density_packing_and_cross_section():
    density = density_from_absorbance(Measured(0.3, 0.01), Measured(250e-9, 5e-9), Measured(1e-18, 1e-19))
    assert density.value * 1e-18 * 250e-9 == pytest.approx(0.3 * np.log(10), rel=1e-12)
    assert packing(Measured(density.value), Measured(2e-25)).value == pytest.approx(density.value * 2e-25)
    with pytest.raises(InputError, match="density or the size"):
        packing(Measured(1e25), Measured(2e-25))
    sigma = pump_cross_section(Measured(0.9, 0.01), Measured(0.3, 0.01), Measured(1e-18))
    assert sigma.value == pytest.approx(3e-18)


def test_the_quantum_yield_of_a_simulated_sphere():
    """Photons through an integrating sphere: direct absorption A, indirect mu, yield eta, nothing lost."""
    eta, direct, indirect, lamp = 0.72, 0.45, 0.12, 1e6
    beside = lamp * (1 - indirect)
    in_beam = lamp * (1 - direct) * (1 - indirect)
    emission_beside = eta * indirect * lamp
    emission = eta * (direct + (1 - direct) * indirect) * lamp
    laser = tuple(Measured(v, 1e3) for v in (lamp, beside, in_beam))
    found = quantum_yield(laser, (Measured(emission_beside, 300), Measured(emission, 500)))
    assert found.value == pytest.approx(eta, rel=1e-12)
    assert 0 < found.error < 0.02
    seen = eta * (1 - 0.3) / (1 - 0.3 * eta)
    assert float(without_self_absorption(seen, 0.3)) == pytest.approx(eta, rel=1e-12)
    with pytest.raises(InputError, match="nothing was absorbed"):
        quantum_yield((laser[0], laser[1], laser[1]), (Measured(1), Measured(2)))


# ---- amplified emission -----------------------------------------------------------------------------


def film_series(seed, noise=0.05, onset=0.2):
    rng = np.random.default_rng(seed)
    pump = np.geomspace(0.2, 5, 24) * onset
    output = (pump + 12 * np.maximum(pump - onset, 0)) * np.exp(noise * rng.standard_normal(24))
    width = 5e-9 + 20e-9 / (1 + (pump / (1.15 * onset)) ** 8)
    return pump, output, width * np.exp(0.02 * rng.standard_normal(24))


def test_the_onset_is_covered_by_its_interval():
    inside = 0
    for seed in range(30):
        found = fit_amplified(*film_series(seed))
        low, high = (float(found.data[v][0]) for v in ("onset_low", "onset_high"))
        inside += low < 0.2 < high
        assert found.onset == pytest.approx(0.2, rel=0.15)
    assert inside >= 25
    assert float(found.data.narrowing) == pytest.approx(5, rel=0.25)
    assert "half narrowed" in found.describe()


def test_a_film_that_only_glows_has_no_onset():
    pump = np.geomspace(0.01, 1, 20)
    found = fit_amplified(pump, pump, np.full(20, 25e-9))
    assert not found.found
    assert np.isinf(found.onset)
    assert "No onset" in found.describe()


# ---- decays -----------------------------------------------------------------------------------------


def test_two_lifetimes_behind_a_response():
    t = np.linspace(-0.2e-9, 6e-9, 400)
    s, rng = 0.05e-9, np.random.default_rng(3)
    fine = np.linspace(-1e-9, 1e-9, 4001)
    kernel = np.exp(-0.5 * (fine / s) ** 2)

    def seen(at):
        u = at - fine
        flow = np.where(
            u > 0, 0.7 * np.exp(-np.clip(u, 0, None) / 0.3e-9) + 0.3 * np.exp(-np.clip(u, 0, None) / 2e-9), 0
        )
        return np.sum(kernel * flow) / kernel.sum()

    y = np.array([seen(v) for v in t]) + 0.002 * rng.standard_normal(t.size) + 0.01
    found = fit_decay(t, y, response=s)
    assert found.lifetimes.size == 2
    assert np.allclose(found.lifetimes, [0.3e-9, 2e-9], rtol=0.05)
    assert np.all(np.abs(found.lifetimes - [0.3e-9, 2e-9]) < 4 * found.errors)
    assert np.allclose(found.amplitudes, [0.7, 0.3], rtol=0.05)


def test_one_lifetime_stays_one():
    t = np.linspace(0, 5, 120) * 1e-9
    ones = 0
    for seed in range(10):
        y = np.exp(-t / 1e-9) + 0.01 * np.random.default_rng(seed).standard_normal(t.size)
        found = fit_decay(t, y)
        ones += found.lifetimes.size == 1
    assert ones >= 8


def test_auger_against_an_integrated_rate_equation():
    tau, strength, start = 5e-9, 4e9, 2.0
    t = np.geomspace(1e-12, 10e-9, 120)
    truth = solve_ivp(
        lambda _, n: -n / tau - strength * n**2, (0, 1e-8), [start], t_eval=t, rtol=1e-10, atol=1e-12
    )
    y = truth.y[0] * (1 + 0.01 * np.random.default_rng(0).standard_normal(t.size))
    found = fit_decay(t, y, 0.01 * truth.y[0], kind="auger")
    assert found.auger == pytest.approx(strength, rel=0.05)
    assert abs(found.auger - strength) < 4 * found.auger_error
    assert found.lifetimes[0] == pytest.approx(tau, rel=0.1)


# ---- transient absorption ---------------------------------------------------------------------------


def matrix():
    lam = np.linspace(600e-9, 700e-9, 51)
    delay = np.concatenate([np.linspace(-5, -1, 5), np.geomspace(1, 1000, 40)]) * 1e-12
    base = 0.2 * np.exp(-0.5 * ((lam - 640e-9) / 15e-9) ** 2)
    bleach = 0.25 * np.exp(-0.5 * ((lam - 655e-9) / 12e-9) ** 2)
    rise = np.where(delay > 0, np.exp(-np.clip(delay, 0, None) / 200e-12), 0)
    change = -rise[:, None] * bleach + 0.002 * np.random.default_rng(0).standard_normal((45, 51))
    data = xr.DataArray(change, {"delay": delay, "wavelength": lam}, ("delay", "wavelength"))
    return data, base, bleach


def test_the_gain_region_and_its_lifetime():
    data, base, bleach = matrix()
    found = gain_region(data, base, 0.003)
    assert float(found.data.noise) == pytest.approx(0.002, rel=0.15)
    true = base - bleach * np.exp(-1e-12 / 200e-12) < 0
    sure = found.data.sure.values[5]
    assert np.all(true[sure])
    assert sure.sum() > 0.6 * true.sum()
    # where gain is deepest it ends when base = bleach exp(-t/tau)
    share = np.max(np.log(bleach[25:40] / base[25:40])) * 200e-12
    assert 0.4 * share < found.lifetime < 1.1 * share
    assert found.describe().startswith("Gain from 6")
    assert not gain_region(data * 0.05, base, 0.003).amplifies


def test_the_threshold_in_fluence_is_covered():
    fluence = np.geomspace(0.02, 1, 9)
    truth = 0.2
    inside, rng = 0, np.random.default_rng(0)
    for _ in range(60):
        lowest = (
            0.03 * np.log(truth / fluence) + 0.003 * rng.standard_normal(9) + 0.004 * rng.standard_normal()
        )
        value, low, high = threshold_over_fluence(fluence, lowest, 0.003, 0.004, draws=300)
        inside += low <= truth <= high
        assert low <= value <= high
    assert inside >= 54
    assert np.isinf(threshold_over_fluence(fluence, 0.03 * np.ones(9), 1e-4)[0])


def test_a_real_matrix_and_damaged_ones(tmp_path):
    (tmp_path / "m.txt").write_text("0\t-1\t0\t2\n500\t0.1\t0.2\t0.3\n501\t0.1\t0.2\t0.3\n")
    found = read_matrix(tmp_path / "m.txt")
    assert found.shape == (3, 2)
    assert float(found.sel(delay=2e-12, wavelength=501e-9, method="nearest")) == 0.3
    for text, words in (
        ("1 2 3\n", "no matrix"),
        ("0 1 2\n500 1 2\n400 1 2\n500 3 4\n", "neither rise nor fall"),
        ("0 1 2\n500 1 2\n501 1\n502 1 2\n", "holds"),
        ("0 1 2\n500 1 2\nxx\n502 1 2\n", "no row of numbers"),
        ("0 1 2\n500 1 nan\n501 1 2\n502 1 2\n", "finite"),
    ):
        (tmp_path / "bad.txt").write_text(text)
        with pytest.raises(InputError, match=words):
            read_matrix(tmp_path / "bad.txt")
    data = read_matrix(real_file("transient-absorption/demo_data_Hippius.ascii"))
    assert data.sizes["delay"] == 335
    assert 377e-9 < float(data.wavelength.min()) < 379e-9


@pytest.mark.parametrize(
    "text",
    [
        "\t-1\t0\t2\n500\t0.1\t0.2\t0.3\n501\t0.1\t0.25\t0.3\n",
        "\t-1\t0\t2\n500\t0,1\t0,2\t0,3\n501\t0,1\t0,25\t0,3\n",
        "nm/ps;-1;0;2\n500;0,1;0,2;0,3\n501;0,1;0,25;0,3\n",
        "sample 12\n0,-1,0,2\n500,0.1,0.2,0.3\n501,0.1,0.25,0.3\nFile info\nTime units: ps\n",
        "0\t-1\t0\t2\n499\tNaN\tNaN\tNaN\n500\t0.1\t0.2\t0.3\n501\t0.1\t0.25\t0.3\n",
    ],
)
def test_a_matrix_is_the_same_however_it_is_written(tmp_path, text):
    (tmp_path / "m.txt").write_text(text)
    found = read_matrix(tmp_path / "m.txt")
    assert found.delay.values == pytest.approx([-1e-12, 0, 2e-12])
    assert found.wavelength.values == pytest.approx([500e-9, 501e-9])
    assert pytest.approx(np.array([[0.1, 0.2, 0.3], [0.1, 0.25, 0.3]])) == found.values.T
    assert found.attrs["wavelengths_left_out"] == ("NaN" in text)


def matrix_of_two_lifetimes(noise, seed=0):
    delay = np.concatenate([np.linspace(-2e-12, 5e-12, 50), np.geomspace(5.5e-12, 2e-9, 60)])
    lam = np.arange(560e-9, 700e-9, 4e-9)
    shape = 0.3 * line(HC / lam, HC / 626e-9, 120 * MEV)
    fall = np.where(delay > 0, 0.4 * np.exp(-delay / 60e-12) + 0.6 * np.exp(-delay / 900e-12), 0)
    change = -np.outer(fall, shape) + noise * np.random.default_rng(seed).standard_normal(
        (delay.size, lam.size)
    )
    return xr.DataArray(change, coords={"delay": delay, "wavelength": lam}, dims=("delay", "wavelength"))


def test_a_decay_begins_where_the_bleach_has_risen_and_a_wrong_kind_is_said():
    """A point at time zero, before the rise, used to make a third lifetime of negative share."""
    region = gain_region(matrix_of_two_lifetimes(2e-4), 0.2, 0.005)
    found = band_decay(region, (620e-9, 630e-9))
    assert found.decay.lifetimes == pytest.approx([60e-12, 900e-12], rel=0.05)
    assert found.decay.amplitudes / found.decay.amplitudes.sum() == pytest.approx([0.4, 0.6], abs=0.02)
    assert "lifetime (ps)" in found.describe()
    assert found.warnings == ()
    wrong = band_decay(region, (620e-9, 630e-9), kind="auger")
    assert any("not of this kind" in w for w in wrong.warnings)
    assert "decay" in found.parts


def test_shot_noise_is_no_misfit_and_a_second_line_is():
    rng = np.random.default_rng(3)
    lam = np.linspace(560e-9, 740e-9, 500)
    energy = HC / lam
    mean = 1e4 * line(energy, HC / 655e-9, 90 * MEV) + 5
    assert fit_bands((lam, rng.poisson(mean) + 3 * rng.standard_normal(lam.size))).warnings == ()
    two = mean + 4e3 * line(energy, HC / 655e-9 - 80 * MEV, 40 * MEV)
    assert any("no Gaussian" in w for w in fit_bands((lam, rng.poisson(two))).warnings)


# ---- command line -----------------------------------------------------------------------------------


def test_the_commands(tmp_path):
    def says(*words):
        return CliRunner().invoke(app, ["fit", *map(str, words)])

    pump, output, width = film_series(0)
    rows = zip(pump * 100, output, width * 1e9, strict=True)
    (tmp_path / "a.csv").write_text("".join(f"{a:.6f},{b:.6f},{c:.6f}\n" for a, b, c in rows))
    said = says("ase", tmp_path / "a.csv", "--unit", "uJ/cm^2", "--plot", tmp_path / "a.svg")
    assert said.exit_code == 0, said.output
    assert "bend of the output" in said.output
    lam = np.linspace(600e-9, 720e-9, 200)
    counts = 1000 * line(HC / lam, HC / 655e-9, 55 * MEV) + 20
    (tmp_path / "pl.txt").write_text(
        "".join(f"{a * 1e9:.4f}\t{b:.4f}\n" for a, b in zip(lam, counts, strict=True))
    )
    assert "Emission 65" in says("bands", tmp_path / "pl.txt").output
    data, base, _ = matrix()
    head = "0\t" + "\t".join(f"{t * 1e12:.6f}" for t in data.delay.values) + "\n"
    body = "".join(
        f"{w * 1e9:.3f}\t" + "\t".join(f"{v:.6f}" for v in column) + "\n"
        for w, column in zip(data.wavelength.values, data.values.T, strict=True)
    )
    (tmp_path / "ta.txt").write_text(head + body)
    (tmp_path / "a0.txt").write_text(
        "".join(f"{w * 1e9:.3f}\t{a:.6f}\n" for w, a in zip(data.wavelength.values, base, strict=True))
    )
    said = says("transient", tmp_path / "ta.txt", "--absorbance", tmp_path / "a0.txt")
    assert said.output.splitlines()[1].startswith("Gain from"), said.output
    words = (
        "photons",
        "--fluence",
        "20 +/- 1 uJ/cm^2",
        "--cross-section",
        "4e-14 +/- 1e-14 cm^2",
        "--wavelength",
    )
    said = says(*words, "532 nm", "--calibration-error", "0.05")
    assert "upper bound" in said.output
    assert json.loads(says(*words, "532 nm", "--json").output)["value"] == pytest.approx(2.142, rel=1e-3)
    assert says(*words, "5 uJ").exit_code == 2


# ---- chirp ------------------------------------------------------------------------------------------


def chirped(kind, seed=0):
    """Return a matrix with a known time zero: step, decay, cross-phase modulation; or an artefact alone."""
    lam, delay = (
        np.linspace(500e-9, 750e-9, 60),
        np.concatenate([np.arange(-1, 3, 0.04), np.geomspace(3, 500, 40)]),
    )
    delay = np.unique(delay) * 1e-12
    x = (lam - 625e-9) / 125e-9
    zero = (0.6 + 0.5 * x - 0.15 * x**2 + 0.05 * x**3) * 1e-12
    u = (delay[:, None] - zero) / 0.07e-12
    if kind == "rise":
        size = 0.1 * np.exp(-0.5 * ((lam - 640e-9) / 70e-9) ** 2)
        seen = -size * 0.5 * (1 + erf(u / np.sqrt(2))) * np.exp(-np.clip(u, 0, None) * 0.07 / 200)
        seen = seen + 0.01 * u * np.exp(-0.5 * u**2)
    else:
        seen = 0.02 * (1 - 0.6 * u**2) * np.exp(-0.5 * u**2)
    seen = seen + 5e-4 * np.random.default_rng(seed).standard_normal(seen.shape)
    return xr.DataArray(seen, {"delay": delay, "wavelength": lam}, ("delay", "wavelength")), zero


@pytest.mark.parametrize("kind", ["rise", "artefact"])
def test_time_zero_follows_the_chirp_within_its_error(kind):
    pulls = []
    for seed in range(4):
        data, truth = chirped(kind, seed)
        found = time_zero(data, 4, kind=kind)
        assert found.data.model.values == pytest.approx(truth, abs=0.02e-12)
        assert found.span == pytest.approx(np.ptp(truth), rel=0.03)
        pulls.append((found.data.model.values - truth) / found.data.model_error.values)
    assert np.mean(np.abs(pulls) < 2.5) > 0.75
    flat = time_zero(data, 4, kind=kind).corrected(data)
    again = time_zero(flat, 3, kind=kind)
    assert np.abs(again.data.model.values).max() < 0.03e-12
    assert float(flat.delay.min()) >= float(data.delay.min()) - truth.min() - 0.02e-12  # all reach it


def test_without_an_answer_there_is_no_time_zero():
    data, _ = chirped("rise")
    noise = data.copy(data=1e-3 * np.random.default_rng(3).standard_normal(data.shape))
    with pytest.raises(InputError, match="is seen at"):
        time_zero(noise)
    with pytest.raises(InputError, match="too few"):
        time_zero(data.isel(delay=slice(0, 8)))


def test_the_chirp_of_a_real_matrix_is_taken_out():
    """Half of the largest signal, looked up with no model, must come at one delay after the correction."""
    data = read_matrix(real_file("transient-absorption/demo_data_Hippius.ascii"))
    found = time_zero(data)

    def scatter(matrix):
        early = matrix.sel(delay=slice(None, 2e-12))
        size = np.abs(early.values)
        first = np.argmax(size > 0.5 * size.max(axis=0), axis=0)
        return 1.4826 * np.median(np.abs(early.delay.values[first] - np.median(early.delay.values[first])))

    assert found.span > 1e-12
    assert found.data.attrs["scatter"] < 0.05e-12
    assert scatter(found.corrected(data)) < 0.3 * scatter(data)


def write_matrix(path, data):
    head = "0\t" + "\t".join(f"{t * 1e12:.6f}" for t in data.delay.values) + "\n"
    rows = zip(data.wavelength.values, data.values.T, strict=True)
    path.write_text(
        head + "".join(f"{w * 1e9:.3f}\t" + "\t".join(f"{v:.6f}" for v in y) + "\n" for w, y in rows)
    )


def test_the_command_takes_out_the_chirp_and_gives_decay_and_threshold(tmp_path):
    data, _ = chirped("rise")
    write_matrix(tmp_path / "ta.txt", data)
    write_matrix(tmp_path / "solvent.txt", chirped("artefact")[0])
    lam = data.wavelength.values
    (tmp_path / "a0.txt").write_text("".join(f"{w * 1e9:.3f}\t0.05\n" for w in lam))
    words = ["fit", "transient", str(tmp_path / "ta.txt"), "--absorbance", str(tmp_path / "a0.txt")]
    words += ["--band", "630 nm, 650 nm"]
    for more in (["--chirp", "4"], ["--solvent", str(tmp_path / "solvent.txt")]):
        said = CliRunner().invoke(app, [*words, *more, "--json", "--report", str(tmp_path / "page")])
        assert said.exit_code == 0, said.output
        record = json.loads(said.output)["data"]
        assert record["lifetime"]["values"][-1] == pytest.approx(200e-12, rel=0.15)
    assert "Chirp: time zero goes from" in CliRunner().invoke(app, [*words, "--chirp", "4"]).output
    assert (tmp_path / "page" / "figures" / "transient.csv").is_file()
    (tmp_path / "series").mkdir()
    for fluence in (2, 5, 10, 20, 40, 80):
        write_matrix(tmp_path / "series" / f"ta_{fluence}uJ.txt", data * (fluence / 20) ** 0.5)
    folder = [
        "fit",
        "transient",
        str(tmp_path / "series"),
        "--pattern",
        "ta_{pump}uJ.txt",
        *words[3:],
        "--json",
    ]
    said = CliRunner().invoke(app, [*folder, "--chirp", "4"])
    assert said.exit_code == 0, said.output
    limit = json.loads(said.output)["data"]
    # A0 = 0.05 is met by half of the bleach of 0.1 at 20 uJ/cm^2, thus at a quarter of that fluence
    assert limit["threshold_low"]["values"] < 0.05 < limit["threshold_high"]["values"]
