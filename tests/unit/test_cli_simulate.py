"""``colase simulate-measurement``: tables of length scans as the reductions take them."""

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.measurement import read_table
from colase.results import dataset, variable
from colase.study.measured import simulate


@pytest.fixture
def exact(monkeypatch):
    """Stripes whose output is fluence times length, so that a table shows what stands where."""

    def scan(device, fluence, lengths, *, instrument, seed, progress=None):
        return dataset(
            {"output": variable("stripe_length", fluence * lengths * 1e6, "1", "edge emission")}, {}
        )

    monkeypatch.setattr(simulate, "simulate_stripe", scan)


def test_one_fluence_is_a_table_of_lengths(exact, tmp_path):
    done = CliRunner().invoke(
        app, ["simulate-measurement", "azizov2025-film", "--out", str(tmp_path), "--stripe", "20 uJ/cm^2"]
    )
    assert done.exit_code == 0
    values, heads = read_table(tmp_path / "stripe.csv")
    assert heads == ("length (um)", "output")
    assert values[:, 1] == pytest.approx(0.2 * values[:, 0])


def test_several_fluences_stand_in_one_table(exact, tmp_path):
    words = [w for f in (20, 50) for w in ("--stripe", f"{f} uJ/cm^2")]
    done = CliRunner().invoke(
        app, ["simulate-measurement", "azizov2025-film", "--out", str(tmp_path), *words]
    )
    assert done.exit_code == 0
    values, _ = read_table(tmp_path / "stripes.csv")
    assert values.shape == (100, 3)
    assert np.unique(values[:, 0]) == pytest.approx([20, 50])
    assert values[:, 2] == pytest.approx(values[:, 0] / 100 * values[:, 1])
