"""Heat in a whole run, its file and its page, and the pictures that colase heat writes."""

import json

import pytest
from typer.testing import CliRunner

import colase as cl
from colase import study
from colase.cli.app import app
from colase.device import loads, preset_text
from colase.report import write
from colase.study import open_tree

TEXT = (
    preset_text("adachi2015-film")
    + """
[heat]
film = "nanocrystal-film-halide"
substrate = "glass"
irradiance = "20 kW/cm^2"
duration = "1 us"
spot = { shape = "disc", radius = "20 um" }
seen = "centre"
"""
)
NAMES = ("lasing", "history", "depth", "map", "duration", "levers")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    return study.run(loads(TEXT), out=tmp_path_factory.mktemp("run"))


def test_a_run_holds_heat_when_the_device_says_something_about_it(finished, tmp_path):
    assert finished.heat is not None
    assert finished.complete
    assert finished.timings["heat"] > 0
    said = finished.describe()
    assert "Lases for" in said or "Never lases" in said
    assert "continuously" in said
    groups = open_tree(finished.save(tmp_path / "result.nc"))
    assert float(groups["heat"].temperature[-1]) == pytest.approx(
        float(finished.heat.data.temperature[-1]), rel=1e-12
    )
    assert "lever" in groups["heat/levers"].coords
    assert cl.run is study.run


def test_the_page_has_its_section_and_numbers_beside_every_picture(finished, tmp_path):
    page = write(finished, tmp_path).read_text(encoding="utf-8")
    assert ">Heat</h2>" in page or "Heat</h2>" in page
    assert "Heat balance." in page
    for name in NAMES:
        csv = (tmp_path / "figures" / f"heat_{name}.csv").read_text(encoding="utf-8")
        assert len(csv.splitlines()) > 5, name
        assert (tmp_path / "figures" / f"heat_{name}.svg").stat().st_size > 2000
    assert "No light is assumed" not in page
    cited = {key for _, key in cl.cite(finished.device).uses}
    assert {"carslaw1959", "weideman2007"} <= cited


def test_a_device_that_never_lases_says_so_instead():
    dark = TEXT.replace('number_density = "', 'number_density = "').replace(
        'propagation_loss = { value = "60 1/cm"', 'propagation_loss = { value = "60000 1/cm"'
    )
    assert dark != TEXT
    run = study.run(loads(dark))
    assert run.heat is None
    assert "nothing lases even when cold" in run.heat_message
    assert "Heat is not computed" in run.describe()


def test_the_command_writes_pictures_and_numbers(tmp_path):
    path = tmp_path / "film.toml"
    path.write_text(TEXT, encoding="utf-8")
    said = CliRunner().invoke(
        app, ["heat", str(path), "--out", str(tmp_path / "out"), "--over", "threshold", "--json"]
    )
    assert said.exit_code == 0, said.output
    found = json.loads(said.output)
    assert len(found["files"]) == len(NAMES)
    assert found["runaway"] is None or found["runaway"] > 0
    for name in NAMES:
        assert {f.suffix for f in (tmp_path / "out").glob(f"heat_{name}.*")} == {".svg", ".png", ".csv"}
    wrong = CliRunner().invoke(app, ["heat", str(path), "--over", "substrat"])
    assert wrong.exit_code == 2
