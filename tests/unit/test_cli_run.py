"""``colase run`` and the other commands on a device, as a person and as a machine see them."""

import csv
import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from colase import device as devices
from colase import study
from colase.cli import options
from colase.cli.app import app

PRESET = "duan2022-microsphere"
STEPS = study.possible_steps(devices.load(PRESET))
SMALL = ("--set", "modes.from=660 nm", "--set", "modes.to=664 nm", "--set", "modes.radial_max=1")
FEW = (*SMALL, "--set", "pump.fluence.points=3")


def says(*words):
    return CliRunner().invoke(app, list(words))


def fits_the_page(text):
    return max(map(len, text.splitlines())) <= 80


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """One run through the command line: what it printed and where its files lie."""
    folder = tmp_path_factory.mktemp("run")
    said = says("run", PRESET, *FEW, "--out", str(folder))
    assert said.exit_code == 0, said.stderr
    return said.stdout, folder


def test_the_summary_fits_the_page_and_names_every_step(whole):
    out, folder = whole
    lines = out.splitlines()
    assert fits_the_page("\n".join(lines[:-1]))
    assert lines[0].startswith("Nanoplatelet-coated silica microsphere")
    assert lines[0].endswith("duan2022")
    for step in (*STEPS, "guessed"):
        assert any(line.startswith(f"  {step:<11}") for line in lines), step
    assert lines[-1] == str(folder / "report.html")
    assert "\x1b" not in out


def test_the_summary_says_units_and_why(whole):
    out = whole[0]
    for part in (
        "uJ/cm2",
        "1/cm at",
        "lases first",
        "photons absorbed per nanocrystal",
        "loss",
        "scattering",
        "nm wide",
    ):
        assert part in out


def test_the_files_are_there(whole):
    folder = whole[1]
    assert (folder / "report.html").stat().st_size > 10_000
    tree = study.open_tree(folder / "result.nc")
    assert set(tree.children) == {"device", *STEPS}
    figures = sorted(folder.glob("figures/*.svg"))
    assert figures
    for figure in figures:
        table = figure.with_suffix(".csv")
        if table.exists():
            with table.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            assert len(rows) > 1
    assert not list(folder.glob(".*"))


@pytest.fixture
def ready(small_run, monkeypatch):
    """A run and a report that are there at once, for what the command does around them."""

    def write(run, folder):
        (folder / "report.html").write_text(run.device.title, encoding="utf-8")
        return folder / "report.html"

    def run(device, progress, folder, each, rivals=False):
        small_run.save(folder / "result.nc")
        return small_run

    monkeypatch.setattr("colase.study.run", run)
    monkeypatch.setattr("colase.report.write", write)


@pytest.mark.usefixtures("ready")
def test_quiet_prints_the_path_alone(tmp_path):
    said = says("run", PRESET, *FEW, "--out", str(tmp_path), "--quiet")
    assert (said.exit_code, said.stdout) == (0, f"{tmp_path / 'report.html'}\n")


@pytest.mark.usefixtures("ready")
def test_json_holds_the_key_numbers(tmp_path):
    said = says("run", PRESET, *FEW, "--out", str(tmp_path), "--json")
    found = json.loads(said.stdout)
    assert found["complete"] is True
    threshold = found["threshold"]
    assert threshold["lases"] is True
    assert threshold["units"]["fluence"] == "J/m^2"
    in_file = study.open_tree(tmp_path / "result.nc")["threshold"].fluence
    assert threshold["fluence"] == float(in_file.min())
    assert Path(found["report"]).is_file()
    assert "coating_index" in " ".join(found["guessed"])


@pytest.mark.usefixtures("ready")
def test_the_folder_is_runs_and_the_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my film.toml").write_text(devices.preset_text(PRESET), encoding="utf-8")
    said = says("run", "my film.toml", *FEW, "--quiet")
    assert said.stdout == f"{Path('runs/my-film/report.html')}\n"


def test_ctrl_c_says_what_was_kept_and_where(tmp_path):
    """A real process, a real signal, in the middle of a long light curve."""
    command = [sys.executable, "-u", "-m", "colase", "run", PRESET, "--out", str(tmp_path)]
    command += ["--set", "pump.fluence.points=2000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.lstrip().startswith("loss"):
                break
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=240)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert stderr.startswith("Stopped during light; kept modes, gain, threshold, light (")
    tree = study.open_tree(tmp_path / "result.nc")
    assert tree.attrs["stopped"] == "light"
    assert {"modes", "gain", "threshold"} <= set(tree.children)
    assert (tmp_path / "report.html").is_file()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("modes.radial_max=2", 2),
        ("cavity.coating_index=1.8", "1.8"),
        ('pump.pulse={ shape = "square", duration = "5 ns" }', {"shape": "square", "duration": "5 ns"}),
    ],
)
def test_set_means_what_a_file_means(setting, value):
    path = setting.partition("=")[0]
    wanted = devices.replace(devices.load(PRESET), {path: value})
    ours = options.load(PRESET, [setting])
    assert (ours.cavity, ours.pump, ours.modes) == (wanted.cavity, wanted.pump, wanted.modes)


@pytest.mark.parametrize("command", ["modes", "gain", "threshold", "ll"])
def test_a_single_step_prints_and_speaks_json(command):
    said = says(command, PRESET, *FEW)
    assert said.exit_code == 0, said.stderr
    assert fits_the_page(said.stdout)
    assert said.stdout.startswith("Nanoplatelet-coated")
    data = json.loads(says(command, PRESET, *FEW, "--json").stdout)["data"]
    assert data
    for column in data.values():
        assert set(column) == {"unit", "meaning", "dimensions", "values"}
        assert column["meaning"]


def test_a_value_in_quotes_is_the_value():
    """A file has quotes, and whoever copies a line of it into --set brings them along."""
    plain, quoted = (
        says("check", PRESET, "--json", "--set", f"cavity.coating_thickness={text}").stdout
        for text in ("600 nm", '"600 nm"')
    )
    row = next(r for r in json.loads(quoted) if r["path"] == "cavity.coating_thickness")
    assert (row["value"], row["unit"]) == ("0.6", "um")
    assert plain == quoted


def test_modes_all_prints_every_mode():
    few, every = (
        says("modes", PRESET, "--set", "modes.radial_max=2", *more).stdout for more in ((), ("--all",))
    )
    assert len(few.splitlines()) == 14
    assert few.splitlines()[-1].endswith("more need more gain.")
    count = int(every.splitlines()[1].split()[0])
    assert len(every.splitlines()) == count + 3


def test_gain_at_the_levels_asked_for():
    data = json.loads(says("gain", PRESET, "--photons", "0.5", "--photons", "2", "--json").stdout)["data"]
    assert data["photons_per_nanocrystal"]["values"] == [0.5, 2.0]


def test_gain_refuses_a_negative_number_of_photons():
    said = says("gain", PRESET, "--photons", "-1")
    assert said.exit_code == 2
    assert "-1" in said.stderr


def test_check_lists_every_value_with_its_certainty():
    said = says("check", PRESET)
    assert said.exit_code == 0
    assert fits_the_page(said.stdout)
    rows = json.loads(says("check", PRESET, "--json").stdout)
    assert {row["status"] for row in rows} == {"given", "default", "guess"}
    guessed = {row["path"].split(".")[-1] for row in rows if row["status"] == "guess"}
    assert guessed == {path.split(".")[-1] for path in devices.load(PRESET).guessed}
    for name in guessed:
        assert name in said.stdout


def test_cite_prints_references_and_bibtex():
    out = says("cite", PRESET).stdout
    assert "R. Duan et al." in out
    assert "@article{duan2022," in out
    only = says("cite", PRESET, "--bibtex").stdout
    assert only.startswith("@")
    assert {row["key"] for row in json.loads(says("cite", PRESET, "--json").stdout)} >= {
        "duan2022",
        "malitson1965",
    }


def test_presets_are_listed_and_shown():
    assert PRESET in says("presets").stdout
    assert says("presets", "--show", PRESET).stdout.rstrip() == devices.preset_text(PRESET).rstrip()
    assert PRESET in [row["name"] for row in json.loads(says("presets", "--json").stdout)]


def test_materials_are_found():
    assert "main/SiO2/Malitson" in says("materials", "Malitson SiO2").stdout
    found = json.loads(says("materials", "Malitson SiO2", "--json").stdout)
    assert found[0]["start"] == pytest.approx(210e-9)


def test_schema_is_the_schema_and_lists_every_setting():
    assert json.loads(says("schema").stdout) == devices.json_schema()
    listed = json.loads(says("schema", "--list", "--json").stdout)
    paths = {row["path"] for row in listed}
    assert {row["path"] for row in devices.check(devices.load(PRESET))} <= paths
    assert all(row["meaning"] for row in listed)
    text = says("schema", "--list").stdout
    assert fits_the_page(text)
    field = says("schema", "--field", "cavity.coating_thickness").stdout
    assert 'coating_thickness = "490 nm"' in field
    assert "at least 0.001" in field


def test_init_writes_a_file_that_check_understands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = says("init")
    assert (said.exit_code, said.stdout) == (
        0,
        "Wrote device.toml. Fill it in, then: colase check device.toml\n",
    )
    assert "#" in Path("device.toml").read_text(encoding="utf-8")
    assert says("check", "device.toml").exit_code == 0
    (tmp_path / "folder").mkdir()
    assert says("init", "folder").exit_code == 0
    assert (tmp_path / "folder" / "device.toml").is_file()


def test_init_starts_from_any_cavity(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert says("init", "film.toml", "--kind", "film").exit_code == 0
    assert 'kind = "film"' in Path("film.toml").read_text(encoding="utf-8")
    said = says("init", "x.toml", "--kind", "flim")
    assert said.exit_code == 2
    assert 'Did you mean "film"' in said.stderr
    assert not Path("x.toml").exists()


def test_papers_show_every_claim_with_its_verdict(monkeypatch):
    from colase import papers
    from colase.papers.ledger import ledger

    results = ledger("kersuzan2025")
    monkeypatch.setattr(papers, "ledger", lambda name, progress: results)
    out = says("papers", "kersuzan2025").stdout
    assert fits_the_page(out)
    verdicts = [line.strip() for line in out.splitlines()]
    assert sum(verdicts.count(v.value) for v in papers.Verdict) == len(results)
    assert papers.summary(results) in out
    assert len(json.loads(says("papers", "kersuzan2025", "--json").stdout)) == len(results)
