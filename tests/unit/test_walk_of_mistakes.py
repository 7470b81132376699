"""Mistakes of a first day: one sentence that says what, where and what to do, and exit status 2."""

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.measurement.readers.peaks import read_peaks

PEAKS = [640.1, 645.3, 650.2, 655.9]


def run(*words):
    return CliRunner().invoke(app, ["fit", *map(str, words)])


def test_peaks_in_um_are_those_in_nm(tmp_path):
    nm, um = tmp_path / "nm.csv", tmp_path / "um.csv"
    nm.write_text("".join(f"{p},0.05,TE\n" for p in PEAKS))
    um.write_text("wavelength (um),error (um)\n" + "".join(f"{p / 1e3},0.00005,TE\n" for p in PEAKS))
    one, other = read_peaks(nm, 1e-10), read_peaks(um, 1e-10)
    assert np.allclose(one[0], other[0], rtol=1e-12)
    assert np.allclose(one[1], other[1], rtol=1e-9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.6401\n0.6453\n", 'is no wavelength in nm; if it is another unit, head it "(um)"'),
        ("Energy (eV)\n1.91\n1.92\n", "its peaks are in eV"),
        ("640.1\n645.3\nnan\n", "line 3: nan is no wavelength"),
    ],
)
def test_a_list_of_peaks_says_which_line_is_wrong(tmp_path, text, said):
    (tmp_path / "p.csv").write_text(text)
    found = run("assign", tmp_path / "p.csv", "--radius", "10 +/- 0.1 um", "--index", "1.76")
    assert (found.exit_code, said in found.output) == (2, True), found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--radius", "10 um", "--index", "1.76"), "nothing is open: give radius or index with its error"),
        (("--radius", "10", "--index", "1.76"), '--radius "10": write the unit'),
        (("--radius", "10 um", "--index", "1.76", "--polarization", "TX"), '--polarization "TX"'),
    ],
)
def test_a_cavity_that_cannot_be_named_in(tmp_path, words, said):
    (tmp_path / "p.csv").write_text("".join(f"{p}\n" for p in PEAKS))
    found = run("assign", tmp_path / "p.csv", *words)
    assert (found.exit_code, said in found.output) == (2, True), found.output


def spectra(folder, count):
    folder.mkdir()
    x = np.linspace(620, 640, 120)
    for i in range(count):
        y = (
            100
            + 1e4 / (1 + ((x - 630 - 0.01 * i) / 0.3) ** 2)
            + np.random.default_rng(i).normal(0, 5, x.size)
        )
        rows = "".join(f"{a:.4f},{b:.2f}\n" for a, b in zip(x, y, strict=True))
        (folder / f"run_{i}.csv").write_text("Wavelength (nm),counts\n" + rows)


def test_following_says_what_is_wrong_and_loses_nothing(tmp_path):
    folder = tmp_path / "run"
    spectra(folder, 6)
    assert "it is one of lorentz" in run("follow", folder, "--pattern", "run_*", "--shape", "foo").output
    beside = run("follow", folder, "--pattern", "run_*", "--window", "900 nm, 910 nm").output
    assert "inside the window" in beside
    assert "a folder, and one file is wanted" in run("lines", folder).output
    run("follow", folder, "--pattern", "run_*")
    journal = folder / "lines.jsonl"
    finished = journal.read_text().splitlines()
    journal.write_text("\n".join(finished[:-1]) + "\n" + finished[-1][:40])  # cut short while being written
    assert "taken from the journal  5" in run("follow", folder, "--pattern", "run_*").output
    assert "taken from the journal  6" in run("follow", folder, "--pattern", "run_*").output


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("yield --laser 1e6 --laser 9.5e5 --laser 4e5 --emission 3e4", "1 times --emission"),
        ("density --absorbance 0.3 --thickness 200_nm --cross-section 4e-14_cm^2", "8.63e+17"),
        ("cross-section --at-pump 0.6 --at-line 0.1 --line-cross-section 1e-14_cm^2", "6.00e-14"),
        (
            "photons --wavelength 532_nm --cross-section 4e-14_cm^2 --reflectance 0.1 "
            "--energy 10_nJ --spot-radius 150_um",
            "2.727",
        ),
    ],
)
def test_what_a_film_is_made_of(words, value):
    """A ln 10/(sigma d); the ratio of absorbances; 2E/(pi w^2) lambda/(hc) (1 - R) sigma, by hand."""
    assert value in run(*(w.replace("_", " ") for w in words.split())).output
