"""Products of measured factors and stability records on the command line, with their pages."""

import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from colase.cli.app import app

PHOTONS = [
    "--fluence",
    "20 +/- 1 uJ/cm^2",
    "--cross-section",
    "4e-14 +/- 1e-14 cm^2",
    "--wavelength",
    "532 nm",
]
SWEEP = [
    *("--offset", "5 +/- 1 um", "--radius", "12.5 um", "--separation", "25.2 um", "--waist", "25 +/- 2 um"),
    *("--energy", "1 nJ", "--gain-slope", "1e5 +/- 1e4 m/J"),
]  # fmt: skip


def said(*words):
    result = CliRunner().invoke(app, ["fit", *words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("kind", "words", "most"), [("photons", PHOTONS, "cross section"), ("sweep", SWEEP, "waist")]
)
def test_a_product_has_its_page_with_the_budget(tmp_path, kind, words, most):
    said(kind, *words, "--report", str(tmp_path))
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "95 % interval" in html
    assert words[1] in html  # the settings stand under provenance
    with (tmp_path / "figures" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[2:]
    shares = {name: float(share) for name, share in rows}
    assert max(shares, key=shares.__getitem__) == most
    assert sum(shares.values()) == pytest.approx(1)


def test_photons_are_fluence_times_cross_section():
    found = json.loads(said("photons", *PHOTONS, "--json"))
    assert found["value"] == pytest.approx(0.2 * 532e-9 / 1.98644586e-25 * 4e-18, rel=1e-6)


def test_a_record_of_stability(tmp_path):
    minutes = np.linspace(0, 100, 60)
    pump = 1 + 0.05 * np.sin(minutes)
    light = np.exp(-minutes / 500) * pump**2
    lam = 650 + 1e-4 * minutes + 0.3 * (minutes > 50)
    rows = zip(minutes, light, lam, pump, strict=True)
    (tmp_path / "s.csv").write_text("".join(f"{a:.3f}, {b:.6f}, {c:.4f}, {d:.6f}\n" for a, b, c, d in rows))
    words = ["stability", str(tmp_path / "s.csv"), "--unit", "min", "--wavelength", "3", "--pump", "4"]
    data = json.loads(said(*words, "--json", "--report", str(tmp_path / "r")))["data"]
    assert data["decay_rate"]["values"] == pytest.approx(1 / 30000, rel=1e-3)
    assert data["pump_exponent"]["values"] == pytest.approx(2, rel=1e-2)
    assert "1 hops" in said(*words)
    assert "Residuals" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
