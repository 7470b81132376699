"""The page on stripes runs as it is written."""

import re
from pathlib import Path

from colase.device import loads

PAGE = (Path(__file__).parents[2] / "docs" / "stripe.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_block_runs(capsys):
    names = {}
    assert len(blocks("python")) == 2
    for block in blocks("python"):
        exec(compile(block, "docs/stripe.md", "exec"), names)
    assert "line narrows" in capsys.readouterr().out
    assert names["curve"].axis == "length"


def test_sections_are_those_of_a_device_file():
    film = """
title = "a film"
[cavity]
kind = "film"
thickness = "200 nm"
index = 1.9
substrate = 1.5
cover = 1.0
propagation_loss = "50 1/cm"
[gain]
nanocrystal = "azizov2025-npl"
model = "stokes-shifted"
number_density = "62.6e15 1/cm^3"
[pump]
wavelength = "532 nm"
"""
    device = loads(film + "\n".join(blocks("toml")), name="docs/stripe.md")
    assert device.stripe.depths == 4
    assert device.cuvette.concentration.points == 5
