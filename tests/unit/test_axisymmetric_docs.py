"""The page about disks and bodies of revolution runs, and says what colase computes; its pictures."""

import re
from pathlib import Path

import numpy as np
import pytest

from colase.cavity import Exposure
from colase.plot.modes.dose_map import dose_columns, dose_map

PAGE = Path(__file__).parents[2] / "docs" / "axisymmetric.md"


def test_the_page_runs(capsys):
    pytest.importorskip("ngsolve")
    names: dict = {}
    for block in re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        exec(compile(block, PAGE.name, "exec"), names)
    assert "+-" in capsys.readouterr().out
    assert float(names["comb"].n_group) == pytest.approx(1.88, abs=0.03)
    assert names["top"] ** 2 - names["base"] ** 2 == pytest.approx(7.5e4 * 4e-6 * 10e-6**2 / 2)
    assert (np.diff(names["widths"]) > 0).all()
    assert names["dose"][0, 0] > names["dose"][0, 2]


def test_dose_map_draws_what_it_lists():
    spot = Exposure(power=500e-6, time=50e-3, waist=10e-6, absorption=7.5e4, threshold_dose=2.2e4)
    ax = dose_map(spot, 4e-6)
    (line,) = ax.lines
    top, base = spot.radii(4e-6)
    assert line.get_xdata()[[0, -1]] == pytest.approx([base * 1e6, top * 1e6])
    columns = {c.name: c for c in dose_columns(spot, 4e-6)}
    assert columns["wall"].values[[0, -1]] == pytest.approx([base * 1e6, top * 1e6])
    centre = columns["dose at r = 0.0000 um"].values
    assert centre[-1] == pytest.approx(spot.peak_dose * 1e-4)
    assert centre[0] / centre[-1] == pytest.approx(np.exp(-0.3))


def test_the_report_shows_how_a_body_was_written():
    from colase.device import load
    from colase.report.sections.mode_field import dose

    (figure,) = dose(load("kersuzan2025-parabolic").cavity)
    assert "19.89 µm at the top" in figure.caption
    assert figure.columns[1].name == "wall"
    assert dose(load("lafalce2019-disk").cavity) == []
