"""Series over pump: corrections, flags, folders; and the command line of measured data."""

import json
import re
from functools import partial

import numpy as np
import pytest
from instrument_files import AXIS, FILES, shared
from typer.testing import CliRunner

import colase
from colase.cli.app import app
from colase.device import preset_text
from colase.errors import InputError
from colase.measurement import build_series, fit_threshold, integrated, read, read_series, track_lines
from colase.measurement.readers import read_bytes
from colase.measurement.series import cosmic_rays
from colase.measurement.synthetic import light_curve, stripe
from colase.measurement.threshold.s_curve import photon_number


def text(counts, exposure=1.0):
    head = f"Exposure Time (secs):\t{exposure}\nWavelength (nm)\tcounts\n"
    return (head + "".join(f"{x}\t{c:.3f}\n" for x, c in zip(AXIS, counts, strict=True))).encode()


LINE = 1 / (1 + ((AXIS - 609) / 0.8) ** 2)
PUMPS = np.geomspace(3, 30, 15)


@pytest.fixture
def folder(tmp_path):
    """A folder of spectra around a threshold of 10 uJ/cm2, with a dark level of 50 counts."""
    rng = np.random.default_rng(1)
    for pump in PUMPS:
        counts = 50 + 20 * photon_number(pump / 10, 1e-3) * LINE * np.exp(0.03 * rng.standard_normal())
        (tmp_path / f"film_{pump:.3f}uJ.txt".replace(".", "p", 1)).write_bytes(text(counts))
    return tmp_path


def test_a_folder_becomes_a_threshold(folder):
    series = read_series(folder, pattern="film_{pump}uJ.txt", scale=1e-2, dark=50.0)
    assert series.pump.values == pytest.approx(np.round(PUMPS, 3) * 1e-2)
    curve = integrated(series, (606e-9, 612e-9))
    found = fit_threshold(curve.pump.values, curve.output.values, bootstraps=0)
    assert found.interval[0] <= 0.1 <= found.interval[1]
    assert found.threshold == pytest.approx(0.1, rel=0.03)


def test_the_page_of_a_folder_shows_its_spectra(folder, tmp_path):
    words = ["fit", "threshold", str(folder), "--pattern", "film_{pump}uJ.txt", "--unit", "uJ/cm^2"]
    said = CliRunner().invoke(app, [*words, "--dark", "50", "--report", str(tmp_path / "page")])
    assert said.exit_code == 0, said.output
    assert "Spectra, corrected" in (tmp_path / "page" / "report.html").read_text(encoding="utf-8")
    table = (tmp_path / "page" / "figures" / "series.csv").read_text().splitlines()
    assert table[0].count("signal at") == min(len(PUMPS), 40)
    series = read_series(folder, pattern="film_{pump}uJ.txt", scale=1e-2, dark=50.0)
    first = np.array([float(v) for v in table[2].split(",")])
    assert first[0] == pytest.approx(series.wavelength.values[0] * 1e9)
    assert first[1] == pytest.approx(float(series.signal.sortby("pump")[0, 0]))


def test_a_pump_table_does_the_same(folder):
    names = sorted(p.name for p in folder.iterdir())
    rows = [f"{n};{str(float(n[5:-6].replace('p', '.'))).replace('.', ',')}" for n in names]
    (folder / "pump.csv").write_text("file;pump\n" + "\n".join(rows) + "\n")
    series = read_series(folder, pump_table=folder / "pump.csv", scale=1e-2)
    assert series.sizes["pump"] == 15
    (folder / "pump.csv").write_text("\n".join(rows) + "\nmissing.txt;3\n")
    with pytest.raises(InputError, match="line 16 names no file"):
        read_series(folder, pump_table=folder / "pump.csv")


def test_a_pump_table_may_hold_the_filters(folder):
    names = sorted(p.name for p in folder.iterdir())
    (folder / "pump.csv").write_text(
        "file,pump,OD\n" + "\n".join(f"{n},{i + 1},2" for i, n in enumerate(names))
    )
    plain = read_series(folder, pattern="film_{pump}uJ.txt")
    dimmed = read_series(folder, pump_table=folder / "pump.csv")
    assert dimmed.signal.sum() == pytest.approx(100 * float(plain.signal.sum()))
    with pytest.raises(InputError, match="do not give them twice"):
        read_series(folder, pump_table=folder / "pump.csv", optical_density=1.0)
    text = (folder / "pump.csv").read_text()
    (folder / "pump.csv").write_text(text.replace(f"{names[3]},4,2", f"{names[3]},4"))
    with pytest.raises(InputError, match="14 of 15 files have an optical density"):
        read_series(folder, pump_table=folder / "pump.csv")
    (folder / "pump.csv").write_text(text.replace(f"{names[3]},4,2", f"{names[3]},four,2"))
    with pytest.raises(InputError, match="line 5: its pump is no number"):
        read_series(folder, pump_table=folder / "pump.csv")


def test_reading_a_path_takes_a_file_or_a_folder(folder):
    name = next(folder.iterdir())
    assert colase.read(name).counts.dims == ("spectrum", "wavelength")
    series = colase.read(folder, pattern="film_{pump}uJ.txt", scale=1e-2)
    assert series.signal.dims == ("pump", "wavelength")
    with pytest.raises(InputError, match="either a pattern"):
        colase.read(folder)
    with pytest.raises(InputError, match="pattern is for a folder of spectra"):
        colase.read(name, pattern="film_{pump}uJ.txt")


def test_saturated_spectra_are_told_by_threshold_and_track(tmp_path):
    for pump in PUMPS:
        counts = np.minimum(50 + 20 * photon_number(pump / 10, 1e-3) * LINE, 20000)
        (tmp_path / f"film_{pump:.3f}uJ.txt").write_bytes(text(counts))
    words = [str(tmp_path), "--pattern", "film_{pump}uJ.txt", "--unit", "uJ/cm^2", "--dark", "50"]
    for kind in ("threshold", "track"):
        said = " ".join(CliRunner().invoke(app, ["fit", kind, *words]).output.split())
        assert "hold pixels at the ceiling of the detector" in said, kind


def test_the_command_reads_a_folder(folder):
    says = partial(CliRunner().invoke, app)
    (folder / "notes.md").write_text("nothing to see")
    listing = says(["read", str(folder)])
    assert listing.exit_code == 0
    assert "16 files" in listing.output
    assert listing.output.count(f"{AXIS[0]:.3f} to {AXIS[-1]:.3f} nm") == 15
    assert "notes.md: no table of numbers" in listing.output
    words = ["read", str(folder), "--pattern", "film_{pump}uJ.txt", "--unit", "uJ/cm^2", "--dark", "50"]
    series = says([*words, "--out", str(folder / "series.csv")])
    assert f"{PUMPS.min():.4g} to {PUMPS.max():.4g} uJ/cm2" in series.output
    tracked = says(["fit", "track", *words[1:-2]])
    assert "seen from (uJ/cm2)" in tracked.output
    assert "609.0" in tracked.output
    saved = np.loadtxt(folder / "series.csv", delimiter=",", skiprows=1)
    assert saved.shape == (AXIS.size, 16)
    assert "series of 15 pump levels" in series.output
    refused = says(["read", str(next(folder.iterdir())), "--pattern", "x"])
    assert (refused.exit_code, "for a folder" in refused.stderr) == (2, True)
    refused = says([*words, "--out", "series.xls"])
    assert (refused.exit_code, ".nc or .csv" in refused.stderr) == (2, True)


def test_a_baseline_leaves_the_line_alone():
    slope = 200 + 30 * (AXIS - 600)
    near = (604e-9, 614e-9)
    line = 1000 * np.exp(-0.5 * ((AXIS - 609) / 0.8) ** 2)
    series = build_series([read_bytes(text(slope * k + line), "a") for k in (1, 3)], [1, 2])
    plain = integrated(series, near).output.values
    found = integrated(series, near, baseline=True).output.values
    exact = 1000e-9 * 0.8 * np.sqrt(2 * np.pi)
    assert found == pytest.approx([exact, exact], rel=2e-3)
    assert plain[1] > 2 * plain[0] > 2 * found[0]


def test_exposure_density_dark_and_response_are_corrected():
    truth = 1000 * LINE
    spectra = [read_bytes(text(truth * 0.5 + 20, 0.5), "a"), read_bytes(text(truth * 2 / 100 + 20, 2.0), "b")]
    response = read_bytes(text(np.full(AXIS.size, 0.5)), "r").counts.isel(spectrum=0)
    series = build_series(spectra, [1, 2], dark=20.0, optical_density=[0, 2], response=response)
    assert series.signal.values == pytest.approx(np.stack([truth, truth]) * 2, rel=1e-2, abs=0.6)


def test_saturated_pixels_and_cosmic_rays_are_flagged():
    flat = np.minimum(5000 * LINE, 3000)
    series = build_series([read_bytes(text(flat), "a"), read_bytes(text(500 * LINE), "b")], [1, 2])
    assert series.saturated[0].sum() > 2
    assert not series.saturated[1].any()
    rng = np.random.default_rng(2)
    signal = 100 * LINE + rng.normal(0, 1, (5, AXIS.size))
    signal[2, 40] += 300
    flags = cosmic_rays(signal)
    assert flags[2, 40]
    assert flags.sum() == 1


def test_a_line_that_grows_is_no_cosmic_ray():
    narrow = np.zeros(60)
    narrow[30] = 1.0
    signal = np.array([[1], [3], [900], [5000]]) * narrow + np.random.default_rng(1).normal(0, 1, (4, 60))
    assert not cosmic_rays(signal)[2:, 30].any()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pump": [1]}, "as many finite pump levels"),
        ({"pump_unit": "uJ"}, "not one of"),
        ({"pump": [-1, 2]}, "below zero"),
        ({"optical_density": 30}, "optical density"),
        ({"dark": np.zeros(5)}, "operands|shape|pixels"),
    ],
)
def test_what_does_not_fit_is_refused(change, said):
    spectra = [read_bytes(text(LINE), "a"), read_bytes(text(LINE), "b")]
    with pytest.raises(InputError, match=said):
        build_series(spectra, **({"pump": [1, 2]} | change))


def test_different_axes_and_missing_exposures_are_refused():
    one = read_bytes(text(LINE), "one.txt")
    with pytest.raises(InputError, match=r"two.txt.*differs"):
        build_series(
            [one, one.assign_coords(wavelength=one.wavelength * 1.01).assign_attrs(file="two.txt")], [1, 2]
        )
    bare = one.copy()
    del bare.attrs["exposure"]
    with pytest.raises(InputError, match="no exposure"):
        build_series([one, bare], [1, 2])


def test_a_folder_without_matches_says_so(folder):
    with pytest.raises(InputError, match="no file matches"):
        read_series(folder, pattern="x_{pump}.txt")
    with pytest.raises(InputError, match="either a pattern"):
        read_series(folder)


def test_the_laser_of_84_spectra_is_tracked():
    data = read(shared("renishaw/Renishaw_laser.txt.gz"), excitation=405e-9)
    found = track_lines(data)
    assert found.data.sizes["spectrum"] == 84
    assert np.isfinite(found.data.centre.values).any(axis=1).all()
    assert 3 <= found.data.sizes["label"] <= 20
    assert len(found.hops) > 5
    brightest = data.wavelength.values[data.counts.values.argmax(axis=1)]
    nearest = np.nanmin(np.abs(found.data.centre.values - brightest[:, None]), axis=1)
    assert np.quantile(nearest, 0.9) < 4e-11  # a pixel is 36 pm


# ---- command line -----------------------------------------------------------------------------------


def says(*words):
    return CliRunner().invoke(app, [str(w) for w in words])


def test_read_shows_what_a_file_holds(tmp_path):
    (tmp_path / "a.txt").write_bytes(FILES["ocean.txt"]())
    said = says("read", tmp_path / "a.txt")
    assert said.exit_code == 0
    assert "600.000 to" in said.output
    record = json.loads(says("read", tmp_path / "a.txt", "--json").output)
    assert record["attributes"]["accumulations"] == 15


def test_a_table_of_linewidths_may_have_gaps(tmp_path):
    x = np.geomspace(0.3, 3, 25)
    width = (10 / (1 + x**12) + 0.3) * np.exp(0.03 * np.random.default_rng(1).standard_normal(25))
    cells = ["NaN" if i in (0, 6) else f"{w:.6f}" for i, w in enumerate(width)]
    rows = zip(x, light_curve(x, 1.0, 1e-3, seed=1).output.values, cells, strict=True)
    text = "pump,out,width\n" + "".join(f"{a:.6f},{b:.6f},{w}\n" for a, b, w in rows)
    (tmp_path / "ll.csv").write_text(text)
    said = says("fit", "threshold", tmp_path / "ll.csv")
    assert "linewidth collapse" in said.output
    assert "missing at 2 of 25 pump levels" in said.output.replace("\n", " ")
    (tmp_path / "output.csv").write_text(text.replace(",NaN\n", ",9\n").replace("\n", "\nnan,1,9\n", 1))
    assert says("fit", "threshold", tmp_path / "output.csv").exit_code
    (tmp_path / "stripe.csv").write_text(text)
    assert "cannot be read" in says("fit", "ase", tmp_path / "stripe.csv").output


def test_fit_threshold_of_a_table_and_of_a_folder(tmp_path, folder):
    x = np.geomspace(3, 30, 25)
    rows = zip(x, light_curve(x, 10.0, 1e-3, seed=1).output.values, strict=True)
    (tmp_path / "ll.csv").write_text("pump (uJ/cm2),out\n" + "".join(f"{a:.6f},{b:.6f}\n" for a, b in rows))
    said = says("fit", "threshold", tmp_path / "ll.csv", "--unit", "uJ/cm^2", "--plot", tmp_path / "ll.png")
    assert said.exit_code == 0, said.output
    assert "rate equation" in said.output
    assert (tmp_path / "ll.png").stat().st_size > 5000
    record = json.loads(says("fit", "threshold", tmp_path / "ll.csv", "--unit", "uJ/cm^2", "--json").output)
    assert record["data"]["threshold"]["values"][0] == pytest.approx(0.1, rel=0.02)
    said = says(
        "fit",
        "threshold",
        folder,
        "--pattern",
        "film_{pump}uJ.txt",
        "--unit",
        "uJ/cm^2",
        "--window",
        "606 nm, 612 nm",
    )
    assert said.exit_code == 0, said.output


def test_fit_vsl_lines_comb_and_polarisation(tmp_path):
    x = np.linspace(12.5, 500, 40)
    y = stripe(x * 1e-6, 2e4, 0.3, seed=1).output.values
    (tmp_path / "vsl.txt").write_text("".join(f"{a}\t{b:.6e}\n" for a, b in zip(x, y, strict=True)))
    assert "1/cm" in says("fit", "vsl", tmp_path / "vsl.txt").output
    (tmp_path / "s.txt").write_bytes(FILES["ocean.txt"]())
    assert "Q" in says("fit", "lines", tmp_path / "s.txt", "--resolution", "0.1 +/- 0.01 nm").output
    angle = np.arange(0, 181, 15)
    light = 1 + 0.5 * np.cos(np.radians(2 * angle)) + 0.01 * np.random.default_rng(1).standard_normal(13)
    (tmp_path / "p.csv").write_text("".join(f"{a};{b:.5f}\n" for a, b in zip(angle, light, strict=True)))
    assert says("fit", "polarisation", tmp_path / "p.csv").output.splitlines()[2].startswith("R 0.")


PEAKS = "# nm\n645.57\n649.13, 0.05, TM\n652.75\n653.42\n656.40\n657.12\n660.90\n664.70, 0.05, TE\n"
SPHERE = ("--cavity", "coated-sphere", "--radius", "10 +/- 0.1 um", "--index", "1.76 +/- 0.01", "--shell")
SPHERE += ("490 +/- 20 nm", "--core", "main/SiO2/Malitson")


def test_fit_assign_from_words_and_from_a_device(tmp_path):
    (tmp_path / "p.csv").write_text(PEAKS)
    said = says("fit", "assign", tmp_path / "p.csv", *SPHERE, "--plot", tmp_path / "p.svg")
    assert said.exit_code == 0, said.output
    assert re.search(r"0\.[3-9]\d+ +TE 163-166; TM 163-166", said.output)
    assert (tmp_path / "p.svg").stat().st_size > 5000
    text = preset_text("duan2022-microsphere").replace('value = "20 um"', 'value = "20 +/- 0.1 um"')
    (tmp_path / "d.toml").write_text(text)
    said = says("fit", "assign", tmp_path / "p.csv", "--device", tmp_path / "d.toml", "--json")
    record = json.loads(said.output)
    assert record["data"]["label"]["values"][0][-1] == "TE 163 q=1"
    for device, words in (("duan2022-microsphere", "carries an error"), ("adachi2015-film", "microsphere")):
        said = says("fit", "assign", tmp_path / "p.csv", "--device", device)
        assert said.exit_code == 2
        assert words in said.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fit", "assign", "nothing.csv", *SPHERE), "cannot be opened"),
        (("fit", "assign", "nothing.csv"), "give --radius"),
        (("fit", "assign", "x", "--device", "duan2022-microsphere", "--index", "2"), "twice"),
        (("fit", "assign", "x", "--radus", "2"), 'Did you mean "--radius"'),
        (("fit", "treshold", "x"), 'Did you mean "threshold"'),
        (("read", "nothing.txt"), "cannot be opened"),
        (("fit", "vsl", "nothing.txt"), "cannot be opened"),
        (("fit", "threshold", "nothing.txt", "--unit", "nm"), "none of"),
    ],
)
def test_mistakes_are_one_sentence(words, said):
    result = says(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
