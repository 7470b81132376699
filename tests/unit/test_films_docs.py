"""The pages about films and gratings: code blocks run, device files load, numbers are true."""

import re
from pathlib import Path

import pytest

from colase.device.reading import loads

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page, language):
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_page_of_films_runs():
    names: dict = {}
    for block in blocks("films.md", "python"):
        exec(compile(block, "films.md", "exec"), names)
    assert names["pressed"].density / names["film"].density > 0
    loose = names["NanocrystalFilm"].of_density(
        62.6e21, names["volume"], names["ConstantIndex"](2.5), names["ConstantIndex"](1.48)
    )
    assert names["pressed"].density / loose.density == pytest.approx(1.487, abs=1e-3)
    assert names["halide"].density / names["dots"].density == pytest.approx(2.26, abs=0.005)
    assert names["shrunk"] == pytest.approx(0.44, abs=0.005)


def test_device_files_of_the_pages_load():
    film = loads(blocks("films.md", "toml")[0])
    assert film.cavity.thickness == 120e-9
    line = loads(blocks("gratings.md", "toml")[0])
    modes = line.cavity.modes(line.modes)
    best = modes.isel(mode=int(modes.q_radiative.values.argmax()))
    assert str(best.label.values) == "TE dark 1"
    assert float(best.q_radiative) == pytest.approx(1.4e4, rel=0.03)
    bright = modes.q_radiative.values[modes.edge.values == "bright"]
    assert bright.max() == pytest.approx(390, rel=0.02)
