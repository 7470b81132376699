"""Folders of spectra made from a device whose truth is known: what the fit says of it, what it keeps."""

import hashlib
import json
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase.cli.app import app
from colase.errors import InputError
from colase.measurement.synthetic import SyntheticInstrument
from colase.study.measured import DataErrors, data_of, fit_device
from colase.study.measured.files import told
from colase.study.measured.forward import steepness
from colase.study.measured.journal import kept
from colase.study.measured.simulate import Spectrometer, simulate_series, write_series

SMALL = {
    "cavity.core_diameter": "8 um",
    "modes.start": "648 nm",
    "modes.stop": "668 nm",
    "modes.radial_max": 1,
}
PATTERN = "spectrum_{pump}uJ.csv"
FREE = ("gain.nanocrystal.sigma_pump", "gain.nanocrystal.emission_wavelength")


@pytest.fixture(scope="module")
def truth():
    return cl.replace(cl.load("duan2022-microsphere"), SMALL)


@pytest.fixture(scope="module")
def folder(truth, tmp_path_factory):
    """Eight spectra with 3 % noise of each, 2 % jitter of the pump, shot noise and background."""
    bench = SyntheticInstrument(
        relative=0.03, shot=1, read=6, background=300, saturation=65535, pump_jitter=0.02, resolution=0.1e-9
    )
    where = tmp_path_factory.mktemp("measured")
    seen = simulate_series(truth, count=8, instrument=bench, spectrometer=Spectrometer(pixels=512), seed=4)
    return write_series(seen, where, "csv")


@pytest.fixture(scope="module")
def start(truth):
    known = truth.gain.nanocrystal
    return cl.replace(
        truth,
        {
            FREE[0]: f"{1.25 * known.sigma_pump:.6g} m^2",
            FREE[1]: f"{known.emission_wavelength + 2e-9:.9g} m",
        },
    )


ERRORS = DataErrors(output=0.03, within=0.02, jitter=0.02, pump_scale=0.02)


def test_at_the_truth_nothing_is_left(truth, tmp_path):
    """Without noise the counts of a folder are what the device predicts, at every level in every band."""
    quiet = SyntheticInstrument(relative=0, shot=0, read=0, background=0, resolution=0.1e-9)
    seen = simulate_series(truth, count=5, instrument=quiet, spectrometer=Spectrometer(pixels=512))
    write_series(seen, tmp_path, "csv")
    data, _ = data_of(truth, f"series:uJ/cm^2={tmp_path}", DataErrors(), pattern=PATTERN)
    spectra = data[0].prepared(truth)
    left = spectra.residuals(truth, 1.0)
    assert left.size > 20
    assert np.sum(left**2) < 0.2
    off = cl.replace(truth, {FREE[1]: f"{truth.gain.nanocrystal.emission_wavelength + 2e-9:.9g} m"})
    assert np.sum(spectra.residuals(off, 1.0) ** 2) > 100
    # a factor on the output is not seen, one on the pump is
    louder = seen.assign(counts=3 * seen.counts)
    (tmp_path / "louder").mkdir()
    write_series(louder, tmp_path / "louder", "csv")
    again, _ = data_of(truth, f"series={tmp_path / 'louder'}", DataErrors(), pattern=PATTERN)
    assert again[0].prepared(truth).residuals(truth, 1.0) == pytest.approx(left, abs=0.02)
    assert np.sum(spectra.residuals(truth, 1.2) ** 2) > 100


def test_the_folder_gives_pump_and_line_back_and_a_device_that_runs(truth, start, folder, tmp_path):
    (tmp_path / "start.toml").write_text(start.source)
    new, book = tmp_path / "new.toml", tmp_path / "runs.jsonl"
    words = ["fit", "device", str(tmp_path / "start.toml"), "--data", str(folder), "--pattern", PATTERN]
    words += ["--dark", "300", "--output-error", "0.03", "--band-error", "0.02", "--pump-error", "0.02"]
    words += ["--pump-scale-error", "0.02", "--free", FREE[0], "--free", FREE[1], "--journal", str(book)]
    words += ["--report", str(tmp_path / "report"), "--out", str(new)]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.output
    assert re.search(r"times\s+the\s+autocorrelation\s+time\s+of\s+\d+", said.output)
    assert "strongest line, 666.8" in said.output
    fitted = cl.load(new)
    for path in FREE:
        name, birth = path.rpartition(".")[2], fitted.provenance[path]
        value = getattr(fitted.gain.nanocrystal, name)
        assert abs(value - getattr(truth.gain.nanocrystal, name)) < 3.5 * birth.error
        assert f"{folder.name} (sha256 " in birth.note
        assert datetime.now(UTC).date().isoformat()[:7] in birth.note
        assert not birth.guess
    page = next((tmp_path / "report").glob("*.html")).read_text()
    name, content = next((p.name, p.read_bytes()) for p in sorted(folder.iterdir()))
    assert name in page
    assert hashlib.sha256(content).hexdigest() in page
    # every measurement stands on the page beside what the fitted device predicts of it, with its residuals
    assert page.count("points are measured") + page.count("Points are measured") >= 3
    tables = {p.name for p in (tmp_path / "report").glob("**/*.csv")}
    assert {"spectra-1.csv", "spectra-1-residuals.csv", "peaks-2.csv", "device.csv"} <= tables
    for command in (["check", str(new)], ["run", str(new), "--out", str(tmp_path / "out")]):
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
    # the same question again is answered from the journal: no run is added
    before = book.read_text().count("\n")
    assert before > 10
    assert CliRunner().invoke(app, words).exit_code == 0
    assert book.read_text().count("\n") == before


def test_a_list_of_peaks_and_a_curve_go_with_the_folder(truth, start, folder, tmp_path):
    """Light as a table, a comb and spectra, told by columns or by KIND=."""
    (tmp_path / "curve.csv").write_text("fluence (uJ/cm2),output\n5,1\n6,1.2\n7,1.4\n30,90\n")
    (tmp_path / "peaks.csv").write_text("wavelength (nm),error\n650,0.05\n658,0.05\n")
    (tmp_path / "dull.csv").write_text("a,b\n1,2\n2,3\n")
    assert told(f"light:mJ/cm^2={tmp_path / 'curve.csv'}")[:2] == ("light", "mJ/cm^2")
    assert told(str(tmp_path / "curve.csv"))[0] == "light"
    assert told(str(tmp_path / "peaks.csv"))[0] == "peaks"
    assert told(str(folder))[0] == "series"
    with pytest.raises(InputError, match="does not say what it is"):
        told(str(tmp_path / "dull.csv"))
    (curve,), _ = data_of(start, str(tmp_path / "curve.csv"), ERRORS)
    assert curve.pump == pytest.approx([0.05, 0.06, 0.07, 0.3])
    with pytest.raises(InputError, match=r"\"nm\""):
        data_of(start, f"series:nm={folder}", ERRORS, pattern=PATTERN)


def test_what_light_without_calibration_cannot_tell_is_refused(truth, folder):
    data, _ = data_of(truth, f"series={folder}", ERRORS, pattern=PATTERN, dark=300.0)
    with pytest.raises(InputError, match=r"cannot determine instrument\.collection"):
        fit_device(truth, data[:1], ["cavity.q_scattering", "instrument.collection"])
    unsure = DataErrors(output=0.03, within=0.02, jitter=0.02, pump_scale=1.5)
    data, _ = data_of(truth, f"series={folder}", unsure, pattern=PATTERN, dark=300.0)
    with pytest.raises(InputError, match=r"combination of gain\.nanocrystal\.sigma_pump and pump factor"):
        fit_device(truth, data[:1], [FREE[0]])


def test_an_interrupted_fit_goes_on(tmp_path):
    """The runs that were finished are not done again; those of another question do not count."""
    asked = []

    def run(u):
        asked.append(u)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return u**2

    points = [np.array([float(i), 0.1]) for i in range(4)]
    book = tmp_path / "runs.jsonl"
    first = kept(run, book, "a question")
    with pytest.raises(KeyboardInterrupt):
        [first(p) for p in points]
    with book.open("a") as out:
        out.write(json.dumps({"asked": "cut short"})[:-4] + "\n")
    again = kept(run, book, "a question")
    assert np.array_equal([again(p) for p in points], np.square(points))
    assert len(asked) == 5
    kept(run, book, "another question")(points[0])
    assert len(asked) == 6
    with pytest.raises(InputError, match="journal cannot be"):
        kept(run, tmp_path, "a question")


def test_the_slope_of_a_power_law():
    pump = np.array([3.0, 1, 2, 2, 5])
    assert steepness(pump, pump**2.5) == pytest.approx(np.full(5, 2.5))
    assert np.all(steepness(pump, 1 / pump) == 0)
    step = np.where(np.arange(6) > 2, 100.0, 1.0) * np.geomspace(1, 2, 6)
    assert np.argmax(steepness(np.geomspace(1, 2, 6), step)) == 2
