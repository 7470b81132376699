"""The pages about nanocrystals and gain run, and their numbers are those that colase computes."""

import re
from pathlib import Path

import pytest

from colase.gain import Electronic, StokesShifted, first_threshold

DOCS = Path(__file__).parents[2] / "docs"


def run(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(compile(block, page, "exec"), names)
    return text, names


def test_the_nanocrystal_page_runs(capsys):
    run("nanocrystals.md")
    assert "BandCentres" in capsys.readouterr().out


def test_the_gain_page_runs_and_its_table_is_true(capsys):
    from dataclasses import replace

    text, names = run("gain.md")
    assert "inf" in capsys.readouterr().out
    rows = re.findall(r"^\| (0\.\d+) \| (.*) \|$", text, re.MULTILINE)
    assert len(rows) == 8
    shell = names["shell"]
    energy = replace(shell, lineshape_axis="energy")  # type: ignore[type-var]
    for inverse, cells in rows:
        columns = (StokesShifted(), shell), (StokesShifted(), energy), (Electronic(), shell)
        for cell, (model, crystal) in zip(cells.split(" | "), columns, strict=True):
            photons, red = re.fullmatch(r"([\d.]+) \(([+-][\d.]+)\)", cell).groups()  # type: ignore[union-attr]
            got, where = first_threshold(model, crystal, 1 / float(inverse))
            assert float(photons) == pytest.approx(float(got), abs=6e-4)
            assert float(red) == pytest.approx((float(where) - 653e-9) * 1e9, abs=0.06)


def test_a_gain_spectrum_draws_itself():
    import matplotlib as mpl

    mpl.use("Agg")
    import numpy as np
    from matplotlib import pyplot as plt

    from colase.gain import gain_spectrum

    _, names = run("gain.md")
    ax = gain_spectrum(names["medium"], np.linspace(620e-9, 700e-9, 81), [0.3, 3.0]).plot(loss=5e3)  # type: ignore[arg-type]
    assert "gain" in ax.get_ylabel()
    assert len(ax.get_lines()) >= 3  # two spectra and the loss
    plt.close(ax.figure)
