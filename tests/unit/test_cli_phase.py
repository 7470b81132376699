"""``colase fit phase``: a sweep from a file to a conductivity."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.device.thermal_library import thermal
from colase.heat import HeatLayer, Stack, Thermoreflectance

RUN = CliRunner().invoke


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    """Gold on sapphire as the library has them, boundary 2e-8 m^2 K/W, no noise to speak of."""
    layers = (
        HeatLayer(name="gold", thickness=60e-9, solid=thermal("gold").solid, resistance=2e-8),
        HeatLayer(name="sapphire", thickness=np.inf, solid=thermal("sapphire").solid),
    )
    sample = Thermoreflectance(stack=Stack(layers), pump_radius=4e-6, probe_radius=5e-6)
    f = np.geomspace(2e3, 3e7, 30)
    rows = [f"{a:.8e}\t1e-4\t{p:.8e}" for a, p in zip(f, np.degrees(sample.phase(f)), strict=True)]
    path = tmp_path_factory.mktemp("sweep") / "sweep.txt"
    path.write_text("today  Probe rad: 5 um  Pump rad: 4 um\n" + "\n".join(rows), encoding="utf-8")
    return str(path)


def test_a_sweep_gives_its_conductivity_back(sweep, tmp_path):
    plot = tmp_path / "phase.svg"
    said = RUN(
        app, ["fit", "phase", sweep, "--layers", "gold 60 nm, sapphire", "--json", "--plot", str(plot)]
    )
    assert said.exit_code == 0, said.output
    data = json.loads(said.output)["data"]
    assert data["parameter"]["values"] == ["sapphire.conductivity", "gold.resistance"]
    assert data["value"]["values"] == pytest.approx([35.1, 2e-8], rel=1e-3)
    assert plot.stat().st_size > 2000


def test_assumed_values_and_suspects(sweep):
    words = ["fit", "phase", sweep, "--layers", "gold 60 nm, sapphire", "--fit", "sapphire.conductivity"]
    words += ["--fit", "gold.resistance", "--known", "pump_radius=4.4 +/- 0.1 um", "--suspects"]
    said = RUN(app, words)
    assert said.exit_code == 0, said.output
    assert "pump_radius" in said.output
    assert "assumed" in said.output
    assert "delay" in said.output
    assert "misfit" in said.output


def test_even_pump_amplitude_and_electronics(tmp_path):
    """A sweep under an even pump with a turned reference, from a file with amplitudes."""
    layers = (
        HeatLayer(name="gold", thickness=60e-9, solid=thermal("gold").solid, resistance=2e-8),
        HeatLayer(name="sapphire", thickness=np.inf, solid=thermal("sapphire").solid),
    )
    sample = Thermoreflectance(
        stack=Stack(layers), pump_radius=9e-6, probe_radius=5e-6, pump_shape="disc", phase_offset=0.01
    )
    f = np.geomspace(2e3, 3e7, 30)
    signal = sample.response(f)
    rows = np.column_stack([f, 3e5 * np.abs(signal), np.degrees(np.angle(signal))])
    path = tmp_path / "even.txt"
    text = "\n".join("\t".join(f"{v:.8e}" for v in row) for row in rows)
    path.write_text("today  Probe rad: 5 um  Pump rad: 9 um\n" + text, encoding="utf-8")
    words = ["fit", "phase", str(path), "--layers", "gold 60 nm, sapphire", "--amplitude", "--json"]
    words += ["--known", "phase_offset=0 +/- 1 deg", "--known", "delay=0 +/- 0.1 ns"]
    said = RUN(app, [*words, "--pump", "disc"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.output)["data"]
    numbers = dict(zip(found["parameter"]["values"], found["value"]["values"], strict=True))
    assert numbers["sapphire.conductivity"] == pytest.approx(35.1, rel=1e-3)
    assert numbers["phase_offset"] == pytest.approx(0.01, rel=0.02)
    assert "amplitude_fitted" in found
    wrong = RUN(app, [*words, "--pump", "disk"])
    assert wrong.exit_code == 2
    assert 'gaussian or disc, not "disk"' in " ".join((wrong.output + (wrong.stderr or "")).split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--layers", "sapphire"], "give the transducer with its thickness"),
        (["--layers", "gold 60 nm, saphire"], 'Did you mean "sapphire"'),
        (["--layers", "gold 60 nm, sapphire", "--known", "pump_radius=4 um"], "a value and its error"),
        (["--layers", "gold 60 nm, sapphire", "--fit", "film.k"], "there is no number"),
    ],
)
def test_mistakes_are_told(sweep, words, told):
    said = RUN(app, ["fit", "phase", sweep, *words])
    assert said.exit_code == 2
    assert told in " ".join((said.output + (said.stderr or "")).split())
