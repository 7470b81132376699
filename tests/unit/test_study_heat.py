"""A device with a [heat] section: from file to answer, on the command line, and without one."""

import json
from dataclasses import replace
from math import pi

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase import study
from colase.cli.app import app
from colase.device import check, loads, preset_text, to_toml
from colase.errors import InputError
from colase.laser.self_heating.heat_balance import radiative_yield
from colase.laser.self_heating.threshold_law import TabulatedLaw
from colase.materials.multilayer import Multilayer

SECTION = """
[heat]
film = "nanocrystal-film-halide"
film_thickness = "120 nm"
substrate = "MgF2"
irradiance = "88 kW/cm^2"
duration = "2.5 us"
threshold = "52 kW/cm^2"
film_index = 1.97
seen = "centre"
escape = 0.0
outcoupling = 0.0
substrate_index = 1.38
spot = { shape = "rectangle", width = "30 um", height = "50 um" }
"""
TEXT = preset_text("duan2022-microsphere") + SECTION


@pytest.fixture(scope="module")
def device():
    return loads(TEXT)


@pytest.fixture(scope="module")
def found(device):
    return cl.sustained(device)


def test_the_section_reads_and_writes(device):
    assert device.heat.film_thickness == pytest.approx(120e-9)
    assert device.heat.spot.height == pytest.approx(50e-6)
    assert loads(to_toml(device)) == device
    rows = {r["path"]: r for r in check(device)}
    assert rows["heat.irradiance"]["value"] == "88"
    assert rows["heat.threshold_scale"]["status"] == "default"
    thicker = cl.replace(device, {"heat.film_thickness": "200 nm"})
    assert thicker.heat.film_thickness == pytest.approx(200e-9)


def test_heat_is_computed_from_the_optics_and_the_kinetics(device, found):
    medium, balance = device.gain, found.laser.balance
    absorption = medium.density * medium.nanocrystal.sigma_pump
    index = 1.97 + 1j * absorption * 532e-9 / (4 * pi)
    light = Multilayer((120e-9,), (index,), 1.38).absorb(532e-9)
    assert balance.absorbed == pytest.approx(light.layers[0, 0], rel=1e-9)
    assert balance.photon_ratio == pytest.approx(532e-9 / medium.nanocrystal.emission_wavelength)
    rate = 88e7 * medium.nanocrystal.sigma_pump * 532e-9 / (6.62607015e-34 * 299792458)
    decay = medium.model.decay_rates(medium.nanocrystal)
    share = medium.model.radiative_fractions(medium.nanocrystal)
    assert balance.radiative_yield == pytest.approx(radiative_yield(decay, share, rate), rel=1e-9)
    assert balance.override is None
    assert any("upper bound" in w for w in found.warnings)


def test_an_override_is_used_and_flagged(device):
    changed = replace(device, heat=replace(device.heat, heat_fraction=0.05))
    result = cl.sustained(changed)
    assert float(result.laser.balance.heat()) == 0.05
    assert "set by hand" in " ".join(result.warnings)
    assert result.run.duration > 0


def test_the_answer_is_complete(found):
    said = found.describe()
    for words in ("Lases for", "fixed point", "continuous", "lasing, x 2", "estimated"):
        assert words in said
    assert max(map(len, found.levers.describe().splitlines())) <= 80
    assert found.data.temperature.attrs["units"] == "K"


def test_a_model_law_is_tabulated_and_can_be_anchored(device):
    """The gain model gives the ratio, the measured threshold the size."""
    small = replace(device, modes=replace(device.modes, start=658e-9, stop=663e-9, radial_max=1))
    law = study.heating.threshold_law(replace(small, heat=replace(device.heat, law="model")))
    assert isinstance(law, TabulatedLaw)
    assert float(law.irradiance(device.gain.temperature)) == pytest.approx(52e7)
    free = replace(small, heat=replace(device.heat, threshold=None))
    own = float(study.hot_laser(free).law.irradiance(device.gain.temperature))
    assert np.isfinite(own)
    assert own > 0


def test_the_command_line(tmp_path):
    path = tmp_path / "hot.toml"
    path.write_text(TEXT, encoding="utf-8")
    said = CliRunner().invoke(app, ["heat", str(path), "--set", "heat.heat_fraction=0.1"])
    assert said.exit_code == 0
    assert "Lases for 1.7" in said.output
    machine = CliRunner().invoke(app, ["heat", str(path), "--json"])
    assert json.loads(machine.output)["continuous_margin"] > 0
    bare = CliRunner().invoke(app, ["heat", "duan2022-microsphere"])
    assert bare.exit_code == 2
    assert "contact_radius = { value" in bare.output + (bare.stderr or "")
    flat = ["film_thickness=200 nm", "seen=mean", "threshold=1 kW/cm^2", "outcoupling=0.5"]
    words = [word for setting in flat for word in ("--set", f"heat.{setting}")]
    asked = CliRunner().invoke(app, ["heat", "azizov2025-film", "--guess", *words])
    assert asked.exit_code == 0, asked.output
    assert "Lases" in asked.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('substrate = "MgF2"', 'substrate = "MgF"', 'Did you mean "MgF2"'),
        ("film_index = 1.97\n", "", "give film_index"),
        ('film_thickness = "120 nm"', 'film_thickness = "0 nm"', "greater than 0"),
        ('irradiance = "88 kW/cm^2"', 'irradiance = "88 uJ/cm^2"', "a power per area is wanted"),
        ('shape = "rectangle"', 'shape = "square"', "no such spot"),
    ],
)
def test_mistakes_in_the_section(old, new, said):
    assert old in TEXT
    with pytest.raises(InputError, match=said):
        cl.sustained(loads(TEXT.replace(old, new)))


def test_without_a_section_it_says_what_to_add():
    with pytest.raises(InputError, match=r"Add a section to the device file"):
        cl.sustained(cl.load("duan2022-microsphere"))
