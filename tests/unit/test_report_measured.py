"""Pages of reductions, and long series that are taken up again."""

import csv
import hashlib
import json
import re

import numpy as np
import pytest
import xarray as xr
from typer.testing import CliRunner

from colase.cli.app import app
from colase.errors import InputError
from colase.measurement import (
    Known,
    RoundCavity,
    assign_modes,
    fit_lines,
    fit_polarisation,
    fit_stripe,
    fit_threshold,
    track_lines,
)
from colase.measurement.exported import exported
from colase.measurement.synthetic import light_curve, spectrum, stripe
from colase.report.measured import write_measurement
from colase.study.measured.follow import follow_folder


def reductions():
    pump = np.geomspace(0.3, 3, 25) * 0.3
    yield "threshold", fit_threshold(pump, light_curve(pump, 0.3, 1e-3, seed=1).output, bootstraps=20)
    length = np.linspace(12.5e-6, 500e-6, 40)
    yield "vsl", fit_stripe(length, stripe(length, 2e4, 0.3, seed=1).output)
    grid = np.arange(625, 635, 0.05) * 1e-9
    yield "lines", fit_lines(spectrum(grid, 630e-9, 0.3e-9, 1e4, seed=1))
    angle = np.radians(np.arange(0, 181, 15))
    yield "polarisation", fit_polarisation(angle, 1 + 0.5 * np.cos(2 * angle))
    known = RoundCavity(radius=Known(5e-6, 0.02e-6), index=Known(1.76, 0.01))
    yield "assign", assign_modes([640.1e-9, 645.3e-9, 652.2e-9], known, 0.5e-9)


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def every():
    return dict(reductions())


@pytest.mark.parametrize("kind", ["threshold", "vsl", "lines", "polarisation", "assign"])
def test_every_page_stands_alone_with_method_residuals_and_provenance(tmp_path, every, kind):
    found = every[kind]
    (tmp_path / "data.txt").write_text("1 2\n")
    page = write_measurement(
        kind, found, tmp_path / "r", files=[tmp_path / "data.txt"], settings={"unit": "um", "x": ""}
    )
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//|<script", html)
    assert html.count("<svg") >= 2
    assert hashlib.sha256(b"1 2\n").hexdigest() in html
    assert "unit" in html
    assert "Residuals" in html
    assert "Method" in html
    for warning in found.warnings if hasattr(found, "warnings") else ():
        assert warning[:30].split("'")[0].split("&")[0] in html
    rows = table(tmp_path / "r" / "figures" / f"{kind}.csv")
    assert len(rows[0]) == len(rows[1]) == len(rows[2])  # names, units, numbers
    assert np.isfinite(float(rows[2][0]))
    left = table(tmp_path / "r" / "figures" / f"{kind}-residuals.csv")
    assert len(left) > 4


def test_residuals_are_measured_minus_fit(tmp_path, every):
    found = every["threshold"]
    write_measurement("threshold", found, tmp_path)
    names, _, *rows = table(tmp_path / "figures" / "threshold.csv")
    at = names.index("residual")
    for row, one, model in zip(rows, found.data.output.values, found.data.model.values, strict=True):
        assert float(row[at]) == pytest.approx(np.log(one / model), abs=1e-12)


def test_an_unknown_kind_is_said(tmp_path):
    with pytest.raises(InputError, match="no report"):
        write_measurement("horoscope", None, tmp_path)


# ---- long series ------------------------------------------------------------------------------------

LAM = np.linspace(640e-9, 660e-9, 200)


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    for i in range(12):
        counts = 300 + 4000 / (1 + ((LAM - 650e-9 - i * 0.05e-9) / 0.3e-9) ** 2)
        content = exported("ocean", LAM, rng.poisson(counts).astype(float), 0.1)
        (tmp_path / f"run_{i}.txt").write_bytes(content)
    return tmp_path


def test_a_series_is_followed_in_the_order_of_its_numbers(folder):
    found = follow_folder(folder, "run_*.txt", dark=300.0)
    centre = found.data.centre.values
    assert list(found.data.file.values[[2, 10]]) == ["run_2.txt", "run_10.txt"]
    assert np.allclose(centre, 650e-9 + np.arange(12) * 0.05e-9, atol=0.02e-9)
    assert np.allclose(found.data.width, 0.6e-9, rtol=0.1)
    area = np.pi * 0.3e-9 * 4000 / 0.1
    assert np.allclose(found.data.area, area, rtol=0.1)
    assert found.resumed == 0
    assert not found.warnings


def test_interrupted_work_goes_on_and_changed_files_are_done_again(folder):
    class StopError(Exception):
        pass

    def stop(done, total):
        if done == 5:
            raise StopError

    with pytest.raises(StopError):
        follow_folder(folder, "run_*.txt", dark=300.0, progress=stop)
    with (folder / "lines.jsonl").open("a") as book:
        book.write('{"file": "run_5.txt", "si')  # cut by a crash
    text = (folder / "lines.jsonl").read_text()
    (folder / "lines.jsonl").write_text(text + "\n")
    calls = []
    found = follow_folder(folder, "run_*.txt", dark=300.0, progress=lambda d, t: calls.append((d, t)))
    assert found.resumed == 5
    assert calls[-1] == (12, 12)
    again = follow_folder(folder, "run_*.txt", dark=300.0)
    assert again.resumed == 12
    assert np.array_equal(again.data.centre, found.data.centre)
    (folder / "run_3.txt").write_bytes(exported("ocean", LAM, 300 + 0 * LAM, 0.1))
    changed = follow_folder(folder, "run_*.txt", dark=300.0)
    assert changed.resumed == 11
    assert np.isnan(changed.data.centre[3])
    assert "no line stands out" in changed.describe()
    assert follow_folder(folder, "run_*.txt", dark=299.0).resumed == 0


def test_files_that_are_no_spectra_are_named(folder):
    (folder / "run_13.txt").write_text("no numbers here")
    found = follow_folder(folder, "run_*.txt", dark=300.0)
    assert found.data.sizes["spectrum"] == 12
    assert "run_13.txt" in found.warnings[0]
    with pytest.raises(InputError, match="no file"):
        follow_folder(folder, "*.xyz")


def test_the_commands_write_pages(folder):
    words = [
        "fit",
        "follow",
        str(folder),
        "--pattern",
        "run_*.txt",
        "--dark",
        "300",
        "--window",
        "645 nm, 655 nm",
    ]
    said = CliRunner().invoke(app, [*words, "--report", str(folder / "page")])
    assert said.exit_code == 0, said.output
    html = (folder / "page" / "report.html").read_text()
    assert "run_11.txt" in html
    record = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert len(record["data"]["centre"]["values"]) == 12
    one = ["fit", "lines", str(folder / "run_0.txt"), "--report", str(folder / "one")]
    assert CliRunner().invoke(app, one).exit_code == 0
    assert (folder / "one" / "figures" / "lines-residuals.csv").is_file()


def test_bands_and_decays_stand_on_the_page_with_residuals_and_csv(tmp_path):
    from colase.constants import HC
    from colase.measurement.films import band_decay, fit_bands, gain_region

    lam = np.linspace(560e-9, 740e-9, 400)
    energy = HC / lam
    counts = 1e3 * np.exp(-0.5 * ((energy / (HC / 655e-9) - 1) / 0.02) ** 2) + 5
    absorbance = 0.3 * np.exp(-0.5 * ((energy / (HC / 640e-9) - 1) / 0.02) ** 2) + 0.05
    write_measurement("bands", fit_bands((lam, counts), (lam, absorbance)), tmp_path / "bands")
    names = {p.name for p in (tmp_path / "bands" / "figures").glob("*.csv")}
    assert names == {"bands.csv", "bands-residuals.csv", "absorption.csv", "absorption-residuals.csv"}
    rows = (tmp_path / "bands" / "figures" / "bands.csv").read_text().splitlines()
    assert rows[0].startswith("photon energy,spectrum")
    assert rows[1].startswith("eV,")
    delay = np.concatenate([np.linspace(-2e-12, 0, 9), np.geomspace(1e-13, 1e-9, 40)])
    fall = np.where(delay > 0, np.exp(-delay / 1e-10), 0)[:, None] * np.ones(30)
    change = xr.DataArray(
        -0.1 * fall + 1e-4 * np.random.default_rng(1).standard_normal(fall.shape),
        coords={"delay": delay, "wavelength": np.linspace(600e-9, 660e-9, 30)},
        dims=("delay", "wavelength"),
    )
    found = band_decay(gain_region(change, 0.05, 0.001), (620e-9, 640e-9))
    write_measurement("transient", found, tmp_path / "ta")
    assert (tmp_path / "ta" / "figures" / "decay-residuals.csv").is_file()
    assert "Decay of the band" in (tmp_path / "ta" / "report.html").read_text(encoding="utf-8")


def test_tracks_have_a_row_for_every_line_and_spectrum(tmp_path):
    grid = np.arange(625, 635, 0.05) * 1e-9
    seen = [spectrum(grid, 630e-9 + i * 1e-11, 0.3e-9, 1e4, seed=i) for i in range(4)]
    series = xr.concat(seen, "spectrum", coords="minimal", compat="override", join="override")
    write_measurement("track", track_lines(series), tmp_path)
    rows = list(csv.reader((tmp_path / "figures" / "track.csv").read_text(encoding="utf-8").splitlines()))
    place = rows[0].index("centre")
    assert rows[1][place] == "nm"
    assert [float(r[place]) for r in rows[2:]] == pytest.approx([630 + 0.01 * i for i in range(4)], abs=5e-3)
