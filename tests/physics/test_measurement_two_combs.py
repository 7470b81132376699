"""Two interleaved combs of known splitting, one comb that must stay one, and the command."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app
from colase.errors import InputError
from colase.measurement import two_combs_of

FSR, CENTRE = 2.6e-9, 655e-9


def lines(delta, seed, missing=0.0, error=0.02e-9):
    """Return lines of a dispersive comb and, unless delta is None, of a second one beside it."""
    rng, m = np.random.default_rng(seed), np.arange(-4, 5)
    path = CENTRE**2 / FSR
    first = 1 / (1 / CENTRE + (m + 0.002 * m**2) / path)
    every = np.concatenate([first, [] if delta is None else first + delta])
    every = every[rng.random(every.size) >= missing]
    return every + error * rng.standard_normal(every.size)


@pytest.mark.parametrize(("delta", "missing"), [(0.8e-9, 0.0), (0.8e-9, 0.2), (0.4e-9, 0.0)])
def test_phi_of_lafalce_comes_back(delta, missing):
    fits = [two_combs_of(lines(delta, seed, missing)) for seed in range(4)]
    assert all(f.split for f in fits)
    assert np.mean([f.phi for f in fits]) == pytest.approx(2 * delta / FSR, abs=0.01)
    assert all(abs(f.phi - 2 * delta / FSR) < 3.5 * float(f.data.phi_error) for f in fits)
    assert np.median(fits[0].data.phi_of_pair) == pytest.approx(2 * delta / FSR, abs=0.03)


def test_one_comb_is_not_split_and_keeps_its_spacing():
    for seed in range(4):
        found = two_combs_of(lines(None, seed))
        assert not found.split
        assert found.phi == 0
        assert float(found.data.fsr) == pytest.approx(FSR, rel=0.01)
    with pytest.raises(InputError, match="at least 7"):
        two_combs_of(np.linspace(640e-9, 650e-9, 5))


def test_the_command_names_phi(tmp_path):
    grid = np.arange(642, 670, 0.05)
    counts = 100 + sum(2000 / (1 + ((grid - x * 1e9) / 0.12) ** 2) for x in lines(0.8e-9, 0, error=0.0))
    counts += 10 * np.random.default_rng(0).standard_normal(grid.size)
    (tmp_path / "s.csv").write_text("".join(f"{a:.3f}, {b:.2f}\n" for a, b in zip(grid, counts, strict=True)))
    words = ["fit", "comb", str(tmp_path / "s.csv"), "--two", "--report", str(tmp_path / "r")]
    said = CliRunner().invoke(app, [*words, "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["data"]["phi"]["values"] == pytest.approx(0.615, abs=0.02)
    assert "lafalce2019 eq. 1" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
