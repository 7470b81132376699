"""Whatever is wrong with a device file or a folder: one sentence a problem, status 2, no traceback."""

import os
import time

import pytest
from typer.testing import CliRunner

from colase.cli.app import app

GOOD = """
title = "Test sphere"

[cavity]
kind = "microsphere"
core_diameter = "20 um"
core = 1.457
coating_thickness = "490 nm"
coating_index = 1.76
q_scattering = 4200

[gain]
packing_fraction = 0.5
model = "stokes-shifted"

[gain.nanocrystal]
kind = "quantum-dot"
name = "test dot"
absorption_wavelength = "645 nm"
emission_wavelength = "656 nm"
biexciton_wavelength = "660 nm"
fwhm = "20 nm"
sigma_abs = "5e-15 cm^2"
sigma_pump = "4e-14 cm^2"
sigma_pump_wavelength = "532 nm"
tau_x = "10 ns"
tau_xx = "0.5 ns"
diameter = "8 nm"

[modes]
from = "640 nm"
to = "670 nm"
radial_max = 1

[pump]
wavelength = "532 nm"
pulse = { shape = "gaussian", fwhm = "1 ns" }
"""

ONE_LINE = [
    # what to write instead of what, and what the sentence must hold
    pytest.param('"490 nm"', "490", ["coating_thickness", "490", "unit", '"490 nm"'], id="bare number"),
    pytest.param('"20 um"', '"20 s"', ["core_diameter", "20 s", "length", "time"], id="wrong dimension"),
    pytest.param('"20 um"', '"20 parsnips"', ["core_diameter", "parsnips", "not a unit"], id="unknown unit"),
    pytest.param("q_scattering", "q_scatering", ["q_scatering", '"q_scattering"'], id="misspelt key"),
    pytest.param("[pump]", "[pmup]", ["pmup", '"pump"'], id="misspelt section"),
    pytest.param('"microsphere"', '"microsfere"', ["microsfere", '"microsphere"'], id="unknown kind"),
    pytest.param('"stokes-shifted"', '"stokes"', ["stokes", '"stokes-shifted"'], id="unknown gain model"),
    pytest.param('"gaussian"', '"gausian"', ["gausian", '"gaussian"'], id="unknown pulse"),
    pytest.param('"20 um"', '"-20 um"', ["core_diameter", "-20 um", "greater than 0"], id="negative radius"),
    pytest.param("= 4200", "= 0.5", ["q_scattering", "0.5", "greater than 1"], id="out of bounds"),
    pytest.param("= 0.5", "= 0", ["packing_fraction", "greater than 0"], id="zero density"),
    pytest.param("= 0.5", "= 1.5", ["packing_fraction", "1.5", "at most 1"], id="more than all of space"),
    pytest.param("= 4200", "= nan", ["q_scattering", "finite"], id="NaN"),
    pytest.param('"20 um"', '"nan um"', ["core_diameter", "nan", "finite"], id="NaN with a unit"),
    pytest.param("= 1.76", "= 0.7", ["coating_index", "0.7", "at least 1"], id="index below one"),
    pytest.param('"490 nm"', '"0.5 nm"', ["coating_thickness", "0.5 nm", "at least"], id="shell too thin"),
    pytest.param('"490 nm"', '"11 um"', ["coating_thickness", "radius"], id="shell thicker than the sphere"),
    pytest.param('"640 nm"', '"680 nm"', ["680", "670", "from"], id="window upside down"),
    pytest.param('core_diameter = "20 um"', "", ["core_diameter", "missing"], id="missing key"),
    pytest.param(
        "q_scattering = 4200",
        "q_scattering = 4200\nq_scattering = 5000",
        ["line", "q_scattering"],
        id="duplicate key",
    ),
    pytest.param("[pump]", "[pump", ["line"], id="not TOML"),
    pytest.param("= 1.457", '= "main/SiO2/Maliston"', ["Maliston", "Malitson"], id="unknown material page"),
]


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def put(text, name="my.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return put


def says(*words):
    return CliRunner().invoke(app, list(words))


def one_sentence(said, *parts):
    """Check status, silence of stdout, absence of library words, and the parts of the sentence."""
    assert said.exit_code == 2, said.output
    assert said.stdout == ""
    lines = said.stderr.splitlines()
    assert len(lines) == 1, said.stderr
    assert lines[0][-1] in ".?"
    for foreign in ("Traceback", "pydantic", "TOMLDecodeError", "Errno", "ValidationError"):
        assert foreign not in said.stderr
    for part in parts:
        assert part in lines[0], f"{part!r} is not in: {lines[0]}"


def test_the_file_is_good_before_it_is_spoilt(write):
    said = says("check", write(GOOD))
    assert said.exit_code == 0, said.stderr


@pytest.mark.parametrize(("right", "wrong", "parts"), ONE_LINE)
def test_one_mistake_is_one_sentence(write, right, wrong, parts):
    assert right in GOOD
    one_sentence(says("check", write(GOOD.replace(right, wrong, 1))), "my.toml", *parts)


def test_all_mistakes_of_a_file_are_told_at_once(write):
    text = GOOD.replace('"20 um"', "20").replace('"490 nm"', '"490 s"').replace("q_scattering", "q_scat")
    lines = says("check", write(text)).stderr.splitlines()
    for name in ("core_diameter", "coating_thickness", "q_scat"):
        assert any(name in line for line in lines)
    assert all(line.startswith("my.toml: ") for line in lines)


def test_a_missing_file(write):
    one_sentence(says("run", "nowhere.toml"), "nowhere.toml")


def test_an_unknown_preset_gets_the_nearest(write):
    one_sentence(says("run", "duan2022-microspher"), "duan2022-microspher", '"duan2022-microsphere"')


def test_a_folder_is_no_device(write, tmp_path):
    (tmp_path / "folder.toml").mkdir()
    one_sentence(says("check", "folder.toml"), "folder.toml")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file(write, tmp_path):
    (tmp_path / write(GOOD)).chmod(0)
    one_sentence(says("check", "my.toml"), "my.toml")


def test_a_binary_file(write, tmp_path):
    (tmp_path / "my.toml").write_bytes(bytes(range(256)))
    one_sentence(says("check", "my.toml"), "my.toml")


def test_a_file_of_100_megabytes_is_refused_at_once(write, tmp_path):
    with (tmp_path / "my.toml").open("wb") as file:
        file.truncate(100_000_000)
    started = time.perf_counter()
    one_sentence(says("check", "my.toml"), "my.toml")
    assert time.perf_counter() - started < 1


def test_a_window_without_modes_is_an_answer(write):
    text = GOOD.replace('"640 nm"', '"650 nm"').replace('"670 nm"', '"650.001 nm"')
    said = says("modes", write(text))
    assert "no mode between 650 and 650.001 nm" in (said.output + said.stderr)
    assert said.exit_code in (0, 2)


def test_nothing_is_computed_when_the_folder_is_a_file(write, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("x")
    monkeypatch.setattr("colase.study.run", lambda *a, **k: pytest.fail("work was started"))
    one_sentence(says("run", write(GOOD), "--out", "taken"), "--out taken", "file")
    one_sentence(says("run", write(GOOD), "--out", "taken/below"), "--out taken/below", "file")
    assert (tmp_path / "taken").read_text() == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission(write, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    one_sentence(says("run", write(GOOD), "--out", "locked"), "--out locked", "Permission denied")


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("cavity.coating_thickness", ["--set", "for example"]),
        ("cavity.coating_thicknes=600 nm", ["coating_thicknes", "coating_thickness"]),
        ("cavity.coating_thickness=600", ["coating_thickness", "600", "unit"]),
        ("pump.pulse={ shape = }", ["pump.pulse", "not a table"]),
        ("modes.radial_max=2.5", ["radial_max", "2.5", "whole number"]),
        ("cavity.coating_thickness=600 s", ["coating_thickness", "600 s", "length"]),
    ],
)
def test_a_mistake_in_set(write, setting, parts):
    one_sentence(says("modes", write(GOOD), "--set", setting), *parts)


def test_init_does_not_overwrite(write, tmp_path):
    one_sentence(says("init", write("mine")), "my.toml", "exists already")
    assert (tmp_path / "my.toml").read_text() == "mine"


def test_init_into_a_missing_folder(write):
    one_sentence(says("init", "nowhere/my.toml"), "nowhere")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("presets", "--show", "duan"), ["duan"]),
        (("materials", "unobtainium"), ["unobtainium"]),
        (("papers", "duan2021"), ["duan2021", '"duan2022"']),
        (("schema", "--field", "cavity.core_diametr"), ["cavity.core_diametr", '"cavity.core_diameter"']),
    ],
)
def test_an_unknown_name_elsewhere(words, parts):
    one_sentence(says(*words), *parts)


def test_a_paper_without_computable_thresholds_is_named():
    done = CliRunner().invoke(app, ["papers", "lafalce2018", "--thresholds"])
    assert done.exit_code == 2
    assert 'no threshold of "lafalce2018"' in done.stderr
    assert 'Did you mean "lafalce2019"' in done.stderr
