"""Bad input of `colase heat` and of bodies, as sentences; limits that have no answer say why."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import colase as cl
from colase import study
from colase.cli.app import app
from colase.errors import InputError, PhysicsError
from colase.heat import Disc, Face, Solid, temperature
from colase.heat.bodies import BodyHeating, disk
from colase.heat.drive import square

FILM = Solid(conductivity=0.24, heat_capacity=1.17e6)
GLASS = Solid(conductivity=1.1, heat_capacity=2e6)


def told(*settings):
    words = ["heat", "adachi2015-dfb"]
    for setting in settings:
        words += ["--set", setting]
    found = CliRunner().invoke(app, words)
    assert found.exit_code != 0
    assert "Traceback" not in found.output
    return " ".join((found.output + (found.stderr or "")).split())


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("heat.film_thickness=0 nm", "must be greater than 0 nm"),
        ("heat.irradiance=0 kW/cm^2", "must be greater than 0 kW/cm^2"),
        ("heat.duration=inf s", "a finite number is wanted"),
        ("heat.duration=-1 us", "must be greater than"),
        ("heat.substrate_thickness=0 mm", "must be greater than 0 mm"),
        ("heat.sample_width=20 um", "larger than the sample"),
        ("heat.film=nanocrystl-film", 'Did you mean "nanocrystal-film"'),
        ("heat.backside=insulated", "needs a substrate_thickness"),
        ("heat.backside=cold", 'must be "fixed" or "insulated" or "convective"'),
    ],
)
def test_the_command_says_what_is_wrong(setting, said):
    assert said in told(setting)


def test_an_insulated_block_has_no_steady_state():
    """The device as layers and the command both say that its temperature rises for ever."""
    said = told(
        "heat.substrate_thickness=1 mm", "heat.backside=insulated", "heat.seen=mean", "heat.outcoupling=0.5"
    )
    assert "no steady state" in said
    assert "rises for ever" in said


def test_bodies_refuse_what_layers_refuse():
    """Zero thickness, a spot larger than the body, an insulated plate; before the pulse nothing is warm."""
    with pytest.raises(InputError, match="height = 0 m"):
        disk(4e-6, 0.0, FILM, GLASS)
    body = disk(4e-6, 200e-9, FILM, GLASS)
    with pytest.raises(InputError, match="larger than disk"):
        BodyHeating(body, "disk", spot=Disc(radius=5e-6))
    with pytest.raises(InputError, match="thermal conductivity"):
        disk(4e-6, 200e-9, Solid(conductivity=0.0, heat_capacity=1e6), GLASS)
    heating = BodyHeating(body, "disk")
    early = temperature(heating, [-1e-6, 0.0, 1e-8], 1e7, square(1e-6), 300.0).temperature.values
    assert early[:2] == pytest.approx(300.0, abs=1e-9)
    assert early[2] > 300.0
    for bad in (np.nan, np.inf):
        with pytest.raises(InputError, match="finite numbers"):
            heating.step(bad)
    closed = BodyHeating(replace(body, base_thickness=1e-3, backside=Face(kind="insulated")), "disk")
    with pytest.raises(PhysicsError, match="rises for ever"):
        closed.steady()


def test_a_runaway_comes_with_its_time():
    """The sentence of the whole answer names the moment and the temperature."""
    device: Any = cl.load("adachi2015-dfb")
    flat = replace(device, heat=replace(device.heat, seen="mean", outcoupling=0.5))
    found = study.sustained(flat)
    assert 1e-9 < found.tracked.runaway < 1e-3
    assert f"Thermal runaway after {found.tracked.runaway:.3g} s" in found.describe()
