"""Lines, combs, doublets, tracks and polarisation whose truth is known."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import voigt_profile

from colase.errors import InputError
from colase.measurement import comb_of, fit_comb, fit_doublet, fit_lines, fit_polarisation, phi, track_lines
from colase.measurement.lines.shapes import SIGMA, pixel_lines, pixel_profiles
from colase.measurement.synthetic import SyntheticInstrument, spectrum
from colase.results import dataset, variable

NM = 1e-9
X = np.arange(625, 635, 0.05) * NM
SEEN = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0, resolution=0.2 * NM)


@pytest.mark.parametrize(("lorentz", "gauss"), [(0.1, 0.2), (0.3, 0.0), (0.0, 0.2), (0.05, 0.06)])
def test_a_pixel_is_the_integral_over_its_width(lorentz, gauss):
    x = np.arange(-1, 1.001, 0.05)
    ours = pixel_lines(x, [0.013], [lorentz], [gauss])[0]
    for i in (5, 19, 20, 21, 30):
        exact = quad(
            lambda t: voigt_profile(t - 0.013, max(gauss, 1e-9) / SIGMA, 0.5 * lorentz),
            x[i] - 0.025, x[i] + 0.025,
            epsabs=1e-13, points=[0.013] if abs(x[i] - 0.013) < 0.025 else None,
        )[0]  # fmt: skip
        assert ours[i] == pytest.approx(exact / 0.05, rel=2e-3, abs=1e-6)


def test_derivatives_of_a_line_against_differences():
    x, h = np.arange(-1, 1.001, 0.05), 1e-6
    base = np.array([0.03, 0.12, 0.18])
    _, *rows = pixel_profiles(x, *base)
    for i, row in enumerate(rows):
        up, down = base.copy(), base.copy()
        up[i] += h
        down[i] -= h
        difference = (pixel_profiles(x, *up)[0] - pixel_profiles(x, *down)[0]) / (2 * h)
        assert np.abs(row - difference).max() < 1e-6 * np.abs(row).max()


def test_a_width_behind_the_response_is_unbiased_and_its_error_honest():
    """True 0.10 nm behind 0.20 nm in pixels of 0.05 nm; a tied Voigt fit gives 0.14."""
    fits = [fit_lines(spectrum(X, 630 * NM, 0.1 * NM, 1e4, seed=s, instrument=SEEN)) for s in range(60)]
    widths = np.array([float(f.data.width[0]) for f in fits]) / NM
    errors = np.array([float(f.data.width_error[0]) for f in fits]) / NM
    assert widths.mean() == pytest.approx(0.1, rel=0.01)
    assert widths.std() == pytest.approx(errors.mean(), rel=0.3)
    assert np.mean(np.abs(widths - 0.1) < 1.96 * errors) >= 0.88
    assert all(f.data.sizes["line"] == 1 for f in fits)
    centres = np.array([float(f.data.centre[0]) for f in fits]) / NM
    assert (
        np.mean(np.abs(centres - 630) < 2.2 * np.array([float(f.data.centre_error[0]) for f in fits]) / NM)
        >= 0.88
    )


def test_a_hidden_width_gives_a_bound_that_holds():
    """A line of Q 6,300,000 behind 0.2 nm: only a lower bound is given, and it is true in 95 % of cases."""
    fits = [fit_lines(spectrum(X, 630 * NM, 0.0001 * NM, 2e3, seed=s, instrument=SEEN)) for s in range(60)]
    limited = np.array([bool(f.data.resolution_limited[0]) for f in fits])
    bounds = np.array([float(f.data.q_factor[0]) for f in fits])
    assert limited.mean() > 0.85
    assert np.mean(bounds[limited] < 6_300_000) >= 0.88
    assert "> " in fits[int(np.argmax(limited))].describe()


def test_the_error_of_the_response_widens_the_error_of_the_width():
    """The response is fitted along within 10 %; the data narrow it down."""
    spectra = [spectrum(X, 630 * NM, 0.05 * NM, 1e3, seed=s, instrument=SEEN) for s in range(25)]
    sure = [fit_lines(sp).data.isel(line=0) for sp in spectra]
    unsure = [fit_lines(sp, resolution_error=0.02 * NM).data.isel(line=0) for sp in spectra]
    widths = np.array([float(d.width) for d in unsure]) / NM
    errors = np.array([float(d.width_error) for d in unsure]) / NM
    assert errors.mean() > 1.5 * np.mean([float(d.width_error) for d in sure]) / NM
    assert widths.mean() == pytest.approx(0.05, abs=0.004)
    assert widths.std() == pytest.approx(errors.mean(), rel=0.4)


@pytest.mark.parametrize("shape", ["gauss", "voigt", "fano"])
def test_other_shapes_give_back_their_truth(shape):
    unit = (X - 630 * NM) / NM
    if shape == "gauss":
        y = 1000 * np.exp(-4 * np.log(2) * (unit / np.hypot(0.5, 0.2)) ** 2)
    elif shape == "voigt":
        y = 1000 * voigt_profile(unit, 0.5 / SIGMA, 0.2)
    else:
        e, q = unit / 0.2, 2.0
        y = 1000 * ((q + e) ** 2 / (1 + e**2) - 1)
    y = y + 100 + np.random.default_rng(1).normal(0, 2, X.size)
    data = dataset({"counts": variable("wavelength", y, "1", "c")},
                   {"wavelength": variable("wavelength", X, "m", "w")})  # fmt: skip
    found = fit_lines(data, shape=shape, resolution=0.0 if shape == "fano" else 0.2 * NM)
    best = found.data.isel(line=int(np.argmax(np.abs(found.data.area.values))))
    assert float(best.centre) == pytest.approx(630 * NM, abs=0.02 * NM)
    truth = {"gauss": 0.5, "voigt": 0.4, "fano": 0.4}[shape]
    assert float(best.width) / NM == pytest.approx(truth, rel=0.05)
    if shape == "fano":
        assert abs(float(best.fano_q)) == pytest.approx(2.0, rel=0.1)


def test_noise_alone_has_no_lines():
    for seed in range(5):
        y = 100 + np.random.default_rng(seed).normal(0, 10, X.size)
        data = dataset(
            {"counts": variable("wavelength", y, "1", "c")},
            {"wavelength": variable("wavelength", X, "m", "w")},
        )
        assert fit_lines(data, prominence=9).data.sizes["line"] == 0


def test_a_saturated_line_warns():
    instrument = SyntheticInstrument(relative=0.0, shot=1.0, resolution=0.4 * NM, saturation=5000.0)
    assert any(
        "saturated" in w
        for w in fit_lines(spectrum(X, 630 * NM, 0.2 * NM, 2e4, instrument=instrument)).warnings
    )


def test_one_line_is_not_split_and_two_are():
    window = (627 * NM, 633 * NM)
    single = [
        fit_doublet(spectrum(X, 630 * NM, 0.3 * NM, 5e3, seed=s, instrument=SEEN), window) for s in range(12)
    ]
    assert sum(d.split for d in single) <= 1
    assert all(phi(d, 2.6 * NM) == 0 for d in single if not d.split)
    pair = spectrum(X, np.array([629.6, 630.4]) * NM, 0.5 * NM, np.array([5e3, 3e3]), seed=1, instrument=SEEN)
    found = fit_doublet(pair, window)
    assert found.split
    assert found.separation == pytest.approx(0.8 * NM, rel=0.03)
    assert phi(found, 2.6 * NM) == pytest.approx(0.615, rel=0.03)  # lafalce2019: 0.8 nm of 2.6 nm


# ---- combs ------------------------------------------------------------------------------------------

DIAMETER = 25e-6
GROUP = 1.86 + 0.3e6 * 630.5e-9  # n - lambda dn/dlambda


def comb_lines(low=616e-9, high=646e-9):
    index = lambda w: 1.86 - 0.3e6 * (w - 630.5e-9)  # noqa: E731
    found = []
    for m in range(205, 265):
        rest = lambda w, m=m: index(w) * np.pi * DIAMETER / w - m  # noqa: E731
        if rest(low) * rest(high) < 0:
            found.append(brentq(rest, low, high, xtol=1e-18))
    return np.sort(found)


def test_the_spacing_gives_the_group_index_and_not_the_phase_index():
    """A 25 um disc with n = 1.86 and dn/dlambda = -0.3/um has n_g = 2.049 (reference, section 3.3)."""
    comb = comb_of(comb_lines(), perimeter=np.pi * DIAMETER)
    at = float(comb.data.centre)
    exact = 1.86 - 0.3e6 * (at - 630.5e-9) + 0.3e6 * at
    assert float(comb.data.group_index) == pytest.approx(exact, rel=1e-6)
    assert exact == pytest.approx(2.049, abs=2e-3)
    assert "not the phase index" in comb.describe()


def test_missing_lines_cost_nothing():
    lines = comb_lines()
    whole = comb_of(lines)
    holes = comb_of(np.delete(lines, [2, 5, 6]))
    assert holes.group_path == pytest.approx(whole.group_path, rel=1e-4)
    assert np.ptp(holes.data.mode_number.values) == np.ptp(whole.data.mode_number.values)


def on_a_band(seed, lines):
    """Counts of a bright band 20 nm wide, with lines on it."""
    x, rng = np.arange(560, 700, 0.05) * NM, np.random.default_rng(seed)
    band = 2e4 * np.exp(-4 * np.log(2) * ((x - 630 * NM) / (20 * NM)) ** 2)
    if len(lines):
        shapes = pixel_lines(x, lines, np.full(len(lines), 0.25 * NM), np.zeros(len(lines)))
        band = band + 3e3 * np.sum(shapes / shapes.max(axis=1, keepdims=True), axis=0)
    counts = rng.poisson(band) + 100 + 4 * rng.standard_normal(x.size)
    return dataset(
        {"counts": variable(("spectrum", "wavelength"), counts[None], "1", "counts")},
        {"wavelength": variable("wavelength", x, "m", "w")},
    )


def test_the_noise_of_a_bright_band_has_no_lines():
    """Shot noise on top of a band is 35 times the noise beside it; the band itself is one line."""
    for seed in range(6):
        found = fit_lines(on_a_band(seed, [])).data
        assert found.sizes["line"] == 1
        assert float(found.centre[0]) == pytest.approx(630 * NM, abs=0.3 * NM)


def test_a_comb_on_a_bright_band_is_found_line_by_line():
    lines = 1 / (1 / (630 * NM) + np.arange(-6, 7) / 161e-6)
    for seed in range(4):
        found = fit_comb(on_a_band(seed, lines))
        assert found.data.wavelength_of_line.values == pytest.approx(np.sort(lines), abs=0.05 * NM)
        assert found.group_path == pytest.approx(161e-6, rel=5e-4)


@pytest.mark.parametrize("shape", ["lorentz", "gauss"])
def test_errors_of_counted_photons_cover(shape):
    """Few bright pixels decide; weights found from them must not make the errors too small."""
    x = np.arange(626, 634, 0.05) * NM
    fine = x[:, None] + np.linspace(-0.5, 0.5, 21) * 0.05 * NM
    u = 2 * (fine - 630 * NM) / (0.3 * NM)
    clean = (1 / (1 + u**2) if shape == "lorentz" else np.exp(-np.log(2) * u**2)).mean(axis=1)
    scores = []
    for seed in range(120):
        counts = np.random.default_rng(seed).poisson(3000 * clean / clean.max() + 100).astype(float)
        seen = variable("wavelength", counts, "1", "counts")
        coords = {"wavelength": variable("wavelength", x, "m", "w")}
        d = fit_lines(dataset({"counts": seen}, coords), shape=shape).data
        assert d.sizes["line"] == 1
        scores.append(
            [(d.centre[0] - 630 * NM) / d.centre_error[0], (d.width[0] - 0.3 * NM) / d.width_error[0]]
        )
    scores = np.array(scores, dtype=float)
    assert np.all(np.abs(scores.mean(axis=0)) < 0.4)
    assert np.all(np.std(scores, axis=0) < 1.35)
    assert np.all(np.mean(np.abs(scores) < 1.96, axis=0) > 0.87)


def test_few_lines_do_not_bias_the_fourier_path():
    x, lines = np.arange(612, 649, 0.05) * NM, 1 / (1 / (630 * NM) + np.arange(-2, 3) / 161e-6)
    path = [fit_comb(spectrum(x, lines, 0.25 * NM, 1e3, seed=s)).data for s in range(10)]
    mean = np.mean([float(d.fourier_path) for d in path])
    assert mean == pytest.approx(161e-6, rel=5e-4)
    inside = [abs(d.fourier_path - 161e-6) < 1.96 * d.fourier_path_error for d in path]
    assert np.sum(inside) >= 8


def test_regression_and_fourier_agree_within_their_errors():
    x, lines = np.arange(615, 647, 0.05) * NM, comb_lines()
    instrument = SyntheticInstrument(relative=0.0, shot=1.0, read=30.0, resolution=0.1 * NM, background=100.0)
    inside = []
    for s in range(8):
        found = fit_comb(
            spectrum(x, lines, 0.25 * NM, 1000.0, seed=s, instrument=instrument), perimeter=np.pi * DIAMETER
        )
        truth = GROUP * np.pi * DIAMETER
        assert found.group_path == pytest.approx(truth, rel=1e-3)
        assert float(found.data.fourier_path) == pytest.approx(truth, rel=2e-3)
        inside.append(abs(found.group_path - truth) < 1.96 * float(found.data.group_path_error))
    assert sum(inside) >= 6


def test_the_error_of_the_diameter_dominates_the_group_index():
    comb = comb_of(comb_lines(), perimeter=np.pi * DIAMETER, perimeter_error=np.pi * 1e-6)
    assert float(comb.data.group_index_error) == pytest.approx(GROUP * 1 / 25, rel=0.02)


def test_lines_without_a_comb_are_refused_or_warned_about():
    with pytest.raises(InputError, match="at least 4"):
        comb_of([600e-9, 601e-9, 602e-9])
    lines = 600e-9 + 1e-9 * np.cumsum([1, 1.45, 0.75, 1.55, 1.3, 0.85, 1.6, 1.05])
    assert any("off the comb" in w for w in comb_of(lines).warnings)


# ---- tracks -----------------------------------------------------------------------------------------


def test_labels_survive_drift_gaps_and_hops():
    x = np.arange(600, 612, 0.04) * NM
    first = 603 * NM + 0.03 * NM * np.arange(30)
    second = 607 * NM - 0.02 * NM * np.arange(30)
    heights = np.where(np.arange(30) < 15, 2000, 500), np.where(np.arange(30) < 15, 500, 2000)
    rows = []
    for i in range(30):
        tall = np.array([0.0 if 8 <= i < 12 else heights[0][i], heights[1][i]])
        rows.append(
            spectrum(
                x,
                [first[i], second[i]],
                0.15 * NM,
                tall,
                seed=i,
                instrument=SyntheticInstrument(relative=0, shot=1, read=3),
            )
        )
    counts = np.concatenate([r.counts.values for r in rows])
    data = dataset(
        {"counts": variable(("spectrum", "wavelength"), counts, "1", "c")},
        {"wavelength": variable("wavelength", x, "m", "w")},
    )
    found = track_lines(data)
    assert found.data.sizes["label"] == 2
    a = found.data.centre.values[:, 0]
    assert np.isnan(a[8:12]).all()
    assert a[~np.isnan(a)] == pytest.approx(np.delete(first, range(8, 12)), abs=0.01 * NM)
    assert found.hops[-1] == 15


# ---- polarisation -----------------------------------------------------------------------------------

ANGLE = np.radians(np.arange(0, 181, 15))


def turned(degree, seed, noise=0.05, drift=0.0):
    rng = np.random.default_rng(seed)
    shape = 1 + degree * np.cos(2 * ANGLE - 0.6)
    return (
        shape
        * (1 + drift * np.linspace(-0.5, 0.5, ANGLE.size))
        * (1 + noise * rng.standard_normal(ANGLE.size))
    )


@pytest.mark.parametrize("degree", [0.0, 0.05, 0.79])
def test_the_degree_is_unbiased_and_covered(degree):
    fits = [fit_polarisation(ANGLE, turned(degree, s), drift=False) for s in range(200)]
    assert np.mean([f.degree for f in fits]) == pytest.approx(degree, abs=0.018)
    assert np.mean([f.interval[0] <= degree <= f.interval[1] for f in fits]) >= 0.92
    if degree == 0:
        assert np.mean([float(f.data.extremes) for f in fits]) > 0.07  # what max and min would say
        assert np.mean([f.interval[0] == 0 for f in fits]) > 0.93


def test_drift_is_separated():
    truth = [fit_polarisation(ANGLE, turned(0.3, s, 0.01, 0.4)) for s in range(30)]
    ignored = [fit_polarisation(ANGLE, turned(0.3, s, 0.01, 0.4), drift=False) for s in range(30)]
    assert np.mean([f.degree for f in truth]) == pytest.approx(0.3, abs=0.005)
    assert np.mean([float(f.data.drift) for f in truth]) == pytest.approx(0.4, abs=0.02)
    assert abs(np.mean([f.degree for f in ignored]) - 0.3) > 0.005


def test_axis_and_response():
    plain = fit_polarisation(ANGLE, turned(0.5, 1, 0.001), drift=False)
    assert float(plain.data.axis) == pytest.approx(0.3, abs=2e-3)
    seen = turned(0.5, 1, 0.001) * (np.cos(ANGLE - 1) ** 2 + 0.6 * np.sin(ANGLE - 1) ** 2)
    assert fit_polarisation(
        ANGLE, seen, drift=False, response=0.6, response_axis=1.0
    ).degree == pytest.approx(0.5, abs=3e-3)


@pytest.mark.parametrize(
    ("angle", "intensity", "said"),
    [
        ([0, 1, 2], [1, 1, 1], "at least 5"),
        (np.linspace(0, 0.2, 9), np.ones(9), "half a turn"),
        (ANGLE, -np.ones(13), "above zero"),
    ],
)
def test_unusable_angles_are_refused(angle, intensity, said):
    with pytest.raises(InputError, match=said):
        fit_polarisation(angle, intensity)


def test_everything_draws_and_describes_itself():
    sp = spectrum(np.arange(615, 647, 0.05) * NM, comb_lines(), 0.25 * NM, 1000.0)
    for found in (fit_lines(sp), fit_comb(sp), fit_polarisation(ANGLE, turned(0.5, 1))):
        assert found.plot().get_xlabel()
        assert found.describe()


def test_noise_alone_gives_no_lines():
    x = np.linspace(600e-9, 700e-9, 1000)
    dark = SyntheticInstrument(relative=0.0, read=3.0, background=100.0)
    counts = [
        fit_lines(spectrum(x, 630e-9, 1e-10, 1e-9, seed=s, instrument=dark)).data.sizes["line"]
        for s in range(25)
    ]
    assert sum(counts) <= 1  # half of the spectra had a line before areas were asked for their error
    weak = [spectrum(x, 630e-9, 3e-10, 20.0, seed=s, instrument=dark) for s in range(10)]
    centres = [fit_lines(one).data.centre.values for one in weak]
    assert sum(bool(np.any(np.abs(c - 630e-9) < 0.2e-9)) for c in centres) >= 9


def test_a_width_below_the_pixel_is_a_bound_without_a_response():
    x = np.arange(625, 635, 0.05) * 1e-9
    seen = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0)
    found = fit_lines(spectrum(x, 630.01e-9, 0.004e-9, 3e3, seed=2, instrument=seen))
    assert found.data.resolution_limited.values.tolist() == [True]
    assert float(found.data.width_limit[0]) > 0.004e-9
    assert "> " in found.describe()
    assert "not that of the cold cavity" in found.describe()


@pytest.mark.parametrize(("shape", "width"), [("lorentz", 2e-12), ("gauss", 1e-16)])
def test_a_width_far_below_the_response_is_bounded_or_doubted(shape, width):
    x = np.arange(625, 635, 0.05) * 1e-9
    seen = SyntheticInstrument(relative=0.0, shot=1.0, read=4.0, resolution=0.2e-9)
    found = fit_lines(spectrum(x, 630e-9, width, 1e4, seed=1, instrument=seen), shape=shape)
    doubted = any("exactly Gaussian" in w for w in found.warnings)
    assert bool(found.data.resolution_limited[0]) or doubted
    assert float(found.data.q_factor[0]) < 1e6
