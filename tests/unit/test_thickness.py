"""`colase thickness` and what it stands on: scans over the film, and pictures as three files."""

import csv

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase.cavity import SlabWaveguide
from colase.cli.app import app
from colase.errors import InputError
from colase.study.thickness import thickness_scan


def test_a_film_is_scanned_and_saved(tmp_path):
    said = CliRunner().invoke(
        app, ["thickness", "adachi2015-film", "--wavelength", "630", "--out", str(tmp_path)]
    )
    assert said.exit_code == 0
    assert "TE0 above 51.35 nm, TM0 above 95.58 nm" in said.stdout
    assert {path.suffix for path in tmp_path.iterdir()} == {".svg", ".png", ".csv"}
    assert (tmp_path / "thickness.png").read_bytes()[:4] == b"\x89PNG"
    names, units, *rows = csv.reader((tmp_path / "thickness.csv").read_text(encoding="utf-8").splitlines())
    assert (names[0], units[0], len(rows)) == ("thickness", "nm", 300)
    at = np.array(rows, dtype=float)
    row = at[np.abs(at[:, 0] - 200).argmin()]
    film = SlabWaveguide((row[0] * 1e-9,), (1.97,), 1.46).modes(630e-9, ("TE",)).isel(mode=0)
    assert row[names.index("TE confinement gain")] == pytest.approx(
        float(film.confinement.sel(definition="gain")[1]), rel=1e-9
    )


def test_an_array_answers_which_film_gives_a_wavelength():
    device = cl.replace(cl.load("adachi2015-dfb"), {"cavity.truncation": 2})
    scan = thickness_scan(device, 643e-9, 90e-9, 150e-9, 3)
    assert "TM A1" in scan.describe()
    assert 100e-9 < float(scan.answers.height.sel(family="TM E")) < 140e-9
    assert len(scan.columns()) == 2 + scan.data.sizes["family"]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("duan2022-microsphere", {}, "has no film"),
        ("adachi2015-film", {"low": 2e-7, "high": 1e-7}, "the thinner one first"),
        ("adachi2015-film", {"points": 1}, "two or more"),
        ("adachi2015-film", {"wavelength": 630.0}, "from 10 nm to 1 cm"),
    ],
)
def test_scans_that_make_no_sense_are_sentences(name, options, said):
    with pytest.raises(InputError, match=said):
        thickness_scan(cl.load(name), **options)


def test_leaky_modes_of_a_film_on_request():
    thick = ["--set", "cavity.substrate=3.88", "--set", "cavity.thickness=1500 nm"]
    said = CliRunner().invoke(app, ["modes", "adachi2015-film", "--leaky", *thick])
    assert said.exit_code == 0
    assert "leaks into" in said.stdout
    assert "substrate" in said.stdout
    none = CliRunner().invoke(app, ["modes", "duan2022-microsphere", "--leaky"])
    assert none.exit_code == 2
    assert "leaky modes are those of a film" in none.output
